#include <algorithm>
#include <format>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/relations.h"
#include "engine/schema/api/storagev1.h"
#include "engine/volumes/matching.h"

/// Claims without volumes, and volumes that nobody can use.
namespace armillary::explain {

namespace {

constexpr std::string_view kDefaultClass = "storageclass.kubernetes.io/is-default-class";
const Kind kClassKind{"storage.k8s.io", "StorageClass"};

std::string sizeOf(const corev1::PersistentVolumeClaim& claim) {
    return std::string(volumes::storageOf(claim.spec.resources.requests).text());
}

Statement classAbsent(const Object& claim, const std::string& name, Inquiry& inquiry) {
    std::vector<std::string> there;
    if (const auto* classes = inquiry.list(kClassKind, ""))
        for (const ObjectRef& each : *classes) there.push_back(each->name());
    const auto close = nearest(name, there);
    std::string text = std::format("its StorageClass {} is not there", name);
    if (close)
        text += std::format("; did you mean {}?", *close);
    else
        text += there.empty() ? std::string("; there is none.") : std::format("; there is {}.", listed(there));
    return {"unbound-claim",
            std::move(text),
            {field(claim, "spec.storageClassName", name)},
            std::format("make StorageClass {}, or make the claim again with one of: kubectl get storageclasses", name)};
}

/// Why no volume that is there fits a claim that nobody makes one for.
std::string whyNoneFits(const corev1::PersistentVolumeClaim& claim, const std::string& ofClass,
                        const std::vector<ObjectRef>& all) {
    std::size_t sameClass = 0, small = 0, taken = 0, modes = 0;
    for (const ObjectRef& object : all) {
        const auto* volume = typed<corev1::PersistentVolume>(object);
        if (!volume || volumes::classOf(*volume) != ofClass) continue;
        ++sameClass;
        if (volume->spec.claimRef && !volumes::isBoundTo(*volume, claim))
            ++taken;
        else if (volumes::storageOf(volume->spec.capacity) < volumes::storageOf(claim.spec.resources.requests))
            ++small;
        else if (!volumes::hasAccessModes(*volume, claim))
            ++modes;
    }
    if (sameClass == 0) return "there is no volume of its class";
    std::vector<std::string> parts;
    if (taken) parts.push_back(std::format("{} taken", taken));
    if (small) parts.push_back(std::format("{} smaller than {}", small, sizeOf(claim)));
    if (modes) parts.push_back(std::format("{} without access mode {}", modes, listed(claim.spec.accessModes)));
    return std::format("none of {} of its class fits{}", counted(sameClass, "volume"),
                       parts.empty() ? std::string(" its selector or mode") : ": " + listed(parts));
}

Statement noVolume(const Object& object, const corev1::PersistentVolumeClaim& claim, const std::string& name,
                   Inquiry& inquiry) {
    const auto* all = inquiry.list({"", "PersistentVolume"}, "");
    return {
        "unbound-claim",
        std::format("{} makes no volumes by itself, and {}.", name.empty() ? "an empty class" : "its class " + name,
                    all ? whyNoneFits(claim, name, *all) : std::string("no volume that is there fits")),
        {field(object, "spec.storageClassName", name.empty() ? "\"\"" : name),
         field(object, "spec.resources.requests.storage", sizeOf(claim))},
        std::format(
            "make a PersistentVolume of {} with class {}, or use a class that makes them: kubectl get storageclasses",
            sizeOf(claim), name.empty() ? "\"\"" : name)};
}

std::optional<Statement> reserved(const Object& object, const corev1::PersistentVolumeClaim& claim, Inquiry& inquiry) {
    const Found found = inquiry.find({"", "PersistentVolume"}, "", claim.spec.volumeName);
    const Citation cited = field(object, "spec.volumeName", claim.spec.volumeName);
    if (found.absent)
        return Statement{"unbound-claim",
                         std::format("volume {}, which it asks for, is not there.", claim.spec.volumeName),
                         {cited},
                         "make that volume, or make the claim again without spec.volumeName"};
    const auto* volume = typed<corev1::PersistentVolume>(found.object);
    if (!volume) return {};
    if (volume->spec.claimRef && !volumes::isBoundTo(*volume, claim))
        return Statement{"unbound-claim",
                         std::format("volume {} belongs to claim {}/{}.", claim.spec.volumeName,
                                     volume->spec.claimRef->namespace_, volume->spec.claimRef->name),
                         {cited, field(*found.object, "spec.claimRef",
                                       volume->spec.claimRef->namespace_ + "/" + volume->spec.claimRef->name)},
                         kubectl(*found.object, "describe")};
    if (volumes::classOf(*volume) != volumes::classOf(claim))
        return Statement{"unbound-claim",
                         std::format("volume {} has class \"{}\", and the claim asks for \"{}\".",
                                     claim.spec.volumeName, volumes::classOf(*volume), volumes::classOf(claim)),
                         {cited, field(*found.object, "spec.storageClassName", volumes::classOf(*volume))},
                         "make the claim again with the volume's class"};
    if (volumes::storageOf(volume->spec.capacity) < volumes::storageOf(claim.spec.resources.requests))
        return Statement{
            "unbound-claim",
            std::format("volume {} is smaller than the {} that it asks for.", claim.spec.volumeName, sizeOf(claim)),
            {cited, field(*found.object, "spec.capacity.storage", volumes::storageOf(volume->spec.capacity).text())},
            "make the claim again with a smaller request"};
    return {};
}

bool waitsForPod(const ObjectRef& claim, Inquiry& inquiry) {
    const auto* typedClaim = typed<corev1::PersistentVolumeClaim>(claim);
    const std::string name = typedClaim ? volumes::classOf(*typedClaim) : std::string();
    if (name.empty()) return false;
    const auto* its = typed<storagev1::StorageClass>(inquiry.find(kClassKind, "", name).object);
    return its && volumes::waitsForConsumer(its);
}

}  // namespace

std::optional<Statement> whyUnbound(const ObjectRef& object, Inquiry& inquiry) {
    const auto* claim = typed<corev1::PersistentVolumeClaim>(object);
    if (!claim || claim->status.phase == "Bound") return {};
    if (claim->status.phase == "Lost")
        return Statement{
            "unbound-claim",
            std::format("its volume {} is gone, and the data with it.", claim->spec.volumeName),
            {field(*object, "status.phase", "Lost"), field(*object, "spec.volumeName", claim->spec.volumeName)},
            "restore the data, and make the claim again: " + kubectl(*object, "delete")};
    if (!claim->spec.volumeName.empty())
        if (auto why = reserved(*object, *claim, inquiry)) return why;
    for (const auto* reason : {"ProvisioningFailed", "VolumeMismatch"})
        if (const auto* said = inquiry.latest(object, reason); said && !mentions(said->message, "not found"))
            return Statement{"unbound-claim",
                             "no volume could be made: " + bounded(said->message, 250),
                             {cite(*said)},
                             kubectl(*object, "describe")};

    const std::string name = volumes::classOf(*claim);
    if (name.empty() && !claim->spec.storageClassName) {
        const auto* classes = inquiry.list(kClassKind, "");
        const bool byDefault = classes && std::ranges::any_of(*classes, [](const ObjectRef& each) {
                                   const auto found = each->meta().annotations.find(kDefaultClass);
                                   return found != each->meta().annotations.end() && found->second == "true";
                               });
        if (classes && !byDefault)
            return Statement{"unbound-claim",
                             "it names no StorageClass, and none is the default.",
                             {field(*object, "spec.storageClassName", "not set")},
                             "name one (kubectl get storageclasses), or make one the default with the annotation " +
                                 std::string(kDefaultClass)};
    }
    if (name.empty()) return noVolume(*object, *claim, name, inquiry);
    const Found found = inquiry.find(kClassKind, "", name);
    if (found.absent) return classAbsent(*object, name, inquiry);
    const auto* its = typed<storagev1::StorageClass>(found.object);
    if (its && its->provisioner == volumes::kNoProvisioner) {
        if (volumes::waitsForConsumer(its) && claim->metadata.annotations.contains(std::string(volumes::kSelectedNode)))
            return {};
        return noVolume(*object, *claim, name, inquiry);
    }
    if (its && volumes::waitsForConsumer(its) &&
        !claim->metadata.annotations.contains(std::string(volumes::kSelectedNode)))
        return {};
    const auto* waits = inquiry.latest(object, "ExternalProvisioning");
    Statement made{"unbound-claim",
                   std::format("the provisioner{} of class {} has not made its volume yet.",
                               its ? " " + its->provisioner : std::string(), name),
                   {field(*object, "spec.storageClassName", name)},
                   std::format("see that the program that serves {} runs: kubectl get pods -A, and {}",
                               its ? its->provisioner : "the class", kubectl(*object, "describe"))};
    if (its) made.evidence.push_back(field(*found.object, "provisioner", its->provisioner));
    if (waits) made.evidence.push_back(cite(*waits));
    return made;
}

void explainClaim(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* claim = typed<corev1::PersistentVolumeClaim>(object);
    if (!claim) return;
    if (claim->status.phase == "Bound") {
        Statement fine{"fine",
                       std::format("It is bound to volume {}.", claim->spec.volumeName),
                       {field(*object, "status.phase", "Bound")},
                       "kubectl describe pv " + claim->spec.volumeName};
        for (const auto& condition : claim->status.conditions)
            if (condition.status == corev1::kConditionTrue && !condition.message.empty())
                fine.evidence.push_back(
                    field(*object, std::format("status.conditions[{}]", condition.type), condition.message));
        out.push_back(std::move(fine));
        return;
    }
    if (auto why = whyUnbound(object, inquiry)) {
        why->statement = "The claim is not bound: " + why->statement;
        out.push_back(std::move(*why));
        return;
    }
    if (!waitsForPod(object, inquiry)) return;
    std::vector<ObjectRef> pods;
    if (const auto* all = inquiry.list({"", "Pod"}, object->namespace_()))
        for (const ObjectRef& pod : *all)
            if (std::ranges::contains(relations::namedReferences(pod), relations::idOf(*object), &relations::Edge::to))
                pods.push_back(pod);
    const Citation cited = field(*object, "spec.storageClassName", volumes::classOf(*claim));
    if (pods.empty()) {
        out.push_back(
            {"unbound-claim",
             std::format("The claim waits for the first pod that mounts it, as its class {} wants "
                         "(WaitForFirstConsumer); none does yet.",
                         volumes::classOf(*claim)),
             {cited,
              {"field", "StorageClass/" + volumes::classOf(*claim) + " volumeBindingMode", "WaitForFirstConsumer"}},
             std::format("make a pod that mounts it: spec.volumes[].persistentVolumeClaim.claimName: {}",
                         object->name())});
        return;
    }
    Statements ofPods;
    explainPods(pods, inquiry, ofPods);
    Statement waits{
        "unbound-claim",
        std::format("The claim waits for pod {} to be placed on a node (WaitForFirstConsumer).", pods.front()->name()),
        {cited},
        kubectl(*pods.front(), "describe")};
    out.push_back(std::move(waits));
    std::ranges::move(ofPods, std::back_inserter(out));
}

void explainVolume(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* volume = typed<corev1::PersistentVolume>(object);
    if (!volume) return;
    const std::string& phase = volume->status.phase;
    const Citation cited = field(*object, "status.phase", phase);
    const std::string owner =
        volume->spec.claimRef ? volume->spec.claimRef->namespace_ + "/" + volume->spec.claimRef->name : std::string();
    if (phase == "Failed")
        out.push_back({"unbound-claim",
                       "The volume could not be reclaimed: " + bounded(volume->status.message, 250),
                       {cited},
                       kubectl(*object, "describe")});
    else if (phase == "Released")
        out.push_back({"unbound-claim",
                       std::format("Its claim {} is gone, and its policy {} keeps the volume for a person to look at; "
                                   "no other claim gets it.",
                                   owner, volume->spec.persistentVolumeReclaimPolicy),
                       {cited, field(*object, "spec.claimRef", owner)},
                       "save what is needed and delete it, or free it: " +
                           kubectl(*object, "patch", R"(--type=json -p '[{"op":"remove","path":"/spec/claimRef"}]')")});
    else
        out.push_back({"fine",
                       phase == "Bound" ? "It is bound to claim " + owner + "." : "It is free for a claim.",
                       {cited},
                       kubectl(*object, "describe")});
    (void)inquiry;
}

}  // namespace armillary::explain
