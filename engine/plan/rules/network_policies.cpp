#include <algorithm>
#include <format>
#include <set>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/selector.h"

/// Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/.
namespace armillary::plan::rules {

namespace {

using networkingv1::NetworkPolicy;
enum class Direction { In, Out };

bool isAbout(const NetworkPolicy& policy, Direction direction) {
    const std::string_view word =
        direction == Direction::In ? networkingv1::kPolicyTypeIngress : networkingv1::kPolicyTypeEgress;
    // Without types: incoming always, outgoing where there are rules of it.
    if (policy.spec.policyTypes.empty()) return direction == Direction::In || !policy.spec.egress.empty();
    return std::ranges::contains(policy.spec.policyTypes, word);
}

bool selects(const NetworkPolicy& policy, const schema::StringMap<std::string>& labels) {
    const auto selector = LabelSelector::from(policy.spec.podSelector);
    return selector && selector->matches(labels);
}

/// Whom a policy lets through, in words; what it says of everyone, of addresses, and of ports.
struct Admitted {
    std::vector<std::string> whom;
    bool everyone = false;
};

void admit(const networkingv1::NetworkPolicyPeer& peer, const Change& change, Admitted& into) {
    if (peer.ipBlock) {
        into.whom.push_back(peer.ipBlock->cidr + (peer.ipBlock->except.empty() ? "" : " but for some of it"));
        return;
    }
    const auto compiled = [](const schema::Ptr<metav1::LabelSelector>& selector) {
        return selector ? LabelSelector::from(*selector) : LabelSelector();
    };
    const std::expected<LabelSelector, std::string> pods = compiled(peer.podSelector),
                                                    namespaces = compiled(peer.namespaceSelector);
    if (!pods || !namespaces) return;
    const bool elsewhere = static_cast<bool>(peer.namespaceSelector);
    if (elsewhere && namespaces->matchesEverything() && pods->matchesEverything()) {
        into.whom.emplace_back("all pods of the cluster");
        return;
    }
    const auto isHome = [&](const Object& object) {
        if (!elsewhere) return true;
        const ObjectRef home = change.world.find({"", "Namespace"}, "", object.namespace_());
        return home && namespaces->matches(home->meta().labels);
    };
    const auto found = workloadsWhere(
        change.world, elsewhere ? std::string_view() : std::string_view(change.namespace_()),
        [&](const auto& labels, const Object& object) { return pods->matches(labels) && isHome(object); });
    for (const ObjectRef& each : found) {
        std::string title = titleOf(*each);
        if (each->namespace_() != change.namespace_()) title += " of " + each->namespace_();
        into.whom.push_back(std::move(title));
    }
    if (found.empty())
        into.whom.push_back(elsewhere ? "namespaces with " + shortened(namespaces->text())
                                      : "pods with " + shortened(pods->text()));
}

Admitted admittedBy(const NetworkPolicy& policy, Direction direction, const Change& change) {
    Admitted admitted;
    const auto read = [&](const auto& rules, auto peersOf) {
        for (const auto& rule : rules) {
            const auto& peers = peersOf(rule);
            if (peers.empty()) admitted.everyone = true;
            for (const auto& peer : peers) admit(peer, change, admitted);
        }
    };
    if (!isAbout(policy, direction)) return {{}, true};
    if (direction == Direction::In)
        read(policy.spec.ingress, [](const auto& rule) -> const auto& { return rule.from; });
    else
        read(policy.spec.egress, [](const auto& rule) -> const auto& { return rule.to; });
    std::ranges::sort(admitted.whom);
    admitted.whom.erase(std::ranges::unique(admitted.whom).begin(), admitted.whom.end());
    return admitted;
}

/// Workloads that no other policy closes in that direction.
std::vector<std::string> onlyBy(const NetworkPolicy& policy, Direction direction, const Change& change) {
    const auto others = change.world.list({"networking.k8s.io", "NetworkPolicy"}, change.namespace_());
    return titlesOf(workloadsWhere(change.world, change.namespace_(), [&](const auto& labels, const Object&) {
        return selects(policy, labels) && std::ranges::none_of(others, [&](const ObjectRef& each) {
                   const auto* other = typed<NetworkPolicy>(each);
                   return other && each->name() != policy.metadata.name && isAbout(*other, direction) &&
                          selects(*other, labels);
               });
    }));
}

std::string wordsOf(const Admitted& admitted) {
    return admitted.everyone ? "everyone" : listed(admitted.whom, "nobody", 4);
}

void inDirection(const Change& change, Direction direction, const NetworkPolicy* old, const NetworkPolicy* now,
                 Impacts& out) {
    const bool in = direction == Direction::In;
    const bool before = old && isAbout(*old, direction), after = now && isAbout(*now, direction);
    if (!before && !after) return;
    const auto whom =
        titlesOf(workloadsWhere(change.world, change.namespace_(), [&](const auto& labels, const Object&) {
            return selects(after ? *now : *old, labels);
        }));
    const std::string pods = listed(whom, "No pod that is there");
    if (before && !after) {
        const auto opened = onlyBy(*old, direction, change);
        out.push_back({impact::kTraffic,
                       opened.empty() ? std::format("{} {} the peers that it named, but for what other policies allow.",
                                                    pods, in ? "loses" : "no longer reaches")
                                      : std::format("{} {} from now on.", listed(opened),
                                                    in ? "can be reached by everyone" : "may reach everyone")});
        return;
    }
    const Admitted admitted = admittedBy(*now, direction, change);
    const std::string allowed = wordsOf(admitted);
    if (!before) {
        const auto closed = onlyBy(*now, direction, change);
        if (admitted.everyone)
            out.push_back(
                {impact::kNone, std::format("Everyone can {} {}.", in ? "reach" : "still be reached by", pods)});
        else if (closed.empty() && !whom.empty())
            out.push_back({impact::kTraffic, in ? std::format("{} can reach {}, too.", allowed, pods)
                                                : std::format("{} can reach {}, too.", pods, allowed)});
        else
            out.push_back({impact::kTraffic, in ? std::format("{} can reach {} from now on; before, everyone could.",
                                                              admitted.whom.empty() ? "Nobody" : "Only " + allowed,
                                                              closed.empty() ? "its pods" : listed(closed))
                                                : std::format("{} can reach {} from now on; before, everyone.",
                                                              closed.empty() ? "Its pods" : listed(closed),
                                                              admitted.whom.empty() ? "nobody" : "only " + allowed)});
        return;
    }
    const Admitted was = admittedBy(*old, direction, change);
    const auto selectedBefore = titlesOf(workloadsWhere(
        change.world, change.namespace_(), [&](const auto& labels, const Object&) { return selects(*old, labels); }));
    std::string text;
    if (const auto fresh = lacking(whom, selectedBefore); !fresh.empty())
        text += std::format("It closes {} now. ", listed(fresh));
    if (const auto freed = lacking(selectedBefore, whom); !freed.empty())
        text += std::format("It leaves {} open now. ", listed(freed));
    if (wordsOf(was) != allowed)
        text +=
            std::format("{} can {} {} instead of {}. ", pods, in ? "be reached by" : "reach", allowed, wordsOf(was));
    if (text.empty()) {
        const auto paths = change.changedAt(in ? "spec.ingress" : "spec.egress");
        if (paths.empty()) return;
        text = std::format("{} can {} {} at other ports or addresses: {} {}. ", pods, in ? "be reached by" : "reach",
                           allowed, listed(paths), paths.size() == 1 ? "changes" : "change");
    }
    text.pop_back();
    out.push_back({impact::kTraffic, std::move(text)});
}

}  // namespace

void networkPolicies(const Change& change, Impacts& out) {
    const auto *old = typed<NetworkPolicy>(change.before), *now = typed<NetworkPolicy>(change.after);
    if (!old && !now) return;
    inDirection(change, Direction::In, old, now, out);
    inDirection(change, Direction::Out, old, now, out);
}

}  // namespace armillary::plan::rules
