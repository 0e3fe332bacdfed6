#include "app/offline/simulated_logs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <condition_variable>
#include <format>
#include <map>
#include <mutex>
#include <optional>

#include "engine/async/guard.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::app {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kMostLines = 2000;
constexpr std::int64_t kEveryMs = 1700;  ///< a line of one container, on the average
constexpr std::string_view kStarted = "msg=\"listening\" port=8080";

struct Query {
    std::string podPath;
    std::map<std::string, std::string> values;

    static std::optional<Query> parse(const std::string& target) {
        const auto question = std::min(target.find('?'), target.size());
        const std::string_view path(target.data(), question);
        if (!path.ends_with("/log") || !path.contains("/pods/")) return std::nullopt;
        Query query{.podPath = std::string(path.substr(0, path.size() - 4)), .values = {}};
        for (std::size_t at = question + 1; at < target.size();) {
            const auto end = std::min(target.find('&', at), target.size());
            const auto equals = std::min(target.find('=', at), end);
            query.values.emplace(target.substr(at, equals - at),
                                 target.substr(std::min(equals + 1, end), end - std::min(equals + 1, end)));
            at = end + 1;
        }
        return query;
    }
    std::string one(const std::string& name) const {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    }
    bool flag(const std::string& name) const { return one(name) == "true"; }
    std::optional<std::int64_t> number(const std::string& name) const {
        const std::string text = one(name);
        std::int64_t value = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return std::nullopt;
        return value;
    }
};

/// splitmix64: spreads a number over all bits.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// What one container writes. Its lines are numbered by their moment: line n comes a little after n * kEveryMs.
class Writer {
public:
    Writer(const std::string& pod, const std::string& container, std::int64_t startedMs)
        : m_seed(std::hash<std::string>{}(pod + "/" + container)),
          m_json(m_seed % 3 == 0),
          m_first(startedMs / kEveryMs) {}

    std::int64_t first() const { return m_first; }
    /// The newest that has been written by then.
    std::int64_t lastBy(std::int64_t nowMs) const {
        std::int64_t number = nowMs / kEveryMs;
        while (number > m_first && timeOf(number) > nowMs) --number;
        return number;
    }
    std::int64_t timeOf(std::int64_t number) const {
        return number * kEveryMs + static_cast<std::int64_t>(chance(number, 1) % (kEveryMs - 100));
    }
    std::string line(std::int64_t number) const {
        if (number == m_first) return say("info", std::string(kStarted));
        static constexpr std::array kPaths = {"/", "/cart", "/products", "/products/42", "/checkout", "/healthz"};
        const auto* path = kPaths[chance(number, 2) % kPaths.size()];
        const auto took = 1 + chance(number, 3) % 90;
        const auto luck = chance(number, 4) % 100;
        if (luck < 3)
            return say("error",
                       std::format("msg=\"GET {}\" status=502 ms={} cause=\"upstream reset\"", path, took * 20));
        if (luck < 10) return say("warn", std::format("msg=\"GET {}\" status=200 ms={} slow=true", path, took * 12));
        return say("info", std::format("msg=\"GET {}\" status=200 ms={}", path, took));
    }

private:
    std::uint64_t chance(std::int64_t number, std::uint64_t of) const {
        return mixed(m_seed ^ mixed(static_cast<std::uint64_t>(number) * 8 + of));
    }
    /// `rest` is logfmt; a third of the containers write JSON.
    std::string say(std::string_view level, const std::string& rest) const {
        if (!m_json) return std::format("level={} {}", level, rest);
        std::string made = std::format("{{\"level\":\"{}\"", level);
        for (std::size_t at = 0; at < rest.size();) {
            const auto equals = rest.find('=', at);
            const bool quoted = rest[equals + 1] == '"';
            const auto end = std::min(quoted ? rest.find('"', equals + 2) + 1 : rest.find(' ', equals), rest.size());
            const std::string value = rest.substr(equals + 1, end - equals - 1);
            const bool bare = !quoted && !value.empty() && std::isdigit(static_cast<unsigned char>(value[0])) == 0;
            made +=
                ",\"" + rest.substr(at, equals - at) + "\":" + (bare && value != "true" ? "\"" + value + "\"" : value);
            at = end + 1;
        }
        return made + "}";
    }

    const std::uint64_t m_seed;
    const bool m_json;
    const std::int64_t m_first;
};

std::string stamp(std::int64_t ms) {
    return std::format("{:%FT%T}Z ", std::chrono::sys_time<milliseconds>(milliseconds(ms)));
}

/// Seconds of "2026-01-31T12:00:00Z", its colons percent-encoded or not.
std::optional<std::int64_t> secondsOf(std::string text) {
    for (auto at = text.find("%3A"); at != std::string::npos; at = text.find("%3A")) text.replace(at, 3, ":");
    const auto time = schema::Time::parse(text);
    return time && time->isSet() ? std::optional(time->seconds) : std::nullopt;
}

/// A log as one asked for it.
struct Log {
    Writer writer;
    bool stamped = false, follow = false;
    std::int64_t next = 0;  ///< number of the first line
    std::string lastWords;  ///< instead of all lines: of a run that is over

    std::string text(std::int64_t number) const {
        return (stamped ? stamp(writer.timeOf(number)) : std::string()) + writer.line(number) + "\n";
    }
    /// What has been written by `now` and was not taken yet.
    std::string take(std::int64_t now) {
        if (!lastWords.empty()) return std::exchange(lastWords, {});
        std::string lines;
        for (const auto last = writer.lastBy(now); next <= last; ++next) lines += text(next);
        return lines;
    }
};

class Following final : public client::Stream {
public:
    Following(Log log, LogClock clock, client::StreamHandlers handlers)
        : m_log(std::move(log)), m_clock(std::move(clock)), m_handlers(std::move(handlers)) {
        m_thread = async::Thread("simulated-log", [this](const std::stop_token& stop) { run(stop); });
    }
    ~Following() override { m_thread.stop(); }

private:
    void run(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        do {
            const std::string lines = m_log.take(m_clock());
            if (!lines.empty() && m_handlers.data) m_handlers.data(lines);
            if (!m_log.follow) {
                Status orderly;
                orderly.status = metav1::kStatusSuccess;
                if (m_handlers.ended) m_handlers.ended(orderly);
                return;
            }
            std::unique_lock lock(mutex);
            never.wait_for(lock, stop, milliseconds(500), [] { return false; });
        } while (!stop.stop_requested());
    }

    Log m_log;
    const LogClock m_clock;
    const client::StreamHandlers m_handlers;
    async::Thread m_thread;  ///< last: it uses all of the above
};

class SimulatedLogs final : public client::Calls {
public:
    SimulatedLogs(std::shared_ptr<client::Calls> server, LogClock clock)
        : m_server(std::move(server)), m_clock(std::move(clock)) {}

    Result<client::Answer> call(const client::Call& call) override {
        const auto query = call.method == "GET" ? Query::parse(call.target) : std::nullopt;
        if (!query) return m_server->call(call);
        return logOf(*query).transform([this](Log log) {
            return client::Answer{
                .code = 200, .contentType = "text/plain", .warnings = {}, .body = log.take(m_clock())};
        });
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        const auto query = Query::parse(call.target);
        if (!query) return m_server->follow(call, std::move(handlers));
        auto log = logOf(*query);
        if (!log) return std::unexpected(log.error());
        return std::make_unique<Following>(std::move(*log), m_clock, std::move(handlers));
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        return m_server->open(target, protocols, std::move(handlers));
    }

private:
    Result<Log> logOf(const Query& query) {
        auto answer = m_server->call({.target = query.podPath});
        if (!answer) return std::unexpected(answer.error());
        auto object = Object::parse(std::move(answer->body));
        if (!object) return std::unexpected(status::internalError("the pod cannot be read"));
        const auto& pod = (*object)->as<corev1::Pod>();
        const std::string asked = query.one("container");
        const std::string container =
            asked.empty() && !pod.spec.containers.empty() ? pod.spec.containers.front().name : asked;
        const auto found = std::ranges::find(pod.status.containerStatuses, container, &corev1::ContainerStatus::name);
        if (found == pod.status.containerStatuses.end())
            return std::unexpected(status::badRequest(std::format(
                "container {} in pod \"{}\" is not there, or waits to start", container, pod.metadata.name)));
        Log log{.writer = {pod.metadata.name, container,
                           pod.metadata.creationTimestamp.isSet() ? pod.metadata.creationTimestamp.seconds * 1000 : 0}};
        log.stamped = query.flag("timestamps");
        log.follow = query.flag("follow");
        if (query.flag("previous") || !found->state.running) return over(std::move(log), *found, query);
        const std::int64_t now = m_clock(), last = log.writer.lastBy(now);
        log.next = std::max(log.writer.first(), last - kMostLines);
        if (const auto tail = query.number("tailLines"))
            log.next = std::max(log.next, last - std::max<std::int64_t>(*tail, 0) + 1);
        std::optional<std::int64_t> since;
        if (const auto seconds = query.number("sinceSeconds")) since = now - *seconds * 1000;
        if (const auto time = secondsOf(query.one("sinceTime"))) since = *time * 1000;
        if (since) log.next = std::max(log.next, *since / kEveryMs);
        return log;
    }

    /// Of a run that has ended, its last words.
    Result<Log> over(Log log, const corev1::ContainerStatus& of, const Query& query) {
        const auto& ended =
            query.flag("previous") || !of.state.terminated ? of.lastState.terminated : of.state.terminated;
        if (!ended)
            return std::unexpected(status::badRequest(std::format("{}terminated container \"{}\" not found",
                                                                  query.flag("previous") ? "previous " : "", of.name)));
        const std::int64_t now = m_clock();
        for (const char* words :
             {"level=info msg=\"starting\"", "level=error msg=\"cannot reach the queue\" cause=\"connection refused\"",
              "panic: no queue, nothing to do"})
            log.lastWords += (log.stamped ? stamp(now) : std::string()) + words + "\n";
        log.follow = false;
        return log;
    }

    const std::shared_ptr<client::Calls> m_server;
    const LogClock m_clock;
};

}  // namespace

std::shared_ptr<client::Calls> withSimulatedLogs(std::shared_ptr<client::Calls> server, LogClock clock) {
    if (!clock) clock = [] { return std::chrono::system_clock::now().time_since_epoch() / milliseconds(1); };
    return std::make_shared<SimulatedLogs>(std::move(server), std::move(clock));
}

}  // namespace armillary::app
