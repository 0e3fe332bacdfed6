#include "engine/scheduler/scheduler.h"

#include <atomic>

#include "engine/async/guard.h"
#include "engine/client/event_lanes.h"
#include "engine/client/informer.h"
#include "engine/scheduler/core.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/policyv1.h"

namespace armillary::scheduler {

namespace {

constexpr auto kSyncTimeout = std::chrono::seconds(30);

/// One thread owns the core; informers and binders only leave messages for it.
class SchedulerThread final : public Scheduler {
public:
    explicit SchedulerThread(const SchedulerConfig& config)
        : m_config(config),
          m_informers(client::Informers::create(config.client)),
          m_budgets(client::informer<policyv1::PodDisruptionBudget>(*m_informers)),
          m_pods(client::informer<corev1::Pod>(*m_informers)),
          m_events(client::makeParallelEventRecorder(config.client, config.clock, config.identifiers,
                                                     "default-scheduler", {}, config.eventLanes)),
          m_core({config.clock, config.identifiers, [this] { return m_budgets.list(); },
                  [this](const std::string& key) { return m_pods.getByKey(key); }},
                 m_binder),
          m_binder(config.client, *m_events, config.clock, config.binders,
                   {[this](const PodInfoRef& pod, const Status& why) {
                        post([this, pod, why] { m_core.bindFailed(pod, why); });
                    },
                    [this](const PodInfoRef& pod) { post([this, pod] { m_core.volumesWritten(pod); }); }}) {
        follow<corev1::Node>([this](const auto&... change) { m_core.nodeChanged(change...); });
        follow<corev1::Pod>([this](const auto&... change) { m_core.podChanged(change...); });
        follow<corev1::Namespace>([this](const auto&... change) { m_core.namespaceChanged(change...); });
        followStorage<corev1::PersistentVolumeClaim>(VolumeState::Kind::Claim);
        followStorage<corev1::PersistentVolume>(VolumeState::Kind::Volume);
        followStorage<storagev1::StorageClass>(VolumeState::Kind::StorageClass);
        followStorage<storagev1::CSINode>(VolumeState::Kind::CsiNode);
        followStorage<storagev1::CSIDriver>(VolumeState::Kind::CsiDriver);
        followStorage<storagev1::CSIStorageCapacity>(VolumeState::Kind::CsiCapacity);
        followWorkload<corev1::Service>(DefaultSpreading::Kind::Service);
        followWorkload<corev1::ReplicationController>(DefaultSpreading::Kind::ReplicationController);
        followWorkload<appsv1::ReplicaSet>(DefaultSpreading::Kind::ReplicaSet);
        followWorkload<appsv1::StatefulSet>(DefaultSpreading::Kind::StatefulSet);
    }

    ~SchedulerThread() override {
        m_informers->stop();
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.stop();
    }

    Result<void> start() {
        m_informers->start();
        // Deciding before the pods that already run are known would put two pods where one fits.
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(status::timeout("the scheduler could not list nodes and pods within 30 seconds", 1));
        m_thread = async::Thread("scheduler", [this](const std::stop_token&) { run(); });
        return {};
    }

private:
    using Message = std::function<void()>;

    template <schema::ApiStruct T, class Handler>
    void follow(Handler handler) {
        client::informer<T>(*m_informers)
            .addHandler([this, handler](const ObjectRef& previous, const ObjectRef& current) {
                post([handler, previous, current] { handler(previous, current); });
            });
    }

    template <schema::ApiStruct T>
    void followStorage(VolumeState::Kind kind) {
        follow<T>([this, kind](const auto&... change) { m_core.storageChanged(kind, change...); });
    }

    template <schema::ApiStruct T>
    void followWorkload(DefaultSpreading::Kind kind) {
        follow<T>([this, kind](const auto&... change) { m_core.workloadChanged(kind, change...); });
    }

    void post(Message message) {
        const std::lock_guard lock(m_mutex);
        m_inbox.push_back(std::move(message));
        if (!m_hasMail.exchange(true, std::memory_order_relaxed)) m_changed.notify_one();
    }

    void run() {
        for (;;) {
            std::vector<Message> inbox;
            {
                std::unique_lock lock(m_mutex);
                if (m_inbox.empty() && !m_stopping) {
                    if (const auto wake = m_core.nextWake())
                        m_config.clock.waitUntil(m_changed, lock, *wake);
                    else
                        m_changed.wait(lock, [&] { return m_stopping || !m_inbox.empty(); });
                }
                if (m_stopping) return;
                inbox.swap(m_inbox);
                m_hasMail.store(false, std::memory_order_relaxed);
            }
            for (const Message& message : inbox) async::guarded("scheduler", message);
            while (!m_hasMail.load(std::memory_order_relaxed) && m_core.scheduleNext()) {
            }
        }
    }

    SchedulerConfig m_config;
    std::unique_ptr<client::Informers> m_informers;
    client::Informer &m_budgets, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
    Core m_core;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Message> m_inbox;  ///< bounded by what the informers hold; drained before every decision
    std::atomic<bool> m_hasMail = false;
    bool m_stopping = false;
    Binder m_binder;
    async::Thread m_thread;
};

}  // namespace

Result<std::unique_ptr<Scheduler>> Scheduler::create(const SchedulerConfig& config) {
    auto scheduler = std::make_unique<SchedulerThread>(config);
    if (auto started = scheduler->start(); !started) return std::unexpected(started.error());
    return scheduler;
}

}  // namespace armillary::scheduler
