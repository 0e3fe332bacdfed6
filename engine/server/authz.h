#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/schema/api/authorizationv1.h"
#include "engine/schema/api/rbacv1.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

namespace armillary::server {

/// What is asked for. Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/.
struct Attributes {
    User user;
    std::string verb;  ///< "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", …
    std::string group, version, resource, subresource, namespace_, name;
    std::string path;           ///< for non-resource requests; then `resource` is ""
    std::string fieldSelector;  ///< as given, for the node authorizer's spec.nodeName lists
};

struct Decision {
    bool allowed = false;
    std::string reason;
};

class Authorizer {
public:
    virtual ~Authorizer() = default;
    virtual Decision authorize(const Attributes& attributes) = 0;
    /// The rules that hold for a user in a namespace (SelfSubjectRulesReview).
    virtual std::vector<rbacv1::PolicyRule> rulesFor(const User& user, const std::string& namespace_) = 0;
};

/// system:masters passes; then the node authorizer (system:nodes), then RBAC from the cache's roles and bindings.
std::unique_ptr<Authorizer> makeAuthorizer(const watch::Cache& cache);

/// Upstream's bootstrap policy (default cluster roles, roles and bindings), one JSON document each, ready to create.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings.
std::vector<std::string> bootstrapPolicy();

/// The 403 for a denied request, worded as upstream: `pods is forbidden: User "u" cannot list resource "pods" in API
/// group "" in the namespace "n"`, the reason appended when there is one.
Status denied(const Attributes& attributes, const std::string& reason);

}  // namespace armillary::server
