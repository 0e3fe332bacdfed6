#include <doctest/doctest.h>

#include <set>

#include "nodes/machines/simulated/pod_addresses.h"

using armillary::machines::PodAddresses;

namespace {

constexpr auto kNobody = [](const std::string&) { return false; };

}  // namespace

TEST_CASE("addresses are the node's, and each rests before it is used again") {
    PodAddresses addresses;
    CHECK(addresses.next("a", "10.244.3.0/24", kNobody) == "10.244.3.2");
    CHECK(addresses.next("a", "10.244.3.0/24", kNobody) == "10.244.3.3");
    CHECK(addresses.next("b", "10.244.7.0/24", kNobody) == "10.244.7.2");
    std::set<std::string> given;
    for (int i = 0; i < 251; ++i) given.insert(addresses.next("a", "10.244.3.0/24", kNobody));
    CHECK(given.size() == 251);
    CHECK(!given.contains("10.244.3.2"));
    CHECK(addresses.next("a", "10.244.3.0/24", [](const std::string& address) { return address != "10.244.3.9"; }) ==
          "10.244.3.9");
}

TEST_CASE("a node without a range has pods with addresses all the same") {
    PodAddresses addresses;
    std::set<std::string> given;
    for (int i = 0; i < 20'000; ++i) given.insert(addresses.next("a", "", kNobody));
    CHECK(given.size() == 20'000);
    CHECK(given.contains("100.64.0.1"));
}
