#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/resources/resource.h"
#include "engine/server/authz.h"
#include "engine/server/request.h"
#include "engine/server/value.h"
#include "engine/watch/cache.h"

namespace armillary::server {

enum class Operation { Create, Update, Delete, Connect };

namespace outbound {
class Outbound;
}

/// What a write keeps of the request that asked for it, for plugins that ask others. Empty for the server's own writes.
struct RequestNotes {
    const Request* request = nullptr;
    std::vector<std::string>* warnings = nullptr;  ///< told to the client

    /// Adds one unless it is there already. Source: k8s.io/apiserver/pkg/endpoints/filters, warning.go.
    void warn(const std::string& text) const;
};

/// How a subresource that speaks another kind (Scale) shows the row's object to those who are asked about it.
struct AdmissionView {
    std::string group, version, kind;
    std::function<Value(const void* object)> show;
    std::function<void(void* object, const Value& shown)> take;  ///< carries what was changed in it back
};

/// What a second round of mutation is about: a webhook's change may concern those who were asked before it.
/// Source:
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy.
struct Reinvocation {
    bool wanted = false, running = false;
    std::set<std::string> asked, again;  ///< webhooks that want to see later changes; those that there is one for
    std::string lastOutput;              ///< the object when the last webhook had been asked
};

/// One write on its way to the store. Objects are values of the row's type, or of `type` where that is given.
struct AdmissionCall {
    Operation operation;
    const User& user;
    const resources::Resource& resource;
    std::string subresource;
    std::string namespace_, name;
    void* object = nullptr;     ///< null for Delete and Connect
    const void* old = nullptr;  ///< null for Create
    bool dryRun = false;
    /// The type of `object` where a subresource's body is judged: Binding, Eviction, TokenRequest, PodExecOptions …
    const schema::TypeInfo* type = nullptr;
    Value* holder = nullptr;  ///< owns `object`; a plugin may put another value in its place and set `object` to it
    const AdmissionView* view = nullptr;
    RequestNotes notes = {};
    std::string options = {};  ///< the DeleteOptions of a Delete, JSON; the others' are in the request
    Reinvocation reinvocation = {};

    const schema::TypeInfo& objectType() const { return type ? *type : *resource.type; }
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
    /// With which webhooks are called, and how their calls are named; null: there are none.
    outbound::Outbound* outbound = nullptr;
    async::Identifiers* identifiers = nullptr;
    /// How long the create of a pod waits for the service account `default` of a namespace that has just been made.
    std::chrono::milliseconds accountPatience{1000};
};

/// In upstream's order: NamespaceLifecycle, ServiceAccount, NodeRestriction, TaintNodesByCondition,
/// DefaultTolerationSeconds, Priority, LimitRanger, ResourceQuota …, each in its own file of this folder.
std::vector<std::unique_ptr<AdmissionPlugin>> makeAdmission(const AdmissionConfig& config);

}  // namespace armillary::server
