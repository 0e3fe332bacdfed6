#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/resources/usage/quota_usage.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_codec.h"
#include "engine/resources/security/pod_security_policy.h"
#include "engine/volumes/placement.h"

/// What there is no room or no permission for.
namespace armillary::plan::rules {

namespace {

using resources::usage::Quantities;

/// A pod of the object's template, and how many there are of it at once.
struct Wanted {
    corev1::Pod pod;
    std::int64_t count = 0;
};

std::optional<Wanted> wantedBy(const ObjectRef& object) {
    const Pods pods = podsOf(object);
    if (!pods || object->kind() == "CronJob") return std::nullopt;
    Wanted wanted;
    wanted.pod.metadata = *pods.meta;
    wanted.pod.metadata.namespace_ = object->namespace_();
    wanted.pod.spec = *pods.spec;
    wanted.count = replicasOf(object);
    return wanted;
}

/// What the object and its pods count towards a quota.
Quantities usageOf(const ObjectRef& object, const corev1::ResourceQuota& quota) {
    Quantities sum;
    if (const auto wanted = wantedBy(object); wanted && resources::usage::inScope(quota, "", "pods", &wanted->pod)) {
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

void exceeded(const Change& change, const corev1::ResourceQuota& quota, Impacts& out) {
    const Quantities old = usageOf(change.before, quota), now = usageOf(change.after, quota);
    for (const auto& [name, hard] : quota.spec.hard) {
        const auto amount = now.find(name);
        if (amount == now.end()) continue;
        schema::Quantity more = amount->second;
        if (const auto before = old.find(name); before != old.end()) more -= before->second;
        if (more.sign() <= 0) continue;
        schema::Quantity used;
        if (const auto found = quota.status.used.find(name); found != quota.status.used.end()) used = found->second;
        schema::Quantity sum = used;
        sum += more;
        if (sum <= hard) continue;
        out.push_back({impact::kQuota, std::format("ResourceQuota {} allows {} of {}; {} are used and {} more are "
                                                   "wanted, so that some of it is refused.",
                                                   quota.metadata.name, hard.text(), name, used.text(), more.text())});
    }
}

/// A quota that is itself changed to less than what is used.
void tightened(const Change& change, Impacts& out) {
    const auto* quota = typed<corev1::ResourceQuota>(change.after);
    if (!quota) return;
    const ObjectRef live = change.world.find(change.kind, change.namespace_(), quota->metadata.name);
    const auto* known = typed<corev1::ResourceQuota>(live);
    const auto& used = (known ? known : quota)->status.used;
    for (const auto& [name, hard] : quota->spec.hard)
        if (const auto found = used.find(name); found != used.end() && found->second > hard)
            out.push_back({impact::kQuota, std::format("{} of {} are used already, more than the {} that it allows: "
                                                       "nothing more of that can be made.",
                                                       found->second.text(), name, hard.text())});
}

bool hasRoom(const corev1::Node& node, const Quantities& requests) {
    return std::ranges::all_of(requests, [&](const auto& request) {
        const auto found = node.status.allocatable.find(request.first);
        return request.second.isZero() || (found != node.status.allocatable.end() && request.second <= found->second);
    });
}

bool isTolerated(const corev1::Node& node, const corev1::PodSpec& spec) {
    return std::ranges::all_of(node.spec.taints, [&](const corev1::Taint& taint) {
        return taint.effect == corev1::kTaintEffectPreferNoSchedule ||
               std::ranges::any_of(spec.tolerations,
                                   [&](const auto& toleration) { return volumes::tolerates(toleration, taint); });
    });
}

}  // namespace

void podSecurity(const Change& change, Impacts& out) {
    const auto wanted = wantedBy(change.after);
    const ObjectRef home = wanted ? change.world.find({"", "Namespace"}, "", change.namespace_()) : nullptr;
    if (!home) return;
    const Pods old = podsOf(change.before);
    if (old && *old.spec == *podsOf(change.after).spec) return;
    const auto policy = resources::security::securityPolicyOf(home->meta().labels);
    std::vector<std::string> reasons;
    for (const auto& finding : policy.enforce.findings(wanted->pod))
        reasons.push_back(finding.reason + (finding.detail.empty() ? "" : " (" + shortened(finding.detail) + ")"));
    if (!reasons.empty())
        out.push_back({impact::kAdmission, std::format("Namespace {} refuses its pods: {} forbids {}.",
                                                       change.namespace_(), policy.enforce.text(), listed(reasons))});
}

void quotas(const Change& change, Impacts& out) {
    if (change.isRemoved()) return;
    tightened(change, out);
    for (const ObjectRef& object : change.world.list({"", "ResourceQuota"}, change.namespace_()))
        if (const auto* quota = typed<corev1::ResourceQuota>(object)) exceeded(change, *quota, out);
}

void placement(const Change& change, Impacts& out) {
    const auto wanted = wantedBy(change.after);
    if (!wanted || !wanted->pod.spec.nodeName.empty()) return;
    const Pods old = podsOf(change.before);
    if (old && *old.spec == wanted->pod.spec) return;
    const Quantities requests = resources::usage::resourcesOf(wanted->pod).requests;
    std::size_t nodes = 0, selected = 0, open = 0, large = 0;
    for (const ObjectRef& object : change.world.list({"", "Node"}, "")) {
        const auto* node = typed<corev1::Node>(object);
        if (!node) continue;
        ++nodes;
        if (!volumes::isSelected(wanted->pod.spec, node->metadata.labels, node->metadata.name)) continue;
        ++selected;
        if (!isTolerated(*node, wanted->pod.spec)) continue;
        ++open;
        large += hasRoom(*node, requests) ? 1 : 0;
    }
    if (nodes == 0 || large > 0) return;
    std::string why = "no node has the labels that it asks for";
    if (open > 0)
        why = "no node that it may run on is as large as it asks for (" + shortened([&] {
                  std::string text;
                  for (const auto& [name, amount] : requests)
                      text += (text.empty() ? "" : ", ") + name + " " + std::string(amount.text());
                  return text;
              }()) +
              ")";
    else if (selected > 0)
        why = "every node that it may run on has a taint that it does not tolerate";
    out.push_back({impact::kUnschedulable, std::format("Its pods find no place: {}.", why)});
}

}  // namespace armillary::plan::rules
