#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "engine/async/clock.h"
#include "nodes/agent/endpoint/endpoint.h"
#include "tests/unit/endpoint/fake_runtime.h"

using namespace armillary;
using namespace armillary::agent;
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;

namespace {

struct Pods final : PodAccess {
    test::FakeRuntime runtime;
    std::string log;
    std::atomic<bool> running{false};
    std::atomic<int> asked{0};  ///< how often a reader at the log's end wanted to know whether more can come

    /// Once a reader has waited at the end: one more line, the last.
    void finishLog(std::string_view line) {
        const int before = asked;
        for (int i = 0; i < 60'000 && asked == before; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::ofstream(log, std::ios::app) << line;
        running = false;
    }

    Result<std::string> logPath(const ContainerAddress& container, bool previous) override {
        if (previous)
            return std::unexpected(status::badRequest("previous terminated container \"" + container.container +
                                                      "\" in pod \"" + container.pod + "\" not found"));
        return log;
    }
    /// How many of the clients' commands go on, ended by themselves, and were left by their clients.
    struct Commands {
        std::atomic<int> following{0}, ended{0}, left{0};
    };
    std::shared_ptr<Commands> commands = std::make_shared<Commands>();
    struct Followed final : ExecSession {
        explicit Followed(std::shared_ptr<Commands> of) : commands(std::move(of)) { ++commands->following; }
        ~Followed() override {
            --commands->following;
            ++(hasEnded ? commands->ended : commands->left);
        }
        void ended() override { hasEnded = true; }
        std::shared_ptr<Commands> commands;
        bool hasEnded = false;
    };

    bool isRunning(const ContainerAddress&, const std::string&) override {
        ++asked;
        return running;
    }
    std::shared_ptr<ExecSession> followExec(const ContainerAddress&, const std::vector<std::string>&) override {
        return std::make_shared<Followed>(commands);
    }
    Result<std::string> execUrl(const ContainerAddress&, const ExecOptions&) override { return runtime.url("exec"); }
    Result<std::string> attachUrl(const ContainerAddress&, const ExecOptions&) override {
        return runtime.url("attach");
    }
    Result<std::string> portForwardUrl(const std::string&, const std::string& pod) override {
        if (pod == "none") return std::unexpected(status::notFound("pods", pod));
        return runtime.url("portforward");
    }
    std::string podsJson() override { return "{\"kind\":\"PodList\"}"; }
    std::string runningPodsJson() override { return "{\"kind\":\"PodList\",\"items\":[]}"; }
    std::string statsJson() override { return "{}"; }
    std::string configJson() override { return "{\"kubeletconfig\":{}}"; }
    std::string metrics() override { return "m 1\n"; }
    std::string cadvisorMetrics() override { return "c 1\n"; }
    std::string resourceMetrics() override { return "r 1\n"; }
    std::string probeMetrics() override { return "p 1\n"; }
};

/// Knows one token, whose bearer may read metrics and nothing else.
struct Keeper final : Gatekeeper {
    Result<Asker> authenticate(const std::string& token) override {
        if (token != "good") return std::unexpected(status::unauthorized());
        return Asker{"system:serviceaccount:kube-system:metrics", "", {}};
    }
    Result<void> authorize(const Asker& asker, std::string_view verb, std::string_view subresource) override {
        if (verb == "get" && subresource == "metrics") return {};
        auto refusal = status::forbidden("nodes", "n1", "");
        refusal.message = "Forbidden (user=" + asker.name + ")";
        return std::unexpected(refusal);
    }
};

struct Rig {
    Pods pods;
    Keeper keeper;
    pki::CertificateAuthority authority = pki::CertificateAuthority::create("test", async::realClock()).value();
    std::unique_ptr<Endpoint> endpoint;
    std::string logs = "/tmp/armillary-logs.XXXXXX";

    pki::Credential issue(std::string name, std::vector<std::string> groups, bool server) const {
        return authority
            .issue({.commonName = std::move(name),
                    .organizations = std::move(groups),
                    .ipAddresses = {"127.0.0.1"},
                    .server = server,
                    .client = !server},
                   async::realClock())
            .value();
    }
    ~Rig() { std::filesystem::remove_all(logs); }
    explicit Rig(std::uint16_t port = 0) {
        REQUIRE(::mkdtemp(logs.data()));
        EndpointConfig config{.address = "127.0.0.1", .port = port, .clientCaPem = authority.certificatePem()};
        config.serving = [credential = issue("system:node:n1", {"system:nodes"}, true)] { return credential; };
        config.gatekeeper = &keeper;
        config.logFolder = logs;
        auto started = Endpoint::start(std::move(config), pods);
        REQUIRE(started.has_value());
        endpoint = std::move(*started);
    }
};

/// A blocking client with the API server's certificate.
struct Client {
    asio::io_context io;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    asio::ssl::stream<tcp::socket> stream{io, tls};
    bool namesHost = true;

    /// `suites`, where given, is what a client offers that knows nothing newer than TLS 1.2.
    Client(const Rig& rig, std::optional<pki::Credential> credential, const char* suites = nullptr)
        : stream(io, prepare(credential)) {
        if (suites) {
            SSL_set_max_proto_version(stream.native_handle(), TLS1_2_VERSION);
            SSL_set_cipher_list(stream.native_handle(), suites);
        }
        stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), rig.endpoint->port()});
        stream.handshake(asio::ssl::stream_base::client);
    }
    explicit Client(const Rig& rig) : Client(rig, rig.issue("kube-apiserver-kubelet-client", {}, false)) {}

    asio::ssl::context& prepare(const std::optional<pki::Credential>& credential) {
        if (credential) {
            tls.use_certificate_chain(asio::buffer(credential->certificatePem));
            tls.use_private_key(asio::buffer(credential->keyPem), asio::ssl::context::pem);
        }
        return tls;
    }
    http::response<http::string_body> get(const std::string& target, const std::string& authorization = {}) {
        http::request<http::empty_body> request(http::verb::get, target, 11);
        if (!authorization.empty()) request.set(http::field::authorization, authorization);
        if (namesHost) request.set(http::field::host, "n1");
        http::write(stream, request);
        http::response_parser<http::string_body> parser;
        parser.body_limit(1u << 30);
        beast::flat_buffer buffer;
        http::read(stream, buffer, parser);
        return parser.release();
    }
};

struct WebSocketClient : Client {
    websocket::stream<asio::ssl::stream<tcp::socket>&> socket{stream};
    std::string protocol;

    WebSocketClient(const Rig& rig, const std::string& target, const std::string& protocols) : Client(rig) {
        socket.set_option(websocket::stream_base::decorator([protocols](websocket::request_type& request) {
            if (!protocols.empty()) request.set(http::field::sec_websocket_protocol, protocols);
        }));
        socket.binary(true);
        websocket::response_type response;
        socket.handshake(response, "n1", target);
        protocol = std::string(response[http::field::sec_websocket_protocol]);
    }
    void send(std::uint8_t channel, std::string_view text) {
        socket.write(std::array<asio::const_buffer, 2>{asio::buffer(&channel, 1), asio::buffer(text)});
    }
    /// So many messages.
    std::vector<std::string> firstMessages(int count) {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) {
            beast::flat_buffer buffer;
            socket.read(buffer);
            out.emplace_back(static_cast<const char*>(buffer.data().data()), buffer.size());
        }
        return out;
    }
    /// What comes until the server closes.
    std::vector<std::string> messages() {
        std::vector<std::string> out;
        for (;;) {
            beast::flat_buffer buffer;
            boost::system::error_code error;
            socket.read(buffer, error);
            if (error) {
                CHECK(error == websocket::error::closed);
                return out;
            }
            out.emplace_back(static_cast<const char*>(buffer.data().data()), buffer.size());
        }
    }
    std::string drainRaw() {
        std::string out;
        for (const std::string& message : messages()) out += message;
        return out;
    }
    /// By channel.
    std::map<int, std::string> drain() {
        std::map<int, std::string> out;
        for (const std::string& message : messages())
            if (!message.empty()) out[static_cast<std::uint8_t>(message[0])] += message.substr(1);
        return out;
    }
};

}  // namespace

TEST_CASE("nobody but the API server is answered") {
    Rig rig;
    Client nobody(rig, std::nullopt);
    CHECK(nobody.get("/healthz").result_int() == 401);
    CHECK(nobody.get("/pods").result_int() == 401);
    CHECK(nobody.get("/pods").body() == "Unauthorized");
    Client stranger(rig, rig.issue("system:node:n1", {"system:nodes"}, false));
    CHECK(stranger.get("/pods").result_int() == 403);
    Client master(rig, rig.issue("admin", {"system:masters"}, false));
    CHECK(master.get("/pods").body() == "{\"kind\":\"PodList\"}");
    Client server(rig);
    CHECK(server.get("/stats/summary").body() == "{}");
    CHECK(server.get("/metrics").body() == "m 1\n");
    CHECK(server.get("/metrics/resource").body() == "r 1\n");
    CHECK(server.get("/metrics/cadvisor").body() == "c 1\n");
    CHECK(server.get("/metrics/probes").body() == "p 1\n");
    CHECK(server.get("/healthz/ping").body() == "ok");
    CHECK(server.get("/runningpods/").body() == "{\"kind\":\"PodList\",\"items\":[]}");
    CHECK(server.get("/configz").body() == "{\"kubeletconfig\":{}}");
    CHECK(server.get("/nowhere").result_int() == 404);
    CHECK(server.get("/exec/a/b/c?command=ls&output=1").result_int() == 400);
    const auto other = pki::CertificateAuthority::create("other", async::realClock()).value();
    const auto forged =
        other.issue({.commonName = "kube-apiserver-kubelet-client", .client = true}, async::realClock()).value();
    CHECK_THROWS([&] {
        Client liar(rig, forged);
        liar.get("/pods");
    }());
}

TEST_CASE("the machine's own logs, and nothing outside them") {
    Rig rig;
    const std::filesystem::path folder = rig.logs;
    std::filesystem::create_directory(folder / "sub & x");
    const std::string large(100'000, 'l');
    std::ofstream(folder / "sub & x/app.log") << large;
    std::ofstream(folder / "empty.log").flush();
    std::filesystem::create_symlink("sub & x/app.log", folder / "inside");
    std::filesystem::create_symlink("/etc/passwd", folder / "outside");
    std::filesystem::create_symlink("../../etc", folder / "up");
    CHECK(Client(rig).get("/logs/").body() ==
          "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n"
          "<a href=\"empty.log\">empty.log</a>\n<a href=\"inside\">inside</a>\n<a href=\"outside\">outside</a>\n"
          "<a href=\"sub%20%26%20x/\">sub &amp; x/</a>\n<a href=\"up\">up</a>\n</pre>\n");
    CHECK(Client(rig).get("/logs/sub%20&%20x/app.log").body() == large);
    CHECK(Client(rig).get("/logs/inside").body() == large);
    CHECK(Client(rig).get("/logs/empty.log").body().empty());
    for (const char* path : {"none", "outside", "up/passwd", "../etc/passwd", "%2e%2e/etc/passwd", "sub%2f..%2f..%2fx",
                             "/etc/passwd", "empty.log%00x"})
        CHECK_MESSAGE(Client(rig).get(std::string("/logs/") + path).result_int() == 404, path);
    Client stranger(rig, rig.issue("system:node:n1", {"system:nodes"}, false));
    CHECK(stranger.get("/logs/").result_int() == 403);
}

TEST_CASE("a request names its host, and TLS 1.2 has no suite without authenticated encryption") {
    Rig rig;
    Client nameless(rig);
    nameless.namesHost = false;
    const auto refused = nameless.get("/healthz");
    CHECK(refused.result_int() == 400);
    CHECK(refused.body() == "400 Bad Request: missing required Host header");
    const auto server = rig.issue("kube-apiserver-kubelet-client", {}, false);
    CHECK(Client(rig, server, "ECDHE-ECDSA-AES128-GCM-SHA256").get("/healthz").body() == "ok");
    for (const char* suite : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-CCM"})
        CHECK_THROWS(Client(rig, server, suite));
}

TEST_CASE("others may what the cluster lets them") {
    Rig rig;
    Client nobody(rig, std::nullopt);
    CHECK(nobody.get("/metrics/resource", "Bearer good").body() == "r 1\n");
    CHECK(nobody.get("/metrics/resource", "Bearer bad").result_int() == 401);
    CHECK(nobody.get("/metrics/resource", "Basic good").result_int() == 401);
    const auto refused = nobody.get("/pods", "Bearer good");
    CHECK(refused.result_int() == 403);
    CHECK(refused.body() == "Forbidden (user=system:serviceaccount:kube-system:metrics)");
    Client person(rig, rig.issue("anna", {"readers"}, false));
    CHECK(person.get("/metrics").result_int() == 200);
    CHECK(person.get("/stats/summary").body() == "Forbidden (user=anna)");
}

TEST_CASE("a port that is taken is passed over") {
    Rig first, second(first.endpoint->port());
    CHECK(second.endpoint->port() > first.endpoint->port());
}

TEST_CASE("logs") {
    Rig rig;
    rig.pods.log = std::filesystem::temp_directory_path() / ("armillary-endpoint-log-" + std::to_string(getpid()));
    std::ofstream(rig.pods.log) << "2026-01-01T00:00:00.0Z stdout F one\n2026-01-01T00:00:01.0Z stdout F two\n";
    CHECK(Client(rig).get("/containerLogs/ns/pod/c").body() == "one\ntwo\n");
    CHECK(Client(rig).get("/containerLogs/ns/pod/c?tailLines=1&timestamps=true").body() ==
          "2026-01-01T00:00:01.000000000Z two\n");
    CHECK(Client(rig).get("/containerLogs/ns/pod/c?previous=true").result_int() == 400);
    CHECK(Client(rig).get("/containerLogs/ns/pod/c?tailLines=x").result_int() == 400);
    rig.pods.running = true;
    std::thread writer([&] { rig.pods.finishLog("2026-01-01T00:00:02.0Z stdout F three\n"); });
    CHECK(Client(rig).get("/containerLogs/ns/pod/c?follow=true").body() == "one\ntwo\nthree\n");
    writer.join();
    std::filesystem::remove(rig.pods.log);
    CHECK(Client(rig).get("/containerLogs/ns/pod/c").result_int() == 500);
}

TEST_CASE("logs over WebSocket: raw, in base64, followed, refused") {
    Rig rig;
    rig.pods.log = std::filesystem::temp_directory_path() / ("armillary-endpoint-wslog-" + std::to_string(getpid()));
    std::ofstream(rig.pods.log) << "2026-01-01T00:00:00.0Z stdout F one\n";
    const std::string target = "/containerLogs/ns/pod/c";
    {
        WebSocketClient client(rig, target, "base64.binary.k8s.io, binary.k8s.io");
        CHECK(client.protocol == "binary.k8s.io");
        CHECK(client.drainRaw() == "one\n");
        CHECK(client.socket.got_binary());
    }
    {
        WebSocketClient client(rig, target, "");
        CHECK(client.protocol.empty());
        CHECK(client.drainRaw() == "one\n");
    }
    {
        WebSocketClient client(rig, target, "base64.binary.k8s.io");
        CHECK(client.drainRaw() == "b25lCg==");
        CHECK(client.socket.got_text());
    }
    CHECK_THROWS(WebSocketClient(rig, target, "v4.channel.k8s.io"));
    rig.pods.running = true;
    std::thread writer([&] { rig.pods.finishLog("2026-01-01T00:00:02.0Z stdout F two\n"); });
    WebSocketClient client(rig, target + "?follow=true", "binary.k8s.io");
    CHECK(client.drainRaw() == "one\ntwo\n");
    writer.join();
    std::filesystem::remove(rig.pods.log);
}

TEST_CASE("exec over WebSocket: input, its end, output and the exit status") {
    Rig rig;
    WebSocketClient client(rig, "/exec/ns/pod/c?command=cat&input=1&output=1&error=1",
                           "v5.channel.k8s.io,v4.channel.k8s.io");
    CHECK(client.protocol == "v5.channel.k8s.io");
    client.send(0, "");
    client.send(0, "hello ");
    client.send(0, "world");
    client.send(255, std::string_view("\0", 1));
    auto out = client.drain();
    CHECK(out[1] == "hello world");
    CHECK(out[2] == "done");
    CHECK(out[3] == R"({"metadata":{},"status":"Success"})");
}

TEST_CASE("exec over WebSocket: in base64, and without a name") {
    Rig rig;
    const std::string target = "/exec/ns/pod/c?command=cat&input=1&output=1&error=1";
    {
        WebSocketClient client(rig, target, "v4.base64.channel.k8s.io");
        CHECK(client.protocol == "v4.base64.channel.k8s.io");
        client.socket.text(true);
        client.socket.write(asio::buffer(std::string_view("0aGVsbG8=")));
        std::string all;
        for (const std::string& message : client.firstMessages(1)) all += message;
        CHECK(all == "1aGVsbG8=");
        CHECK(client.socket.got_text());
    }
    {
        rig.pods.runtime.outputBytes = 1;
        rig.pods.runtime.streamsOfCommand = 3;
        WebSocketClient client(rig, "/exec/ns/pod/c?command=x&output=1&error=1", "base64.channel.k8s.io");
        auto said = client.messages();
        CHECK(std::ranges::contains(said, "2ZG9uZQ=="));
        // Success needs no words.
        CHECK(std::ranges::none_of(said, [](const std::string& message) { return message.starts_with('3'); }));
    }
    rig.pods.runtime.dies = true;
    rig.pods.runtime.streamsOfCommand = 2;
    WebSocketClient client(rig, "/exec/ns/pod/c?command=x&output=1", "");
    CHECK(client.protocol.empty());
    CHECK(client.drain()[3] ==
          "Internal error occurred: the container runtime ended the session without an exit status");
    CHECK_THROWS(WebSocketClient(rig, target, "v9.channel.k8s.io"));
}

TEST_CASE("a command whose client goes first is given up, one that ended is not") {
    Rig rig;
    const auto is = [](const std::atomic<int>& count, int wanted) {
        for (int i = 0; i < 20'000 && count != wanted; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return count == wanted;
    };
    const std::string target = "/exec/ns/pod/c?command=cat&input=1&output=1";
    {
        WebSocketClient client(rig, target, "v4.channel.k8s.io");
        client.send(0, "hello");
        CHECK(client.firstMessages(1).front().contains("hello"));
        CHECK(rig.pods.commands->following == 1);
        client.stream.next_layer().close();
        CHECK(is(rig.pods.commands->left, 1));
    }
    {
        Client client(rig);
        asio::write(client.stream, asio::buffer("POST " + target +
                                                " HTTP/1.1\r\nHost: n1\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                                                "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n"));
        std::string got;
        asio::read_until(client.stream, asio::dynamic_buffer(got), "\r\n\r\n");
        CHECK(rig.pods.commands->following == 1);
        client.stream.next_layer().close();
        CHECK(is(rig.pods.commands->left, 2));
    }
    rig.pods.runtime.outputBytes = 1;
    rig.pods.runtime.streamsOfCommand = 3;
    WebSocketClient client(rig, target, "v4.channel.k8s.io");
    (void)client.drain();
    CHECK(is(rig.pods.commands->ended, 1));
    CHECK(rig.pods.commands->left == 2);
    CHECK(rig.pods.commands->following == 0);
}

TEST_CASE("exec over WebSocket: a large output arrives whole") {
    Rig rig;
    rig.pods.runtime.outputBytes = 100u << 20;
    WebSocketClient client(rig, "/exec/ns/pod/c?command=x&output=1", "v4.channel.k8s.io");
    auto out = client.drain();
    CHECK(out[1].size() == 100u << 20);
    CHECK(out[3].contains("Success"));
}

TEST_CASE("exec over WebSocket: a runtime that dies is no success") {
    Rig rig;
    rig.pods.runtime.dies = true;
    WebSocketClient client(rig, "/exec/ns/pod/c?command=x&output=1", "v4.channel.k8s.io");
    CHECK(client.drain()[3].contains("\"status\":\"Failure\""));
}

TEST_CASE("a runtime that refuses is quoted") {
    Rig rig;
    rig.pods.runtime.refuses = true;
    Client client(rig);
    websocket::stream<asio::ssl::stream<tcp::socket>&> socket(client.stream);
    socket.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
        request.set(http::field::sec_websocket_protocol, "v4.channel.k8s.io");
    }));
    websocket::response_type response;
    boost::system::error_code error;
    socket.handshake(response, "n1", "/exec/ns/pod/c?command=x&output=1", error);
    CHECK(error == websocket::error::upgrade_declined);
    CHECK(response.result_int() == 500);
    CHECK(response.body().contains("no such container"));
}

TEST_CASE("SPDY clients talk to the runtime itself") {
    Rig rig;
    Client client(rig);
    const std::string request =
        "POST /exec/ns/pod/c?command=cat&input=1&output=1 HTTP/1.1\r\nHost: n1\r\nConnection: Upgrade\r\nUpgrade: "
        "SPDY/3.1\r\n"
        "X-Stream-Protocol-Version: v4.channel.k8s.io\r\nX-Stream-Protocol-Version: v3.channel.k8s.io\r\n\r\n";
    asio::write(client.stream, asio::buffer(request));
    std::string got;
    asio::read_until(client.stream, asio::dynamic_buffer(got), "\r\n\r\n");
    CHECK(got.starts_with("HTTP/1.1 101 "));
    CHECK(rig.pods.runtime.lastHead().contains("X-Stream-Protocol-Version: v3.channel.k8s.io\r\n"));
    CHECK(rig.pods.runtime.lastHead().starts_with("POST /exec/token HTTP/1.1\r\n"));
    spdy::Encoder encoder;
    // One after the other: the compression of each header block depends on those before.
    std::string wire = encoder.synStream(1, {{"streamtype", "error"}});
    wire += encoder.synStream(3, {{"streamtype", "stdin"}});
    wire += encoder.synStream(5, {{"streamtype", "stdout"}});
    wire += spdy::Encoder::data(3, "ping", true);
    asio::write(client.stream, asio::buffer(wire));
    boost::system::error_code error;
    std::string rest;
    asio::read(client.stream, asio::dynamic_buffer(rest), error);
    CHECK((got + rest).contains("ping"));
    CHECK(rest.contains("Success"));
}

TEST_CASE("port-forward: two channels for each port, and the tunnel") {
    Rig rig;
    SUBCASE("channels") {
        for (const char* protocol : {"v4.channel.k8s.io", ""}) {
            CAPTURE(protocol);
            WebSocketClient client(rig, "/portForward/ns/pod?port=8080", protocol);
            CHECK(client.protocol == protocol);
            client.send(0, "over there");
            auto out = client.drain();
            CHECK(out[0] == "\x90\x1fover there");
            CHECK(out[1] == "\x90\x1f");
        }
    }
    SUBCASE("tunnel") {
        WebSocketClient client(rig, "/portForward/ns/pod", "SPDY/3.1+portforward.k8s.io");
        CHECK(client.protocol == "SPDY/3.1+portforward.k8s.io");
        spdy::Encoder encoder;
        const auto headers = [](const char* type) {
            return spdy::Headers{{"streamtype", type}, {"port", "80"}, {"requestid", "0"}};
        };
        std::string wire = encoder.synStream(1, headers("error"), true);
        wire += encoder.synStream(3, headers("data"));
        wire += spdy::Encoder::data(3, "through", true);
        client.socket.write(asio::buffer(wire));
        spdy::Decoder decoder;
        std::string data;
        for (bool more = true; more;) {
            beast::flat_buffer buffer;
            boost::system::error_code error;
            client.socket.read(buffer, error);
            if (error) break;
            decoder.feed({static_cast<const char*>(buffer.data().data()), buffer.size()});
            for (auto frame = decoder.next(); frame && *frame; frame = decoder.next()) data += (*frame)->data;
        }
        CHECK(data == "through");
    }
    SUBCASE("no such pod") {
        Client client(rig);
        const std::string request =
            "POST /portForward/ns/none HTTP/1.1\r\nHost: n1\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n";
        asio::write(client.stream, asio::buffer(request));
        std::string got;
        asio::read_until(client.stream, asio::dynamic_buffer(got), "\r\n\r\n");
        CHECK(got.starts_with("HTTP/1.1 404 "));
    }
}

TEST_CASE("a client that says nothing, and one that says too much") {
    Rig rig;
    Client client(rig);
    boost::system::error_code error;
    asio::write(client.stream, asio::buffer("GET /" + std::string(300'000, 'x') + " HTTP/1.1\r\n\r\n"), error);
    std::string got;
    asio::read_until(client.stream, asio::dynamic_buffer(got), "\r\n\r\n", error);
    CHECK((error || got.starts_with("HTTP/1.1 413 ")));
    CHECK(Client(rig).get("/healthz").body() == "ok");
}
