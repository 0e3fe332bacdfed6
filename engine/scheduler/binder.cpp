#include "engine/scheduler/binder.h"

#include <algorithm>
#include <format>

namespace armillary::scheduler {

Binder::Binder(client::Client& client, client::EventRecorder& events, async::Clock& clock, unsigned threads,
               Failed failed)
    : m_client(client), m_events(events), m_clock(clock), m_failed(std::move(failed)) {
    for (unsigned i = 0; i < std::max(1u, threads); ++i) m_threads.emplace_back([this] { run(); });
}

Binder::~Binder() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_jobs.clear();
    }
    m_changed.notify_all();
}

void Binder::bind(PodInfoRef pod, std::string node) {
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back({std::move(pod), std::move(node), {}});
    m_changed.notify_one();
}

void Binder::report(PodInfoRef pod, std::string message) {
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back({std::move(pod), {}, std::move(message)});
    m_changed.notify_one();
}

void Binder::run() {
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_stopping || !m_jobs.empty(); });
        if (m_stopping) return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        if (job.node.empty())
            doReport(job);
        else
            doBind(job);
    }
}

void Binder::doBind(const Job& job) {
    const Object& pod = *job.pod->object;
    corev1::Binding binding;
    binding.metadata.namespace_ = pod.namespace_();
    binding.metadata.name = pod.name();
    binding.metadata.uid = pod.uid();
    binding.target.kind = "Node";
    binding.target.name = job.node;
    const auto bound = m_client.create(client::target<corev1::Pod>(pod.namespace_(), pod.name(), "binding"),
                                       client::encode(std::move(binding)));
    if (!bound) return m_failed(job.pod, bound.error());
    m_events.record(pod, "Normal", "Scheduled", std::format("Successfully assigned {} to {}", pod.key(), job.node));
}

void Binder::doReport(const Job& job) {
    const Object& pod = *job.pod->object;
    m_events.record(pod, "Warning", "FailedScheduling", job.message);
    const auto& conditions = job.pod->pod->status.conditions;
    const auto current = std::ranges::find(conditions, corev1::kPodScheduled, &corev1::PodCondition::type);
    if (current != conditions.end() && current->status == corev1::kConditionFalse && current->message == job.message)
        return;

    const std::string now = schema::Time(m_clock.now()).text();
    std::string patch =
        R"({"status":{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":)";
    schema::appendJsonString(patch, job.message);
    if (current == conditions.end() || current->status != corev1::kConditionFalse)
        patch += std::format(R"(,"lastTransitionTime":"{}")", now);
    patch += "}]}}";
    // A pod that has gone meanwhile needs no condition; anything else shows in the next attempt's report.
    (void)m_client.patch(client::target<corev1::Pod>(pod.namespace_(), pod.name(), "status"),
                         client::PatchType::StrategicMerge, std::move(patch));
}

}  // namespace armillary::scheduler
