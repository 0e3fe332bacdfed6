#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/relations.h"
#include "engine/scheduler/node_info.h"
#include "engine/volumes/placement.h"

/// Why no node takes a pod: what each node lacks, in the scheduler's own terms, with amounts.
namespace armillary::explain {

namespace {

using scheduler::Amounts;

/// Nodes of which the evidence speaks one by one.
constexpr std::size_t kNodesNamed = 4;

std::string taintText(const corev1::Taint& taint) {
    return taint.key + (taint.value.empty() ? "" : "=" + taint.value) + ":" + taint.effect;
}

std::string requirementText(const corev1::NodeSelectorRequirement& each) {
    std::string values;
    for (const auto& value : each.values) values += (values.empty() ? "" : ", ") + value;
    return each.values.empty() ? each.key + " " + each.operator_
                               : std::format("{} {} [{}]", each.key, each.operator_, values);
}

std::string affinityText(const corev1::NodeSelector& selector) {
    std::string out;
    for (const auto& term : selector.nodeSelectorTerms) {
        std::string text;
        for (const auto* part : {&term.matchExpressions, &term.matchFields})
            for (const auto& each : *part) text += (text.empty() ? "" : " and ") + requirementText(each);
        out += (out.empty() ? "" : ", or ") + text;
    }
    return out;
}

/// Resource by name, of amounts.
std::vector<std::pair<std::string, std::int64_t>> named(const Amounts& amounts) {
    std::vector<std::pair<std::string, std::int64_t>> all{{"cpu", amounts.milliCpu},
                                                          {"memory", amounts.memory},
                                                          {"ephemeral-storage", amounts.ephemeralStorage},
                                                          {"pods", amounts.pods}};
    all.insert(all.end(), amounts.extended.begin(), amounts.extended.end());
    return all;
}
std::int64_t of(const Amounts& amounts, const std::string& resource) {
    for (const auto& [name, value] : named(amounts))
        if (name == resource) return value;
    return 0;
}

/// Looks at every node as the scheduler's filters do.
class Nodes {
public:
    Nodes(const PodCase& it, const std::vector<ObjectRef>& nodes)
        : m_it(it), m_asked(scheduler::PodInfo::make(it.object)->request) {
        m_asked.pods = 1;
        for (const ObjectRef& object : nodes)
            if (typed<corev1::Node>(object)) {
                auto& node = m_nodes[object->name()];
                node.name = object->name();
                node.setNode(object);
            }
        addPods();
        for (auto& [name, node] : m_nodes) judge(node);
    }

    /// What keeps the pod from running, the first thing that anybody would mend first; empty when nothing of this does.
    std::vector<std::string> reasons() const {
        std::vector<std::string> all;
        addPlacement(all);
        addTaints(all);
        if (!m_cordoned.empty()) all.push_back(std::format("{} cordoned", isAre(m_cordoned)));
        addAmounts(all);
        return all;
    }
    std::string next() const {
        if (m_misplaced.size() == m_nodes.size() && !m_it.pod.spec.nodeSelector.empty()) {
            const auto& [key, value] = firstMissing();
            return std::format("kubectl label node NODE {}={}, or correct spec.nodeSelector", key, value);
        }
        if (m_misplaced.size() == m_nodes.size())
            return "label a node as spec.affinity.nodeAffinity asks, or correct it: kubectl get nodes --show-labels";
        if (!m_short.empty())
            return std::format(
                "ask for less {} (resources.requests), or add a node that has as much; one that is being "
                "added takes the pod by itself",
                m_short.begin()->first);
        if (!m_tainted.empty())
            return "add a toleration to spec.tolerations, or remove the taint: kubectl taint node NODE " +
                   m_tainted.begin()->first + "-";
        if (!m_cordoned.empty()) return "kubectl uncordon " + m_cordoned.front();
        return kubectl(*m_it.object, "describe");
    }
    void addEvidence(std::vector<Citation>& evidence) const {
        for (std::size_t i = 0; i < m_verdicts.size() && i < kNodesNamed; ++i) evidence.push_back(m_verdicts[i]);
    }

private:
    void addPods() {
        const auto* pods = m_it.inquiry.list({"", "Pod"}, "");
        m_usesKnown = pods != nullptr;
        if (!pods) return;
        for (const ObjectRef& object : *pods) {
            const auto* pod = typed<corev1::Pod>(object);
            if (!pod || pod->status.phase == corev1::kPodSucceeded || pod->status.phase == corev1::kPodFailed) continue;
            if (const auto node = m_nodes.find(pod->spec.nodeName); node != m_nodes.end())
                node->second.addPod(scheduler::PodInfo::make(object));
        }
    }

    Amounts freeOn(const scheduler::NodeInfo& node) const {
        Amounts free = node.allocatable;
        free.add(node.requested, -1);
        free.pods = node.allocatable.pods - static_cast<std::int64_t>(node.pods.size());
        return free;
    }

    void judge(const scheduler::NodeInfo& node) {
        std::string verdict;
        const auto add = [&](std::string_view plugin, const std::string& what) {
            verdict += (verdict.empty() ? "" : "; ") + std::string(plugin) + ": " + what;
        };
        const auto& spec = m_it.pod.spec;
        const auto tolerated = [&](const corev1::Taint& taint) {
            return std::ranges::any_of(spec.tolerations,
                                       [&](const auto& each) { return volumes::tolerates(each, taint); });
        };
        bool open = true;
        if (node.node->spec.unschedulable) {
            corev1::Taint cordon;
            cordon.key = "node.kubernetes.io/unschedulable";
            cordon.effect = corev1::kTaintEffectNoSchedule;
            if (!tolerated(cordon)) {
                m_cordoned.push_back(node.name);
                add("NodeUnschedulable", "cordoned");
                open = false;
            }
        }
        for (const auto& taint : node.node->spec.taints) {
            // A cordon shows as a taint as well.
            if (taint.effect == corev1::kTaintEffectPreferNoSchedule || tolerated(taint)) continue;
            if (taint.key == "node.kubernetes.io/unschedulable" && node.node->spec.unschedulable) continue;
            m_tainted[taintText(taint)].push_back(node.name);
            add("TaintToleration", taintText(taint));
            open = false;
        }
        if (!volumes::isSelected(spec, node.node->metadata.labels, node.name)) {
            m_misplaced.push_back(node.name);
            add("NodeAffinity", spec.nodeSelector.empty() ? "does not match the required node affinity"
                                                          : "does not have the labels that are asked for");
            open = false;
        }
        const Amounts free = freeOn(node);
        for (const auto& [resource, asked] : named(m_asked)) {
            const std::int64_t left = of(free, resource), all = of(node.allocatable, resource);
            if (asked <= 0) continue;
            auto& best = m_best[resource];
            // A node that cannot have the pod anyway says nothing of room, unless there is none else.
            if (best.node.empty() || (open && !best.open) || (open == best.open && left > best.free))
                best = {node.name, left, all, open};
            if (asked <= left) continue;
            add("NodeResourcesFit", std::format("{} asked {}, free {} of {}", resource, amount(resource, asked),
                                                amount(resource, left), amount(resource, all)));
            if (open) m_short[resource].push_back(node.name);
        }
        if (open) ++m_open;
        if (!verdict.empty()) m_verdicts.push_back({"field", "Node/" + node.name, std::move(verdict)});
    }

    void addPlacement(std::vector<std::string>& all) const {
        if (m_misplaced.empty()) return;
        std::string text;
        for (const auto& [key, value] : m_it.pod.spec.nodeSelector) {
            std::vector<std::string> values, keys;
            bool there = false;
            for (const auto& [name, node] : m_nodes) {
                for (const auto& [label, with] : node.node->metadata.labels) keys.push_back(label);
                const auto label = node.node->metadata.labels.find(key);
                if (label == node.node->metadata.labels.end()) continue;
                there |= label->second == value;
                if (!std::ranges::contains(values, label->second)) values.push_back(label->second);
            }
            if (there) continue;
            text += std::format("{}no node has label {}={}", text.empty() ? "" : "; ", key, value);
            if (!values.empty())
                text += std::format(" (there is {}={})", key, listed(values));
            else if (const auto close = nearest(key, keys))
                text += std::format(" (there is {})", *close);
        }
        const auto& affinity = m_it.pod.spec.affinity;
        if (text.empty() && affinity && affinity->nodeAffinity &&
            affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution)
            text = std::format("{} not match its required node affinity ({})",
                               m_misplaced.size() == m_nodes.size() ? std::string("the nodes do") : does(m_misplaced),
                               affinityText(*affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution));
        if (text.empty()) text = does(m_misplaced) + " not have the labels of its nodeSelector";
        all.push_back(std::move(text));
    }
    void addTaints(std::vector<std::string>& all) const {
        for (const auto& [taint, nodes] : m_tainted)
            all.push_back(std::format("{} tainted {}, which it does not tolerate", isAre(nodes), taint));
    }
    void addAmounts(std::vector<std::string>& all) const {
        for (const auto& [resource, nodes] : m_short) {
            // Another node has the room, and lacks something else.
            const auto& best = m_best.at(resource);
            const std::int64_t asked = of(m_asked, resource);
            if (asked <= best.free && nodes.size() < m_open) {
                all.push_back(std::format("{} not have {} {} free", does(nodes), resource, amount(resource, asked)));
                continue;
            }
            if (best.all == 0) {
                all.push_back(std::format("no node has any {} (it asks for {})", resource, amount(resource, asked)));
                continue;
            }
            all.push_back(resource == "pods" ? std::format("{} as many pods as {} take", does(nodes, "has", "have"),
                                                           nodes.size() == 1 ? "it can" : "they can")
                          : m_usesKnown
                              ? std::format("it asks for {} {}, and the most that a node has free is {} of {} ({})",
                                            resource, amount(resource, asked), amount(resource, best.free),
                                            amount(resource, best.all), best.node)
                              : std::format("it asks for {} {}, and the largest node has {} ({})", resource,
                                            amount(resource, asked), amount(resource, best.all), best.node));
        }
    }
    static std::string does(const std::vector<std::string>& nodes, std::string_view one = "does",
                            std::string_view several = "do") {
        return nodes.size() == 1 ? std::format("node {} {}", nodes.front(), one)
                                 : std::format("{} nodes {}", nodes.size(), several);
    }
    static std::string isAre(const std::vector<std::string>& nodes) { return does(nodes, "is", "are"); }
    std::pair<std::string, std::string> firstMissing() const {
        for (const auto& pair : m_it.pod.spec.nodeSelector)
            if (std::ranges::none_of(m_nodes, [&](const auto& node) {
                    const auto label = node.second.node->metadata.labels.find(pair.first);
                    return label != node.second.node->metadata.labels.end() && label->second == pair.second;
                }))
                return pair;
        return *m_it.pod.spec.nodeSelector.begin();
    }

    struct Best {
        std::string node;
        std::int64_t free = 0, all = 0;
        bool open = false;
    };
    const PodCase& m_it;
    Amounts m_asked;
    bool m_usesKnown = false;
    std::size_t m_open = 0;  ///< nodes that nothing but room keeps it from
    std::map<std::string, scheduler::NodeInfo> m_nodes;
    std::map<std::string, std::vector<std::string>> m_tainted, m_short;  ///< taint and resource to nodes
    std::vector<std::string> m_cordoned, m_misplaced;
    std::map<std::string, Best> m_best;
    std::vector<Citation> m_verdicts;
};

/// What the scheduler's other filters say, for people.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSayings{{
    {"didn't match pod affinity rules", "no node runs the pods that its pod affinity wants beside it"},
    {"didn't match pod anti-affinity rules", "its anti-affinity keeps it from nodes where such pods run"},
    {"existing pods anti-affinity", "pods that run there want none of its kind beside them"},
    {"topology spread constraints", "its topology spread constraints would be broken"},
    {"didn't have free ports", "the host ports that it asks for are taken"},
    {"volume node affinity conflict", "its volume can be reached from other nodes only"},
    {"exceed max volume count", "the nodes have as many volumes as they can have"},
    {"no available volume zone", "its volume is in another zone"},
}};

/// What it tried besides, and in vain, is no reason.
std::string_view withoutPreemption(std::string_view message) {
    message = message.substr(0, message.find(" preemption: "));
    while (message.ends_with('.')) message.remove_suffix(1);
    return message;
}

/// For those who may not read claims the scheduler has said which it is.
bool ofClaimsAlone(const PodCase& it, const corev1::PodCondition& scheduled) {
    const std::string& message = scheduled.message;
    const bool absent = message.contains("persistentvolumeclaim \"") && message.contains("not found");
    if (!absent && !message.contains("unbound immediate PersistentVolumeClaims")) return false;
    it.out.push_back(
        {absent ? "missing-reference" : "unbound-claim",
         absent ? std::format("It mounts claim {}, which is not there.", quotedAfter(message, "persistentvolumeclaim"))
                : std::string("It waits for a claim that has no volume yet."),
         {it.field("status.conditions[PodScheduled]", scheduled.reason + ": " + message)},
         absent ? "make the claim, or correct spec.volumes[].persistentVolumeClaim.claimName"
                : "armillaryctl why pvc/NAME -n " + it.object->namespace_() + ", for each claim below spec.volumes"});
    return true;
}

}  // namespace

void podClaims(const PodCase& it) {
    if (!it.pod.spec.nodeName.empty() || it.pod.status.phase == corev1::kPodSucceeded ||
        it.pod.status.phase == corev1::kPodFailed)
        return;
    for (const auto& edge : relations::namedReferences(it.object)) {
        if (edge.to.kind != Kind{"", "PersistentVolumeClaim"} || edge.relation == relations::relation::kOwned) continue;
        const Found claim = it.inquiry.find(edge.to.kind, edge.to.namespace_, edge.to.name);
        if (claim.absent) {
            it.out.push_back({"missing-reference",
                              std::format("It mounts claim {}, which is not there.{}", edge.to.name,
                                          didYouMean(edge.to.kind, edge.to.namespace_, edge.to.name, it.inquiry)),
                              {it.field(edge.path, edge.to.name)},
                              std::format("make PersistentVolumeClaim {} in namespace {}, or correct {}", edge.to.name,
                                          edge.to.namespace_, edge.path)});
        } else if (claim.object) {
            auto unbound = whyUnbound(claim.object, it.inquiry);
            if (!unbound) continue;
            unbound->statement = std::format("It waits for claim {}: {}", edge.to.name, unbound->statement);
            unbound->evidence.insert(unbound->evidence.begin(), it.field(edge.path, edge.to.name));
            it.out.push_back(std::move(*unbound));
        }
    }
}

void podUnscheduled(const PodCase& it) {
    const auto* scheduled = conditionOf(it.pod.status.conditions, corev1::kPodScheduled);
    if (!it.pod.spec.nodeName.empty() || !scheduled || scheduled->status == corev1::kConditionTrue) return;
    Statement statement{"unschedulable",
                        {},
                        {it.field("status.conditions[PodScheduled]", scheduled->reason + ": " + scheduled->message)},
                        {}};
    if (scheduled->reason == "SchedulingGated" || !it.pod.spec.schedulingGates.empty()) {
        std::vector<std::string> gates;
        for (const auto& gate : it.pod.spec.schedulingGates) gates.push_back(gate.name);
        statement.statement =
            std::format("It is held back by scheduling gate {}, until whoever set it takes it away.", listed(gates));
        statement.evidence.push_back(it.field("spec.schedulingGates", listed(gates)));
        statement.next = "see that the program of the gate runs, or remove the gate: kubectl -n " +
                         it.object->namespace_() + " edit pod " + it.object->name();
        it.out.push_back(std::move(statement));
        return;
    }
    const bool forClaims = it.says("unbound-claim") || it.says("missing-reference");
    if (forClaims && scheduled->message.contains("ersistent")) {
        it.out.front().evidence.push_back(statement.evidence.front());
        return;
    }
    if (!forClaims && ofClaimsAlone(it, *scheduled)) return;
    std::vector<std::string> reasons;
    const auto* nodes = it.inquiry.list({"", "Node"}, "");
    if (nodes && nodes->empty()) {
        statement.statement = "There is no node to run it on.";
        statement.next =
            "add a node: armillaryctl up makes this machine one; others join with armillaryctl token create";
        it.out.push_back(std::move(statement));
        return;
    }
    if (nodes) {
        const Nodes judged(it, *nodes);
        reasons = judged.reasons();
        judged.addEvidence(statement.evidence);
        statement.next = judged.next();
    }
    for (const auto& [said, means] : kSayings)
        if (scheduled->message.contains(said)) reasons.emplace_back(means);
    if (reasons.empty())
        reasons.push_back("the scheduler says: " + bounded(withoutPreemption(scheduled->message), 300));
    std::string text;
    for (const auto& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
    statement.statement = "No node takes it: " + text + ".";
    if (statement.next.empty()) statement.next = kubectl(*it.object, "describe");
    it.out.push_back(std::move(statement));
}

}  // namespace armillary::explain
