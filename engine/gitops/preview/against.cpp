#include "engine/gitops/preview/against.h"

#include <algorithm>
#include <format>
#include <map>

#include "engine/gitops/preview/outcome.h"

namespace armillary::gitops {

using relations::ObjectId;

namespace {

ObjectRef liveOf(const Object& object, const LiveWorld& world) {
    return world.find(relations::kindOf(object), object.namespace_(), object.name());
}

std::map<ObjectId, ObjectRef> byId(const std::vector<PlacedObject>& objects) {
    std::map<ObjectId, ObjectRef> all;
    for (const PlacedObject& each : objects) all.insert_or_assign(relations::idOf(*each.object), each.object);
    return all;
}

/// Nothing where it runs as it should, or nobody may know.
std::optional<Drift> driftOf(const ObjectRef& base, const LiveWorld& world) {
    const ObjectRef live = liveOf(*base, world);
    if (!live) {
        if (!world.isReadable(relations::kindOf(*base), base->namespace_(), base->name())) return std::nullopt;
        return Drift{Drift::Kind::Missing, {}, base, {}};
    }
    // Of two versions of one kind nobody knows here how one is told in the other's terms.
    if (live->apiVersion() != base->apiVersion()) return std::nullopt;
    Drift drift{Drift::Kind::Changed, {}, base, {}};
    for (auto& each : plan::differences(outcomeOf(live, nullptr, base), live)) {
        auto by = ownerOf(*live, each.path);
        drift.fields.push_back({std::move(each), std::move(by)});
    }
    return drift.fields.empty() ? std::nullopt : std::optional(std::move(drift));
}

}  // namespace

bool isHook(const Object& object) {
    const auto& annotations = object.meta().annotations;
    return annotations.contains("argocd.argoproj.io/hook") || annotations.contains("helm.sh/hook");
}

std::vector<Drift> driftOf(const std::string& application, const std::vector<PlacedObject>& before,
                           const std::vector<PlacedObject>& after, const LiveWorld& world) {
    std::vector<Drift> all;
    const auto add = [&](Drift drift) {
        drift.application = application;
        all.push_back(std::move(drift));
    };
    const auto known = byId(before);
    for (const PlacedObject& each : before)
        if (!isHook(*each.object))
            if (auto drift = driftOf(each.object, world)) add(std::move(*drift));
    for (const PlacedObject& each : after) {
        const bool isNew = !known.contains(relations::idOf(*each.object)) && !isHook(*each.object);
        if (isNew && liveOf(*each.object, world)) add({Drift::Kind::Unforeseen, {}, each.object, {}});
    }
    return all;
}

std::vector<plan::Impact> impactOn(const ObjectChange& change, const LiveWorld& world, plan::Surroundings& around) {
    const ObjectRef live = liveOf(change.object(), world);
    if (!change.after) return plan::impactOf(live ? live : change.before, nullptr, around);
    // A name that follows the content is another object's: there is none of it yet.
    if (!live && !change.was.empty()) return plan::impactOf(change.before, change.after, around);
    return plan::impactOf(live, outcomeOf(live, change.before, change.after), around);
}

std::vector<ObjectRef> outcomesOf(const std::vector<PlacedObject>& before, const std::vector<PlacedObject>& after,
                                  const LiveWorld& world) {
    const auto known = byId(before);
    std::vector<ObjectRef> all;
    for (const PlacedObject& each : after) {
        const auto base = known.find(relations::idOf(*each.object));
        all.push_back(
            outcomeOf(liveOf(*each.object, world), base == known.end() ? nullptr : base->second, each.object));
    }
    return all;
}

Result<> judgeVersion(ObjectChange& change, Live& live, const std::vector<relations::Kind>& defined) {
    if (!change.after || std::ranges::contains(defined, relations::kindOf(*change.after))) return {};
    const Object& object = *change.after;
    const auto served = live.serves(object.apiVersion(), object.kind());
    if (!served) return std::unexpected(served.error());
    // What Kubernetes at large has given up matters less than what this cluster does.
    const auto isVersion = [](const plan::Impact& each) { return each.id == plan::impact::kRemovedApi; };
    if (*served) {
        std::erase_if(change.impact, isVersion);
    } else if (std::ranges::none_of(change.impact, isVersion)) {
        change.impact.insert(change.impact.begin(),
                             {plan::impact::kRemovedApi,
                              std::format("The cluster serves no {} of {}.", object.kind(), object.apiVersion())});
    }
    if (change.impact.empty()) change.impact.push_back({plan::impact::kNone, "Nothing that runs notices."});
    return {};
}

}  // namespace armillary::gitops
