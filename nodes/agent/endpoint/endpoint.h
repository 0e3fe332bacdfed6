#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/pki/ca.h"
#include "engine/schema/status.h"

namespace armillary::agent {

struct ContainerAddress {
    std::string namespace_, pod, container;  ///< container "" means the only one, or the default annotation's
};

struct ExecOptions {
    std::vector<std::string> command;  ///< empty for attach
    bool stdin_ = false, stdout_ = false, stderr_ = false, tty = false;
};

/// A client's command in a container. Its end, unless ended() was called before, is the client's: the command is ended
/// then, for the runtime lets it run on.
class ExecSession {
public:
    virtual ~ExecSession() = default;
    virtual void ended() = 0;
};

/// How the endpoint reaches the node's pods. Calls block; they come from worker threads.
class PodAccess {
public:
    virtual ~PodAccess() = default;
    /// The CRI log file of the container's current run, or of the one before it. 404 when there is none, 400 with
    /// upstream's sentence when the container is waiting to start.
    virtual Result<std::string> logPath(const ContainerAddress& container, bool previous) = 0;
    /// Whether that log may still grow (logs -f ends otherwise): its run goes on. A later run has a log of its own.
    virtual bool isRunning(const ContainerAddress& container, const std::string& logPath) = 0;
    /// URLs of the runtime's streaming server (CRI Exec, Attach, PortForward), "http://127.0.0.1:PORT/exec/TOKEN".
    virtual Result<std::string> execUrl(const ContainerAddress& container, const ExecOptions& options) = 0;
    /// Before the runtime is connected to for that command. Null when there is no such container.
    virtual std::shared_ptr<ExecSession> followExec(const ContainerAddress& container,
                                                    const std::vector<std::string>& command) = 0;
    virtual Result<std::string> attachUrl(const ContainerAddress& container, const ExecOptions& options) = 0;
    virtual Result<std::string> portForwardUrl(const std::string& namespace_, const std::string& pod) = 0;
    /// The node's pods as a v1 PodList, and the stats summary, as JSON.
    virtual std::string podsJson() = 0;
    /// What the runtime runs, as a v1 PodList of names, UIDs and containers.
    virtual std::string runningPodsJson() = 0;
    virtual std::string statsJson() = 0;
    /// The agent's configuration as upstream's kubelet shows it.
    virtual std::string configJson() = 0;
    /// Prometheus' text form: of the agent itself, and what the node and its pods use.
    virtual std::string metrics() = 0;
    virtual std::string resourceMetrics() = 0;
    /// The same under the names of upstream's container collector.
    virtual std::string cadvisorMetrics() = 0;
    /// How often probes succeeded and failed.
    virtual std::string probeMetrics() = 0;
};

/// Who asks.
struct Asker {
    std::string name, uid;
    std::vector<std::string> groups;
};

/// Decides about callers that are not the API server. Calls block; they come from worker threads.
class Gatekeeper {
public:
    virtual ~Gatekeeper() = default;
    /// The bearer of the token; 401 when it is nobody's.
    virtual Result<Asker> authenticate(const std::string& token) = 0;
    /// Whether he may `verb` this node's `subresource` ("proxy", "stats", "metrics", "log"); 403 with upstream's
    /// sentence when not.
    virtual Result<void> authorize(const Asker& asker, std::string_view verb, std::string_view subresource) = 0;
};

struct EndpointConfig {
    std::string address;
    std::uint16_t port = 10250;                ///< taken: the next free one
    std::function<pki::Credential()> serving;  ///< asked for at every handshake, so that rotation needs no restart
    std::string clientCaPem;
    /// Common name that a client certificate must carry (or be of system:masters).
    std::string clientName = "kube-apiserver-kubelet-client";
    std::string logFolder = "/var/log";  ///< what /logs shows
    Gatekeeper* gatekeeper = nullptr;    ///< outlives the endpoint; null: nobody but the API server is answered
};

/// The agent's authenticated HTTPS server (invariant I12): /healthz, /pods, /runningpods, /stats/summary, /metrics,
/// /metrics/resource, /metrics/cadvisor, /metrics/probes, /configz, /logs/…, /containerLogs/NS/POD/CONTAINER, /exec/…,
/// /attach/…, /portForward/NS/POD, /run/…. exec and attach take WebSocket (v4 and v5 of channel.k8s.io,
/// base64.channel.k8s.io and its v4, or none named) and SPDY/3.1 (v4.channel.k8s.io), port-forward takes SPDY/3.1
/// (portforward.k8s.io), SPDY tunnelled in WebSocket (SPDY/3.1+portforward.k8s.io) and WebSocket (v4.channel.k8s.io,
/// v4.base64.channel.k8s.io, or none named); all are carried to the runtime's streaming server, which speaks SPDY/3.1.
class Endpoint {
public:
    virtual ~Endpoint() = default;
    static std::expected<std::unique_ptr<Endpoint>, std::string> start(EndpointConfig config, PodAccess& pods);
    virtual std::uint16_t port() const = 0;
};

}  // namespace armillary::agent
