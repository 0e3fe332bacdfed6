#include "app/offline/offline_client.h"

#include <algorithm>
#include <condition_variable>
#include <format>
#include <map>
#include <mutex>
#include <thread>

#include "app/offline/canned_data.h"
#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/resources/resource.h"

namespace armillary::app {

namespace {

constexpr auto kChangeEvery = std::chrono::milliseconds(900);
constexpr std::size_t kMostEvents = 200;

class OfflineClient final : public client::Client {
    struct Watcher {
        const client::Resource* resource;
        client::WatchCallback callback;
    };

    class Watching final : public client::Watch {
    public:
        Watching(OfflineClient& client, std::uint64_t id) : m_client(client), m_id(id) {}
        ~Watching() override {
            const std::lock_guard lock(m_client.m_mutex);
            m_client.m_watchers.erase(m_id);
        }

    private:
        OfflineClient& m_client;
        std::uint64_t m_id;
    };

public:
    explicit OfflineClient(const OfflineOptions& options)
        : m_options(options), m_identifiers(options.seed), m_workloads(cannedWorkloads(options.pods)) {
        for (int i = 0; i < options.nodes; ++i) {
            const corev1::Node node = cannedNode(i, now());
            put(node, false);
            put(cannedNodeEvent(node, now()), false);
        }
        int index = 0;
        for (std::size_t w = 0; w < m_workloads.size(); ++w)
            for (int replica = 0; replica < m_workloads[w].replicas; ++replica, ++index)
                addPod(w, firstFate(index), now() - 60 * index - 30, false);
        for (std::size_t w = 0; w < m_workloads.size(); ++w) putWorkload(w);
        if (options.lively) m_thread = std::jthread([this](const std::stop_token& stop) { live(stop); });
    }

    ~OfflineClient() override { m_thread.request_stop(); }

    Result<ObjectRef> get(const client::Target& target) override {
        const std::lock_guard lock(m_mutex);
        const auto& objects = m_objects[target.resource];
        const auto found =
            objects.find(target.namespace_.empty() ? target.name : target.namespace_ + "/" + target.name);
        if (found == objects.end()) return std::unexpected(status::notFound(target.resource->qualified(), target.name));
        return found->second;
    }

    Result<client::Listed> list(const client::Target& target, const client::ListOptions&) override {
        const std::lock_guard lock(m_mutex);
        client::Listed listed;
        for (const auto& [key, object] : m_objects[target.resource])
            if (target.namespace_.empty() || object->namespace_() == target.namespace_) listed.items.push_back(object);
        listed.resourceVersion = std::to_string(m_revision);
        return listed;
    }

    Result<std::unique_ptr<client::Watch>> watch(const client::Target& target, const client::WatchOptions&,
                                                 client::WatchCallback callback) override {
        const std::lock_guard lock(m_mutex);
        m_watchers[++m_lastWatcher] = {target.resource, std::move(callback)};
        return std::make_unique<Watching>(*this, m_lastWatcher);
    }

    Result<ObjectRef> create(const client::Target&, std::string) override { return refuse(); }
    Result<ObjectRef> update(const client::Target&, std::string) override { return refuse(); }
    Result<ObjectRef> patch(const client::Target&, client::PatchType, std::string) override { return refuse(); }
    Result<void> remove(const client::Target&, const client::DeleteOptions&) override { return refuse(); }
    Result<void> removeCollection(const client::Target&, const client::ListOptions&,
                                  const client::DeleteOptions&) override {
        return refuse();
    }
    Result<std::string> getRaw(const std::string&) override { return "ok"; }

private:
    static std::unexpected<Status> refuse() {
        return std::unexpected(status::serviceUnavailable(
            "this is canned data, to be looked at only; start without --offline to change things"));
    }

    static std::int64_t now() { return schema::Time(async::realClock().now()).seconds; }

    static PodFate firstFate(int index) {
        if (index % 23 == 11) return PodFate::CrashLooping;
        if (index % 31 == 17) return PodFate::Pending;
        if (index % 19 == 7) return PodFate::Starting;
        return PodFate::Running;
    }

    template <schema::ApiStruct T>
    void put(T object, bool announce = true) {
        object.metadata.resourceVersion = std::to_string(++m_revision);
        auto parsed = Object::parse(client::encode(std::move(object)));
        if (!parsed) return;
        const auto* resource = &resources::resourceOf<T>();
        ObjectRef& place = m_objects[resource][(*parsed)->key()];
        const auto type = place ? client::WatchEventType::Modified : client::WatchEventType::Added;
        place = *parsed;
        if (announce) tell(resource, type, *parsed);
    }

    template <schema::ApiStruct T>
    void drop(const std::string& key) {
        const auto* resource = &resources::resourceOf<T>();
        const auto found = m_objects[resource].find(key);
        if (found == m_objects[resource].end()) return;
        const ObjectRef object = found->second;
        m_objects[resource].erase(found);
        ++m_revision;
        tell(resource, client::WatchEventType::Deleted, object);
    }

    void tell(const client::Resource* resource, client::WatchEventType type, const ObjectRef& object) {
        for (const auto& [id, watcher] : m_watchers)
            if (watcher.resource == resource) watcher.callback({type, object, std::to_string(m_revision), {}});
    }

    struct Pod {
        std::size_t workload;
        std::string suffix, node;
        PodFate fate;
        std::int64_t started;
    };

    std::string addPod(std::size_t workload, PodFate fate, std::int64_t started, bool announce) {
        const std::string suffix = m_identifiers.suffix();
        const Pod pod{workload, suffix,
                      std::format("node-{}", 1 + m_identifiers.below(static_cast<std::uint64_t>(m_options.nodes))),
                      fate, started};
        m_pods[suffix] = pod;
        put(made(pod), announce);
        return suffix;
    }

    corev1::Pod made(const Pod& pod) const {
        return cannedPod(m_workloads[pod.workload], pod.suffix, pod.node, pod.fate, pod.started, now());
    }

    void setFate(const std::string& suffix, PodFate fate) {
        Pod& pod = m_pods.at(suffix);
        pod.fate = fate;
        put(made(pod));
        putWorkload(pod.workload);
    }

    void putWorkload(std::size_t index) {
        const int ready = static_cast<int>(std::ranges::count_if(m_pods, [&](const auto& entry) {
            return entry.second.workload == index && entry.second.fate == PodFate::Running;
        }));
        put(cannedDeployment(m_workloads[index], ready, now()));
        put(cannedReplicaSet(m_workloads[index], ready, now()));
    }

    void announceEvent(const Pod& pod, const std::string& type, const std::string& reason, const std::string& message) {
        if (m_objects[&resources::resourceOf<corev1::Event>()].size() < kMostEvents)
            put(cannedEvent(made(pod), m_identifiers.suffix(8), type, reason, message, now()));
    }

    void live(const std::stop_token& stop) {
        std::condition_variable_any changed;
        std::unique_lock lock(m_mutex);
        while (!changed.wait_for(lock, stop, kChangeEvery, [&] { return stop.stop_requested(); })) step();
    }

    /// One small change: what is on its way arrives; otherwise a pod fails, or goes and is replaced.
    void step() {
        auto pod = std::next(m_pods.begin(), static_cast<std::ptrdiff_t>(m_identifiers.below(m_pods.size())));
        const auto onItsWay = std::ranges::find_if(m_pods, [](const auto& entry) {
            return entry.second.fate == PodFate::Starting || entry.second.fate == PodFate::Terminating;
        });
        if (onItsWay != m_pods.end()) pod = onItsWay;
        const std::string suffix = pod->first;
        const Pod state = pod->second;
        switch (state.fate) {
            case PodFate::Starting:
                announceEvent(state, "Normal", "Started", "Started container " + m_workloads[state.workload].name);
                return setFate(suffix, PodFate::Running);
            case PodFate::Terminating:
                drop<corev1::Pod>(made(state).metadata.namespace_ + "/" + made(state).metadata.name);
                m_pods.erase(suffix);
                return putWorkload(state.workload);
            case PodFate::CrashLooping:
                return setFate(suffix, PodFate::Running);
            case PodFate::Pending:
                return setFate(suffix, PodFate::Starting);
            case PodFate::Running:
            case PodFate::Completed:
                if (m_identifiers.below(4) == 0) {
                    announceEvent(state, "Warning", "BackOff",
                                  "Back-off restarting failed container " + m_workloads[state.workload].name);
                    return setFate(suffix, PodFate::CrashLooping);
                }
                announceEvent(state, "Normal", "Killing", "Stopping container " + m_workloads[state.workload].name);
                setFate(suffix, PodFate::Terminating);
                addPod(state.workload, PodFate::Starting, now(), true);
        }
    }

    OfflineOptions m_options;
    async::Identifiers m_identifiers;
    std::vector<CannedWorkload> m_workloads;
    std::map<std::string, Pod> m_pods;
    std::mutex m_mutex;
    std::map<const client::Resource*, std::map<std::string, ObjectRef>> m_objects;
    std::int64_t m_revision = 0;
    std::map<std::uint64_t, Watcher> m_watchers;
    std::uint64_t m_lastWatcher = 0;
    std::jthread m_thread;  ///< last: it uses all of the above
};

}  // namespace

std::shared_ptr<client::Client> makeOfflineClient(const OfflineOptions& options) {
    return std::make_shared<OfflineClient>(options);
}

}  // namespace armillary::app
