#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/pki/token.h"
#include "engine/schema/json_codec.h"
#include "engine/server/health.h"
#include "engine/server/server.h"
#include "engine/store/store.h"
#include "engine/watch/cache.h"

namespace armillary::test {

struct ApiHarnessOptions {
    bool bootstrap = true;  ///< system namespaces, bootstrap policy and so on, and default's service account, exist
    std::size_t ringEvents = 4096;    ///< of the watch cache
    pki::Credential frontProxy = {};  ///< towards aggregated API servers
    pki::Credential agentClient = {};
    std::string clusterCaPem = {};
};

/// A whole API server without sockets: memory store, watch cache, and the real pipeline, on a manual clock and with
/// repeatable identifiers.
class ApiHarness {
public:
    explicit ApiHarness(const ApiHarnessOptions& options = {});
    ~ApiHarness();

    server::Api& api() { return *m_api; }
    store::Store& store() { return *m_store; }
    watch::Cache& cache() { return *m_cache; }
    const pki::TokenSigner& signer() const { return *m_signer; }
    async::ManualClock& clock() { return m_clock; }
    async::Identifiers& identifiers() { return m_identifiers; }
    server::Health& health() { return m_health; }

    /// In the group system:masters.
    static const server::User& admin();
    /// Any other user; system:authenticated is among the groups.
    static server::User user(std::string name, std::vector<std::string> groups = {});

    /// `target` with query, as a client would send it. An answer that is no whole response throws.
    server::Response send(std::string method, std::string_view target, std::string body = {},
                          std::vector<std::pair<std::string, std::string>> headers = {});
    server::Response sendAs(const server::User& user, std::string method, std::string_view target,
                            std::string body = {}, std::vector<std::pair<std::string, std::string>> headers = {});
    server::Reply reply(const server::User& user, std::string method, std::string_view target, std::string body = {},
                        std::vector<std::pair<std::string, std::string>> headers = {});

    server::Response get(std::string_view target) { return send("GET", target); }
    server::Response post(std::string_view target, std::string body) { return send("POST", target, std::move(body)); }
    server::Response put(std::string_view target, std::string body) { return send("PUT", target, std::move(body)); }
    server::Response remove(std::string_view target, std::string body = {}) {
        return send("DELETE", target, std::move(body));
    }
    /// `kind` is "json", "merge" or "strategic-merge".
    server::Response patch(std::string_view target, std::string_view kind, std::string body);

    /// The answer as a T; throws with the answer's text when it is none, or no success.
    template <schema::ApiStruct T>
    static T as(const server::Response& response) {
        requireSuccess(response);
        auto object = schema::fromJson<T>(response.body);
        if (!object) throw std::runtime_error(object.error().text() + " in " + response.body);
        return *object;
    }
    /// The Status of an answer, success or not.
    static Status statusOf(const server::Response& response);

private:
    static void requireSuccess(const server::Response& response);

    async::ManualClock m_clock;
    async::Identifiers m_identifiers{1};
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<watch::Cache> m_cache;
    std::unique_ptr<pki::TokenSigner> m_signer;
    server::Health m_health;
    std::unique_ptr<server::Api> m_api;
};

/// Runs a watch and keeps what it sent. Frames come from the writer's thread, but a write returns only when they have
/// been delivered.
class WatchProbe {
public:
    WatchProbe(ApiHarness& harness, std::string_view target, const server::User& user = ApiHarness::admin(),
               std::vector<std::pair<std::string, std::string>> headers = {});
    ~WatchProbe();

    /// The events that came since the last call, one JSON document each.
    std::vector<std::string> take();
    /// "ADDED a", "DELETED b", "BOOKMARK", "ERROR": type and name of what take() would return.
    std::vector<std::string> takeNames();
    std::string raw();  ///< the bytes as they came
    bool ended() const;
    const std::string& contentType() const { return m_contentType; }

private:
    class Sink;
    std::shared_ptr<Sink> m_sink;
    std::string m_contentType;
    std::unique_ptr<server::Producer> m_producer;
};

}  // namespace armillary::test
