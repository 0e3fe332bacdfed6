#include "engine/scheduler/scheduler.h"

#include <atomic>

#include "engine/client/events.h"
#include "engine/client/informer.h"
#include "engine/scheduler/binder.h"
#include "engine/scheduler/cycle.h"
#include "engine/scheduler/queue.h"
#include "engine/scheduler/state.h"

namespace armillary::scheduler {

namespace {

constexpr std::string_view kSchedulerName = "default-scheduler";
constexpr auto kSyncTimeout = std::chrono::seconds(30);

bool hasEnded(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

bool waitsForUs(const corev1::Pod& pod) {
    return pod.spec.nodeName.empty() && pod.spec.schedulerName == kSchedulerName && !pod.metadata.deletionTimestamp &&
           pod.spec.schedulingGates.empty() && !hasEnded(pod);
}

/// One thread owns queue and state; informers and binders only leave messages for it.
class SchedulerThread final : public Scheduler {
public:
    explicit SchedulerThread(const SchedulerConfig& config)
        : m_config(config),
          m_informers(client::Informers::create(config.client)),
          m_events(
              client::makeEventRecorder(config.client, config.clock, config.identifiers, std::string(kSchedulerName))),
          m_plugins(defaultPlugins()),
          m_binder(config.client, *m_events, config.clock, config.binders,
                   [this](const PodInfoRef& pod, const Status& why) {
                       post({Message::Kind::BindFailed, nullptr, nullptr, pod, status::isNotFound(why)});
                   }) {
        follow<corev1::Node>(Message::Kind::Node);
        follow<corev1::Pod>(Message::Kind::Pod);
        follow<corev1::Namespace>(Message::Kind::Namespace);
    }

    ~SchedulerThread() override {
        m_informers->stop();
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        if (m_thread.joinable()) m_thread.join();
    }

    Result<void> start() {
        m_informers->start();
        // Deciding before the pods that already run are known would put two pods where one fits.
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(status::timeout("the scheduler could not list nodes and pods within 30 seconds", 1));
        m_thread = std::thread([this] { run(); });
        return {};
    }

private:
    struct Message {
        enum class Kind { Node, Pod, Namespace, BindFailed } kind;
        ObjectRef previous, current;
        PodInfoRef pod;     ///< BindFailed
        bool gone = false;  ///< BindFailed: there is nothing left to bind
    };

    template <schema::ApiStruct T>
    void follow(Message::Kind kind) {
        client::informer<T>(*m_informers).addHandler([this, kind](const ObjectRef& previous, const ObjectRef& current) {
            post({kind, previous, current, nullptr, false});
        });
    }

    void post(Message message) {
        const std::lock_guard lock(m_mutex);
        m_inbox.push_back(std::move(message));
        m_hasMail.store(true, std::memory_order_relaxed);
        m_changed.notify_one();
    }

    void run() {
        for (;;) {
            std::vector<Message> inbox;
            {
                std::unique_lock lock(m_mutex);
                if (m_inbox.empty() && !m_stopping) {
                    if (const auto wake = m_queue.nextWake())
                        m_config.clock.waitUntil(m_changed, lock, *wake);
                    else
                        m_changed.wait(lock, [&] { return m_stopping || !m_inbox.empty(); });
                }
                if (m_stopping) return;
                inbox.swap(m_inbox);
                m_hasMail.store(false, std::memory_order_relaxed);
            }
            for (const Message& message : inbox) handle(message);
            while (!m_hasMail.load(std::memory_order_relaxed)) {
                const auto pod = m_queue.pop(m_config.clock.steady());
                if (!pod) break;
                schedule(*pod);
            }
        }
    }

    void handle(const Message& message) {
        switch (message.kind) {
            case Message::Kind::Node:
                return handleNode(message);
            case Message::Kind::Pod:
                return message.current ? podChanged(message.current) : podGone(message.previous);
            case Message::Kind::Namespace:
                return message.current ? m_state.setNamespace(message.current)
                                       : m_state.removeNamespace(message.previous->name());
            case Message::Kind::BindFailed:
                if (m_state.forget(message.pod->key()) && !message.gone)
                    m_queue.retry(message.pod, m_config.clock.steady());
                return;
        }
    }

    void handleNode(const Message& message) {
        if (!message.current) return m_state.removeNode(message.previous->name());
        if (m_state.setNode(message.current)) m_queue.moveAll(m_config.clock.steady());
    }

    void podChanged(const ObjectRef& object) {
        const auto& pod = object->as<corev1::Pod>();
        const std::string key = object->key();
        if (hasEnded(pod)) return podGone(object);
        if (!pod.spec.nodeName.empty()) {
            m_queue.remove(key);
            m_state.setPod(PodInfo::make(object), pod.spec.nodeName);
        } else if (waitsForUs(pod)) {
            // Between decision and binding the API still shows the pod without a node.
            if (!m_state.isAssumed(key)) m_queue.add(PodInfo::make(object), m_config.clock.steady());
        } else {
            m_queue.remove(key);
        }
    }

    void podGone(const ObjectRef& object) {
        m_queue.remove(object->key());
        if (m_state.removePod(object->key())) m_queue.moveAll(m_config.clock.steady());
    }

    void schedule(const PodInfoRef& pod) {
        const Cycle cycle{*pod, m_state.nodes(),
                          [this](const std::string& name) { return m_state.namespaceLabels(name); }};
        const Decision decision = decide(cycle, m_plugins, m_config.identifiers, m_searchFrom);
        if (decision.node.empty()) {
            m_queue.unschedulable(pod, m_config.clock.steady());
            m_binder.report(pod, decision.message());
            return;
        }
        m_queue.done(pod->key());
        m_state.assume(pod, decision.node);
        m_binder.bind(pod, decision.node);
    }

    SchedulerConfig m_config;
    std::unique_ptr<client::Informers> m_informers;
    std::unique_ptr<client::EventRecorder> m_events;
    std::vector<std::unique_ptr<Plugin>> m_plugins;
    Queue m_queue;
    State m_state;
    std::size_t m_searchFrom = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Message> m_inbox;  ///< bounded by what the informers hold; drained before every decision
    std::atomic<bool> m_hasMail = false;
    bool m_stopping = false;
    Binder m_binder;
    std::thread m_thread;
};

}  // namespace

Result<std::unique_ptr<Scheduler>> Scheduler::create(const SchedulerConfig& config) {
    auto scheduler = std::make_unique<SchedulerThread>(config);
    if (auto started = scheduler->start(); !started) return std::unexpected(started.error());
    return scheduler;
}

}  // namespace armillary::scheduler
