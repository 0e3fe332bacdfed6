#include "nodes/network/health_ports.h"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <thread>

#include "tests/support/reserved_port.h"

namespace armillary::network {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// The whole answer; "" when nobody listens.
std::string ask(std::uint16_t port) {
    asio::io_context context;
    tcp::socket socket(context);
    boost::system::error_code error;
    socket.connect({asio::ip::make_address("127.0.0.1"), port}, error);
    if (error) return {};
    asio::write(socket, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), error);
    std::string reply;
    asio::read(socket, asio::dynamic_buffer(reply), error);
    return reply;
}

/// Listening begins and ends in another thread.
template <class Condition>
bool soon(Condition condition) {
    for (int i = 0; i < 6000 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    return condition();
}

TEST_CASE("the document of a health check") {
    const std::string two = healthAnswer({"default", "web", 31000, 2});
    CHECK(two.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(two.contains("X-Load-Balancing-Endpoint-Weight: 2\r\n"));
    CHECK(
        two.ends_with("\r\n\r\n{\n\t\"service\": {\n\t\t\"namespace\": \"default\",\n\t\t\"name\": \"web\"\n\t},\n"
                      "\t\"localEndpoints\": 2,\n\t\"serviceProxyHealthy\": true\n}"));
    CHECK(healthAnswer({"default", "web", 31000, 0}).starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
}

TEST_CASE("health checks are answered while a service asks for them") {
    const auto ports = HealthPorts::create("127.0.0.1");
    const test::ReservedPort first, second;
    const auto port = first.number(), other = second.number();
    ports->replace({{"service/default/web", {"default", "web", port, 1}}});
    CHECK(soon([&] { return ask(port).contains("200 OK"); }));
    ports->replace({{"service/default/web", {"default", "web", port, 0}}});
    CHECK(ask(port).contains("503 Service Unavailable"));
    ports->replace({{"service/default/web", {"default", "web", other, 1}}});
    CHECK(soon([&] { return ask(other).contains("200 OK") && ask(port).empty(); }));
    ports->replace({});
    CHECK(ask(other).empty());
    ports->replace({{"service/default/web", {"default", "web", other, 1}}});
    CHECK(soon([&] { return ask(other).contains("200 OK"); }));
}

}  // namespace
}  // namespace armillary::network
