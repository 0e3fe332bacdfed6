#include "tests/support/api/api_harness.h"

#include <mutex>
#include <stdexcept>

#include "engine/server/target.h"
#include "engine/store/memory/memory_store.h"

namespace armillary::test {

using server::Reply;
using server::Request;
using server::Response;
using server::User;

ApiHarness::ApiHarness(const ApiHarnessOptions& options)
    : m_store(store::makeMemoryStore()),
      m_cache(watch::Cache::create(*m_store, {.ringEvents = options.ringEvents}).value()),
      m_signer(pki::TokenSigner::create(pki::TokenSigner::newKey().value(), "https://kubernetes.default.svc").value()),
      m_api(server::makeApi({.store = *m_store,
                             .cache = *m_cache,
                             .signer = *m_signer,
                             .clock = m_clock,
                             .identifiers = m_identifiers,
                             .health = m_health,
                             .services = {},
                             .frontProxy = options.frontProxy,
                             .agentClient = options.agentClient,
                             .clusterCaPem = options.clusterCaPem})) {
    if (!options.bootstrap) return;
    if (auto done = server::bootstrap(*m_api, m_health, {}, "192.0.2.1", 6443); !done)
        throw std::runtime_error(done.error().message);
    // Pods need one; in a whole cluster a controller makes it.
    requireSuccess(post("/api/v1/namespaces/default/serviceaccounts", R"({"metadata":{"name":"default"}})"));
}

ApiHarness::~ApiHarness() = default;

const User& ApiHarness::admin() {
    static const User user{.name = "admin", .groups = {"system:masters", "system:authenticated"}};
    return user;
}

User ApiHarness::user(std::string name, std::vector<std::string> groups) {
    groups.emplace_back("system:authenticated");
    return {.name = std::move(name), .groups = std::move(groups)};
}

Reply ApiHarness::reply(const User& user, std::string method, std::string_view target, std::string body,
                        std::vector<std::pair<std::string, std::string>> headers) {
    auto parsed = server::parseTarget(target);
    if (!parsed) throw std::invalid_argument(parsed.error());
    Request request{.method = std::move(method),
                    .path = std::move(parsed->path),
                    .query = std::move(parsed->query),
                    .headers = std::move(headers),
                    .body = std::move(body)};
    return m_api->handleAs(user, std::move(request));
}

Response ApiHarness::sendAs(const User& user, std::string method, std::string_view target, std::string body,
                            std::vector<std::pair<std::string, std::string>> headers) {
    Reply answer = reply(user, std::move(method), target, std::move(body), std::move(headers));
    auto* response = std::get_if<Response>(&answer);
    if (!response) throw std::logic_error("not a whole response: " + std::string(target));
    if (response->shared) response->body = *response->shared;
    return std::move(*response);
}

Response ApiHarness::send(std::string method, std::string_view target, std::string body,
                          std::vector<std::pair<std::string, std::string>> headers) {
    return sendAs(admin(), std::move(method), target, std::move(body), std::move(headers));
}

Response ApiHarness::patch(std::string_view target, std::string_view kind, std::string body) {
    return send("PATCH", target, std::move(body),
                {{"content-type", "application/" + std::string(kind) + "-patch+json"}});
}

Status ApiHarness::statusOf(const Response& response) {
    auto status = schema::fromJson<Status>(response.body);
    if (!status) throw std::runtime_error(status.error().text() + " in " + response.body);
    return *status;
}

void ApiHarness::requireSuccess(const Response& response) {
    if (response.code >= 300) throw std::runtime_error(std::to_string(response.code) + ": " + response.body);
}

class WatchProbe::Sink final : public server::FrameSink {
public:
    bool write(std::shared_ptr<const std::string> frame) override {
        const std::scoped_lock lock(m_mutex);
        m_text += *frame;
        return true;
    }
    void end() override {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    std::string take() {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_text, {});
    }
    bool ended() {
        const std::scoped_lock lock(m_mutex);
        return m_ended;
    }

private:
    std::mutex m_mutex;
    std::string m_text;
    bool m_ended = false;
};

WatchProbe::WatchProbe(ApiHarness& harness, std::string_view target, const User& user,
                       std::vector<std::pair<std::string, std::string>> headers)
    : m_sink(std::make_shared<Sink>()) {
    Reply answer = harness.reply(user, "GET", target, {}, std::move(headers));
    if (const auto* response = std::get_if<Response>(&answer)) throw std::runtime_error("no watch: " + response->body);
    auto& stream = std::get<server::StreamReply>(answer);
    m_contentType = stream.contentType;
    m_producer = stream.start(m_sink);
}

WatchProbe::~WatchProbe() = default;

std::string WatchProbe::raw() {
    return m_sink->take();
}

bool WatchProbe::ended() const {
    return m_sink->ended();
}

std::vector<std::string> WatchProbe::take() {
    std::vector<std::string> events;
    const std::string text = m_sink->take();
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        events.push_back(text.substr(begin, end - begin));
        begin = end == std::string::npos ? text.size() : end + 1;
    }
    return events;
}

std::vector<std::string> WatchProbe::takeNames() {
    std::vector<std::string> names;
    for (const std::string& text : take()) {
        const auto event = schema::fromJson<metav1::WatchEvent>(text);
        if (!event) throw std::runtime_error(event.error().text() + " in " + text);
        const auto head = schema::readHead(event->object.text);
        const bool named = event->type != "BOOKMARK" && event->type != "ERROR" && head;
        names.push_back(named ? event->type + " " + head->name : event->type);
    }
    return names;
}

}  // namespace armillary::test
