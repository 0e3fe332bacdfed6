#include <algorithm>
#include <format>
#include <map>
#include <set>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/storagev1.h"

/// What goes along with what is removed. Source: https://kubernetes.io/docs/concepts/architecture/garbage-collection/.
namespace armillary::plan::rules {

namespace {

constexpr std::size_t kMostLookedAt = 10'000;  ///< of what goes along

/// "1 ReplicaSet and 3 Pods"
std::string countedKinds(const std::map<std::string, std::int64_t>& kinds) {
    std::vector<std::string> texts;
    for (const auto& [kind, count] : kinds) texts.push_back(counted(count, kind));
    return listed(texts, "nothing", 6);
}

/// What garbage collection removes after an object: whatever it owns, and so on.
std::map<std::string, std::int64_t> owned(const Change& change) {
    constexpr std::pair<std::string_view, std::string_view> kKinds[] = {{"", "Pod"},
                                                                        {"apps", "ReplicaSet"},
                                                                        {"batch", "Job"},
                                                                        {"", "PersistentVolumeClaim"},
                                                                        {"", "ConfigMap"},
                                                                        {"", "Secret"},
                                                                        {"", "Service"},
                                                                        {"apps", "Deployment"},
                                                                        {"apps", "StatefulSet"}};
    std::vector<ObjectRef> all;
    for (const auto& [group, kind] : kKinds)
        for (ObjectRef& object : change.was.list({std::string(group), std::string(kind)}, change.namespace_()))
            if (all.size() < kMostLookedAt) all.push_back(std::move(object));
    std::set<std::string> gone{change.before->uid()};
    if (change.before->uid().empty()) return {};
    std::map<std::string, std::int64_t> kinds;
    for (bool more = true; more;) {
        more = false;
        for (ObjectRef& object : all) {
            const bool goes = object && !object->uid().empty() && !object->meta().ownerReferences.empty() &&
                              std::ranges::all_of(object->meta().ownerReferences,
                                                  [&](const auto& owner) { return gone.contains(owner.uid); });
            if (!goes) continue;
            gone.insert(object->uid());
            ++kinds[object->kind()];
            object.reset();
            more = true;
        }
    }
    return kinds;
}

void namespaceGoes(const Change& change, Impacts& out) {
    std::map<std::string, std::int64_t> kinds;
    for (const auto& row : resources::Table::builtIn().rows()) {
        if (!row.namespaced || row.virtual_ || row.storedAs || row.kind == "Event") continue;
        if (const auto count = change.was.list({row.group, row.kind}, change.before->name()).size(); count > 0)
            kinds[row.kind] += static_cast<std::int64_t>(count);
    }
    out.push_back({impact::kPrune, std::format("Everything in the namespace is deleted: {}.",
                                               kinds.empty() ? "it seems to be empty" : countedKinds(kinds))});
}

void definitionGoes(const Change& change, Impacts& out) {
    const auto* it = typed<apiextensionsv1::CustomResourceDefinition>(change.before);
    const auto count = it ? change.was.list({it->spec.group, it->spec.names.kind}, "").size() : 0;
    out.push_back(
        {impact::kPrune, count == 0 ? std::string("The kind is served no more; no object of it has been found.")
                                    : std::format("The kind is served no more, and all its objects are deleted: {}.",
                                                  counted(static_cast<std::int64_t>(count), change.before->name()))});
}

/// Whether the data behind a claim go with it; unknown where nobody says.
std::optional<bool> isDeletedWith(const corev1::PersistentVolumeClaim& claim, const relations::World& world) {
    const ObjectRef volume = world.find({"", "PersistentVolume"}, "", claim.spec.volumeName);
    if (const auto* it = typed<corev1::PersistentVolume>(volume))
        return it->spec.persistentVolumeReclaimPolicy == corev1::kPersistentVolumeReclaimDelete;
    const ObjectRef class_ =
        world.find({"storage.k8s.io", "StorageClass"}, "", claim.spec.storageClassName.value_or(""));
    const auto* it = typed<storagev1::StorageClass>(class_);
    return it && it->reclaimPolicy ? std::optional(*it->reclaimPolicy == corev1::kPersistentVolumeReclaimDelete)
                                   : std::nullopt;
}

void claimGoes(const Change& change, Impacts& out) {
    const auto* claim = typed<corev1::PersistentVolumeClaim>(change.before);
    if (!claim) return;
    const auto deleted = isDeletedWith(*claim, change.was);
    out.push_back({impact::kPrune,
                   !deleted   ? "The claim goes; whether its data go with it, its volume says."
                   : *deleted ? "The claim goes, and its data with it (reclaim policy Delete). They do not come back."
                              : "The claim goes; its volume is kept with the data (reclaim policy Retain)."});
}

std::string claimsOf(const appsv1::StatefulSet& set) {
    if (set.spec.volumeClaimTemplates.empty()) return {};
    const auto& retention = set.spec.persistentVolumeClaimRetentionPolicy;
    return retention && retention->whenDeleted == appsv1::kDeletePersistentVolumeClaimRetentionPolicyType
               ? " The claims of its pods are deleted, with their data."
               : " The claims of its pods are kept, with their data.";
}

/// Who is left with a reference to nothing.
void missed(const Change& change, Impacts& out) {
    constexpr std::string_view kNeeded[] = {"ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim"};
    if (change.kind.group.empty() && std::ranges::contains(kNeeded, change.kind.name)) {
        std::vector<std::string> readers;
        for (const ObjectRef& object : workloadsIn(change.was, change.namespace_()))
            for (const relations::Edge& edge : relations::namedReferences(object))
                if (edge.to == relations::idOf(*change.before) && !edge.optional &&
                    !std::ranges::contains(readers, titleOf(*object)))
                    readers.push_back(titleOf(*object));
        if (!readers.empty())
            out.push_back({impact::kRestart, std::format("{} {} it: pods made from now on do not start.",
                                                         listed(readers), readers.size() == 1 ? "needs" : "need")});
    }
    if (!change.is("", "Service")) return;
    std::vector<std::string> routes;
    for (const relations::Edge& edge : relations::referrers(change.before, change.was))
        if (edge.relation == relations::relation::kRoutes)
            if (std::string title = edge.from.kind.name + " " + edge.from.name; !std::ranges::contains(routes, title))
                routes.push_back(std::move(title));
    if (!routes.empty())
        out.push_back(
            {impact::kTraffic, std::format("{} {} to nobody.", listed(routes), routes.size() == 1 ? "leads" : "lead")});
}

}  // namespace

void removal(const Change& change, Impacts& out) {
    if (!change.isRemoved()) return;
    missed(change, out);
    if (change.is("", "Namespace")) return namespaceGoes(change, out);
    if (change.is("apiextensions.k8s.io", "CustomResourceDefinition")) return definitionGoes(change, out);
    if (change.is("", "PersistentVolumeClaim")) return claimGoes(change, out);
    std::string text;
    const auto along = owned(change);
    const std::int64_t pods = along.contains("Pod") ? 0 : replicasOf(change.before);
    if (!along.empty())
        text = std::format("It goes, and with it {}.", countedKinds(along));
    else if (pods > 0 && !change.is("", "Pod"))
        text = std::format("It goes, and with it {}.", counted(pods, "pod"));
    else
        text = "It goes.";
    if (const auto* set = typed<appsv1::StatefulSet>(change.before)) text += claimsOf(*set);
    out.push_back({impact::kPrune, std::move(text)});
}

}  // namespace armillary::plan::rules
