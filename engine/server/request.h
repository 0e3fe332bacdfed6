#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/pki/ca.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

/// What travels between a session (or the local client) and the API: plain values, free of any transport's types.
namespace armillary::server {

/// Who asks. Source: k8s.io/apiserver/pkg/authentication/user.
struct User {
    std::string name;
    std::string uid;
    std::vector<std::string> groups;
    std::vector<std::pair<std::string, std::vector<std::string>>> extra;
};

/// A client certificate that TLS has verified against the cluster's CA.
struct PeerCertificate {
    std::string commonName;
    std::vector<std::string> organizations;
    std::string fingerprint = {};  ///< SHA-256 of the certificate (DER), lower-case hex; "" when not known
};

struct Request {
    std::string method;  ///< "GET", upper case
    std::string path;    ///< percent-decoded where it is safe, as routed: "/api/v1/pods"
    std::vector<std::pair<std::string, std::string>> query;    ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;
    std::optional<PeerCertificate> peer;
    bool peerRejected = false;  ///< there is a certificate, and it does not hold
    std::string remoteAddress;  ///< "127.0.0.1"

    std::string_view header(std::string_view lowerCaseName) const;  ///< "" when absent
    std::string_view parameter(std::string_view name) const;        ///< the first, "" when absent
    std::vector<std::string_view> parameters(std::string_view name) const;
    bool hasParameter(std::string_view name) const;
};

/// A whole answer.
struct Response {
    int code = 200;
    std::string contentType = "application/json";
    std::string body;
    std::shared_ptr<const std::string> shared;  ///< instead of `body`, for what many are sent (OpenAPI)
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Where a stream's frames go. Thread-safe; never blocks.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    /// False when the peer is gone or too far behind (its queue is bounded): the producer stops.
    virtual bool write(std::shared_ptr<const std::string> frame) = 0;
    /// No more frames; the response ends when what is queued has been sent.
    virtual void end() = 0;
};

/// A running producer; destroying it stops it, and it writes nothing afterwards.
class Producer {
public:
    virtual ~Producer() = default;
};

/// A response whose body comes in frames (watch).
struct StreamReply {
    std::string contentType;
    std::chrono::milliseconds timeout{0};  ///< the session ends the stream after this; 0: never
    /// Called once, when the head has been sent.
    std::function<std::unique_ptr<Producer>(std::shared_ptr<FrameSink>)> start;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

/// Whom a proxied request trusts, and as whom it comes, where that is not the cluster's own: an aggregated API server.
struct UpstreamTrust {
    std::string caPem;  ///< "" for the system's authorities
    bool insecureSkipTlsVerify = false;
    pki::Credential credential;
};

/// The request is to be answered by somebody else: the session connects there, sends the request on (upgrades and
/// all), relays the answer and splices both directions until either ends.
struct ProxyReply {
    bool tls = false;  ///< with the API server's client certificate, for agents
    std::string host;  ///< address or name to connect to
    std::uint16_t port = 0;
    std::string target;                               ///< request target with query, as the other side shall see it
    std::string serverName;                           ///< expected in the certificate, "node-1"; "" when plain
    std::string stripPrefix;                          ///< prefix for rewriting Location of a proxied service
    std::shared_ptr<const UpstreamTrust> trust = {};  ///< null: the cluster's own
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< sent besides the request's
    /// What the answer's head gets where it does not have it; a change of protocol stays as it is.
    std::vector<std::pair<std::string, std::string>> answerHeaders = {};
};

using Reply = std::variant<Response, StreamReply, ProxyReply>;

}  // namespace armillary::server
