#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/client/events.h"
#include "engine/scheduler/node_info.h"

namespace armillary::scheduler {

/// The asynchronous half: threads that write bindings and conditions while the next pods are being decided.
class Binder {
public:
    using Failed = std::function<void(const PodInfoRef& pod, const Status& why)>;

    Binder(client::Client& client, client::EventRecorder& events, async::Clock& clock, unsigned threads, Failed failed);
    /// Finishes what was taken up, drops the rest.
    ~Binder();

    void bind(PodInfoRef pod, std::string node);
    /// Says on the pod, by condition and event, why it has no node.
    void report(PodInfoRef pod, std::string message);

private:
    struct Job {
        PodInfoRef pod;
        std::string node;  ///< "" for a report
        std::string message;
    };
    void run();
    void doBind(const Job& job);
    void doReport(const Job& job);

    client::Client& m_client;
    client::EventRecorder& m_events;
    async::Clock& m_clock;
    Failed m_failed;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_jobs;  ///< bounded by the number of pods that wait: each has at most one job
    bool m_stopping = false;
    std::vector<std::jthread> m_threads;
};

}  // namespace armillary::scheduler
