#include "engine/controllers/framework/ownership.h"

#include <format>

#include "engine/controllers/framework/json.h"

namespace armillary::controllers {

namespace {

std::string orphansOf(const std::string& namespace_) {
    return "orphans of " + namespace_;
}

std::string adoption(const Object& controller, const Object& object, std::string_view finalizer) {
    const std::string held = finalizer.empty() ? "" : std::format(R"(,"finalizers":[{}])", jsonString(finalizer));
    return std::format(R"({{"metadata":{{"ownerReferences":[{}],"uid":{}{}}}}})",
                       schema::toJson(controllerReference(controller)), jsonString(object.uid()), held);
}

std::string releaseFrom(const Object& controller, const Object& object, std::string_view finalizer) {
    const std::string held =
        finalizer.empty() ? "" : std::format(R"(,"$deleteFromPrimitiveList/finalizers":[{}])", jsonString(finalizer));
    return std::format(R"({{"metadata":{{"ownerReferences":[{{"$patch":"delete","uid":{}}}],"uid":{}{}}}}})",
                       jsonString(controller.uid()), jsonString(object.uid()), held);
}

Result<void> mayAdopt(client::Client& client, const resources::Resource& resource, const Object& controller) {
    const auto fresh = client.get({&resource, controller.namespace_(), controller.name(), {}});
    if (!fresh) return std::unexpected(fresh.error());
    if ((*fresh)->uid() != controller.uid() || (*fresh)->meta().deletionTimestamp)
        return std::unexpected(status::conflict(resource.qualified(), controller.name(),
                                                "it has been deleted or replaced, and adopts nothing"));
    return {};
}

}  // namespace

const metav1::OwnerReference* controllerOf(const metav1::ObjectMeta& meta) {
    for (const auto& reference : meta.ownerReferences)
        if (reference.controller.value_or(false)) return &reference;
    return nullptr;
}

metav1::OwnerReference controllerReference(const Object& owner) {
    metav1::OwnerReference reference;
    reference.apiVersion = owner.apiVersion();
    reference.kind = owner.kind();
    reference.name = owner.name();
    reference.uid = owner.uid();
    reference.controller = true;
    reference.blockOwnerDeletion = true;
    return reference;
}

void addControllerIndex(client::Informer& informer) {
    informer.addIndex(std::string(kControllerIndex), [](const Object& object) -> std::vector<std::string> {
        const auto* controller = controllerOf(object.meta());
        return {controller ? controller->uid : orphansOf(object.namespace_())};
    });
}

std::vector<ObjectRef> ownedBy(const client::Informer& informer, const std::string& controllerUid) {
    return informer.byIndex(std::string(kControllerIndex), controllerUid);
}

std::vector<ObjectRef> claimCandidates(const client::Informer& informer, const std::string& controllerUid,
                                       const std::string& namespace_) {
    auto objects = ownedBy(informer, controllerUid);
    for (auto& orphan : informer.byIndex(std::string(kControllerIndex), orphansOf(namespace_)))
        objects.push_back(std::move(orphan));
    return objects;
}

ClaimPlan planClaim(const Object& controller, const LabelSelector& selector, const std::vector<ObjectRef>& candidates) {
    ClaimPlan plan;
    const bool leaving = controller.meta().deletionTimestamp.has_value();
    for (const ObjectRef& object : candidates) {
        const bool matches = selector.matches(object->meta().labels);
        if (const auto* owner = controllerOf(object->meta())) {
            if (owner->uid != controller.uid()) continue;
            if (matches)
                plan.keep.push_back(object);
            else if (!leaving)
                plan.release.push_back(object);
        } else if (matches && !leaving && !object->meta().deletionTimestamp &&
                   object->namespace_() == controller.namespace_()) {
            plan.adopt.push_back(object);
        }
    }
    return plan;
}

Result<std::vector<ObjectRef>> claim(client::Client& client, const resources::Resource& controllerResource,
                                     const Object& controller, const resources::Resource& claimedResource,
                                     const ClaimPlan& plan, std::string_view finalizer) {
    std::vector<ObjectRef> owned = plan.keep;
    for (const ObjectRef& object : plan.release) {
        const auto released =
            client.patch({&claimedResource, object->namespace_(), object->name(), {}},
                         client::PatchType::StrategicMerge, releaseFrom(controller, *object, finalizer));
        // Gone, or another object of the same name: either way no longer ours.
        if (!released && !status::isNotFound(released.error()) && !status::isInvalid(released.error()) &&
            !status::isConflict(released.error()))
            return std::unexpected(released.error());
    }
    if (plan.adopt.empty()) return owned;
    if (auto allowed = mayAdopt(client, controllerResource, controller); !allowed)
        return std::unexpected(allowed.error());
    for (const ObjectRef& object : plan.adopt) {
        auto adopted = client.patch({&claimedResource, object->namespace_(), object->name(), {}},
                                    client::PatchType::StrategicMerge, adoption(controller, *object, finalizer));
        if (adopted)
            owned.push_back(std::move(*adopted));
        else if (!status::isNotFound(adopted.error()) && !status::isInvalid(adopted.error()))
            return std::unexpected(adopted.error());
    }
    return owned;
}

}  // namespace armillary::controllers
