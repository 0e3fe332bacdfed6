#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"

/// Who gets a service's traffic, before and after.
namespace armillary::plan::rules {

namespace {

/// Who is behind a selector: workloads by the labels of their pods.
std::vector<std::string> behind(const corev1::Service& service, const Change& change, const relations::World& world) {
    if (service.spec.selector.empty()) return {};
    const auto selector = LabelSelector::fromMap(service.spec.selector);
    return titlesOf(workloadsWhere(world, change.namespace_(), [&](const auto& labels, const Object& object) {
        return selector.matches(labels) && object.kind() != "CronJob" && object.kind() != "PodTemplate";
    }));
}

std::string portText(const corev1::ServicePort& port) {
    std::string text = std::format("{} → {}", port.port, port.targetPort.toString());
    return port.protocol.empty() || port.protocol == corev1::kProtocolTCP ? text : text + " (" + port.protocol + ")";
}

void selectorChanged(const Change& change, const corev1::Service& old, const corev1::Service& now, Impacts& out) {
    if (old.spec.selector == now.spec.selector) return;
    const auto before = behind(old, change, change.was), after = behind(now, change, change.world);
    if (now.spec.selector.empty()) {
        out.push_back({impact::kTraffic, std::format("Has no selector any more: its traffic goes where its endpoints "
                                                     "say, not to {} by itself.",
                                                     listed(before, "any pod"))});
        return;
    }
    std::string text = std::format("Traffic goes to {} instead of {}.", listed(after), listed(before));
    if (after.empty()) text += std::format(" No pod has the labels {}.", shortened(pairsOf(now.spec.selector)));
    if (before == after) text = std::format("Traffic goes to {} as before, by other labels.", listed(after));
    out.push_back({impact::kTraffic, std::move(text)});
}

void portsChanged(const Change& change, const corev1::Service& old, const corev1::Service& now, Impacts& out) {
    if (old.spec.ports == now.spec.ports) return;
    const auto texts = [](const corev1::Service& service) {
        std::vector<std::string> all;
        for (const auto& port : service.spec.ports) all.push_back(portText(port));
        return all;
    };
    const auto before = texts(old), after = texts(now);
    const auto gone = lacking(before, after), fresh = lacking(after, before);
    if (gone.empty() && fresh.empty()) {
        if (!change.changedAt("spec.ports").empty())
            out.push_back({impact::kTraffic, "Its ports have other names or node ports."});
        return;
    }
    std::string text;
    if (!gone.empty()) text = std::format("Does not answer at {} any more.", listed(gone));
    if (!fresh.empty()) text += std::format("{}Answers at {}.", text.empty() ? "" : " ", listed(fresh));
    out.push_back({impact::kTraffic, std::move(text)});
}

void reachChanged(const Change& change, const corev1::Service& old, const corev1::Service& now, Impacts& out) {
    const auto outside = [](const corev1::Service& service) {
        return service.spec.type == corev1::kServiceTypeNodePort ||
               service.spec.type == corev1::kServiceTypeLoadBalancer || !service.spec.externalIPs.empty();
    };
    if (outside(old) != outside(now))
        out.push_back(
            {impact::kTraffic, outside(now)
                                   ? std::format("Can be reached from outside of the cluster (type {}).", now.spec.type)
                                   : "Cannot be reached from outside of the cluster any more."});
    else if (old.spec.type != now.spec.type)
        out.push_back({impact::kTraffic, std::format("Is of type {} instead of {}.", now.spec.type, old.spec.type)});
    std::vector<std::string> others;
    for (const auto* path : {"spec.externalTrafficPolicy", "spec.internalTrafficPolicy", "spec.sessionAffinity",
                             "spec.loadBalancerSourceRanges", "spec.externalIPs", "spec.externalName",
                             "spec.trafficDistribution", "spec.publishNotReadyAddresses"})
        if (!change.changedAt(path).empty()) others.emplace_back(path);
    if (!others.empty() && old.spec.type == now.spec.type)
        out.push_back({impact::kTraffic, std::format("Traffic is led otherwise: {} {}.", listed(others, "", 8),
                                                     others.size() == 1 ? "changes" : "change")});
}

/// Ports by name that the pods of a service have no more.
void namedPorts(const Change& change, const ObjectRef& object, Impacts& out) {
    const auto* service = typed<corev1::Service>(object);
    const Pods old = podsOf(change.before), now = podsOf(change.after);
    if (!service || !old || !now || service->spec.selector.empty() ||
        !LabelSelector::fromMap(service->spec.selector).matches(now.meta->labels))
        return;
    const auto has = [](const Pods& pods, const std::string& name) {
        return std::ranges::any_of(pods.spec->containers, [&](const corev1::Container& container) {
            return std::ranges::contains(container.ports, name, &corev1::ContainerPort::name);
        });
    };
    for (const auto& port : service->spec.ports)
        if (port.targetPort.isString() && has(old, port.targetPort.text) && !has(now, port.targetPort.text))
            out.push_back({impact::kTraffic,
                           std::format("Service {} leads to the port \"{}\", which its pods do not have any more.",
                                       service->metadata.name, port.targetPort.text)});
}

/// A service whose last pods go.
void emptied(const Change& change, const ObjectRef& object, Impacts& out) {
    const auto* service = typed<corev1::Service>(object);
    const Pods old = podsOf(change.before);
    if (!service || !old || service->spec.selector.empty()) return;
    const auto selector = LabelSelector::fromMap(service->spec.selector);
    if (!selector.matches(old.meta->labels)) return;
    const auto others = workloadsWhere(change.world, change.namespace_(), [&](const auto& labels, const Object& each) {
        return selector.matches(labels) && relations::idOf(each) != relations::idOf(*change.before);
    });
    const bool answered = std::ranges::any_of(others, [](const ObjectRef& each) { return replicasOf(each) > 0; });
    if (!answered)
        out.push_back({impact::kTraffic, std::format("Nobody is behind Service {} any more.", object->name())});
}

struct Watcher {
    std::string_view group, kind;
};
constexpr Watcher kWatchers[] = {
    {"", "Service"}, {"networking.k8s.io", "NetworkPolicy"}, {"policy", "PodDisruptionBudget"}};

bool finds(const ObjectRef& watcher, const schema::StringMap<std::string>& labels) {
    if (const auto* service = typed<corev1::Service>(watcher))
        return !service->spec.selector.empty() && LabelSelector::fromMap(service->spec.selector).matches(labels);
    const auto* policy = typed<networkingv1::NetworkPolicy>(watcher);
    const auto* budget = typed<policyv1::PodDisruptionBudget>(watcher);
    std::expected<LabelSelector, std::string> selector = LabelSelector::nothing();
    if (policy) selector = LabelSelector::from(policy->spec.podSelector);
    if (budget && budget->spec.selector) selector = LabelSelector::from(*budget->spec.selector);
    return selector && selector->matches(labels);
}

void labelsChanged(const Pods& old, const Pods& now, const std::vector<ObjectRef>& watchers, Impacts& out) {
    std::vector<std::string> lost, won;
    for (const ObjectRef& watcher : watchers) {
        const bool before = finds(watcher, old.meta->labels), after = finds(watcher, now.meta->labels);
        if (before != after) (before ? lost : won).push_back(titleOf(*watcher));
    }
    if (!lost.empty())
        out.push_back({impact::kTraffic, std::format("{} {} its new pods: their labels are others.", listed(lost),
                                                     lost.size() == 1 ? "does not find" : "do not find")});
    if (!won.empty())
        out.push_back({impact::kTraffic, std::format("{} {} its new pods from now on: their labels are others.",
                                                     listed(won), won.size() == 1 ? "finds" : "find")});
}

}  // namespace

void services(const Change& change, Impacts& out) {
    const auto *old = typed<corev1::Service>(change.before), *now = typed<corev1::Service>(change.after);
    if (old && now) {
        selectorChanged(change, *old, *now, out);
        portsChanged(change, *old, *now, out);
        reachChanged(change, *old, *now, out);
    } else if (now && !now->spec.selector.empty()) {
        const auto whom = behind(*now, change, change.world);
        out.push_back({impact::kTraffic, whom.empty() ? std::format("Leads to nobody: no pod has the labels {}.",
                                                                    shortened(pairsOf(now->spec.selector)))
                                                      : std::format("Leads to {}.", listed(whom))});
    } else if (old && !behind(*old, change, change.was).empty()) {
        out.push_back({impact::kTraffic, std::format("{} cannot be reached through it any more.",
                                                     listed(behind(*old, change, change.was)))});
    }
}

void membership(const Change& change, Impacts& out) {
    const Pods old = podsOf(change.before), now = podsOf(change.after);
    if (!old || change.is("batch", "CronJob")) return;
    std::vector<ObjectRef> watchers;
    for (const Watcher& each : kWatchers)
        for (ObjectRef& object :
             change.world.list({std::string(each.group), std::string(each.kind)}, change.namespace_()))
            watchers.push_back(std::move(object));
    const bool vanishes = change.isRemoved() || (replicasOf(change.before) > 0 && replicasOf(change.after) == 0);
    for (const ObjectRef& watcher : watchers) {
        if (vanishes) emptied(change, watcher, out);
        if (now) namedPorts(change, watcher, out);
    }
    if (now) labelsChanged(old, now, watchers, out);
}

}  // namespace armillary::plan::rules
