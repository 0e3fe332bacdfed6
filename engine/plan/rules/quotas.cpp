#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"
#include "engine/resources/usage/quota_usage.h"
#include "engine/schema/api/corev1.h"

/// What a namespace may not have any more of.
namespace armillary::plan::rules {

namespace {

using resources::usage::Quantities;

/// What the object and its pods count towards a quota.
Quantities usageOf(const ObjectRef& object, const corev1::ResourceQuota& quota, Surroundings& around) {
    Quantities sum;
    const auto wanted = object ? wantedBy(object, around) : std::nullopt;
    if (wanted && wanted->count > 0 && resources::usage::inScope(quota, "", "pods", &wanted->pod)) {
        const Quantities one = resources::usage::usageOf("", "pods", &wanted->pod);
        for (const auto& [name, amount] : one)
            sum[name] =
                name == "pods" || name.starts_with("count/")
                    ? schema::Quantity::fromUnits(wanted->count)
                    : schema::Quantity::fromMilli(amount.milliValue() * std::min<std::int64_t>(wanted->count, 1000));
    }
    const auto* row = object && object->kind() != "Pod" ? rowOf(*object) : nullptr;
    if (!row) return sum;
    try {
        resources::usage::add(sum, resources::usage::usageOf(row->group, row->plural, object->decoded(*row->type)));
    } catch (const std::logic_error&) {
        // What does not read as its kind counts for nothing.
    }
    return sum;
}

/// What of a name is in use: as the quota's status says, and where it does not yet, what is there.
schema::Quantity usedOf(const std::string& name, const corev1::ResourceQuota& quota, const Change& change) {
    if (const auto found = quota.status.used.find(name); found != quota.status.used.end()) return found->second;
    schema::Quantity sum;
    std::vector<relations::Kind> kinds{{"", "Pod"}};
    if (!change.is("", "Pod")) kinds.push_back(change.kind);
    for (const relations::Kind& kind : kinds)
        for (const ObjectRef& object : change.was.list(kind, change.namespace_())) {
            const auto* row = rowOf(*object);
            if (!row) continue;
            const void* value = object->decoded(*row->type);
            if (!resources::usage::inScope(quota, row->group, row->plural, value)) continue;
            const Quantities usage = resources::usage::usageOf(row->group, row->plural, value);
            if (const auto found = usage.find(name); found != usage.end()) sum += found->second;
        }
    return sum;
}

/// The field by which an object came to want that much of something.
std::string fieldOf(const Change& change, std::string_view name) {
    const auto wanted = wantedBy(change.after, change.around);
    const bool counted = name == "pods" || name.starts_with("count/");
    if (wanted && !counted && !wanted->pod.spec.containers.empty())
        return wanted->inContainer(wanted->pod.spec.containers.front().name, "resources");
    if (wanted && name == "pods" && !wanted->itself) return "spec.replicas";
    return name.ends_with("storage") ? "spec.resources.requests.storage" : std::string();
}

void exceeded(const Change& change, const corev1::ResourceQuota& quota, Obstacles& out) {
    const Quantities old = change.before ? usageOf(change.before, quota, change.around) : Quantities();
    const Quantities now = usageOf(change.after, quota, change.around);
    for (const auto& [name, hard] : quota.spec.hard) {
        const auto amount = now.find(name);
        if (amount == now.end()) continue;
        schema::Quantity more = amount->second;
        if (const auto before = old.find(name); before != old.end()) more -= before->second;
        if (more.sign() <= 0) continue;
        const schema::Quantity used = usedOf(name, quota, change);
        schema::Quantity sum = used;
        sum += more;
        if (sum <= hard) continue;
        const bool ofPods = podsOf(change.after) && !change.is("", "Pod") && !name.starts_with("count/");
        out.push_back({obstacle::kQuota,
                       std::format("ResourceQuota {} allows {} of {}; {} are used and {} more are "
                                   "wanted, so that {} refused.",
                                   quota.metadata.name, hard.text(), name, used.text(), more.text(),
                                   ofPods ? "some of it is" : "it is"),
                       fieldOf(change, name), !ofPods});
    }
}

/// What its pods do not say and the quota has to know.
void unsaidOf(const Change& change, const corev1::ResourceQuota& quota, Obstacles& out) {
    const auto wanted = newlyWanted(change);
    if (!wanted || (wanted->itself && !change.isMade())) return;
    if (!resources::usage::inScope(quota, "", "pods", &wanted->pod)) return;
    const std::string text = resources::usage::unsaid(quota, wanted->pod);
    if (text.empty()) return;
    std::string path = wanted->at("containers");
    for (const auto* containers : {&wanted->pod.spec.initContainers, &wanted->pod.spec.containers})
        for (const auto& container : *containers)
            if (text.contains(container.name)) path = wanted->inContainer(container.name, "resources");
    out.push_back(
        {obstacle::kQuota,
         std::format("ResourceQuota {} refuses {}: {}.", quota.metadata.name, wanted->itself ? "it" : "its pods", text),
         std::move(path), wanted->itself});
}

/// A quota that is itself changed to less than what is used.
void tightened(const Change& change, Obstacles& out) {
    const auto* quota = typed<corev1::ResourceQuota>(change.after);
    if (!quota) return;
    const ObjectRef live = change.world.find(change.kind, change.namespace_(), quota->metadata.name);
    const auto* known = typed<corev1::ResourceQuota>(live);
    const auto& used = (known ? known : quota)->status.used;
    for (const auto& [name, hard] : quota->spec.hard)
        if (const auto found = used.find(name); found != used.end() && found->second > hard)
            out.push_back({obstacle::kQuota,
                           std::format("{} of {} are used already, more than the {} that it allows: "
                                       "nothing more of that can be made.",
                                       found->second.text(), name, hard.text()),
                           std::format("spec.hard[\"{}\"]", name)});
}

}  // namespace

void quotas(const Change& change, Obstacles& out) {
    if (change.isRemoved()) return;
    tightened(change, out);
    for (const ObjectRef& object : change.around.list({"", "ResourceQuota"}, change.namespace_()))
        if (const auto* quota = typed<corev1::ResourceQuota>(object)) {
            exceeded(change, *quota, out);
            unsaidOf(change, *quota, out);
        }
}

}  // namespace armillary::plan::rules
