#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "engine/client/client.h"
#include "engine/client/events.h"
#include "engine/scheduler/node_info.h"
#include "engine/scheduler/volume_state.h"

namespace armillary::scheduler {

/// What the deciding half asks for; answered later.
class Effects {
public:
    struct Report {
        std::string message;
        std::optional<std::string> nominated =
            std::nullopt;     ///< status.nominatedNodeName is to be this; "" takes it away
        bool failed = false;  ///< an attempt that went wrong, as against one that found no node
    };
    virtual ~Effects() = default;
    virtual void bind(PodInfoRef pod, std::string node) = 0;
    virtual void prepareVolumes(PodInfoRef pod, std::string node, VolumePlan plan) = 0;
    /// Says on the pod, by condition and event, why it has no node.
    virtual void report(PodInfoRef pod, Report report) = 0;
    /// Takes a pod's promise of a node away.
    virtual void clearNomination(PodInfoRef pod) = 0;
    /// Sends `victim` away from `node` so that `preemptor` fits.
    virtual void evict(PodInfoRef victim, PodInfoRef preemptor, std::string node) = 0;
};

/// The asynchronous half: threads that write bindings, conditions and evictions while the next pods are being decided.
class Binder final : public Effects {
public:
    struct Callbacks {
        /// The pod could not be bound, or its volumes could not be reserved.
        std::function<void(const PodInfoRef& pod, const Status& why)> failed;
        /// What the volumes need has been written; now they must come.
        std::function<void(const PodInfoRef& pod)> volumesWritten;
    };

    Binder(client::Client& client, client::EventRecorder& events, async::Clock& clock, unsigned threads,
           Callbacks callbacks);
    /// Finishes what was taken up, drops the rest.
    ~Binder() override;

    void bind(PodInfoRef pod, std::string node) override;
    void prepareVolumes(PodInfoRef pod, std::string node, VolumePlan plan) override;
    void report(PodInfoRef pod, Report report) override;
    void clearNomination(PodInfoRef pod) override;
    void evict(PodInfoRef victim, PodInfoRef preemptor, std::string node) override;

private:
    using Job = std::function<void()>;
    void add(Job job);
    /// A step of placing the pod: one that breaks has failed, and is answered as such.
    void addStep(PodInfoRef pod, Job step);
    void run();
    void doBind(const PodInfoRef& pod, const std::string& node);
    void doPrepareVolumes(const PodInfoRef& pod, const std::string& node, const VolumePlan& plan);
    void doReport(const PodInfo& pod, const Report& report);
    void doEvict(const PodInfo& victim, const PodInfo& preemptor, const std::string& node);
    void patchStatus(const PodInfo& pod, std::string patch);

    client::Client& m_client;
    client::EventRecorder& m_events;
    async::Clock& m_clock;
    Callbacks m_callbacks;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_jobs;  ///< bounded by the number of pods that are known: each has few at a time
    bool m_stopping = false;
    std::vector<async::Thread> m_threads;
};

}  // namespace armillary::scheduler
