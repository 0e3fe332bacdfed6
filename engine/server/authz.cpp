#include "engine/server/authz.h"

#include "engine/schema/text.h"
#include "engine/server/authn.h"
#include "engine/server/node_authorizer.h"
#include "engine/server/rbac.h"
#include "engine/server/rbac_rules.h"

namespace armillary::server {
namespace {

/// The first that allows decides.
class Chain final : public Authorizer {
public:
    explicit Chain(const watch::Cache& cache) : m_nodes(cache), m_rbac(cache) {}

    Decision authorize(const Attributes& attributes) override {
        if (inGroup(attributes.user, kMastersGroup)) return {true, {}};
        Decision byNode = m_nodes.authorize(attributes);
        if (byNode.allowed) return byNode;
        Decision byRole = m_rbac.authorize(attributes);
        if (!byRole.allowed && !byNode.reason.empty())
            byRole.reason = byRole.reason.empty() ? byNode.reason : byNode.reason + "\n" + byRole.reason;
        return byRole;
    }

    std::vector<rbacv1::PolicyRule> rulesFor(const User& user, const std::string& namespace_) override {
        if (inGroup(user, kMastersGroup)) return everything();
        auto rules = m_rbac.rulesFor(user, namespace_);
        if (nodeNameOf(user).empty()) return rules;
        const auto& nodeRules = NodeAuthorizer::staticRules();
        rules.insert(rules.end(), nodeRules.begin(), nodeRules.end());
        return rules;
    }

private:
    NodeAuthorizer m_nodes;
    Rbac m_rbac;
};

}  // namespace

std::unique_ptr<Authorizer> makeAuthorizer(const watch::Cache& cache) {
    return std::make_unique<Chain>(cache);
}

Status denied(const Attributes& attributes, const std::string& reason) {
    std::string detail = "User " + schema::quoted(attributes.user.name) + " cannot " + attributes.verb;
    std::string resource;
    if (attributes.resource.empty()) {
        detail += " path " + schema::quoted(attributes.path);
    } else {
        resource = attributes.group.empty() ? attributes.resource : attributes.resource + "." + attributes.group;
        std::string full =
            attributes.subresource.empty() ? attributes.resource : attributes.resource + "/" + attributes.subresource;
        detail += " resource " + schema::quoted(full) + " in API group " + schema::quoted(attributes.group);
        detail += attributes.namespace_.empty() ? " at the cluster scope"
                                                : " in the namespace " + schema::quoted(attributes.namespace_);
    }
    if (!reason.empty()) detail += ": " + reason;
    return status::forbidden(resource, attributes.name, detail);
}

}  // namespace armillary::server
