#include "app/offline/simulated_access.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <format>
#include <map>
#include <mutex>
#include <optional>

#include "app/offline/simulated_process.h"
#include "engine/async/guard.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::app {

namespace {

constexpr std::size_t kMostQueued = 1u << 20;
constexpr std::size_t kMostContainers = 1000;

std::string decoded(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(text.data() + at + 1, text.data() + at + 3, value, 16).ec == std::errc()) {
            made += static_cast<char>(value);
            at += 2;
        } else {
            made += text[at];
        }
    }
    return made;
}

/// "/api/v1/namespaces/shop/pods/web/exec?command=sh&…"
struct Request {
    std::string podPath, pod, verb;
    std::multimap<std::string, std::string> query;

    static Request parse(const std::string& target) {
        Request request;
        const auto question = std::min(target.find('?'), target.size());
        const std::string path = target.substr(0, question);
        const auto slash = path.rfind('/');
        request.podPath = path.substr(0, slash);
        request.pod = request.podPath.substr(request.podPath.rfind('/') + 1);
        request.verb = path.substr(slash + 1);
        for (std::size_t at = question + 1; at < target.size();) {
            const auto end = std::min(target.find('&', at), target.size());
            const auto equals = std::min(target.find('=', at), end);
            request.query.emplace(target.substr(at, equals - at), decoded(std::string_view(target).substr(
                                                                      std::min(equals + 1, end), end - equals - 1)));
            at = end + 1;
        }
        return request;
    }
    std::string one(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::string() : found->second;
    }
    std::vector<std::string> all(const std::string& name) const {
        std::vector<std::string> values;
        for (auto [at, end] = query.equal_range(name); at != end; ++at) values.push_back(at->second);
        return values;
    }
};

/// One connection: a process, and the thread on which it talks.
class Conversation final : public client::Channels {
public:
    Conversation(std::unique_ptr<SimulatedProcess> process, std::string protocol, client::ChannelHandlers handlers)
        : m_process(std::move(process)), m_protocol(std::move(protocol)), m_handlers(std::move(handlers)) {
        m_thread = async::Thread("simulated-access", [this](const std::stop_token& stop) { serve(stop); });
    }
    ~Conversation() override { m_thread.stop(); }

    bool send(int channel, std::string_view bytes) override {
        const std::lock_guard lock(m_mutex);
        if (m_over) return false;
        if (!m_queue.empty() && m_queued + bytes.size() > kMostQueued) {
            m_refused = true;
            return false;
        }
        m_queue.emplace_back(channel, bytes);
        m_queued += bytes.size();
        m_changed.notify_all();
        return true;
    }
    void hold(bool held) override {
        const std::lock_guard lock(m_mutex);
        m_held = held;
        m_changed.notify_all();
    }
    std::string protocol() const override { return m_protocol; }

private:
    void say(const SimulatedProcess::Said& said) {
        for (const auto& [channel, bytes] : said)
            if (m_handlers.data && !bytes.empty()) m_handlers.data(channel, bytes);
    }

    void serve(const std::stop_token& stop) {
        say(m_process->start());
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested() && !m_process->isOver()) {
            m_changed.wait(lock, stop, [this] { return !m_queue.empty() || (m_process->goesOn() && !m_held); });
            if (stop.stop_requested()) return;
            std::optional<std::pair<int, std::string>> message;
            bool drained = false;
            if (!m_queue.empty()) {
                message = std::move(m_queue.front());
                m_queue.pop_front();
                m_queued -= message->second.size();
                drained = m_queue.empty() && std::exchange(m_refused, false);
            }
            const bool held = m_held;
            lock.unlock();
            if (message) say(m_process->message(message->first, message->second));
            if (!held && m_process->goesOn()) say(m_process->more());
            if (drained && m_handlers.drained) m_handlers.drained();
            lock.lock();
        }
        m_over = true;
        lock.unlock();
        if (stop.stop_requested() || !m_handlers.ended) return;
        Status orderly;
        orderly.status = metav1::kStatusSuccess;
        m_handlers.ended(orderly);
    }

    const std::unique_ptr<SimulatedProcess> m_process;
    const std::string m_protocol;
    const client::ChannelHandlers m_handlers;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::pair<int, std::string>> m_queue;
    std::size_t m_queued = 0;
    bool m_refused = false, m_held = false, m_over = false;
    async::Thread m_thread;  ///< last: it uses all of the above
};

class SimulatedAccess final : public client::Calls {
public:
    explicit SimulatedAccess(std::shared_ptr<client::Calls> server) : m_server(std::move(server)) {}

    Result<client::Answer> call(const client::Call& call) override { return m_server->call(call); }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        return m_server->follow(call, std::move(handlers));
    }

    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        const Request request = Request::parse(target);
        auto answer = m_server->call({.target = request.podPath});
        if (!answer) return std::unexpected(answer.error());
        auto object = Object::parse(std::move(answer->body));
        if (!object) return std::unexpected(status::internalError("the pod cannot be read"));
        const auto& pod = (*object)->as<corev1::Pod>();
        const bool forwards = request.verb == "portforward";
        if (pod.status.phase != corev1::kPodRunning)
            return std::unexpected(status::badRequest("pod " + request.pod + " is not running"));
        auto process = forwards ? forward(pod, request) : exec(pod, request);
        if (!process) return std::unexpected(process.error());
        const std::string_view wanted = forwards ? "v4.channel.k8s.io" : "v5.channel.k8s.io";
        if (!std::ranges::contains(protocols, wanted))
            return std::unexpected(status::badRequest("no protocol that is known was offered"));
        return std::make_unique<Conversation>(std::move(*process), std::string(wanted), std::move(handlers));
    }

private:
    Result<std::unique_ptr<SimulatedProcess>> forward(const corev1::Pod& pod, const Request& request) {
        int port = 0;
        const std::string text = request.one("ports");
        std::from_chars(text.data(), text.data() + text.size(), port);
        bool listens = false;
        for (const auto& container : pod.spec.containers)
            for (const auto& declared : container.ports) listens |= declared.containerPort == port;
        return makeSimulatedPort(request.pod, port, listens);
    }

    Result<std::unique_ptr<SimulatedProcess>> exec(const corev1::Pod& pod, const Request& request) {
        const std::string name = request.one("container");
        std::string image;
        const auto look = [&](const auto& specs) {
            for (const auto& spec : specs)
                if (spec.name == name) image = spec.image;
        };
        look(pod.spec.containers);
        look(pod.spec.initContainers);
        look(pod.spec.ephemeralContainers);
        if (image.empty())
            return std::unexpected(status::badRequest("container " + name + " is not valid for pod " + request.pod));
        return makeSimulatedProcess(container(pod.metadata.uid, request.pod, name, image), request.all("command"));
    }

    std::shared_ptr<SharedContainer> container(const std::string& uid, const std::string& pod, const std::string& name,
                                               const std::string& image) {
        const std::lock_guard lock(m_mutex);
        if (m_containers.size() >= kMostContainers) m_containers.clear();
        auto& made = m_containers[uid + "/" + name];
        if (!made) made = std::make_shared<SharedContainer>(SimulatedContainer::make(pod, name, image));
        return made;
    }

    const std::shared_ptr<client::Calls> m_server;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<SharedContainer>> m_containers;  ///< by uid and name
};

}  // namespace

std::shared_ptr<client::Calls> withSimulatedAccess(std::shared_ptr<client::Calls> server) {
    return std::make_shared<SimulatedAccess>(std::move(server));
}

}  // namespace armillary::app
