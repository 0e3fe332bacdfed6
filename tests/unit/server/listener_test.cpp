#include "engine/server/listener.h"

#include <doctest/doctest.h>

#include <format>

#include "engine/pki/secrets.h"
#include "engine/schema/text.h"
#include "engine/server/http/event_socket.h"
#include "tests/support/api/tls_server.h"
#include "tests/unit/server/scripted_api.h"

using namespace armillary;
using namespace armillary::test;
using namespace std::chrono_literals;

TEST_CASE("requests on one connection, with and without certificates") {
    Served served;
    TlsClient client = served.client();
    CHECK(client.request("GET", "/echo").body == "GET  admin");
    CHECK(client.request("POST", "/echo", "hello").body == "POST hello admin");
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK(client.answer().body == "POST abcde admin");
    const auto head = client.request("HEAD", "/echo");
    CHECK(head.code == 200);
    CHECK(head.body.empty());
    CHECK(client.request("GET", "/large").body.size() == 5u << 20);
    CHECK(client.request("GET", "/echo", "", "Connection: close\r\n").code == 200);
    CHECK(client.closed());
    CHECK(served.client({}).request("GET", "/echo").body == "GET  nobody");
}

TEST_CASE("a certificate of somebody else's authority names nobody") {
    Served served;
    const ServedCredentials strangers;
    CHECK(served.client(strangers.admin).request("GET", "/echo").body == "GET  a stranger");
}

TEST_CASE("a client certificate is known by the SHA-256 of its DER form") {
    Served served;
    const std::string& pem = credentials().admin.certificatePem;
    const std::size_t begin = pem.find('\n') + 1;
    const std::string der = schema::decodeBase64(pem.substr(begin, pem.find("-----END") - begin)).bytes;
    std::string hex;
    for (const char c : pki::sha256(der)) hex += std::format("{:02x}", static_cast<unsigned char>(c));
    CHECK(served.client().request("GET", "/fingerprint").body == hex);
}

TEST_CASE("pipelined requests are answered in order; Expect is honoured") {
    Served served;
    TlsClient client = served.client();
    client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\nPUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz");
    CHECK(client.answer().body == "GET  admin");
    CHECK(client.answer().body == "PUT z admin");
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(client.answer().code == 100);
    client.send("ok");
    CHECK(client.answer().body == "POST ok admin");
}

TEST_CASE("a request names its host once, unless it is of HTTP/1.0") {
    Served served;
    const auto codeOf = [&](const std::string& head) {
        TlsClient client = served.client();
        client.send(head + "\r\n");
        const auto answer = client.answer();
        if (answer.code == 400) CHECK(client.closed());
        return std::pair(answer.code, answer.body);
    };
    CHECK(codeOf("GET /echo HTTP/1.1\r\nHost: x\r\n").first == 200);
    CHECK(codeOf("GET /echo HTTP/1.1\r\nHost: [::1]:6443\r\n").first == 200);
    CHECK(codeOf("GET /echo HTTP/1.1\r\nHost:\r\n").first == 200);
    CHECK(codeOf("GET /echo HTTP/1.0\r\n").first == 200);
    const auto [code, body] = codeOf("GET /echo HTTP/1.1\r\nAccept: */*\r\n");
    CHECK(code == 400);
    CHECK(body.contains("missing required Host header"));
    CHECK(codeOf("GET /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\n").second.contains("too many Host headers"));
    CHECK(codeOf("GET /echo HTTP/1.1\r\nHost: a b\r\n").second.contains("malformed Host header"));
}

TEST_CASE("TLS 1.2 has suites with forward secrecy and authenticated encryption alone") {
    Served served;
    const auto agrees = [&](const std::string& suites) {
        try {
            TlsClient client(served.listener->port(), credentials().authority.certificatePem(), credentials().admin,
                             suites);
            return client.request("GET", "/echo").code == 200;
        } catch (const std::exception&) {
            return false;
        }
    };
    CHECK(agrees("ECDHE-ECDSA-AES128-GCM-SHA256"));
    CHECK(agrees("ECDHE-ECDSA-AES256-GCM-SHA384"));
    CHECK(agrees("ECDHE-ECDSA-CHACHA20-POLY1305"));
    for (const char* suite : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA256",
                              "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-CCM"})
        CHECK_MESSAGE(!agrees(suite), suite);
}

TEST_CASE("limits of bodies and heads") {
    Served served({.maxBodyBytes = 1000});
    const auto large = served.client().request("POST", "/echo", std::string(1001, 'x'));
    CHECK(large.code == 413);
    CHECK(large.body.find("RequestEntityTooLarge") != std::string::npos);
    TlsClient chunked = served.client();
    chunked.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                 std::string(2000, 'x') + "\r\n0\r\n\r\n");
    CHECK(chunked.answer().code == 413);
    CHECK(chunked.closed());
    CHECK(served.client().request("GET", "/echo", "", "X: " + std::string(70000, 'x') + "\r\n").code == 431);
    TlsClient garbage = served.client();
    garbage.send("NONSENSE\r\n\r\n");
    CHECK(garbage.answer().code == 400);
    CHECK(garbage.closed());
    CHECK(served.client().request("GET", "/%zz").code == 400);
    CHECK(served.client().request("POST", "/echo", std::string(1000, 'x')).code == 200);
}

TEST_CASE("slow heads, slow bodies and idle connections are closed") {
    // One limit each: the others leave a slow machine the time that it takes to get there.
    Served impatient({.headTimeout = 3s}), halting({.bodyTimeout = 1s}), busy({.idleTimeout = 1s});
    TlsClient slow = impatient.client(), body = halting.client(), idle = busy.client();
    slow.send("GET /echo HT");
    body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
    CHECK(slow.closed());
    CHECK(body.closed());
    CHECK(idle.closed());
}

TEST_CASE("more connections than allowed are turned away") {
    Served served({.maxConnections = 2});
    TlsClient first = served.client(), second = served.client();
    CHECK(first.request("GET", "/echo").code == 200);
    CHECK_THROWS(served.client());
    CHECK(second.request("GET", "/echo").code == 200);
}

TEST_CASE("a stream carries frames as they come and ends properly") {
    Served served;
    TlsClient client = served.client();
    client.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.answer().head.find("Transfer-Encoding: chunked") != std::string::npos);
    const auto sink = served.api.waitForSink();
    *sink << "hello\n";
    CHECK(client.receive() == "6\r\nhello\n\r\n");
    *sink << "more\n";
    CHECK(client.receive() == "5\r\nmore\n\r\n");
    sink->end();
    CHECK(client.receive() == "0\r\n\r\n");
    CHECK(client.closed());
    CHECK(served.api.waitUntilStopped());
}

TEST_CASE("a stream over WebSocket carries each event as a message") {
    Served served;
    TlsClient client = served.client();
    const std::string upgrade =
        "GET /watch HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    client.send(upgrade +
                "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.abc, base64.binary.k8s.io\r\n\r\n");
    const auto answer = client.answer(false);
    CHECK(answer.code == 101);
    CAPTURE(answer.head);
    CHECK(answer.head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") !=
          std::string::npos);  // the example of RFC 6455, section 1.3
    CHECK(answer.head.find("Sec-WebSocket-Protocol: base64.binary.k8s.io\r\n") != std::string::npos);
    const auto receive = [&](std::size_t size) {
        std::string text;
        while (text.size() < size) {
            const std::string more = client.receive();
            if (more.empty()) break;
            text += more;
        }
        return text;
    };
    const auto sink = served.api.waitForSink();
    *sink << "one\ntwo\n";
    CHECK(receive(10) == "\x81\x03one\x81\x03two");
    sink->end();
    CHECK(receive(4) == "\x88\x02\x03\xe8");
    client.send(std::string_view("\x88\x80\0\0\0\0", 6));
    CHECK(client.closed());
    CHECK(served.api.waitUntilStopped());

    Served other;
    TlsClient leaving = other.client();
    leaving.send(upgrade + "\r\n");
    CHECK(leaving.answer(false).code == 101);
    (void)other.api.waitForSink();
    leaving.send(std::string_view("\x88\x80\0\0\0\0", 6));
    CHECK(other.api.waitUntilStopped());
}

TEST_CASE("the events of a frame, one by one") {
    using server::http::eventsOf;
    using Events = std::vector<std::string_view>;
    CHECK(eventsOf("", false).empty());
    CHECK(eventsOf("a\nb\n", false) == Events{"a", "b"});
    CHECK(eventsOf("a\nb", false) == Events{"a", "b"});
    CHECK(eventsOf(std::string_view("\0\0\0\1x\0\0\0\2yz", 11), true) == Events{"x", "yz"});
    CHECK(eventsOf(std::string_view("\0\0\1\0cut", 7), true) == Events{"cut"});
    CHECK(eventsOf(std::string_view("\0\0", 2), true) == Events{""});
}

TEST_CASE("a stream ends at its timeout, and when the client goes") {
    Served served;
    served.api.m_timeout = 300ms;
    TlsClient client = served.client();
    client.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
    client.answer();
    CHECK(client.receive() == "0\r\n\r\n");
    CHECK(served.api.waitUntilStopped());

    Served other;
    {
        TlsClient gone = other.client();
        gone.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
        gone.answer();
        (void)other.api.waitForSink();
    }
    CHECK(other.api.waitUntilStopped());
}

TEST_CASE("a watcher that reads nothing is dropped, and nobody waits for it") {
    Served served({.writeTimeout = 1s, .watchQueueBytes = 1u << 20});
    TlsClient client = served.client();
    client.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
    client.answer();
    const auto sink = served.api.waitForSink();
    const auto frame = std::make_shared<const std::string>(std::string(100'000, 'x'));
    int written = 0;
    while (written < 10'000 && sink->write(frame)) ++written;
    CHECK(written < 10'000);
    CHECK(served.api.waitUntilStopped());
}

TEST_CASE("stopping ends streams and idle connections") {
    auto served = std::make_unique<Served>();
    TlsClient idle = served->client(), watching = served->client();
    idle.request("GET", "/echo");
    watching.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
    watching.answer();
    (void)served->api.waitForSink();
    served->listener.reset();
    CHECK(watching.receive() == "0\r\n\r\n");
    CHECK(idle.closed());
}

TEST_CASE("what throws costs its request, and nothing else") {
    Served served;
    TlsClient client = served.client();
    const auto broken = client.request("GET", "/broken");
    CHECK(broken.code == 500);
    CHECK(broken.body.contains("InternalError"));
    CHECK(client.request("GET", "/echo").code == 200);
    TlsClient watching = served.client();
    watching.send("GET /broken-watch HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(watching.closed());
    CHECK(client.request("GET", "/echo").code == 200);
}

TEST_CASE("a taken port is named with the way out") {
    Served served;
    server::ListenerConfig config{.port = served.listener->port(),
                                  .serving = credentials().serving,
                                  .clientCaPem = credentials().authority.certificatePem()};
    config.proxyClient = credentials().proxy;
    const auto second = server::Listener::start(config, served.api);
    REQUIRE(!second);
    CHECK(second.error().find("the port is in use") != std::string::npos);
}

TEST_CASE("a proxied request reaches the other side and both directions flow") {
    Served agent(Served::Node{"n1"});
    Served front;
    front.api.m_proxy = {
        .tls = true, .host = "127.0.0.1", .port = agent.listener->port(), .target = "/echo", .serverName = "n1"};
    const auto answer = front.client().request("POST", "/proxy", "over", "Authorization: Bearer secret\r\n");
    CHECK(answer.code == 200);
    CHECK(answer.body == "POST over kube-apiserver-kubelet-client");
    CHECK_FALSE(answer.head.contains("Audit-Id"));
    front.api.m_proxy.answerHeaders = {{"Audit-Id", "a"}, {"Content-Type", "image/png"}};
    const auto audited = front.client().request("GET", "/proxy");
    CHECK(audited.head.contains("\r\nAudit-Id: a\r\n"));
    CHECK_FALSE(audited.head.contains("image/png"));
    CHECK(audited.body == "GET  kube-apiserver-kubelet-client");

    front.api.m_proxy.target = "/watch";
    TlsClient watching = front.client();
    watching.send("GET /proxy HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(watching.answer().code == 200);
    const auto sink = agent.api.waitForSink();
    *sink << "through\n";
    CHECK(watching.receive() == "8\r\nthrough\n\r\n");
    watching.shutdownSend();
    CHECK(agent.api.waitUntilStopped());

    front.api.m_proxy.serverName = "somebody-else";
    CHECK(front.client().request("GET", "/proxy").code == 500);
    // The API server's own certificate may be good for a node's name; it is not the kubelet's.
    Served self;
    front.api.m_proxy.serverName = "kube-apiserver";
    front.api.m_proxy.port = self.listener->port();
    const auto itself = front.client().request("GET", "/proxy");
    CHECK(itself.code == 500);
    CHECK(itself.body.contains("it is not the kubelet's of node kube-apiserver"));
    front.api.m_proxy.port = 1;
    const auto refused = front.client().request("GET", "/proxy");
    CHECK(refused.code == 500);
    CHECK(refused.body.find("error dialing backend: dial tcp 127.0.0.1:1: connect") != std::string::npos);
    CHECK(refused.head.contains("\r\nAudit-Id: a\r\n"));
}

TEST_CASE("a page behind the proxy leads back through it, whoever's certificate it has") {
    const ServedCredentials strangers;
    TlsServer pod(strangers.serving, [](const TlsServer::Request& request) {
        if (request.target == "/page")
            return TlsServer::Reply{.body = R"(<a href="/next">n</a>)", .contentType = "text/html"};
        return TlsServer::Reply{.body = request.header("x-forwarded-uri")};
    });
    Served front;
    auto trust = std::make_shared<server::UpstreamTrust>();
    trust->insecureSkipTlsVerify = true;
    front.api.m_proxy = {.tls = true,
                         .host = "127.0.0.1",
                         .port = pod.port(),
                         .target = "/page",
                         .stripPrefix = "/api/v1/namespaces/d/pods/https:p:443/proxy",
                         .trust = trust,
                         .headers = {{"X-Forwarded-Uri", "/seen"}}};
    const auto page = front.client().request("GET", "/proxy");
    CHECK(page.code == 200);
    CHECK(page.body == R"(<a href="/api/v1/namespaces/d/pods/https:p:443/proxy/next">n</a>)");
    front.api.m_proxy.target = "/other";
    CHECK(front.client().request("GET", "/proxy").body == "/seen");
}
