#include <doctest/doctest.h>

#include "nodes/agent/endpoint/channels.h"
#include "nodes/agent/endpoint/target.h"

using namespace armillary::agent;
using channels::Input;

TEST_CASE("channel messages") {
    const auto read = [](std::string_view message, bool canClose = true) {
        return channels::readInput(message, canClose);
    };
    CHECK(read(std::string_view("\0hello", 6))->data == "hello");
    CHECK(read(std::string_view("\0hello", 6))->kind == Input::Kind::Data);
    CHECK(read(std::string_view("\4{}", 3))->channel == channels::kResize);
    CHECK(read(std::string_view("\0", 1))->kind == Input::Kind::Ignored);
    CHECK(read("")->kind == Input::Kind::Ignored);
    CHECK(read(std::string_view("\xff\0", 2))->kind == Input::Kind::EndOfInput);
    CHECK(read(std::string_view("\xff\1", 2))->kind == Input::Kind::Ignored);
    CHECK_FALSE(read(std::string_view("\xff\0\0", 3)).has_value());
    CHECK_FALSE(read(std::string_view("\xff\0", 2), false).has_value());
    CHECK_FALSE(read(std::string_view("\1out", 4)).has_value());
}

TEST_CASE("channel messages in base64") {
    CHECK(channels::fromBase64("0aGk=") == std::string("\0hi", 3));
    CHECK(channels::fromBase64("4") == std::string("\4"));
    for (const char* bad : {"", "x", "0aGk", "0*", "/aGk="}) CHECK_FALSE(channels::fromBase64(bad).has_value());
}

TEST_CASE("the best protocol that the client offers") {
    const std::vector<std::string_view> known{"v5.channel.k8s.io", "v4.channel.k8s.io"};
    CHECK(channels::chooseProtocol("v4.channel.k8s.io, v5.channel.k8s.io", known) == "v5.channel.k8s.io");
    CHECK(channels::chooseProtocol(" v4.channel.k8s.io ", known) == "v4.channel.k8s.io");
    CHECK_FALSE(channels::chooseProtocol("v3.channel.k8s.io", known).has_value());
    CHECK_FALSE(channels::chooseProtocol("", known).has_value());
}

TEST_CASE("request targets") {
    const auto target =
        RequestTarget::parse("/exec/ns/pod/c?command=sh&command=-c&command=echo+a%20%26&input=1&tty=false&x");
    REQUIRE(target.has_value());
    CHECK(target->path == std::vector<std::string>{"exec", "ns", "pod", "c"});
    CHECK(target->parameters("command") == std::vector<std::string>{"sh", "-c", "echo a &"});
    CHECK(target->flag("input"));
    CHECK_FALSE(target->flag("tty"));
    CHECK(target->flag("x"));
    CHECK_FALSE(target->flag("missing"));
    CHECK(RequestTarget::parse("/")->path.empty());
    for (const char* bad : {"", "exec", "/%", "/%4", "/%zz", "/?a=%g1"}) {
        CAPTURE(bad);
        CHECK_FALSE(RequestTarget::parse(bad).has_value());
    }
    CHECK_FALSE(RequestTarget::parse("/" + std::string(70'000, 'a')).has_value());
}

TEST_CASE("URLs of the runtime") {
    const auto url = RuntimeUrl::parse("http://127.0.0.1:39847/exec/aBc-_1");
    REQUIRE(url.has_value());
    CHECK(url->host == "127.0.0.1");
    CHECK(url->port == 39847);
    CHECK(url->target == "/exec/aBc-_1");
    CHECK(RuntimeUrl::parse("http://[::1]:80/x")->host == "::1");
    for (const char* bad : {"", "https://a/", "http://", "http://:80/", "http://a:0/", "http://a:99999/",
                            "http://a:80/ b", "http://a:80/\r\nX: y"}) {
        CAPTURE(bad);
        CHECK_FALSE(RuntimeUrl::parse(bad).has_value());
    }
}
