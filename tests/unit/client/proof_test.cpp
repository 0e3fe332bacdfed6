#include <doctest/doctest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/unit/client/scripted_server.h"

using namespace armillary;
using namespace armillary::test;

namespace {

/// Answers 401 to the old token, and says otherwise what it was sent.
ScriptedServer::TlsScript wantingNew() {
    return [](TlsPeer& peer) {
        const std::string head = readHead(peer);
        if (head.contains("Bearer old")) return say(peer, answer(401, "{}"));
        say(peer, answer(200, "{}", "X: y\r\n"));
    };
}

/// One way, until either side ends.
template <class From, class To>
asio::awaitable<void> pump(From& from, To& to) {
    boost::system::error_code error;
    std::string buffer(16384, '\0');
    while (!error) {
        const std::size_t size =
            co_await from.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
        if (size == 0) break;
        co_await asio::async_write(to, asio::buffer(buffer, size), asio::redirect_error(asio::use_awaitable, error));
    }
    from.lowest_layer().close(error);
    to.lowest_layer().close(error);
}

/// Connects to a port of loopback, says so, and carries bytes both ways.
template <class Peer>
void relay(Peer& peer, std::uint16_t port, std::string_view connected) {
    auto& io = static_cast<asio::io_context&>(peer.get_executor().context());
    Tcp::socket upstream(io);
    upstream.connect({asio::ip::address_v4::loopback(), port});
    say(peer, connected);
    asio::co_spawn(io, pump(peer, upstream), asio::detached);
    asio::co_spawn(io, pump(upstream, peer), asio::detached);
    io.run();
}

template <class Peer>
void connectProxy(Peer& peer) {
    const std::string head = readHead(peer);
    if (!head.contains("Proxy-Authorization: Basic bWU6c2VjOnJldA==")) {
        say(peer, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
    }
    REQUIRE(head.starts_with("CONNECT 127.0.0.1:"));
    relay(peer, static_cast<std::uint16_t>(std::stoi(head.substr(18))), "HTTP/1.1 200 Connected\r\n\r\n");
}

std::string take(Tcp::socket& peer, std::size_t bytes) {
    std::string text(bytes, '\0');
    asio::read(peer, asio::buffer(text));
    return text;
}

void socksProxy(Tcp::socket& peer) {
    const auto methods = take(peer, 2);
    if (!take(peer, static_cast<std::size_t>(methods[1])).contains('\x02')) return say(peer, "\x05\xff");
    say(peer, "\x05\x02");
    const auto user = take(peer, static_cast<std::size_t>(take(peer, 2)[1]));
    const auto password = take(peer, static_cast<std::size_t>(take(peer, 1)[0]));
    if (user != "me" || password != "sec:ret") return say(peer, "\x01\x01");
    say(peer, std::string_view("\x01\x00", 2));
    const auto where = take(peer, 10);
    const auto port =
        static_cast<std::uint16_t>(static_cast<unsigned char>(where[8]) << 8 | static_cast<unsigned char>(where[9]));
    relay(peer, port, std::string_view("\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00", 10));
}

void answering(TlsPeer& peer) {
    readHead(peer);
    say(peer, answer(200, R"({"through":"it"})"));
}

}  // namespace

TEST_CASE("a token that is refused is renewed, and the call made once more") {
    const ScriptedServer server(wantingNew());
    auto config = server.config();
    std::atomic<int> refusals = 0;
    config.token = [&] { return std::string(refusals == 0 ? "old" : "new"); };
    config.refused = [&](const std::string& token) {
        CHECK(token == "old");
        ++refusals;
        return true;
    };
    StreamLog log;
    const auto calls = client::makeHttpCalls(config).value();
    CHECK(calls->call({.target = "/x"}));
    CHECK(refusals == 1);
    refusals = 0;
    CHECK(calls->follow({.target = "/x"}, log.handlers()));
    CHECK(refusals == 1);
    refusals = 0;
    // It is no WebSocket server; but it was asked again.
    CHECK(calls->open("/x", {"v5.channel.k8s.io"}, log.channelHandlers()).error().code == 503);
    CHECK(refusals == 1);

    config.token = [&] { return std::string("old"); };
    CHECK(client::makeHttpCalls(config).value()->call({.target = "/x"}).error().code == 401);
}

TEST_CASE("a proof that cannot be had is 401 with its sentence; a token that is none is not told") {
    const ScriptedServer server(wantingNew());
    auto config = server.config();
    config.token = [] { return std::unexpected(std::string("the plugin is away")); };
    CHECK(client::makeHttpCalls(config).value()->call({.target = "/x"}).error().message == "the plugin is away");
    config.token = [] { return std::string("secret\r\nX: y"); };
    const auto refused = client::makeHttpCalls(config).value()->call({.target = "/x"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 401);
    CHECK_FALSE(refused.error().message.contains("secret"));
    config.token = nullptr;
    config.credential = [] { return std::unexpected(std::string("the plugin is away")); };
    const auto calls = client::makeHttpCalls(config).value();
    StreamLog log;
    CHECK(calls->call({.target = "/x"}).error().message.contains("the plugin is away"));
    CHECK(calls->follow({.target = "/x"}, log.handlers()).error().message == "the plugin is away");
}

TEST_CASE("a server of any certificate gets the credential when the user says so, with what he puts in every request") {
    std::string head;
    const ScriptedServer server([&](TlsPeer& peer) {
        head = readHead(peer);
        say(peer, answer(200, "{}"));
    });
    auto config = server.config();
    config.caPem.clear();
    config.token = [] { return std::string("mine"); };
    config.headers = {{"Impersonate-User", "jane"}, {"Impersonate-Group", "a"}, {"Impersonate-Group", "b"}};
    CHECK_FALSE(client::makeHttpCalls(config).value()->call({.target = "/x"}));
    CHECK(head.empty());
    config.insecureSkipTlsVerify = true;
    CHECK(client::makeHttpCalls(config).value()->call({.target = "/x"}));
    for (const char* line : {"Authorization: Bearer mine\r\n", "Impersonate-User: jane\r\n", "Impersonate-Group: a\r\n",
                             "Impersonate-Group: b\r\n"})
        CHECK(head.contains(line));
}

TEST_CASE("a server is reached through each kind of proxy, streams too") {
    const ScriptedServer server(answering);
    const ScriptedServer http(ScriptedServer::PlainScript(connectProxy<Tcp::socket>));
    const ScriptedServer https(ScriptedServer::TlsScript(connectProxy<TlsPeer>));
    const ScriptedServer socks(ScriptedServer::PlainScript{socksProxy});
    for (const auto& [scheme, authority] : {std::pair("http", http.authority()), std::pair("https", https.authority()),
                                            std::pair("socks5", socks.authority())}) {
        INFO(std::string(scheme));
        auto config = server.config();
        config.proxyUrl = std::format("{}://me:sec%3Aret@{}", scheme, authority);
        const auto calls = client::makeHttpCalls(config).value();
        const auto answered = calls->call({.target = "/x"});
        REQUIRE_MESSAGE(answered, answered.error().message);
        CHECK(answered->body.contains("through"));
        StreamLog log;
        const auto stream = calls->follow({.target = "/x"}, log.handlers());
        CHECK(stream);
        CHECK(log.awaitEnd().status == "Success");

        config.proxyUrl = std::format("{}://me:wr0ng@{}", scheme, authority);
        const auto refused = client::makeHttpCalls(config).value()->call({.target = "/x"});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.contains("proxy: "));
        CHECK_FALSE(refused.error().message.contains("wr0ng"));
    }
    auto config = server.config();
    for (const char* bad : {"ftp://h", "http://", "socks5://me:p%zz@h", "http://h:port"}) {
        config.proxyUrl = bad;
        CHECK_FALSE(client::makeHttpCalls(config));
    }
}
