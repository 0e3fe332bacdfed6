#pragma once

#include <string>
#include <vector>

#include "engine/client/http/calls.h"

/// What a server serves, as it says itself.
/// Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api (aggregated discovery).
namespace armillary::client {

/// One resource in its group's preferred version, or in the only version that has it.
struct ApiResource {
    std::string group, version, kind, plural, singular;
    std::vector<std::string> shortNames, categories, verbs;
    std::vector<std::string> subresources;  ///< "status", "scale", "log"
    bool namespaced = false;

    std::string apiVersion() const { return group.empty() ? version : group + "/" + version; }
    /// "pods", "deployments.apps".
    std::string qualified() const { return group.empty() ? plural : plural + "." + group; }
    bool can(std::string_view verb) const;
    bool has(std::string_view subresource) const;
    /// "/api/v1/namespaces/default/pods/web"; without a name the collection, without a namespace all of them.
    std::string path(std::string_view namespace_ = {}, std::string_view name = {}) const;
    bool operator==(const ApiResource&) const = default;
};

struct Discovery {
    std::vector<ApiResource> resources;   ///< core group first, then in the server's order
    std::vector<std::string> unanswered;  ///< groups ("metrics.k8s.io/v1beta1") whose server does not answer: stale
    bool operator==(const Discovery&) const = default;
};

/// Asks the server: /api and /apis, aggregated. A group that cannot be read does not hide the others.
Result<Discovery> discover(Calls& calls);

/// Reads one aggregated answer (APIGroupDiscoveryList, v2 or v2beta1) and adds what it says.
Result<void> readDiscovery(std::string_view json, Discovery& into);

}  // namespace armillary::client
