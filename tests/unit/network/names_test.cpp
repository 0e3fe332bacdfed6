#include <doctest/doctest.h>

#include "nodes/network/names.h"

using namespace armillary::network;

TEST_CASE("names carry the tag and fit the kernel") {
    CHECK(bridgeName("0a1b2c3d") == "armillary0a1b2c");
    CHECK(bridgeName("0a1b2c3d").size() <= 15);
    CHECK(tableName("0a1b2c3d") == "armillary-0a1b2c3d");
    CHECK(isTag("0a1b2c3d"));
    for (const char* bad : {"", "0a1b2c3", "0a1b2c3d4", "0A1B2C3D", "0a1b2c;d", "../../.."}) CHECK_FALSE(isTag(bad));
}

TEST_CASE("addresses and networks") {
    CHECK(parseAddress("10.96.0.10") == 0x0a60000au);
    CHECK(formatAddress(0x0a60000a) == "10.96.0.10");
    for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.4 ", "::1", "01.2.3.4.", "1.2.3.4; reboot"}) {
        CAPTURE(bad);
        CHECK_FALSE(parseAddress(bad).has_value());
    }
    const Cidr cidr = Cidr::parse("10.244.3.7/16").value();
    CHECK(formatAddress(cidr.base) == "10.244.0.0");
    CHECK(cidr.contains(parseAddress("10.244.9.9").value()));
    CHECK_FALSE(cidr.contains(parseAddress("10.245.0.0").value()));
    CHECK(Cidr::parse("0.0.0.0/0")->contains(1));
    for (const char* bad : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "/8"}) {
        CAPTURE(bad);
        CHECK_FALSE(Cidr::parse(bad).has_value());
    }
}

TEST_CASE("a configuration that is no network is refused") {
    NetworkConfig config{.tag = "0a1b2c3d",
                         .podCidr = "10.244.0.0/24",
                         .clusterCidr = "10.244.0.0/16",
                         .serviceCidr = "10.96.0.0/16",
                         .dnsAddress = "10.96.0.10"};
    CHECK(validate(config).has_value());
    CHECK(gatewayAddress(config) == "10.244.0.1");
    config.podCidr = "10.244.0.0/31";
    CHECK(validate(config).error() == "the pod network 10.244.0.0/31 has no room for pods");
    config.podCidr = "10.244.0.0/16";
    CHECK_FALSE(validate(config).has_value());
    config.podCidr = "10.244.0.0/24 }";
    CHECK_FALSE(validate(config).has_value());
}
