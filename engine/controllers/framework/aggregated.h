#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/metav1.h"

/// What the API servers behind this one serve, and their objects, asked for when somebody wants to know.
/// Source: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/.
namespace armillary::controllers::aggregated {

using Row = std::shared_ptr<const resources::Resource>;

/// The rows of one version's discovery document, without subresources; their type is schema::CustomObject.
std::vector<Row> rowsOf(const std::string& group, const std::string& version, const metav1::APIResourceList& document);

struct Discovered {
    std::vector<Row> rows;            ///< each plural of a group once, in the most wanted version that has it
    std::vector<std::string> failed;  ///< "GROUP/VERSION" whose server does not say what there is, sorted
};
/// Asks the servers of those `apiServices` (APIServices) that have one. An unavailable one is not asked: it has failed.
Discovered discover(client::Client& client, const std::vector<ObjectRef>& apiServices);

/// The objects' metadata, apiVersion and kind; of all namespaces when `namespace_` is "".
Result<std::vector<ObjectRef>> list(client::Client& client, const resources::Resource& row,
                                    const std::string& namespace_);

}  // namespace armillary::controllers::aggregated
