#pragma once

#include <vector>

#include "engine/server/authz.h"
#include "engine/server/rbac_index.h"

namespace armillary::server {

/// Role-based access control over the cache's roles and bindings.
class Rbac {
public:
    explicit Rbac(const watch::Cache& cache) : m_index(cache) {}
    /// The reason of an allowance names the binding, that of a denial the roles that are bound but do not exist.
    Decision authorize(const Attributes& attributes);
    std::vector<rbacv1::PolicyRule> rulesFor(const User& user, const std::string& namespace_);

private:
    RbacIndex m_index;
};

}  // namespace armillary::server
