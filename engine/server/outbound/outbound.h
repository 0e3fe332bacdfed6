#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <expected>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/async/pool.h"
#include "engine/pki/ca.h"
#include "engine/server/outbound/service_endpoint.h"
#include "engine/watch/cache.h"

/// The server's own calls to other programs: webhooks and aggregated API servers. HTTPS only.
namespace armillary::server::outbound {

struct ServiceReference {
    std::string namespace_, name;
    std::int32_t port = 443;
};

/// Whom to call, and whom to trust: a URL, or a service (then `url` is only its path).
struct Peer {
    std::string url;  ///< "https://host[:port][/path]"; with a service "[/path]"
    std::optional<ServiceReference> service;
    std::optional<Address> address;  ///< behind the service, where the caller knows it
    std::string caPem;               ///< "" for the system's authorities
    std::string serverName;          ///< expected in the certificate; "" for the URL's host, or NAME.NAMESPACE.svc
    bool insecureSkipTlsVerify = false;
    pki::Credential credential;  ///< shown when asked for; may be empty
};

struct Call {
    std::string method = "POST", query;  ///< query without "?"
    std::string path;                    ///< appended to the peer's
    std::string body, contentType;
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds timeout{10'000};  ///< for everything, from looking up the address to the last byte
    std::size_t maxAnswerBytes = 3u << 20;
};

struct Answer {
    int code = 0;
    std::string body, contentType, etag;
};

/// Whether the answer says that the call was served.
inline bool isSuccess(const Answer& answer) {
    return answer.code >= 200 && answer.code <= 206;
}

/// The sentence with which client-go reports an answer that is no success and no Status.
std::string refusalText(const Answer& answer);

/// How many requests wait for others at once: with each on a worker of its own, others find workers all the same.
inline constexpr std::size_t kMostAsking = 192;

/// Thread-safe; calls block. Connections are kept, for the peers that were called last.
class Outbound {
public:
    /// Services are looked up in the cache, which must outlive it; null: every caller brings the address.
    explicit Outbound(const watch::Cache* cache, std::size_t mostAsking = kMostAsking);
    ~Outbound();

    /// While one lives on a thread, that thread serves one request. The request has a turn from when it first asks
    /// somebody until it ends. One within another changes nothing.
    class Request {
    public:
        explicit Request(Outbound& outbound);
        ~Request();
        Request(const Request&) = delete;
        Request& operator=(const Request&) = delete;

    private:
        friend class Outbound;
        Outbound* const m_outbound;  ///< null within another
        bool m_hasTurn = false;
    };

    /// 429 when as many requests as may are asking somebody, and this thread's is not among them. A thread that serves
    /// no request is its owner's to bound.
    Result<void> takeTurn();

    /// For what one request asks several at once, and for events whose conversion asks somebody: one bound over all
    /// requests. Who finds none free does the work himself, one after the other.
    async::Pool& threads() { return m_threads; }

    /// Takes a turn, if there is one. The error is a sentence as Go's HTTP client words it:
    /// `Post "https://x.y.svc:443/path": dial tcp 10.0.0.7:8443: connect: connection refused`.
    std::expected<Answer, std::string> call(const Peer& peer, const Call& call);

private:
    struct Line;
    std::shared_ptr<Line> lineTo(const Peer& peer, const std::string& url, std::string host, std::uint16_t port,
                                 std::size_t maxAnswerBytes, std::string& why);

    async::Pool m_threads{{.name = "outbound", .threads = 64}};
    const watch::Cache* const m_cache;
    const std::size_t m_mostAsking;
    std::atomic<std::size_t> m_asking = 0;
    std::atomic<std::size_t> m_turn = 0;
    std::mutex m_mutex;
    std::list<std::shared_ptr<Line>> m_lines;  ///< the most recently used first
};

}  // namespace armillary::server::outbound
