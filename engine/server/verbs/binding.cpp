#include <algorithm>

#include "engine/schema/api/corev1.h"
#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

FieldErrors validate(const corev1::Binding& binding) {
    FieldErrors errors;
    if (!binding.target.kind.empty() && binding.target.kind != "Node")
        errors.push_back(field::notSupported("target.kind", binding.target.kind, {"Node", "<empty>"}));
    if (binding.target.name.empty()) errors.push_back(field::required("target.name", ""));
    return errors;
}

void markScheduled(corev1::Pod& pod, schema::Time now) {
    auto found = std::ranges::find(pod.status.conditions, std::string("PodScheduled"), &corev1::PodCondition::type);
    corev1::PodCondition& condition =
        found == pod.status.conditions.end() ? pod.status.conditions.emplace_back() : *found;
    condition = {.type = "PodScheduled", .status = "True", .lastTransitionTime = now};
}

/// Why the pod cannot be bound, "" when it can.
std::string obstacle(const corev1::Pod& pod) {
    if (pod.metadata.deletionTimestamp)
        return "pod " + pod.metadata.name + " is being deleted, cannot be assigned to a host";
    if (!pod.spec.nodeName.empty())
        return "pod " + pod.metadata.name + " is already assigned to node \"" + pod.spec.nodeName + "\"";
    if (!pod.spec.schedulingGates.empty()) return "pod " + pod.metadata.name + " has non-empty .spec.schedulingGates";
    return {};
}

Result<Value> bound(Call& call, const corev1::Binding& binding, const Value& current) {
    Value next = current.clone();
    auto& pod = next.as<corev1::Pod>();
    if (std::string why = obstacle(pod); !why.empty())
        return refuse(status::conflict("pods/binding", pod.metadata.name, why));
    if (!binding.metadata.uid.empty()) pod.metadata.uid = binding.metadata.uid;
    if (!binding.metadata.resourceVersion.empty()) pod.metadata.resourceVersion = binding.metadata.resourceVersion;
    for (const auto& [key, value] : binding.metadata.annotations) pod.metadata.annotations[key] = value;
    pod.spec.nodeName = binding.target.name;
    markScheduled(pod, schema::Time(call.core.clock.now()));
    return next;
}

Handled bindTo(Call& call, const std::string& podName) {
    auto dryRun = dryRunOf(call, "CreateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto body = decodeBody(call, {schema::typeInfo<corev1::Binding>(), "v1", "Binding"});
    if (!body) return refuse(body.error());
    const std::string asked = podName.empty() ? body->as<corev1::Binding>().metadata.name : podName;
    if (auto admitted = admitBody(call, *body, asked, *dryRun); !admitted) return refuse(admitted.error());
    const auto& binding = body->as<corev1::Binding>();
    if (!podName.empty() && !binding.metadata.name.empty() && binding.metadata.name != podName)
        return refuse(status::badRequest("name in URL does not match name in Binding object"));
    const std::string name = podName.empty() ? binding.metadata.name : podName;
    if (!binding.metadata.namespace_.empty() && binding.metadata.namespace_ != call.route.namespace_)
        return refuse(status::badRequest(
            "the namespace of the provided object does not match the namespace sent on the request"));
    if (FieldErrors errors = validate(binding); !errors.empty())
        return refuse(status::invalid("Binding", name, errors));

    auto written = updateStored(call.core, call.user,
                                {.resource = resources::resourceOf<corev1::Pod>(),
                                 .namespace_ = call.route.namespace_,
                                 .name = name,
                                 .subresource = "binding",
                                 .dryRun = *dryRun,
                                 .change = [&](const Value* current) { return bound(call, binding, *current); },
                                 .admitted = true});
    if (!written) return refuse(written.error());
    Status done;
    done.apiVersion = "v1";
    done.kind = "Status";
    done.status = "Success";
    done.code = 201;
    return respond(done, call.media);
}

}  // namespace

Handled bindPod(Call& call) {
    return bindTo(call, call.route.name);
}

Handled createBinding(Call& call) {
    return bindTo(call, "");
}

}  // namespace armillary::server
