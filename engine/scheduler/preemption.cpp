#include "engine/scheduler/preemption.h"

#include <algorithm>
#include <tuple>

#include "engine/schema/api/policyv1.h"
#include "engine/schema/selector.h"

namespace armillary::scheduler {

namespace {

// Upstream's minCandidateNodesPercentage and minCandidateNodesAbsolute.
constexpr std::size_t kCandidatePercentage = 10, kFewestCandidates = 100;
constexpr std::string_view kNotHelpful = "Preemption is not helpful for scheduling";
constexpr std::string_view kNoVictims = "No preemption victims found for incoming pod";

async::SystemTime startOf(const PodInfo& pod, async::SystemTime now) {
    const auto& start = pod.pod->status.startTime;
    return start && start->isSet() ? start->timePoint() : now;
}

bool endsByPreemption(const PodInfo& pod) {
    if (!pod.meta().deletionTimestamp) return false;
    const auto& conditions = pod.pod->status.conditions;
    const auto target = std::ranges::find(conditions, corev1::kDisruptionTarget, &corev1::PodCondition::type);
    return target != conditions.end() && target->status == corev1::kConditionTrue &&
           target->reason == corev1::kPodReasonPreemptionByScheduler;
}

/// The budgets, and how many disruptions each still allows while victims are picked on one node.
class Budgets {
public:
    explicit Budgets(const std::vector<ObjectRef>& objects) {
        for (const ObjectRef& object : objects) {
            const auto& budget = object->as<policyv1::PodDisruptionBudget>();
            if (!budget.spec.selector) continue;
            auto selector = LabelSelector::from(*budget.spec.selector);
            if (!selector || selector->matchesEverything()) continue;
            m_budgets.push_back({&budget, std::move(*selector), budget.status.disruptionsAllowed});
        }
    }

    /// Whether each pod's going would violate a budget, in the order of the pods.
    std::vector<bool> violated(const std::vector<PodInfoRef>& pods) {
        for (Budget& budget : m_budgets) budget.left = budget.object->status.disruptionsAllowed;
        std::vector<bool> out;
        for (const PodInfoRef& pod : pods) {
            bool violates = false;
            for (Budget& budget : m_budgets) {
                if (!covers(budget, *pod)) continue;
                violates |= --budget.left < 0;
            }
            out.push_back(violates);
        }
        return out;
    }

private:
    struct Budget {
        const policyv1::PodDisruptionBudget* object;
        LabelSelector selector;
        std::int32_t left;
    };
    static bool covers(const Budget& budget, const PodInfo& pod) {
        const auto& meta = pod.meta();
        // One that is counted as disrupted already takes nothing more from the budget.
        return budget.object->metadata.namespace_ == meta.namespace_ && !meta.labels.empty() &&
               budget.selector.matches(meta.labels) && !budget.object->status.disruptedPods.contains(meta.name);
    }
    std::vector<Budget> m_budgets;
};

struct Candidate {
    const NodeInfo* node;
    std::vector<PodInfoRef> victims;
    int violations = 0;
};

/// One node tried out on a copy; the steps' counts are put right again at the end.
class DryRun {
public:
    DryRun(Evaluation& evaluation, const NodeInfo& node) : m_evaluation(evaluation), m_original(node), m_node(node) {}
    ~DryRun() {
        for (const PodInfoRef& pod : m_removed) m_evaluation.adjust(*pod, m_original, 1);
    }

    void remove(const PodInfoRef& pod) {
        m_node.removePod(pod->key);
        m_evaluation.adjust(*pod, m_node, -1);
        m_removed.push_back(pod);
    }
    void putBack(const PodInfoRef& pod) {
        m_node.addPod(pod);
        m_evaluation.adjust(*pod, m_node, 1);
        std::erase(m_removed, pod);
    }
    Refusal filter() { return m_evaluation.filter(m_node); }

private:
    Evaluation& m_evaluation;
    const NodeInfo& m_original;
    NodeInfo m_node;
    std::vector<PodInfoRef> m_removed;
};

class Search {
public:
    Search(Evaluation& evaluation, const PreemptionInput& input)
        : m_evaluation(evaluation), m_input(input), m_pod(evaluation.cycle().pod), m_budgets(input.budgets) {}

    /// Why the pod may not preempt; "" when it may.
    std::string obstacle() const {
        if (m_pod.pod->spec.preemptionPolicy.value_or("") == corev1::kPreemptNever)
            return "not eligible due to preemptionPolicy=Never.";
        if (m_input.nominated.empty()) return {};
        for (const auto& [node, refusal] : m_input.decision.refusals)
            if (node->name == m_input.nominated && refusal.isFinal) return {};
        const Nodes& nodes = m_evaluation.cycle().nodes;
        const auto node = std::ranges::find(nodes, m_input.nominated, &NodeInfo::name);
        const bool waits = node != nodes.end() && std::ranges::any_of((*node)->pods, [&](const PodInfoRef& pod) {
                               return pod->priority < m_pod.priority && endsByPreemption(*pod);
                           });
        return waits ? "not eligible due to a terminating pod on the nominated node." : "";
    }

    std::vector<Candidate> candidates(async::Identifiers& identifiers, std::map<std::string, int>& reasons) {
        std::vector<const NodeInfo*> potential;
        for (const auto& [node, refusal] : m_input.decision.refusals)
            if (!refusal.isFinal) potential.push_back(node);
        const std::size_t wanted = std::max(potential.size() * kCandidatePercentage / 100, kFewestCandidates);
        const std::size_t offset = potential.empty() ? 0 : identifiers.below(potential.size());
        std::vector<Candidate> found;
        bool anyClean = false;
        std::size_t refused = 0;
        for (std::size_t i = 0; i < potential.size() && !(anyClean && found.size() >= wanted); ++i) {
            Candidate candidate{potential[(offset + i) % potential.size()], {}};
            if (Refusal refusal = tryNode(candidate); !refusal.empty()) {
                ++refused;
                for (const std::string& reason : refusal.reasons) ++reasons[reason];
                continue;
            }
            anyClean |= candidate.violations == 0;
            found.push_back(std::move(candidate));
        }
        const std::size_t others = m_input.decision.nodesAvailable - refused;
        if (found.empty() && others > 0) reasons[std::string(kNotHelpful)] += static_cast<int>(others);
        return found;
    }

    const Candidate& best(const std::vector<Candidate>& candidates) const {
        return *std::ranges::min_element(candidates, {}, [&](const Candidate& candidate) {
            std::int64_t sum = 0;
            auto earliest = async::SystemTime::max();
            const std::int32_t highest = candidate.victims.front()->priority;
            for (const PodInfoRef& victim : candidate.victims) {
                // Shifted, so that a few very low priorities do not outweigh many.
                sum += std::int64_t(victim->priority) + INT32_MAX + 1;
                if (victim->priority == highest) earliest = std::min(earliest, startOf(*victim, m_input.now));
            }
            return std::tuple(candidate.violations, highest, sum, candidate.victims.size(),
                              -earliest.time_since_epoch().count());
        });
    }

private:
    bool isMoreImportant(const PodInfoRef& left, const PodInfoRef& right) const {
        if (left->priority != right->priority) return left->priority > right->priority;
        return startOf(*left, m_input.now) < startOf(*right, m_input.now);
    }
    void sort(std::vector<PodInfoRef>& pods) const {
        std::ranges::stable_sort(pods,
                                 [&](const auto& left, const auto& right) { return isMoreImportant(left, right); });
    }

    /// Fills in the victims; or says why there are none.
    Refusal tryNode(Candidate& candidate) {
        std::vector<PodInfoRef> lower;
        for (const PodInfoRef& pod : candidate.node->pods)
            if (pod->priority < m_pod.priority) lower.push_back(pod);
        if (lower.empty()) return Refusal::final(std::string(kNoVictims));
        DryRun run(m_evaluation, *candidate.node);
        for (const PodInfoRef& pod : lower) run.remove(pod);
        if (Refusal refusal = run.filter(); !refusal.empty()) return refusal;
        // Whoever need not go stays: first those whose going would violate a budget, the most important first.
        sort(lower);
        const std::vector<bool> violated = m_budgets.violated(lower);
        for (const bool violating : {true, false}) {
            for (std::size_t i = 0; i < lower.size(); ++i) {
                if (violated[i] != violating) continue;
                run.putBack(lower[i]);
                if (run.filter().empty()) continue;
                run.remove(lower[i]);
                candidate.victims.push_back(lower[i]);
                candidate.violations += violating;
            }
        }
        if (candidate.victims.empty()) return Refusal::final(std::string(kNoVictims));
        sort(candidate.victims);
        return {};
    }

    Evaluation& m_evaluation;
    const PreemptionInput& m_input;
    const PodInfo& m_pod;
    Budgets m_budgets;
};

}  // namespace

Preemption findVictims(Evaluation& evaluation, const PreemptionInput& input, async::Identifiers& identifiers) {
    Preemption preemption;
    Search search(evaluation, input);
    if (std::string obstacle = search.obstacle(); !obstacle.empty()) {
        preemption.message = "preemption: " + obstacle;
        return preemption;
    }
    std::map<std::string, int> reasons;
    const auto candidates = search.candidates(identifiers, reasons);
    if (candidates.empty()) {
        preemption.hopeless = true;
        preemption.message = "preemption: " + countedReasons(input.decision.nodesAvailable, reasons);
        return preemption;
    }
    const Candidate& best = search.best(candidates);
    preemption.node = best.node->name;
    preemption.victims = best.victims;
    return preemption;
}

}  // namespace armillary::scheduler
