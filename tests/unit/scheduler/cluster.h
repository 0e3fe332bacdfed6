#pragma once

#include <memory>
#include <string>

#include "engine/async/identifiers.h"
#include "engine/client/client.h"
#include "engine/scheduler/cycle.h"
#include "engine/scheduler/state.h"

/// A cluster on paper: nodes and pods from short JSON, and the decision about one more pod.
class PaperCluster {
public:
    /// `spec` and `status` may leave out what does not matter; 4 CPUs, 8 GiB and 110 pods unless said otherwise.
    PaperCluster& node(const std::string& name, const std::string& labels = "{}", const std::string& spec = "{}",
                       const std::string& allocatable = R"({"cpu":"4","memory":"8Gi","pods":"110"})") {
        m_state.setNode(object(R"({"kind":"Node","apiVersion":"v1","metadata":{"name":")" + name + R"(","labels":)" +
                               labels + R"(},"spec":)" + spec + R"(,"status":{"allocatable":)" + allocatable + "}}"));
        return *this;
    }

    PaperCluster& runs(const std::string& node, const std::string& name, const std::string& spec,
                       const std::string& labels = "{}") {
        m_state.setPod(pod(name, spec, labels), node);
        return *this;
    }

    armillary::scheduler::Decision decide(const std::string& spec, const std::string& labels = "{}") {
        const auto wanted = pod("wanted", spec, labels);
        const armillary::scheduler::Cycle cycle{*wanted, m_state.nodes(), [](const std::string&) { return nullptr; }};
        return armillary::scheduler::decide(cycle, m_plugins, m_identifiers, m_searchFrom);
    }

    static armillary::scheduler::PodInfoRef pod(const std::string& name, const std::string& spec,
                                                const std::string& labels = "{}") {
        return armillary::scheduler::PodInfo::make(
            object(R"({"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":")" + name +
                   R"(","labels":)" + labels + R"(},"spec":)" + spec + "}"));
    }

    static armillary::ObjectRef object(const std::string& json) { return armillary::Object::parse(json).value(); }

private:
    armillary::scheduler::State m_state;
    std::vector<std::unique_ptr<armillary::scheduler::Plugin>> m_plugins = armillary::scheduler::defaultPlugins();
    armillary::async::Identifiers m_identifiers{1};
    std::size_t m_searchFrom = 0;
};
