#include "nodes/agent/endpoint/session.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <format>

#include "engine/schema/json_codec.h"
#include "nodes/agent/endpoint/bridges.h"
#include "nodes/agent/endpoint/channels.h"
#include "nodes/agent/endpoint/log_stream.h"
#include "nodes/agent/endpoint/system_logs.h"
#include "nodes/agent/endpoint/workers.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kHandshakeTime = 10s;
constexpr auto kIdleTime = 90s;
constexpr std::size_t kMaxHeadBytes = 128u << 10;  ///< a command line is in it
constexpr std::size_t kMaxBodyBytes = 64u << 10;
constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

const std::vector<std::string_view> kExecProtocols{"v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io",
                                                   "channel.k8s.io", "base64.channel.k8s.io"};
const std::vector<std::string_view> kLogProtocols{"binary.k8s.io", "base64.binary.k8s.io"};
const std::vector<std::string_view> kPortProtocols{"SPDY/3.1+portforward.k8s.io", "v4.channel.k8s.io",
                                                   "v4.base64.channel.k8s.io", "portforward.k8s.io"};

bool equalNoCase(std::string_view left, std::string_view right) {
    return beast::iequals({left.data(), left.size()}, {right.data(), right.size()});
}

bool upgradesTo(const HttpRequest& request, std::string_view protocol) {
    const auto field = request[http::field::upgrade];
    return equalNoCase({field.data(), field.size()}, protocol);
}

class Session {
public:
    Session(std::shared_ptr<TlsStream> client, SessionContext& context)
        : m_client(std::move(client)), m_context(context) {}

    /// Requests until the client goes, or a request took the connection for itself.
    Task<> run() {
        if (!co_await handshake()) co_return;
        const Caller caller = callerOf(m_client->native_handle(), m_context.config.clientName);
        bool more = true;
        while (more) {
            http::request_parser<http::string_body> parser;
            parser.header_limit(kMaxHeadBytes);
            parser.body_limit(kMaxBodyBytes);
            {
                const Deadline deadline(m_client, kIdleTime);
                const auto [error, count] = co_await http::async_read(*m_client, m_buffer, parser, kAwait);
                if (error == http::error::header_limit || error == http::error::body_limit) {
                    co_await refuse(status::requestEntityTooLarge("the request is too large"), false);
                }
                if (error) co_return;
            }
            m_request = parser.release();
            more = co_await answer(caller) && m_request.keep_alive();
        }
        const Deadline deadline(m_client, kHandshakeTime);
        co_await m_client->async_shutdown(kAwait);
    }

private:
    Task<bool> handshake() {
        const Deadline deadline(m_client, kHandshakeTime);
        const auto [error] = co_await m_client->async_handshake(asio::ssl::stream_base::server, kAwait);
        co_return !error;
    }

    Task<bool> reply(unsigned code, std::string_view contentType, std::string body) {
        co_return co_await sendReply(*m_client, code, contentType, std::move(body), m_request.keep_alive());
    }

    Task<bool> refuse(Status status, bool keepAlive) {
        status.apiVersion = "v1";
        status.kind = "Status";
        co_return co_await sendReply(*m_client, status.code > 0 ? static_cast<unsigned>(status.code) : 500u,
                                     "application/json", schema::toJson(status), keepAlive);
    }
    Task<bool> refuse(Status status) { return refuse(std::move(status), m_request.keep_alive()); }

    /// Before a stream, as upstream's kubelet: a sentence that kubectl puts behind "unable to upgrade connection".
    Task<bool> refuseStream(const Status& status) {
        co_return co_await reply(status.code > 0 ? static_cast<unsigned>(status.code) : 500u,
                                 "text/plain; charset=utf-8", status.message + "\n");
    }

    /// False when the connection is not to be used any more.
    Task<bool> answer(const Caller& caller) {
        // RFC 9112, 3.2; the words are those of Go's server.
        if (m_request.version() >= 11 && m_request.find(http::field::host) == m_request.end()) {
            co_await reply(400, "text/plain; charset=utf-8", "400 Bad Request: missing required Host header");
            co_return false;
        }
        const auto text = m_request.target();
        const auto target = RequestTarget::parse({text.data(), text.size()});
        if (!target || target->path.empty()) co_return co_await refuse(status::unknownPath());
        const std::string& what = target->path.front();
        const std::size_t parts = target->path.size();
        if (caller.kind != Caller::Kind::ApiServer)
            if (auto may = co_await admit(caller, subresourceOf(*target)); !may) {
                // As upstream's kubelet: a word, not a Status.
                co_return co_await reply(static_cast<unsigned>(may.error().code), "text/plain; charset=utf-8",
                                         may.error().code == 401 ? "Unauthorized" : may.error().message);
            }
        if (what == "healthz" && parts <= 2) co_return co_await reply(200, "text/plain; charset=utf-8", "ok");
        if (what == "pods" && parts == 1) co_return co_await document(&PodAccess::podsJson);
        if (what == "runningpods" && parts == 1) co_return co_await document(&PodAccess::runningPodsJson);
        if (what == "stats" && parts == 2 && target->path[1] == "summary")
            co_return co_await document(&PodAccess::statsJson);
        if (what == "configz" && parts == 1) co_return co_await document(&PodAccess::configJson);
        if (what == "metrics" && parts == 1) co_return co_await document(&PodAccess::metrics, kMetricsType);
        if (what == "metrics" && parts == 2 && target->path[1] == "resource")
            co_return co_await document(&PodAccess::resourceMetrics, kMetricsType);
        if (what == "metrics" && parts == 2 && target->path[1] == "cadvisor")
            co_return co_await document(&PodAccess::cadvisorMetrics, kMetricsType);
        if (what == "metrics" && parts == 2 && target->path[1] == "probes")
            co_return co_await document(&PodAccess::probeMetrics, kMetricsType);
        if (what == "logs") co_return co_await systemLogs(*target);
        if (what == "containerLogs" && parts == 4) co_return co_await logs(*target);
        // Upstream allows the pod's UID before the container.
        if ((what == "exec" || what == "attach") && (parts == 4 || parts == 5)) co_return co_await stream(*target);
        if (what == "run" && (parts == 4 || parts == 5)) co_return co_await runCommand(*target);
        if (what == "portForward" && (parts == 3 || parts == 4)) co_return co_await portForward(*target);
        co_return co_await refuse(status::unknownPath());
    }

    static std::string_view subresourceOf(const RequestTarget& target) {
        const std::string& what = target.path.front();
        return what == "stats" ? "stats" : what == "metrics" ? "metrics" : what == "logs" ? "log" : "proxy";
    }

    std::string_view verb() const {
        switch (m_request.method()) {
            case http::verb::post:
                return "create";
            case http::verb::put:
                return "update";
            case http::verb::patch:
                return "patch";
            case http::verb::delete_:
                return "delete";
            default:
                return "get";
        }
    }

    /// A certificate that is not the API server's, or a bearer token: the cluster decides.
    Task<Result<void>> admit(const Caller& caller, std::string_view subresource) {
        Gatekeeper* const keeper = m_context.config.gatekeeper;
        const auto field = m_request[http::field::authorization];
        const std::string_view header(field.data(), field.size());
        constexpr std::string_view kBearer = "Bearer ";
        const bool hasToken = header.size() > kBearer.size() && equalNoCase(header.substr(0, kBearer.size()), kBearer);
        if (!keeper || (caller.kind == Caller::Kind::Nobody && !hasToken))
            co_return std::unexpected(caller.kind == Caller::Kind::Nobody
                                          ? status::unauthorized()
                                          : status::forbidden("nodes/proxy", "", "only the API server may ask"));
        const std::string token(hasToken ? header.substr(kBearer.size()) : std::string_view());
        const std::string_view verb = this->verb();
        co_return co_await onWorker<Result<void>>(
            m_context.workers, [keeper, asker = caller.asker, token, verb, subresource]() -> Result<void> {
                if (token.empty()) return keeper->authorize(asker, verb, subresource);
                auto bearer = keeper->authenticate(token);
                if (!bearer) return std::unexpected(bearer.error());
                return keeper->authorize(*bearer, verb, subresource);
            });
    }

    Task<bool> document(std::string (PodAccess::*make)(), std::string_view type = "application/json") {
        PodAccess& pods = m_context.pods;
        std::string body = co_await onWorker<std::string>(m_context.workers, [&pods, make] { return (pods.*make)(); });
        co_return co_await reply(200, type, std::move(body));
    }

    /// The machine's own log files.
    Task<bool> systemLogs(const RequestTarget& target) {
        const std::vector<std::string> path(target.path.begin() + 1, target.path.end());
        const auto found = openSystemLog(m_context.config.logFolder, path);
        if (!found) co_return co_await refuse(found.error());
        if (found->file < 0) co_return co_await reply(200, "text/html; charset=utf-8", found->page);
        // As long as it is now, whatever is written to it meanwhile. When it has shrunk the connection ends short.
        std::string text = std::format(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: {}\r\nConnection: close\r\n\r\n",
            found->size);
        for (auto left = found->size; !text.empty();) {
            const auto [error, count] = co_await asio::async_write(*m_client, asio::buffer(text), kAwait);
            if (error) break;
            text.resize(std::min<std::uint64_t>(left, kBlockBytes));
            const auto got = ::read(found->file, text.data(), text.size());
            text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            left -= text.size();
        }
        ::close(found->file);
        co_return false;
    }

    static ContainerAddress containerOf(const RequestTarget& target) {
        return {target.path[1], target.path[2], target.path.back()};
    }

    Task<bool> logs(const RequestTarget& target) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        auto options = LogOptions::parse(target, std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
        if (!options) co_return co_await refuse(status::badRequest(options.error()));
        const bool isWebSocket = upgradesTo(m_request, "websocket");
        const auto protocol = chosen(kLogProtocols);
        if (isWebSocket && !protocol)
            co_return co_await refuse(status::badRequest(
                "unable to negotiate a log protocol: binary.k8s.io and base64.binary.k8s.io are supported"));
        const ContainerAddress container = containerOf(target);
        PodAccess& pods = m_context.pods;
        const bool previous = options->previous;
        auto path = co_await onWorker<Result<std::string>>(
            m_context.workers, [&pods, container, previous] { return pods.logPath(container, previous); });
        if (!path) co_return co_await refuse(path.error());
        const auto running = [&pods, container, file = *path] { return pods.isRunning(container, file); };
        const LogForm form = !isWebSocket                    ? LogForm::Body
                             : *protocol == kLogProtocols[1] ? LogForm::Base64Messages
                                                             : LogForm::Messages;
        // A refusal needs the request still.
        Upgrade upgrade{m_client, m_request, {}};
        auto streamed = co_await streamLog(std::move(upgrade), form, *protocol, *path, std::move(*options), running,
                                           m_context.workers);
        if (!streamed) co_return co_await refuse(streamed.error());
        co_return false;
    }

    static ExecOptions execOptions(const RequestTarget& target) {
        ExecOptions options{.command = target.parameters("command")};
        options.stdin_ = target.flag("input") || target.flag("stdin");
        options.stdout_ = target.flag("output") || target.flag("stdout");
        options.stderr_ = target.flag("error") || target.flag("stderr");
        options.tty = target.flag("tty");
        return options;
    }

    Task<Result<RuntimeUrl>> execUrl(const ContainerAddress& container, const ExecOptions& options, bool isExec) {
        PodAccess& pods = m_context.pods;
        const auto ask = [&pods, container, options, isExec] {
            return isExec ? pods.execUrl(container, options) : pods.attachUrl(container, options);
        };
        co_return parsed(co_await onWorker<Result<std::string>>(m_context.workers, ask));
    }

    Task<std::shared_ptr<ExecSession>> followExec(const ContainerAddress& container, const ExecOptions& options) {
        PodAccess& pods = m_context.pods;
        const auto follow = [&pods, container, command = options.command] {
            return pods.followExec(container, command);
        };
        co_return co_await onWorker<std::shared_ptr<ExecSession>>(m_context.workers, follow);
    }

    static Result<RuntimeUrl> parsed(Result<std::string> text) {
        if (!text) return std::unexpected(text.error());
        auto url = RuntimeUrl::parse(*text);
        if (!url)
            return std::unexpected(
                status::internalError("the container runtime gave a streaming address that is no URL"));
        return *url;
    }

    Upgrade take() { return {m_client, std::move(m_request), std::move(m_buffer)}; }

    /// Who names no protocol speaks the oldest of them, in bytes.
    std::optional<std::string> chosen(const std::vector<std::string_view>& known) const {
        const auto offered = m_request[http::field::sec_websocket_protocol];
        if (offered.empty()) return std::string();
        return channels::chooseProtocol({offered.data(), offered.size()}, known);
    }

    Task<bool> stream(const RequestTarget& target) {
        const bool isExec = target.path.front() == "exec";
        const ExecOptions options = execOptions(target);
        if (isExec && options.command.empty())
            co_return co_await refuse(status::badRequest("you must specify at least 1 command for the container"));
        if (!options.stdin_ && !options.stdout_ && !options.stderr_) {
            co_return co_await refuse(status::badRequest("you must specify at least 1 of stdin, stdout, stderr"));
        }
        const bool isWebSocket = upgradesTo(m_request, "websocket");
        const auto protocol = chosen(kExecProtocols);
        if (isWebSocket && !protocol)
            co_return co_await refuse(status::badRequest(
                "unable to negotiate a stream protocol: v5.channel.k8s.io and v4.channel.k8s.io are supported"));
        if (!isWebSocket && !upgradesTo(m_request, "SPDY/3.1"))
            co_return co_await refuse(status::badRequest("Upgrade request required"));
        const auto url = co_await execUrl(containerOf(target), options, isExec);
        if (!url) co_return co_await refuseStream(url.error());
        const auto command = isExec ? co_await followExec(containerOf(target), options) : nullptr;
        if (!isWebSocket) {
            if (co_await relay(*url) && command) command->ended();
            co_return false;
        }
        auto runtime = co_await openRuntime(*url, {"v4.channel.k8s.io"});
        if (!runtime) co_return co_await refuse(runtime.error());
        const bool ended = co_await bridgeExec(take(), *protocol, options, SpdyClient(std::move(*runtime)));
        if (ended && command) command->ended();
        co_return false;
    }

    Task<bool> runCommand(const RequestTarget& target) {
        if (m_request.method() != http::verb::post) co_return co_await refuse(status::methodNotSupported("run", "get"));
        ExecOptions options{.command = {}, .stdout_ = true, .stderr_ = true};
        // Upstream splits the one parameter at blanks.
        const std::string line = target.parameter("cmd");
        for (std::size_t at = 0; at < line.size();) {
            const auto end = std::min(line.find(' ', at), line.size());
            if (end > at) options.command.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        if (options.command.empty()) co_return co_await refuse(status::badRequest("cmd is missing"));
        const auto url = co_await execUrl(containerOf(target), options, true);
        if (!url) co_return co_await refuse(url.error());
        auto runtime = co_await openRuntime(*url, {"v4.channel.k8s.io"});
        if (!runtime) co_return co_await refuse(runtime.error());
        bool failed = false;
        std::string output = co_await collectOutput(SpdyClient(std::move(*runtime)), failed);
        co_return co_await reply(failed ? 500 : 200, "text/plain; charset=utf-8", std::move(output));
    }

    Task<bool> portForward(const RequestTarget& target) {
        const bool isWebSocket = upgradesTo(m_request, "websocket");
        const auto protocol = chosen(kPortProtocols);
        if (isWebSocket && !protocol)
            co_return co_await refuse(status::badRequest("unable to negotiate a port-forward protocol"));
        if (!isWebSocket && !upgradesTo(m_request, "SPDY/3.1"))
            co_return co_await refuse(status::badRequest("Upgrade request required"));
        const bool tunnels = protocol == kPortProtocols.front();
        std::vector<std::uint16_t> ports;
        for (const std::string& text : target.parameters("port")) {
            for (std::size_t at = 0; at < text.size();) {
                const auto end = std::min(text.find(',', at), text.size());
                const int port = std::atoi(text.substr(at, end - at).c_str());
                if (port < 1 || port > 65535 || ports.size() >= 100)
                    co_return co_await refuse(status::badRequest("port is not a port number: " + text.substr(0, 64)));
                ports.push_back(static_cast<std::uint16_t>(port));
                at = end + 1;
            }
        }
        if (isWebSocket && !tunnels && ports.empty())
            co_return co_await refuse(status::badRequest("query parameter \"port\" is required"));
        PodAccess& pods = m_context.pods;
        const std::string space = target.path[1], pod = target.path[2];
        const auto url = parsed(co_await onWorker<Result<std::string>>(
            m_context.workers, [&pods, space, pod] { return pods.portForwardUrl(space, pod); }));
        if (!url) co_return co_await refuseStream(url.error());
        if (!isWebSocket) {
            co_await relay(*url);
            co_return false;
        }
        auto runtime = co_await openRuntime(*url, {"portforward.k8s.io"});
        if (!runtime) co_return co_await refuse(runtime.error());
        if (tunnels) {
            co_await bridgeTunnel(take(), *protocol, std::move(*runtime));
        } else {
            co_await bridgePorts(take(), *protocol, std::move(ports), SpdyClient(std::move(*runtime)));
        }
        co_return false;
    }

    /// A SPDY client talks to the runtime itself; only the request's target is another. False when the client went
    /// first. The connection is not to be used any more.
    Task<bool> relay(const RuntimeUrl& url) {
        auto runtime = co_await connectRuntime(url);
        if (!runtime) {
            co_await refuse(runtime.error(), false);
            co_return true;
        }
        std::vector<std::string> protocols;
        for (const auto& field : m_request) {
            if (beast::iequals(field.name_string(), "X-Stream-Protocol-Version")) protocols.emplace_back(field.value());
        }
        std::string head = upgradeRequest(url, protocols);
        head.append(static_cast<const char*>(m_buffer.data().data()), m_buffer.size());
        const auto [error, count] = co_await asio::async_write(*runtime, asio::buffer(head), kAwait);
        co_return error || co_await splice(*m_client, *runtime);
    }

    std::shared_ptr<TlsStream> m_client;
    SessionContext& m_context;
    beast::flat_buffer m_buffer{kMaxHeadBytes + kMaxBodyBytes};
    HttpRequest m_request;
};

/// A client that is silently gone is noticed by the kernel within about a minute.
void keepAlive(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>(30), ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>(10), ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPCNT>(3), ignored);
}

}  // namespace

Task<bool> sendReply(TlsStream& client, unsigned code, std::string_view contentType, std::string body, bool keepAlive) {
    http::response<http::string_body> response(static_cast<http::status>(code), 11);
    response.set(http::field::content_type, beast::string_view(contentType.data(), contentType.size()));
    response.keep_alive(keepAlive);
    response.body() = std::move(body);
    response.prepare_payload();
    const auto [error, count] = co_await http::async_write(client, response, kAwait);
    co_return !error && keepAlive;
}

Task<> runSession(tcp::socket socket, SessionContext& context) {
    keepAlive(socket);
    const auto tls = context.tls.current();
    if (!tls) {
        spdlog::error("{}", tls.error());
        co_return;
    }
    try {
        Session session(std::make_shared<TlsStream>(std::move(socket), **tls), context);
        co_await session.run();
    } catch (const std::exception& error) {
        spdlog::warn("a session of the agent's endpoint ended: {}", error.what());
    }
}

}  // namespace armillary::agent
