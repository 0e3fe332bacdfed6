#include <doctest/doctest.h>

#include "tests/unit/client/scripted_server.h"

using namespace armillary;
using namespace armillary::test;

namespace {

constexpr std::string_view kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE("what comes is handed over as it comes, and an end in order is a success") {
    Event seen;
    const ScriptedServer server([&](TlsPeer& peer) {
        readHead(peer);
        say(peer, std::string(kChunked) + "4\r\none\n\r\n");
        seen.await();
        say(peer, "4\r\ntwo\n\r\n0\r\n\r\n");
    });
    const auto calls = server.calls();
    StreamLog log;
    const auto stream = calls->follow({.target = "/api/v1/pods?watch=true"}, log.handlers());
    REQUIRE(stream);
    CHECK(log.awaitText("one\n") == "one\n");
    seen.set();
    CHECK(log.awaitText("two\n") == "one\ntwo\n");
    CHECK(log.awaitEnd().status == "Success");
}

TEST_CASE("a body until the end of the connection ends in order; one that is cut does not") {
    for (const bool isCut : {false, true}) {
        const ScriptedServer server([&](TlsPeer& peer) {
            readHead(peer);
            say(peer, isCut ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome" : "HTTP/1.1 200 OK\r\n\r\nsome");
        });
        const auto calls = server.calls();
        StreamLog log;
        const auto stream = calls->follow({.target = "/log"}, log.handlers());
        REQUIRE(stream);
        const Status end = log.awaitEnd();
        CHECK(log.awaitText("some") == "some");
        CHECK(end.code == (isCut ? 503 : 0));
        CHECK((end.status == "Success") == !isCut);
    }
}

TEST_CASE("a server that does not answer is a timeout, and one that refuses its Status") {
    const ScriptedServer stalled([](TlsPeer& peer) {
        readHead(peer);
        readHead(peer);
    });
    auto config = stalled.config();
    config.requestTimeout = std::chrono::milliseconds(50);
    const auto impatient = client::makeHttpCalls(config).value();
    StreamLog log;
    CHECK(impatient->follow({.target = "/log"}, log.handlers()).error().code == 504);
    CHECK(impatient->call({.target = "/log"}).error().code == 504);

    const ScriptedServer refusing([](TlsPeer& peer) {
        readHead(peer);
        say(peer, answer(403, kForbidden));
    });
    const auto refused = refusing.calls()->follow({.target = "/log"}, log.handlers());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "pods is forbidden");
}

TEST_CASE("a patient stream begins before the answer does, and hears of a refusal at its end") {
    Event begun;
    const ScriptedServer server([&](TlsPeer& peer) {
        readHead(peer);
        begun.await();
        say(peer, answer(403, kForbidden));
    });
    const auto calls = server.calls();
    StreamLog log;
    const auto stream = calls->follow({.target = "/log", .patient = true}, log.handlers());
    REQUIRE(stream);
    begun.set();
    CHECK(log.awaitEnd().code == 403);
}

TEST_CASE("a stream can go while its server is silent, and waits for the handler that runs") {
    const ScriptedServer server([](TlsPeer& peer) {
        readHead(peer);
        say(peer, std::string(kChunked) + "4\r\none\n\r\n");
        readHead(peer);
    });
    const auto calls = server.calls();
    Event entered, mayLeave;
    bool left = false;
    auto stream = calls
                      ->follow({.target = "/log"}, {.data =
                                                        [&](std::string_view) {
                                                            entered.set();
                                                            mayLeave.await();
                                                            left = true;
                                                        },
                                                    .ended = [](const Status&) { FAIL("it has gone"); }})
                      .value();
    REQUIRE(entered.await());
    std::thread releasing([&] { mayLeave.set(); });
    stream.reset();
    CHECK(left);
    releasing.join();
}

TEST_CASE("a handler may end its own stream, and a stream may outlive its calls") {
    const ScriptedServer server([](TlsPeer& peer) {
        readHead(peer);
        say(peer, std::string(kChunked) + "4\r\none\n\r\n");
        readHead(peer);
    });
    auto calls = server.calls();
    std::mutex mutex;
    std::unique_ptr<client::Stream> own;
    Event gone;
    {
        const std::lock_guard lock(mutex);
        own = calls
                  ->follow({.target = "/log"}, {.data =
                                                    [&](std::string_view) {
                                                        const std::lock_guard inner(mutex);
                                                        own.reset();
                                                        gone.set();
                                                    }})
                  .value();
    }
    CHECK(gone.await());
    StreamLog log;
    const auto late = calls->follow({.target = "/log"}, log.handlers()).value();
    calls.reset();
}

TEST_CASE("answers keep their warnings, and malformed requests are not sent") {
    const ScriptedServer server([](TlsPeer& peer) {
        readHead(peer);
        say(peer, answer(200, "{}", "Warning: 299 - \"unknown field \\\"spec.x\\\"\"\r\nWarning: 299 - \"b\"\r\n"));
    });
    const auto calls = server.calls();
    const auto answered = calls->call({.target = "/x"});
    REQUIRE(answered);
    CHECK(answered->code == 200);
    CHECK(answered->contentType == "application/json");
    CHECK(answered->warnings == std::vector<std::string>{"unknown field \"spec.x\"", "b"});
    for (const char* target : {"", "x", "/a b", "/a\r\nX: y"})
        CHECK(calls->call({.target = target}).error().code == 400);
    CHECK(calls->call({.method = "BREW", .target = "/x"}).error().code == 400);
    CHECK(calls->call({.target = "/x", .accept = "a\r\nb"}).error().code == 400);
}
