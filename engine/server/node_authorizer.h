#pragma once

#include <string>
#include <vector>

#include "engine/server/authz.h"
#include "engine/server/node_authorizer_graph.h"

namespace armillary::server {

/// What a node's agent may do: read what the pods bound to it name, keep its own node and lease, and little else.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/node/.
class NodeAuthorizer {
public:
    explicit NodeAuthorizer(const watch::Cache& cache) : m_cache(cache), m_graph(cache) {}

    /// No opinion (not allowed, no reason) on users that are no nodes.
    Decision authorize(const Attributes& attributes);
    /// What every node may do, whatever runs on it.
    static const std::vector<rbacv1::PolicyRule>& staticRules();

private:
    Decision readReferenced(const std::string& node, ReferenceKind kind, const Attributes& attributes);
    Decision claim(const std::string& node, const Attributes& attributes);
    Decision volume(const std::string& node, const Attributes& attributes);
    Decision attachment(const std::string& node, const Attributes& attributes);
    Decision token(const std::string& node, const Attributes& attributes);
    Decision pod(const std::string& node, const Attributes& attributes);

    const watch::Cache& m_cache;
    NodeGraph m_graph;
};

}  // namespace armillary::server
