#pragma once

#include <algorithm>
#include <format>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/simulated_nodes.h"
#include "tests/support/engine/running_engine.h"

namespace armillary::test {

/// A whole control plane in memory, with simulated nodes, spoken to in JSON as kubectl does.
class World {
public:
    explicit World(int nodes = 1, std::int64_t cpus = 4) {
        m_nodes =
            machines::SimulatedNodes::create(client(), async::realClock(), {.count = nodes, .cpus = cpus}).value();
    }

    client::Client& client() { return m_engine->adminClient(); }

    template <schema::ApiStruct T>
    Result<ObjectRef> create(const std::string& json, const std::string& namespace_ = "default") {
        return client().create(client::target<T>(resources::resourceOf<T>().namespaced ? namespace_ : ""), json);
    }
    template <schema::ApiStruct T>
    std::optional<T> find(const std::string& name, const std::string& namespace_ = "default") {
        const auto found = client::get<T>(client(), resources::resourceOf<T>().namespaced ? namespace_ : "", name);
        if (!found) return std::nullopt;
        return (*found)->template as<T>();
    }
    template <schema::ApiStruct T>
    Result<void> remove(const std::string& name) {
        return client::remove<T>(client(), resources::resourceOf<T>().namespaced ? "default" : "", name);
    }

    /// `more` are further members of the spec, each beginning with a comma.
    Result<ObjectRef> pod(const std::string& name, const std::string& cpu, const std::string& more = "",
                          const std::string& labels = "{}") {
        return create<corev1::Pod>(std::format(
            R"({{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{}","labels":{}}},"spec":{{"containers":[{{"name":"c","image":"i","resources":{{"requests":{{"cpu":"{}"}}}}}}]{}}}}})",
            name, labels, cpu, more));
    }
    std::string phase(const std::string& name) {
        const auto found = find<corev1::Pod>(name);
        return found ? found->status.phase : "";
    }
    bool runs(const std::string& name) {
        return eventually([&] { return phase(name) == "Running"; });
    }
    /// The message of the pod's PodScheduled condition.
    std::string whyPending(const std::string& name) {
        const auto found = find<corev1::Pod>(name);
        if (!found) return {};
        for (const auto& condition : found->status.conditions)
            if (condition.type == corev1::kPodScheduled) return condition.message;
        return {};
    }
    bool hasEvent(const std::string& about, const std::string& reason, const std::string& message = "") {
        return eventually([&] {
            const auto events = client().list(client::target<corev1::Event>("default"));
            return events && std::ranges::any_of(events->items, [&](const ObjectRef& object) {
                       const auto& event = object->as<corev1::Event>();
                       return event.involvedObject.name == about && event.reason == reason &&
                              event.message.contains(message);
                   });
        });
    }

private:
    TemporaryDir m_dir;
    std::unique_ptr<runtime::Engine> m_engine = started({.dataDir = m_dir.path, .inMemory = true});
    std::unique_ptr<machines::SimulatedNodes> m_nodes;
};

}  // namespace armillary::test
