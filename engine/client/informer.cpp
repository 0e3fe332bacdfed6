#include "engine/client/informer.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/async/pool.h"
#include "engine/client/informer_store.h"

namespace armillary::client {

namespace {

// client-go's reflector: 0.8 s doubling to 30 s, jittered up to twofold; a watch that lived for a while starts afresh.
constexpr std::chrono::milliseconds kFirstPause{800}, kLongestPause{30'000};
constexpr std::chrono::seconds kHealthyWatch{5};
/// Resources that are listed, or whose watches are opened, at once. A conversion webhook or a server may let one hang.
constexpr std::size_t kListers = 8;
constexpr std::chrono::seconds kListersRest{2};

/// One resource's copy. A lister lists and opens the watch; the client's thread delivers its events. The two never
/// overlap for one informer: a list runs only while no watch does.
class Follower final : public Informer {
public:
    Follower(const Resource& resource, InformerOptions options)
        : m_resource(resource), m_name("informer " + resource.plural), m_options(std::move(options)) {}
    explicit Follower(std::shared_ptr<const Resource> row)
        : m_row(std::move(row)), m_resource(*m_row), m_name("informer " + m_resource.plural) {}

    const std::string& name() const { return m_name; }
    /// Comes and goes: see Informers::follow().
    bool isPassing() const { return m_row != nullptr; }

    const Resource& resource() const override { return m_resource; }
    void addHandler(ChangeHandler handler) override { m_handlers.push_back(std::move(handler)); }
    void addIndex(std::string name, IndexFunction function) override {
        m_store.addIndex(std::move(name), std::move(function));
    }
    bool synced() const override { return m_synced; }
    ObjectRef get(std::string_view namespace_, std::string_view name) const override {
        return m_store.get(namespace_.empty() ? std::string(name) : std::string(namespace_) + "/" + std::string(name));
    }
    std::vector<ObjectRef> list(std::string_view namespace_) const override { return m_store.list(namespace_); }
    std::vector<ObjectRef> byIndex(const std::string& index, const std::string& value) const override {
        return m_store.byIndex(index, value);
    }

    Target target() const { return {&m_resource, m_options.namespace_, {}, {}}; }
    const InformerOptions& options() const { return m_options; }

    /// Makes the copy equal to a fresh list and tells the handlers what that changed.
    void replace(const std::vector<ObjectRef>& objects) {
        std::set<std::string> gone;
        for (std::string& key : m_store.keys()) gone.insert(std::move(key));
        for (const ObjectRef& object : objects) {
            gone.erase(object->key());
            put(object);
        }
        for (const std::string& key : gone) remove(key);
        m_synced = true;
    }

    void put(const ObjectRef& object) {
        const ObjectRef previous = m_store.put(object);
        if (previous && previous->uid() != object->uid()) {
            // Deleted and made anew between two looks: handlers see both.
            notify(previous, nullptr);
            notify(nullptr, object);
        } else if (!previous || previous->meta().resourceVersion != object->meta().resourceVersion) {
            notify(previous, object);
        }
    }

    /// `last` is the final state where it is known.
    void remove(const std::string& key, const ObjectRef& last = nullptr) {
        const ObjectRef previous = m_store.remove(key);
        if (previous) notify(last ? last : previous, nullptr);
    }

    // The set's notes, under its mutex; `watch` is the lister's while there is one.
    struct Progress {
        bool needsList = true;
        bool listing = false;  ///< a lister has it, or is to have it
        bool watching = false, closed = false;
        bool forgotten = false;
        std::string resourceVersion;
        unsigned failures = 0;
        async::SteadyTime notBefore{}, watchSince{};
        std::unique_ptr<Watch> watch;
    } progress;

private:
    /// The copy has changed by now: a handler that fails must not keep the change from the others.
    void notify(const ObjectRef& previous, const ObjectRef& current) {
        for (const ChangeHandler& handler : m_handlers) async::guarded(m_name, [&] { handler(previous, current); });
    }

    const std::shared_ptr<const Resource> m_row;  ///< null for a built-in resource
    const Resource& m_resource;
    const std::string m_name;  ///< for the log
    InformerOptions m_options;
    std::vector<ChangeHandler> m_handlers;
    InformerStore m_store;
    std::atomic<bool> m_synced = false;
};

class InformerSet final : public Informers {
public:
    InformerSet(Client& client, async::Clock& clock)
        : m_client(client),
          m_clock(clock),
          m_listers({.name = "informers", .threads = kListers, .idle = std::chrono::milliseconds(kListersRest)}) {}
    ~InformerSet() override { stop(); }

    Informer& of(const Resource& resource) override {
        const std::lock_guard lock(m_mutex);
        Follower*& shared = m_shared[&resource];
        if (!shared) shared = m_followers.emplace_back(std::make_unique<Follower>(resource, InformerOptions())).get();
        return *shared;
    }

    Informer& filtered(const Resource& resource, InformerOptions options) override {
        const std::lock_guard lock(m_mutex);
        return *m_followers.emplace_back(std::make_unique<Follower>(resource, std::move(options)));
    }

    Informer& follow(std::shared_ptr<const Resource> resource, ChangeHandler handler) override {
        const std::lock_guard lock(m_mutex);
        Follower& made = *m_followers.emplace_back(std::make_unique<Follower>(std::move(resource)));
        made.addHandler(std::move(handler));
        return made;
    }

    void forget(Informer& informer) override {
        const std::lock_guard lock(m_mutex);
        static_cast<Follower&>(informer).progress.forgotten = true;
        m_changed.notify_all();
    }

    void start() override {
        const std::lock_guard lock(m_mutex);
        m_started = m_followers.size();
        if (!m_thread.joinable() && !m_stopping)
            m_thread = async::Thread("informers", [this](const std::stop_token&) { run(); });
        m_changed.notify_all();
    }

    bool waitForSync(std::chrono::milliseconds timeout) override {
        std::unique_lock lock(m_mutex);
        return m_syncedChanged.wait_for(lock, timeout, [&] {
            return std::ranges::all_of(
                m_followers, [](const auto& follower) { return follower->isPassing() || follower->synced(); });
        });
    }

    void stop() override {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_thread.stop();
        m_listers.stop();
        for (const auto& follower : m_followers) follower->progress.watch.reset();
    }

    async::Activity activity() const override {
        const std::lock_guard lock(m_mutex);
        async::Activity all{.idle = true, .taken = m_taken, .due = {}};
        for (std::size_t i = 0; i < m_started; ++i) {
            const auto& progress = m_followers[i]->progress;
            if (progress.listing || progress.forgotten) {
                all.idle = false;
            } else if (progress.watching && !progress.closed) {
                all += progress.watch->activity();
            } else {
                all.idle = all.idle && progress.notBefore > m_clock.steady();
                all.dueAt(progress.notBefore);
            }
        }
        return all;
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            if (dropForgotten(lock)) continue;
            async::SteadyTime next = async::SteadyTime::max();
            for (std::size_t i = 0; i < m_started; ++i) {
                auto& progress = m_followers[i]->progress;
                if (progress.listing || (progress.watching && !progress.closed)) continue;
                if (progress.notBefore <= m_clock.steady()) startLister(*m_followers[i]);
                if (!progress.listing) next = std::min(next, progress.notBefore);
            }
            if (next == async::SteadyTime::max())
                m_changed.wait(lock);
            else
                m_clock.waitUntil(m_changed, lock, next);
        }
    }

    /// Needs the mutex.
    void startLister(Follower& follower) {
        ++m_taken;
        follower.progress.listing = m_listers.submit([this, &follower] { list(follower); });
        if (!follower.progress.listing) follower.progress.notBefore = m_clock.steady() + nextPause(follower.progress);
    }

    void list(Follower& follower) {
        auto& progress = follower.progress;
        std::unique_lock lock(m_mutex);
        if (m_stopping) return;
        lock.unlock();
        const bool whole = async::guarded(follower.name(), [this, &follower] { advance(follower); });
        lock.lock();
        if (!whole) {
            progress.watching = false;
            progress.needsList = true;
            progress.notBefore = m_clock.steady() + nextPause(progress);
        }
        progress.listing = false;
        m_changed.notify_all();
    }

    /// Lets one forgotten follower go, and says whether there was one.
    bool dropForgotten(std::unique_lock<std::mutex>& lock) {
        const auto found = std::ranges::find_if(m_followers, [](const auto& follower) {
            return follower->progress.forgotten && !follower->progress.listing;
        });
        if (found == m_followers.end()) return false;
        if (found - m_followers.begin() < static_cast<std::ptrdiff_t>(m_started)) --m_started;
        const std::unique_ptr<Follower> gone = std::move(*found);
        m_followers.erase(found);
        if (gone->progress.watch) m_taken += gone->progress.watch->activity().taken;
        lock.unlock();
        gone->progress.watch.reset();
        lock.lock();
        return true;
    }

    /// Lists where needed, then opens the watch. Without the mutex but where the notes are touched.
    void advance(Follower& follower) {
        auto& progress = follower.progress;
        const std::uint64_t taken = progress.watch ? progress.watch->activity().taken : 0;
        progress.watch.reset();
        {
            const std::lock_guard lock(m_mutex);
            m_taken += taken;
            progress.watching = progress.closed = false;
        }
        if (progress.needsList) {
            auto listed = m_client.list(follower.target(),
                                        {follower.options().labelSelector, follower.options().fieldSelector, 0, {}});
            if (!listed) return pause(follower);
            {
                // Lists run side by side, but handlers of several resources need not expect that.
                const std::lock_guard turn(m_deliveries);
                follower.replace(listed->items);
            }
            const std::lock_guard lock(m_mutex);
            progress.needsList = false;
            progress.resourceVersion = std::move(listed->resourceVersion);
            m_syncedChanged.notify_all();
        }
        open(follower);
    }

    void open(Follower& follower) {
        auto& progress = follower.progress;
        WatchOptions options{follower.options().labelSelector, follower.options().fieldSelector, {}};
        {
            const std::lock_guard lock(m_mutex);
            options.resourceVersion = progress.resourceVersion;
            progress.watching = true;
            progress.watchSince = m_clock.steady();
        }
        auto watch = m_client.watch(follower.target(), options,
                                    [this, &follower](const WatchEvent& event) { handle(follower, event); });
        if (watch) {
            progress.watch = std::move(*watch);
            return;
        }
        const bool expired = status::isExpired(watch.error());
        {
            const std::lock_guard lock(m_mutex);
            progress.watching = false;
            progress.needsList |= expired;
            // What the list was of is forgotten already, as happens while a resource has no objects yet: the next list
            // is the cure, and until then changes go unseen.
            if (expired && progress.failures == 0) {
                ++progress.failures;
                return;
            }
        }
        pause(follower);
    }

    void handle(Follower& follower, const WatchEvent& event) {
        auto& progress = follower.progress;
        switch (event.type) {
            case WatchEventType::Added:
            case WatchEventType::Modified:
                follower.put(event.object);
                break;
            case WatchEventType::Deleted:
                follower.remove(event.object->key(), event.object);
                break;
            case WatchEventType::Bookmark:
                break;
            case WatchEventType::Closed:
                return closed(follower, event.status);
        }
        const std::lock_guard lock(m_mutex);
        progress.resourceVersion = event.resourceVersion;
    }

    void closed(Follower& follower, const Status& why) {
        auto& progress = follower.progress;
        const std::lock_guard lock(m_mutex);
        progress.closed = true;
        progress.needsList |= status::isExpired(why);
        if (m_clock.steady() - progress.watchSince >= kHealthyWatch) progress.failures = 0;
        progress.notBefore = m_clock.steady() + nextPause(progress);
        m_changed.notify_all();
    }

    void pause(Follower& follower) {
        const std::lock_guard lock(m_mutex);
        follower.progress.notBefore = m_clock.steady() + nextPause(follower.progress);
    }

    std::chrono::milliseconds nextPause(Follower::Progress& progress) {
        // The first end of a watch is routine (a time limit, a full queue); only repeated ones are a fault.
        if (progress.failures++ == 0)
            return std::chrono::milliseconds(static_cast<int>(100 * m_identifiers.fraction()));
        const auto base = std::min(kLongestPause, kFirstPause * (1 << std::min(progress.failures - 2, 10u)));
        return std::chrono::milliseconds(
            static_cast<std::int64_t>(static_cast<double>(base.count()) * (1 + m_identifiers.fraction())));
    }

    Client& m_client;
    async::Clock& m_clock;
    async::Identifiers m_identifiers;  ///< for jitter alone
    mutable std::mutex m_mutex;
    std::mutex m_deliveries;  ///< held while handlers hear of a list
    std::condition_variable m_changed, m_syncedChanged;
    std::vector<std::unique_ptr<Follower>> m_followers;
    std::map<const Resource*, Follower*> m_shared;
    std::size_t m_started = 0;
    std::uint64_t m_taken = 0;  ///< lists, and what watches that are gone have taken
    bool m_stopping = false;
    async::Pool m_listers;
    async::Thread m_thread;
};

}  // namespace

ObjectRef Informer::getByKey(std::string_view key) const {
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos) return get({}, key);
    return get(key.substr(0, slash), key.substr(slash + 1));
}

std::unique_ptr<Informers> Informers::create(Client& client, async::Clock& clock) {
    return std::make_unique<InformerSet>(client, clock);
}

}  // namespace armillary::client
