#include <doctest/doctest.h>

#include <chrono>
#include <deque>

#include "tests/unit/server/scripted_api.h"

using namespace armillary;
using namespace armillary::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kTwo = 2 * kHugeBytes + kHugeBytes / 2;

/// Asks until the answer is no 429, for a minute at most.
int codeInTheEnd(const Served& served) {
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (true) {
        TlsClient client = served.client();
        client.setTimeout(60s);
        const auto answer = client.request("GET", "/huge");
        if (answer.code != 429 || std::chrono::steady_clock::now() > until) return answer.code;
        CHECK(answer.body.contains("TooManyRequests"));
        CHECK(answer.head.contains("Retry-After: 1\r\n"));
    }
}

}  // namespace

TEST_CASE("answers that peers do not take have one bound over all connections") {
    Served served({.maxBytesInFlight = kTwo});
    std::deque<TlsClient> clients;
    int served200 = 0, refused = 0;
    for (int i = 0; i < 6; ++i) {
        TlsClient& client = clients.emplace_back(served.listener->port(), credentials().authority.certificatePem(),
                                                 credentials().admin);
        client.setTimeout(60s);
        client.send("GET /huge HTTP/1.1\r\nHost: x\r\n\r\n");
        const int code = client.answer(false).code;
        served200 += code == 200;
        refused += code == 429;
    }
    CHECK(served200 + refused == 6);
    CHECK(served200 >= 2);
    CHECK(refused >= 1);
    // What is small finds room at all times, and who takes nothing makes room when others need it.
    CHECK(served.client().request("GET", "/echo").code == 200);
    CHECK(codeInTheEnd(served) == 200);
}

TEST_CASE("what streams begin with counts among them") {
    Served served({.maxBytesInFlight = kTwo});
    std::deque<TlsClient> clients;
    std::vector<std::shared_ptr<server::FrameSink>> sinks;
    for (int i = 0; i < 3; ++i) {
        TlsClient& client = clients.emplace_back(served.listener->port(), credentials().authority.certificatePem(),
                                                 credentials().admin);
        client.send("GET /watch HTTP/1.1\r\nHost: x\r\n\r\n");
        client.answer(false);
        sinks.push_back(served.api.waitForSink());
    }
    const auto state = std::make_shared<const std::string>(kHugeBytes, 'x');
    CHECK(sinks[0]->write(state));
    CHECK(sinks[1]->write(state));
    CHECK_FALSE(sinks[2]->write(state));
    CHECK(clients[2].closed());
    CHECK(codeInTheEnd(served) == 200);
}
