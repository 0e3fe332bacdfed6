#include "engine/client/events.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <format>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/client/event_correlator.h"
#include "engine/client/event_lanes.h"

namespace armillary::client {

namespace {

constexpr std::size_t kMaxQueued = 1000;
constexpr int kMaxTries = 12;
constexpr auto kRetryInterval = std::chrono::seconds(10);
constexpr std::size_t kMaxMessage = 1024;

bool worthRetrying(const Status& status) {
    return status.code == 0 || status.code == 429 || status.code >= 500;
}

/// An event, and as whom it is written.
struct Post {
    Client* client;
    corev1::Event event;
};

/// A queue and the thread that sends from it, in order.
class Lane {
public:
    Lane(async::Clock& clock, async::Identifiers& identifiers)
        : m_clock(clock), m_identifiers(identifiers), m_thread("events", [this](const std::stop_token&) { run(); }) {}

    ~Lane() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.stop();
    }

    void post(Post post) {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() >= kMaxQueued) return;
        ++m_taken;
        m_queue.push_back(std::move(post));
        m_changed.notify_one();
    }

    void flush() {
        std::unique_lock lock(m_mutex);
        m_drained.wait(lock, [&] { return m_stopping || (m_queue.empty() && !m_sending); });
    }

    async::Activity activity() {
        const std::lock_guard lock(m_mutex);
        async::Activity activity{.idle = m_queue.empty() && !m_sending, .taken = m_taken, .due = m_nextTry};
        if (m_nextTry) activity.idle = *m_nextTry > m_clock.steady();
        return activity;
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [&] { return m_stopping || !m_queue.empty(); });
            if (m_stopping) break;
            Post post = std::move(m_queue.front());
            m_queue.pop_front();
            m_sending = true;
            lock.unlock();
            async::guarded("event", [&] {
                if (auto decision = m_correlator.correlate(std::move(post.event), m_clock.steady()))
                    deliver(*post.client, *decision);
            });
            lock.lock();
            m_sending = false;
            if (m_queue.empty()) m_drained.notify_all();
        }
        m_drained.notify_all();
    }

    void deliver(Client& client, EventCorrelator::Decision& decision) {
        for (int tries = 1; tries <= kMaxTries; ++tries) {
            const auto sent = send(client, decision);
            if (sent) return m_correlator.remember(decision.event);
            if (!worthRetrying(sent.error()) || !pauseBeforeRetry(tries == 1)) return;
        }
    }

    static Result<void> send(Client& client, EventCorrelator::Decision& decision) {
        auto& event = decision.event;
        if (decision.update) {
            std::string patch =
                std::format(R"({{"count":{},"lastTimestamp":"{}","message":)", event.count, event.lastTimestamp.text());
            schema::appendJsonString(patch, event.message);
            patch += '}';
            auto target = client::target<corev1::Event>(event.metadata.namespace_, event.metadata.name);
            const auto patched = client.patch(target, PatchType::Merge, std::move(patch));
            if (patched) return {};
            if (!status::isNotFound(patched.error())) return std::unexpected(patched.error());
            decision.update = false;
        }
        const auto created = client::create(client, event);
        if (!created) return std::unexpected(created.error());
        return {};
    }

    /// False when the recorder is being destroyed. The first pause is jittered, so that recorders that lost the same
    /// server do not return to it in step.
    bool pauseBeforeRetry(bool first) {
        std::unique_lock lock(m_mutex);
        const double part = first ? m_identifiers.fraction() : 1.0;
        const auto until =
            m_clock.steady() + std::chrono::duration_cast<std::chrono::nanoseconds>(kRetryInterval * part);
        m_nextTry = until;
        while (!m_stopping && m_clock.steady() < until) m_clock.waitUntil(m_changed, lock, until);
        m_nextTry.reset();
        return !m_stopping;
    }

    async::Clock& m_clock;
    async::Identifiers& m_identifiers;
    EventCorrelator m_correlator;
    std::mutex m_mutex;
    std::condition_variable m_changed, m_drained;
    std::deque<Post> m_queue;
    bool m_sending = false, m_stopping = false;
    std::optional<async::SteadyTime> m_nextTry;  ///< while one that failed waits to be sent again
    std::uint64_t m_taken = 0;
    async::Thread m_thread;
};

/// The lanes that several components share. What is about one object keeps to one lane, and so to its order; a durable
/// write takes long and little work, so that lanes side by side send many times as much as one.
class Sender {
public:
    Sender(async::Clock& clock, async::Identifiers& identifiers, unsigned lanes) : m_clock(clock) {
        for (unsigned i = 0; i < std::max(1u, lanes); ++i)
            m_lanes.push_back(std::make_unique<Lane>(clock, identifiers));
    }

    void post(Client& client, corev1::Event event) {
        const async::SystemTime now = m_clock.now();
        event.metadata.name = std::format("{}.{:x}", event.involvedObject.name, stamp(now));
        event.firstTimestamp = event.lastTimestamp = schema::Time(now);
        const std::size_t lane = std::hash<std::string>()(event.involvedObject.uid + event.involvedObject.name);
        m_lanes[lane % m_lanes.size()]->post({&client, std::move(event)});
    }

    void flush() {
        for (const auto& lane : m_lanes) lane->flush();
    }

    async::Activity activity() const {
        async::Activity all;
        for (const auto& lane : m_lanes) all += lane->activity();
        return all;
    }

private:
    /// Names hold the time; a clock that stands still must not make two alike.
    std::int64_t stamp(async::SystemTime now) {
        const std::int64_t wanted =
            std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
        std::int64_t last = m_lastStamp, next = 0;
        do next = std::max(wanted, last + 1);
        while (!m_lastStamp.compare_exchange_weak(last, next));
        return next;
    }

    async::Clock& m_clock;
    std::atomic<std::int64_t> m_lastStamp = 0;
    std::vector<std::unique_ptr<Lane>> m_lanes;
};

class Recorder final : public EventRecorder {
public:
    Recorder(std::shared_ptr<Sender> sender, Client& client, std::string component, std::string host)
        : m_sender(std::move(sender)), m_client(client), m_component(std::move(component)), m_host(std::move(host)) {}

    void record(const corev1::ObjectReference& about, std::string_view type, std::string_view reason,
                std::string message) override {
        corev1::Event event;
        event.metadata.namespace_ =
            about.namespace_.empty() ? std::string(corev1::kNamespaceDefault) : about.namespace_;
        event.involvedObject = about;
        event.type = type;
        event.reason = reason;
        if (message.size() > kMaxMessage) message.resize(kMaxMessage);
        event.message = std::move(message);
        event.source.component = m_component;
        event.source.host = m_host;
        event.reportingComponent = m_component;
        event.reportingInstance = m_host;
        event.count = 1;
        m_sender->post(m_client, std::move(event));
    }

    std::unique_ptr<EventRecorder> withComponent(std::string component) override {
        return std::make_unique<Recorder>(m_sender, m_client, std::move(component), m_host);
    }
    std::unique_ptr<EventRecorder> withClient(Client& client) override {
        return std::make_unique<Recorder>(m_sender, client, m_component, m_host);
    }

    void flush() override { m_sender->flush(); }
    async::Activity activity() const override { return m_sender->activity(); }

private:
    std::shared_ptr<Sender> m_sender;
    Client& m_client;
    std::string m_component, m_host;
};

}  // namespace

void EventRecorder::record(const Object& about, std::string_view type, std::string_view reason, std::string message) {
    record(referenceTo(about), type, reason, std::move(message));
}

corev1::ObjectReference referenceTo(const Object& object) {
    corev1::ObjectReference reference;
    reference.apiVersion = object.apiVersion();
    reference.kind = object.kind();
    reference.namespace_ = object.namespace_();
    reference.name = object.name();
    reference.uid = object.uid();
    reference.resourceVersion = object.meta().resourceVersion;
    return reference;
}

std::unique_ptr<EventRecorder> makeEventRecorder(Client& client, async::Clock& clock, async::Identifiers& identifiers,
                                                 std::string component, std::string host) {
    return makeParallelEventRecorder(client, clock, identifiers, std::move(component), std::move(host), 1);
}

std::unique_ptr<EventRecorder> makeParallelEventRecorder(Client& client, async::Clock& clock,
                                                         async::Identifiers& identifiers, std::string component,
                                                         std::string host, unsigned lanes) {
    return std::make_unique<Recorder>(std::make_shared<Sender>(clock, identifiers, lanes), client, std::move(component),
                                      std::move(host));
}

}  // namespace armillary::client
