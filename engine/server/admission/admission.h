#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/resources/resource.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

namespace armillary::server {

enum class Operation { Create, Update, Delete, Connect };

/// One write on its way to the store. Objects are values of the row's type.
struct AdmissionCall {
    Operation operation;
    const User& user;
    const resources::Resource& resource;
    std::string subresource;
    std::string namespace_, name;
    void* object = nullptr;     ///< null for Delete and Connect
    const void* old = nullptr;  ///< null for Create
    bool dryRun = false;
};

/// One step of admission. Mutation runs before validation of all plugins.
class AdmissionPlugin {
public:
    virtual ~AdmissionPlugin() = default;
    virtual std::string_view name() const = 0;
    virtual Result<void> mutate(AdmissionCall& call) { return (void)call, Result<void>(); }
    virtual Result<void> validate(const AdmissionCall& call) { return (void)call, Result<void>(); }
};

struct AdmissionConfig {
    const watch::Cache& cache;
    async::Clock& clock;
};

/// In upstream's order: NamespaceLifecycle, ServiceAccount, NodeRestriction, TaintNodesByCondition,
/// DefaultTolerationSeconds, Priority, LimitRanger, ResourceQuota …, each in its own file of this folder.
std::vector<std::unique_ptr<AdmissionPlugin>> makeAdmission(const AdmissionConfig& config);

}  // namespace armillary::server
