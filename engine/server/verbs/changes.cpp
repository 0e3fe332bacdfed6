#include "engine/server/verbs/changes.h"

#include <algorithm>

#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

using certificatesv1::CertificateSigningRequest;

/// Approval changes the conditions alone.
Value approvalOf(const Core& core, const Value& current, const Value& next) {
    Value result = current.clone();
    auto& request = result.as<CertificateSigningRequest>();
    request.metadata.resourceVersion = next.as<CertificateSigningRequest>().metadata.resourceVersion;
    request.status.conditions = next.as<CertificateSigningRequest>().status.conditions;
    const auto& known = current.as<CertificateSigningRequest>().status.conditions;
    const schema::Time now(core.clock.now());
    for (auto& condition : request.status.conditions) {
        if (condition.status.empty()) condition.status = "True";
        if (!condition.lastUpdateTime.isSet()) condition.lastUpdateTime = now;
        if (condition.lastTransitionTime.isSet()) continue;
        const auto before = std::ranges::find_if(
            known, [&](const auto& old) { return old.type == condition.type && old.status == condition.status; });
        condition.lastTransitionTime = before == known.end() ? now : before->lastTransitionTime;
    }
    return result;
}

/// Ephemeral containers can be added, never changed or taken away.
Result<Value> withEphemeralContainers(const Call& call, const Value& current, const Value& next) {
    Value result = current.clone();
    auto& pod = result.as<corev1::Pod>();
    const auto& wanted = next.as<corev1::Pod>();
    FieldErrors errors;
    for (const auto& old : current.as<corev1::Pod>().spec.ephemeralContainers) {
        const auto kept = std::ranges::find_if(wanted.spec.ephemeralContainers,
                                               [&](const auto& one) { return one.name == old.name; });
        if (kept == wanted.spec.ephemeralContainers.end())
            errors.push_back(field::forbidden(
                "spec.ephemeralContainers", "existing ephemeral containers \"" + old.name + "\" may not be removed\n"));
        else if (!schema::equal(schema::typeInfo<corev1::EphemeralContainer>(), &*kept, &old))
            errors.push_back(field::forbidden(
                "spec.ephemeralContainers", "existing ephemeral containers \"" + old.name + "\" may not be changed\n"));
    }
    pod.metadata.resourceVersion = wanted.metadata.resourceVersion;
    pod.spec.ephemeralContainers = wanted.spec.ephemeralContainers;
    call.resource().rules->setDefaults(&pod);
    if (errors.empty()) errors = call.resource().rules->validate(&pod);
    if (!errors.empty()) return refuse(status::invalid("Pod", pod.metadata.name, errors));
    return result;
}

Value finalized(const Value& current, const Value& next) {
    Value result = current.clone();
    auto& namespace_ = result.as<corev1::Namespace>();
    namespace_.metadata.resourceVersion = next.as<corev1::Namespace>().metadata.resourceVersion;
    namespace_.spec.finalizers = next.as<corev1::Namespace>().spec.finalizers;
    return result;
}

}  // namespace

void dedupOwnerReferences(Call& call, metav1::ObjectMeta& meta, bool afterAdmission) {
    std::vector<metav1::OwnerReference> kept;
    std::string twice;
    for (metav1::OwnerReference& reference : meta.ownerReferences) {
        if (std::ranges::find(kept, reference) == kept.end())
            kept.push_back(std::move(reference));
        else
            twice += (twice.empty() ? "" : ", ") + reference.uid;
    }
    meta.ownerReferences = std::move(kept);
    if (twice.empty()) return;
    call.warnings.push_back(std::string(".metadata.ownerReferences contains duplicate entries") +
                            (afterAdmission ? " after mutating admission happens" : "") +
                            "; API server dedups owner references in 1.20+, and may reject such requests as early as "
                            "1.24; please fix your requests; duplicate UID(s) observed: " +
                            twice);
}

Result<Value> restrictTo(const Call& call, const Value& current, Value next) {
    if (call.route.subresource == "approval") return approvalOf(call.core, current, next);
    if (call.route.subresource == "ephemeralcontainers") return withEphemeralContainers(call, current, next);
    if (call.route.subresource == "finalize") return finalized(current, next);
    return next;
}

Result<void> admitBody(Call& call, Value& body, const std::string& name, bool dryRun) {
    return admit(call.core, {.operation = Operation::Create,
                             .user = call.user,
                             .resource = call.resource(),
                             .subresource = call.route.subresource,
                             .namespace_ = call.route.namespace_,
                             .name = name,
                             .object = body.get(),
                             .dryRun = dryRun,
                             .type = &body.type(),
                             .holder = &body,
                             .notes = call.notes()});
}

}  // namespace armillary::server
