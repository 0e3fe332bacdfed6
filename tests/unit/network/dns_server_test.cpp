#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "nodes/network/dns/server.h"
#include "tests/unit/network/table_zone.h"

using namespace armillary::network::dns;

namespace {

/// A server on the loopback interface, none of whose resolvers can be reached.
struct Alone {
    Alone() {
        std::promise<std::uint16_t> listens;
        ServerOptions options{.address = "127.0.0.1", .ports = {0}, .domain = tableDomain()};
        options.nameServers = [] { return std::vector<std::string>(); };
        options.listening = [&](std::uint16_t taken) { listens.set_value(taken); };
        server = Server::start(std::move(options), zone);
        port = listens.get_future().get();
    }
    /// Empty when there is none within seconds.
    Bytes ask(const std::string& name, Type type) const {
        const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
        const timeval patience{.tv_sec = 5, .tv_usec = 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        Bytes reply(4096);
        ssize_t size = -1;
        const Bytes message = question(9, name, type);
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
            ::send(fd, message.data(), message.size(), 0) > 0)
            size = ::recv(fd, reply.data(), reply.size(), 0);
        ::close(fd);
        reply.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return reply;
    }

    TableZone zone;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

}  // namespace

TEST_CASE("an alias stands though nobody can say where it leads") {
    const Alone alone;
    for (const Type type : {Type::A, Type::AAAA, Type::CNAME}) {
        const Bytes reply = alone.ask("ext.default.svc.cluster.local", type);
        REQUIRE(reply.size() > 12);
        CHECK((reply[3] & 0x0f) == 0);
        CHECK(reply[7] == 1);
        CHECK(std::string(reply.begin(), reply.end()).contains("\7example\3org"));
    }
    const Bytes outside = alone.ask("example.org", Type::A);
    REQUIRE(outside.size() > 12);
    CHECK((outside[3] & 0x0f) == 2);
}
