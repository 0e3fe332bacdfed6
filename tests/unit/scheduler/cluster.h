#pragma once

#include <memory>
#include <string>

#include "engine/async/identifiers.h"
#include "engine/client/client.h"
#include "engine/scheduler/preemption.h"
#include "engine/scheduler/state.h"
#include "engine/scheduler/volume_state.h"

/// A cluster on paper: nodes and pods from short JSON, and the decision about one more pod.
class PaperCluster {
public:
    /// `spec` and `status` may leave out what does not matter; 4 CPUs, 8 GiB and 110 pods unless said otherwise.
    PaperCluster& node(const std::string& name, const std::string& labels = "{}", const std::string& spec = "{}",
                       const std::string& allocatable = R"({"cpu":"4","memory":"8Gi","pods":"110"})") {
        m_state.setNode(nodeObject(name, labels, spec, allocatable));
        return *this;
    }

    PaperCluster& runs(const std::string& node, const std::string& name, const std::string& spec,
                       const std::string& labels = "{}", const std::string& status = "{}") {
        m_state.setPod(pod(name, spec, labels, status), node);
        return *this;
    }
    /// The pod is to come to the node when others have gone.
    PaperCluster& expects(const std::string& node, const std::string& name, const std::string& spec) {
        m_state.nominate(pod(name, spec), node);
        return *this;
    }
    PaperCluster& workload(armillary::scheduler::DefaultSpreading::Kind kind, const std::string& json) {
        m_state.setWorkload(kind, nullptr, object(json));
        return *this;
    }
    PaperCluster& storage(armillary::scheduler::VolumeState::Kind kind, const std::string& json) {
        m_volumes.change(kind, nullptr, object(json));
        return *this;
    }

    armillary::scheduler::Decision decide(const std::string& spec, const std::string& labels = "{}") {
        const auto wanted = pod("wanted", spec, labels);
        const auto cycle = cycleOf(*wanted);
        armillary::scheduler::Evaluation evaluation(cycle, m_plugins);
        return evaluation.decide(m_identifiers, m_searchFrom, m_state.nominationOf(wanted->key));
    }

    struct Attempt {
        armillary::scheduler::Decision decision;
        armillary::scheduler::Preemption preemption;
        std::string message() const {
            auto whole = decision;
            whole.preemption = preemption.message;
            return whole.message();
        }
        std::string victims() const {
            std::string names;
            for (const auto& victim : preemption.victims) names += (names.empty() ? "" : ",") + victim->object->name();
            return names;
        }
    };
    /// The decision, and whom to send away where it finds no node.
    Attempt preempt(const std::string& spec, const std::vector<armillary::ObjectRef>& budgets = {},
                    const std::string& labels = "{}") {
        const auto wanted = pod("wanted", spec, labels);
        const auto cycle = cycleOf(*wanted);
        armillary::scheduler::Evaluation evaluation(cycle, m_plugins);
        Attempt attempt;
        const std::string promised = m_state.nominationOf(wanted->key);
        attempt.decision = evaluation.decide(m_identifiers, m_searchFrom, promised);
        if (attempt.decision.node.empty())
            attempt.preemption =
                armillary::scheduler::findVictims(evaluation, {attempt.decision, promised, budgets, {}}, m_identifiers);
        return attempt;
    }

    static armillary::ObjectRef nodeObject(
        const std::string& name, const std::string& labels = "{}", const std::string& spec = "{}",
        const std::string& allocatable = R"({"cpu":"4","memory":"8Gi","pods":"110"})") {
        return object(R"({"kind":"Node","apiVersion":"v1","metadata":{"name":")" + name + R"(","labels":)" + labels +
                      R"(},"spec":)" + spec + R"(,"status":{"allocatable":)" + allocatable + "}}");
    }
    static armillary::ObjectRef podObject(const std::string& name, const std::string& spec,
                                          const std::string& labels = "{}", const std::string& status = "{}") {
        return object(R"({"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":")" + name +
                      R"(","uid":"uid-)" + name + R"(","labels":)" + labels + R"(},"spec":)" + spec + R"(,"status":)" +
                      status + "}");
    }
    static armillary::scheduler::PodInfoRef pod(const std::string& name, const std::string& spec,
                                                const std::string& labels = "{}", const std::string& status = "{}") {
        return armillary::scheduler::PodInfo::make(podObject(name, spec, labels, status));
    }

    static armillary::ObjectRef object(const std::string& json) { return armillary::Object::parse(json).value(); }

    armillary::scheduler::State& state() { return m_state; }
    armillary::scheduler::VolumeState& volumes() { return m_volumes; }

private:
    armillary::scheduler::Cycle cycleOf(const armillary::scheduler::PodInfo& pod) {
        return {pod,
                m_state.nodes(),
                m_state.totals(),
                m_state.nominations(),
                m_volumes,
                m_state.spreading(),
                [this](const std::string& name) { return m_state.namespaceLabels(name); }};
    }

    armillary::scheduler::State m_state;
    armillary::scheduler::VolumeState m_volumes;
    armillary::scheduler::Plugins m_plugins = armillary::scheduler::defaultPlugins();
    armillary::async::Identifiers m_identifiers{1};
    std::size_t m_searchFrom = 0;
};
