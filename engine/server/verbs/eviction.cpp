#include <algorithm>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"
#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

using policyv1::PodDisruptionBudget;

constexpr std::string_view kWouldViolate = "Cannot evict pod as it would violate the pod's disruption budget.";
constexpr std::size_t kMaxDisruptedPods = 2000;

/// A pod whose going cannot hurt a budget.
bool ignoresBudgets(const corev1::Pod& pod) {
    const std::string& phase = pod.status.phase;
    return phase == "Succeeded" || phase == "Failed" || phase == "Pending" ||
           pod.metadata.deletionTimestamp.has_value();
}

bool isReady(const corev1::Pod& pod) {
    return std::ranges::any_of(pod.status.conditions,
                               [](const auto& c) { return c.type == "Ready" && c.status == "True"; });
}

std::vector<ObjectRef> budgetsOf(const Core& core, const corev1::Pod& pod) {
    const Resource& budgets = resources::resourceOf<PodDisruptionBudget>();
    std::vector<ObjectRef> matching;
    for (ObjectRef& object : core.cache.list(budgets.cacheKey(), pod.metadata.namespace_).objects) {
        const auto& selector = object->as<PodDisruptionBudget>().spec.selector;
        if (!selector) continue;
        const auto compiled = LabelSelector::from(*selector);
        if (compiled && compiled->matches(pod.metadata.labels)) matching.push_back(std::move(object));
    }
    return matching;
}

Status violation(std::string message) {
    Status status = status::tooManyRequests(std::string(kWouldViolate), 0);
    metav1::StatusCause cause;
    cause.reason = "DisruptionBudget";
    cause.message = std::move(message);
    status.details.ensure().causes.push_back(std::move(cause));
    return status;
}

/// Takes one disruption from the budget, or says why it cannot be had.
Result<Value> disrupted(const Core& core, const corev1::Pod& pod, const Value& current) {
    Value next = current.clone();
    auto& budget = next.as<PodDisruptionBudget>();
    auto& status = budget.status;
    if (status.observedGeneration < budget.metadata.generation) {
        Status busy =
            violation("The disruption budget " + budget.metadata.name + " is still being processed by the server.");
        busy.details->retryAfterSeconds = 10;
        return refuse(busy);
    }
    const auto refusal = [&](const std::string& why) {
        return refuse(status::forbidden("poddisruptionbudgets.policy", budget.metadata.name, why));
    };
    if (status.disruptionsAllowed < 0) return refusal("pdb disruptions allowed is negative");
    if (status.disruptedPods.size() > kMaxDisruptedPods)
        return refusal("DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    if (status.disruptionsAllowed == 0)
        return refuse(violation("The disruption budget " + budget.metadata.name + " needs " +
                                std::to_string(status.desiredHealthy) + " healthy pods and has " +
                                std::to_string(status.currentHealthy) + " currently"));
    --status.disruptionsAllowed;
    status.disruptedPods[pod.metadata.name] = schema::Time(core.clock.now());
    return next;
}

/// A pod that is running but not ready may go when the budget is otherwise healthy, or says so.
bool unhealthyMayGo(const PodDisruptionBudget& budget, const corev1::Pod& pod) {
    if (pod.status.phase != "Running" || isReady(pod)) return false;
    if (budget.spec.unhealthyPodEvictionPolicy == std::optional<std::string>("AlwaysAllow")) return true;
    return budget.status.currentHealthy >= budget.status.desiredHealthy && budget.status.desiredHealthy > 0;
}

Result<void> askBudgets(Call& call, const corev1::Pod& pod, bool dryRun) {
    const std::vector<ObjectRef> budgets = budgetsOf(call.core, pod);
    if (budgets.empty()) return {};
    if (budgets.size() > 1)
        return refuse(status::internalError(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."));
    if (unhealthyMayGo(budgets[0]->as<PodDisruptionBudget>(), pod)) return {};
    auto taken = updateStored(call.core, call.user,
                              {.resource = resources::resourceOf<PodDisruptionBudget>(),
                               .namespace_ = pod.metadata.namespace_,
                               .name = budgets[0]->name(),
                               .subresource = "status",
                               .dryRun = dryRun,
                               .change = [&](const Value* current) { return disrupted(call.core, pod, *current); },
                               .admitted = true});
    if (!taken) return refuse(taken.error());
    return {};
}

/// Tells the pod's owner why it goes.
Result<void> addCondition(Call& call, bool dryRun) {
    auto written = updateStored(
        call.core, call.user,
        {.resource = call.resource(),
         .namespace_ = call.route.namespace_,
         .name = call.route.name,
         .subresource = "status",
         .dryRun = dryRun,
         .change = [&](const Value* current) -> Result<Value> {
             Value next = current->clone();
             auto& conditions = next.as<corev1::Pod>().status.conditions;
             auto found = std::ranges::find(conditions, std::string("DisruptionTarget"), &corev1::PodCondition::type);
             corev1::PodCondition& condition = found == conditions.end() ? conditions.emplace_back() : *found;
             condition = {.type = "DisruptionTarget",
                          .status = "True",
                          .lastTransitionTime = schema::Time(call.core.clock.now()),
                          .reason = "EvictionByEvictionAPI",
                          .message = "Eviction API: evicting"};
             return next;
         },
         .admitted = true});
    if (!written) return refuse(written.error());
    return {};
}

}  // namespace

Handled evictPod(Call& call) {
    auto dryRun = dryRunOf(call, "CreateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto body = decodeBody(call, {schema::typeInfo<policyv1::Eviction>(), "policy/v1", "Eviction"});
    if (!body) return refuse(body.error());
    if (auto admitted = admitBody(call, *body, call.route.name, *dryRun); !admitted) return refuse(admitted.error());
    const auto& eviction = body->as<policyv1::Eviction>();
    if (eviction.metadata.name != call.route.name)
        return refuse(
            status::badRequest("name in URL does not match name in Eviction object: " + eviction.metadata.name));
    const auto found = existingObject(call.core.cache, call.resource(), call.route.namespace_, call.route.name);
    if (!found) return refuse(found.error());
    const ObjectRef& object = *found;
    const auto& pod = object->as<corev1::Pod>();
    metav1::DeleteOptions options = eviction.deleteOptions ? *eviction.deleteOptions : metav1::DeleteOptions();
    if (*dryRun) options.dryRun = {"All"};
    const bool dry = !options.dryRun.empty();
    if (options.preconditions && options.preconditions->resourceVersion) {
        const std::string now = std::to_string(object->revision());
        if (*options.preconditions->resourceVersion != now)
            return refuse(status::conflict("pods", call.route.name,
                                           "the ResourceVersion in the precondition (" +
                                               *options.preconditions->resourceVersion +
                                               ") does not match the ResourceVersion in record (" + now +
                                               "). The object might have been modified"));
        // The mark that follows moves the version on.
        options.preconditions->resourceVersion.reset();
    }
    if (!ignoresBudgets(pod))
        if (auto allowed = askBudgets(call, pod, dry); !allowed) return refuse(allowed.error());
    if (auto marked = addCondition(call, dry); !marked) return refuse(marked.error());
    auto deletion = deleteStored(
        call.core, call.user, {call.resource(), call.route.namespace_, call.route.name, std::move(options), {}, true});
    if (!deletion) return refuse(deletion.error());
    Status done;
    done.apiVersion = "v1";
    done.kind = "Status";
    done.status = "Success";
    done.code = 201;
    return respond(done, call.media);
}

}  // namespace armillary::server
