#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/resources/resource.h"
#include "engine/server/authz.h"
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
    /// Who may approve, sign, bind and escalate; null: one of its own is made from the cache.
    Authorizer* authorizer = nullptr;
    /// How long the create of a pod waits for the service account `default` of a namespace that has just been made.
    std::chrono::milliseconds accountPatience{1000};
};

/// In upstream's order: NamespaceLifecycle, ServiceAccount, NodeRestriction, TaintNodesByCondition,
/// DefaultTolerationSeconds, Priority, LimitRanger, ResourceQuota …, each in its own file of this folder.
std::vector<std::unique_ptr<AdmissionPlugin>> makeAdmission(const AdmissionConfig& config);

}  // namespace armillary::server
