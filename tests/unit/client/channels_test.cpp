#include <doctest/doctest.h>

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "tests/unit/client/scripted_server.h"

using namespace armillary;
using namespace armillary::test;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

namespace {

using Socket = websocket::stream<TlsPeer&>;
const std::vector<std::string> kProtocols = {"v5.channel.k8s.io", "v4.channel.k8s.io"};

/// Accepts a WebSocket with a protocol, and lets the script talk.
ScriptedServer::TlsScript speaking(std::string protocol, std::function<void(Socket& socket)> script) {
    return [protocol, script](TlsPeer& peer) {
        beast::flat_buffer buffer;
        beast::http::request<beast::http::string_body> upgrade;
        beast::http::read(peer, buffer, upgrade);
        Socket socket(peer);
        socket.set_option(websocket::stream_base::decorator([&](websocket::response_type& response) {
            response.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
        socket.read_message_max(4u << 20);
        socket.accept(upgrade);
        socket.binary(true);
        script(socket);
    };
}

std::string next(Socket& socket) {
    beast::flat_buffer buffer;
    socket.read(buffer);
    return beast::buffers_to_string(buffer.data());
}

}  // namespace

TEST_CASE("messages go both ways with their channel, and the server's goodbye is a success") {
    const ScriptedServer server(speaking("v4.channel.k8s.io", [](Socket& socket) {
        const std::string heard = next(socket);
        socket.ping({});
        socket.write(asio::buffer("\x01" + heard.substr(1)));
        next(socket);
        socket.close(websocket::close_code::normal);
    }));
    const auto calls = server.calls();
    StreamLog log;
    const auto channels = calls->open("/exec?command=sh", kProtocols, log.channelHandlers());
    REQUIRE_MESSAGE(channels, channels.error().message);
    CHECK((*channels)->protocol() == "v4.channel.k8s.io");
    CHECK((*channels)->send(0, "hello"));
    CHECK(log.awaitText("hello\n") == "1:hello\n");
    CHECK((*channels)->send(4, R"({"Width":80})"));
    CHECK(log.awaitEnd().status == "Success");
    CHECK_FALSE((*channels)->send(0, "too late"));
}

TEST_CASE("more than a mebibyte does not wait: it is refused until all is drained") {
    Event mayRead;
    std::size_t heard = 0;
    Event goodbye;
    const ScriptedServer server(speaking("v5.channel.k8s.io", [&](Socket& socket) {
        mayRead.await();
        try {
            while (true) heard += next(socket).size() - 1;
        } catch (const boost::system::system_error& end) {
            if (end.code() == websocket::error::closed) goodbye.set();
        }
    }));
    const auto calls = server.calls();
    StreamLog log;
    auto channels = calls->open("/exec", kProtocols, log.channelHandlers()).value();
    const std::string message(256u << 10, 'x');
    std::size_t sent = 0;
    // What the two sockets take in by themselves is the system's to say.
    for (int i = 0; i < 1000 && channels->send(0, message); ++i) sent += message.size();
    REQUIRE(sent < 1000 * message.size());
    mayRead.set();
    CHECK(log.awaitDrained() == 1);
    CHECK(channels->send(0, "last"));
    channels.reset();
    REQUIRE(goodbye.await());
    CHECK(heard == sent + 4);
}

TEST_CASE("a refused upgrade is the server's Status") {
    const ScriptedServer server([](TlsPeer& peer) {
        readHead(peer);
        say(peer, answer(403, kForbidden));
    });
    StreamLog log;
    const auto calls = server.calls();
    const auto refused = calls->open("/exec", kProtocols, log.channelHandlers());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "pods is forbidden");
    const ScriptedServer stranger(speaking("v9.other", [](Socket& socket) { next(socket); }));
    CHECK(stranger.calls()->open("/exec", kProtocols, log.channelHandlers()).error().code == 503);
    const ScriptedServer plain([](TlsPeer& peer) {
        readHead(peer);
        say(peer, answer(200, "{}"));
    });
    CHECK(plain.calls()->open("/exec", kProtocols, log.channelHandlers()).error().code == 503);
}

TEST_CASE("a message that is too large, or a broken connection, ends it with the reason") {
    const ScriptedServer server(speaking("v5.channel.k8s.io", [](Socket& socket) {
        const std::string large((16u << 20) + 1, 'x');
        socket.auto_fragment(false);
        socket.write(asio::buffer(large));
        next(socket);
    }));
    const auto calls = server.calls();
    StreamLog log;
    const auto channels = calls->open("/exec", kProtocols, log.channelHandlers());
    REQUIRE(channels);
    CHECK(log.awaitEnd().code == 503);

    const ScriptedServer rude(speaking("v5.channel.k8s.io", [](Socket&) {}));
    const auto others = rude.calls();
    StreamLog cut;
    const auto short_ = others->open("/exec", kProtocols, cut.channelHandlers());
    REQUIRE(short_);
    CHECK(cut.awaitEnd().code == 503);
}
