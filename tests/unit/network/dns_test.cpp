#include <doctest/doctest.h>

#include <map>

#include "nodes/network/dns/answer.h"
#include "nodes/network/dns/resolv_conf.h"
#include "nodes/network/dns/wire.h"
#include "tests/unit/network/table_zone.h"

using namespace armillary::network;
using namespace armillary::network::dns;

namespace {

const Domain kDomain = tableDomain();

std::vector<std::string> labels(std::string name) {
    std::vector<std::string> out{""};
    for (const char c : name) {
        if (c == '.') {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

Answer ask(const std::string& name, Type type, const Zone& zone = TableZone()) {
    return answer(zone, kDomain, labels(name), type);
}

std::vector<std::string> addresses(const Answer& answer) {
    std::vector<std::string> out;
    for (const Record& record : answer.records) out.push_back(formatAddress(record.address));
    return out;
}

}  // namespace

TEST_CASE("services") {
    CHECK(addresses(ask("web.default.svc.cluster.local", Type::A)) == std::vector<std::string>{"10.96.0.7"});
    const Answer six = ask("web.default.svc.cluster.local", Type::AAAA);
    CHECK(six.code == Code::NoError);
    CHECK(six.records.empty());
    CHECK(ask("none.default.svc.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("web.other.svc.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("default.svc.cluster.local", Type::A).code == Code::NoError);
    CHECK(ask("other.svc.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("svc.cluster.local", Type::A).code == Code::NoError);
    CHECK(ask("cluster.local", Type::NS).records.size() == 1);
    CHECK(ask("web.default.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("example.org", Type::A).forward);
    CHECK(ask("local", Type::A).forward);
}

TEST_CASE("headless services and their endpoints") {
    CHECK(addresses(ask("db.default.svc.cluster.local", Type::A)) ==
          std::vector<std::string>{"10.244.0.20", "10.244.0.21"});
    CHECK(addresses(ask("db-0.db.default.svc.cluster.local", Type::A)) == std::vector<std::string>{"10.244.0.20"});
    CHECK(addresses(ask("10-244-0-21.db.default.svc.cluster.local", Type::A)) ==
          std::vector<std::string>{"10.244.0.21"});
    CHECK(ask("db-9.db.default.svc.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("db.default.svc.cluster.local", Type::AAAA).code == Code::NoError);
    TableZone zone;
    zone.databases.clear();
    for (const Type type : {Type::A, Type::AAAA, Type::SRV})
        CHECK(ask("db.default.svc.cluster.local", type, zone).code == Code::NameError);
    CHECK(ask("_sql._tcp.db.default.svc.cluster.local", Type::SRV, zone).code == Code::NameError);
    CHECK(ask("web.default.svc.cluster.local", Type::A, zone).code == Code::NoError);
}

TEST_CASE("ports") {
    const Answer one = ask("_http._tcp.web.default.svc.cluster.local", Type::SRV);
    REQUIRE(one.records.size() == 1);
    CHECK(one.records[0].port == 80);
    CHECK(one.records[0].target == "web.default.svc.cluster.local");
    CHECK(addresses(Answer{.records = one.additional}) == std::vector<std::string>{"10.96.0.7"});
    const Answer two = ask("_sql._tcp.db.default.svc.cluster.local", Type::SRV);
    REQUIRE(two.records.size() == 2);
    CHECK(two.records[0].target == "db-0.db.default.svc.cluster.local");
    CHECK(two.records[1].target == "10-244-0-21.db.default.svc.cluster.local");
    CHECK(two.records[0].weight == 50);
    CHECK(ask("_none._tcp.web.default.svc.cluster.local", Type::SRV).code == Code::NameError);
    CHECK(ask("_http._tcp.web.default.svc.cluster.local", Type::A).records.empty());
}

TEST_CASE("aliases") {
    const Answer outside = ask("ext.default.svc.cluster.local", Type::A);
    REQUIRE(outside.records.size() == 1);
    CHECK(outside.records[0].target == "example.org");
    CHECK(outside.chase == "example.org");
    const Answer inside = ask("alias.default.svc.cluster.local", Type::A);
    REQUIRE(inside.records.size() == 2);
    CHECK(inside.records[1].name == "web.default.svc.cluster.local");
    CHECK(inside.chase.empty());
    const Answer endpoint = ask("one.default.svc.cluster.local", Type::A);
    REQUIRE(endpoint.records.size() == 2);
    CHECK(endpoint.records[1].name == "db-0.db.default.svc.cluster.local");
    CHECK(endpoint.records[1].address == 0x0af40014);
    CHECK(ask("dot.default.svc.cluster.local", Type::A).records[0].target == "example.org");
    CHECK(ask("below.ext.default.svc.cluster.local", Type::A).code == Code::NameError);
}

TEST_CASE("aliases of aliases are followed, and end where they come round") {
    const Answer twice = ask("twice.default.svc.cluster.local", Type::A);
    REQUIRE(twice.records.size() == 2);
    CHECK(twice.records[0].name.empty());
    CHECK(twice.records[1].name == "ext.default.svc.cluster.local");
    CHECK(twice.records[1].target == "example.org");
    CHECK(twice.chase == "example.org");
    CHECK(ask("loop.default.svc.cluster.local", Type::A).records.size() == 1);
    CHECK(ask("ring.default.svc.cluster.local", Type::A).records.size() == 2);
}

TEST_CASE("who asks for an alias itself, or for all there is, gets it and nothing beyond") {
    for (const Type type : {Type::CNAME, Type::ANY}) {
        for (const std::string name : {"ext", "alias", "twice"}) {
            const Answer alone = ask(name + ".default.svc.cluster.local", type);
            REQUIRE(alone.records.size() == 1);
            CHECK(alone.records[0].type == Type::CNAME);
            CHECK(alone.chase.empty());
        }
    }
    const Answer six = ask("ext.default.svc.cluster.local", Type::AAAA);
    CHECK(six.records.size() == 1);
    CHECK(six.chase == "example.org");
    const Answer none = ask("web.default.svc.cluster.local", Type::CNAME);
    CHECK(none.code == Code::NoError);
    CHECK(none.records.empty());
}

TEST_CASE("pods and reverse names") {
    CHECK(addresses(ask("10-244-0-9.default.pod.cluster.local", Type::A)) == std::vector<std::string>{"10.244.0.9"});
    CHECK(ask("10-244-0-999.default.pod.cluster.local", Type::A).code == Code::NameError);
    CHECK(ask("7.0.96.10.in-addr.arpa", Type::PTR).records[0].target == "web.default.svc.cluster.local");
    CHECK(ask("20.0.244.10.in-addr.arpa", Type::PTR).records[0].target == "db-0.db.default.svc.cluster.local");
    CHECK(ask("99.0.96.10.in-addr.arpa", Type::PTR).code == Code::NameError);
    CHECK(ask("1.1.1.1.in-addr.arpa", Type::PTR).forward);
}

TEST_CASE("before the informers are synced a missing name is no answer") {
    TableZone zone;
    zone.isReady = false;
    CHECK(ask("web.default.svc.cluster.local", Type::A, zone).code == Code::ServerFailure);
    CHECK(ask("example.org", Type::A, zone).forward);
}

TEST_CASE("messages: what is asked is answered in kind") {
    // id 0x1234, RD, one question: WeB.default.svc.cluster.local A
    const Bytes message = question(0x1234, "WeB.default.svc.cluster.local", Type::A);
    const auto query = Query::parse(message);
    REQUIRE(query.has_value());
    CHECK(query->labels().front() == "web");
    CHECK(query->udpLimit() == kPlainUdpBytes);
    const Bytes reply = query->reply(answer(TableZone(), kDomain, query->labels(), query->type()), kDomain, 512);
    REQUIRE(reply.size() > 12);
    CHECK(reply[0] == 0x12);
    CHECK(reply[1] == 0x34);
    CHECK((reply[2] & 0x84) == 0x84);  // a reply, authoritative
    CHECK((reply[3] & 0x0f) == 0);
    CHECK(reply[7] == 1);
    CHECK(std::string(reply.begin(), reply.end()).contains("\3WeB\7default"));
    CHECK(std::equal(reply.end() - 4, reply.end(), Bytes{10, 96, 0, 7}.begin()));
    CHECK(isReplyTo(reply, message));
    CHECK_FALSE(isReplyTo(reply, question(0x1235, "a", Type::A)));
}

TEST_CASE("messages: a negative answer carries a short-lived SOA") {
    const auto query = Query::parse(question(1, "none.default.svc.cluster.local", Type::A));
    const Bytes reply = query->reply(Answer{.code = Code::NameError}, kDomain, 512);
    CHECK((reply[3] & 0x0f) == 3);
    CHECK(reply[9] == 1);
    CHECK(std::equal(reply.end() - 4, reply.end(), Bytes{0, 0, 0, 5}.begin()));
}

TEST_CASE("messages: what is too long is cut and says so") {
    const auto query = Query::parse(question(1, "db.default.svc.cluster.local", Type::A));
    Answer many;
    for (std::uint32_t i = 0; i < 100; ++i) many.records.push_back({.address = i});
    const Bytes cut = query->reply(many, kDomain, 512);
    CHECK(cut.size() <= 512);
    CHECK((cut[2] & 0x02) != 0);
    CHECK(cut[7] == 0);
    const Bytes whole = query->reply(many, kDomain, kMaxMessageBytes);
    CHECK((whole[2] & 0x02) == 0);
    CHECK(whole[7] == 100);
}

TEST_CASE("messages: hostile input gets an error or silence") {
    CHECK(Query::parse(Bytes{1, 2, 3}).error().empty());
    Bytes message = question(7, "a.b", Type::A);
    message[2] = 0x81;
    CHECK(Query::parse(message).error().empty());  // a reply
    message[2] = 0x28;
    CHECK((Query::parse(message).error()[3] & 0x0f) == 4);  // another opcode
    message = question(7, "a.b", Type::A);
    message[5] = 9;  // nine questions, one there
    CHECK((Query::parse(message).error()[3] & 0x0f) == 1);
    message = question(7, "a.b", Type::A);
    message[12] = 0xc0;
    message[13] = 12;  // a name that points at itself
    CHECK((Query::parse(message).error()[3] & 0x0f) == 1);
    message = question(7, "a.b", static_cast<Type>(252));  // a zone transfer
    CHECK((Query::parse(message).error()[3] & 0x0f) == 5);
}

TEST_CASE("the host's resolvers") {
    CHECK(
        readNameServers(
            "# nameserver 1.1.1.1\nnameserver 10.0.0.1\n\tnameserver\t10.96.0.10 # own\nsearch x\nnameserver 10.0.0.1\n"
            "nameserver ::1\nnameserver 4.4.4.4\nnameserver 5.5.5.5",
            {"10.96.0.10"}) == std::vector<std::string>{"10.0.0.1", "::1", "4.4.4.4"});
    CHECK(readNameServers("nameserver", {}).empty());
}
