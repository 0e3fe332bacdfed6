#include "engine/pki/ca.h"

#include <doctest/doctest.h>

#include "engine/pki/secrets.h"

using namespace armillary;
using namespace std::chrono_literals;

namespace {

pki::CertificateRequest nodeRequest() {
    return {.commonName = "system:node:one",
            .organizations = {"system:nodes"},
            .dnsNames = {"one", "one.local"},
            .ipAddresses = {"192.0.2.7", "fe80::1"},
            .server = true,
            .client = true,
            .validity = 24h};
}

}  // namespace

TEST_CASE("an authority issues certificates that say what was asked for") {
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("armillary-ca", clock);
    REQUIRE(authority);
    auto own = pki::inspect(authority->certificatePem());
    REQUIRE(own);
    CHECK(own->commonName == "armillary-ca");
    CHECK(own->isAuthority);
    CHECK(own->notAfter - clock.now() == 24h * 3650);

    auto issued = authority->issue(nodeRequest(), clock);
    REQUIRE(issued);
    auto info = pki::inspect(issued->certificatePem);
    REQUIRE(info);
    CHECK(info->commonName == "system:node:one");
    CHECK(info->organizations == std::vector<std::string>{"system:nodes"});
    CHECK(info->dnsNames == std::vector<std::string>{"one", "one.local"});
    CHECK(info->ipAddresses == std::vector<std::string>{"192.0.2.7", "fe80::1"});
    CHECK_FALSE(info->isAuthority);
    CHECK(clock.now() - info->notBefore == 5min);
    CHECK(info->notAfter - clock.now() == 24h);
}

TEST_CASE("a key is of the type that was asked for, in the form that most programs read") {
    async::ManualClock clock;
    const auto authority = pki::CertificateAuthority::create("ca", clock).value();
    auto request = nodeRequest();
    CHECK(authority.issue(request, clock)->keyPem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    request.keyType = pki::KeyType::Rsa2048;
    const auto rsa = authority.issue(request, clock);
    REQUIRE(rsa);
    CHECK(rsa->keyPem.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    CHECK(pki::makeSigningRequest(rsa->keyPem, request));
    CHECK(pki::inspect(rsa->certificatePem)->commonName == "system:node:one");
}

TEST_CASE("a certificate never outlives its authority") {
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("ca", clock);
    REQUIRE(authority);
    auto request = nodeRequest();
    request.validity = std::chrono::hours(24 * 365 * 50);
    auto issued = authority->issue(request, clock);
    REQUIRE(issued);
    CHECK(pki::inspect(issued->certificatePem)->notAfter == pki::inspect(authority->certificatePem())->notAfter);
}

TEST_CASE("an authority survives a round trip, and a wrong key does not") {
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("ca", clock);
    REQUIRE(authority);
    auto again = pki::CertificateAuthority::load(authority->credential());
    REQUIRE(again);
    CHECK(again->pin() == authority->pin());
    CHECK(again->pin().starts_with("sha256:"));
    CHECK(again->pin().size() == 7 + 64);

    auto key = pki::newKey();
    REQUIRE(key);
    CHECK_FALSE(pki::CertificateAuthority::load({authority->certificatePem(), *key}));
    auto leaf = authority->issue(nodeRequest(), clock);
    REQUIRE(leaf);
    CHECK_FALSE(pki::CertificateAuthority::load(*leaf));
}

TEST_CASE("a signing request is read back and signed") {
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("ca", clock);
    auto key = pki::newKey();
    REQUIRE(key);
    auto pem = pki::makeSigningRequest(*key, nodeRequest());
    REQUIRE(pem);
    auto request = pki::parseSigningRequest(*pem);
    REQUIRE(request);
    CHECK(request->commonName == "system:node:one");
    CHECK(request->organizations == std::vector<std::string>{"system:nodes"});
    CHECK(request->dnsNames == std::vector<std::string>{"one", "one.local"});
    CHECK(request->ipAddresses == std::vector<std::string>{"192.0.2.7", "fe80::1"});

    auto certificate = authority->sign(*request, {.commonName = request->commonName, .client = true}, clock);
    REQUIRE(certificate);
    auto info = pki::inspect(*certificate);
    REQUIRE(info);
    CHECK(info->commonName == "system:node:one");
    CHECK(info->dnsNames.empty());
}

TEST_CASE("a damaged signing request is refused") {
    auto key = pki::newKey();
    auto pem = pki::makeSigningRequest(*key, nodeRequest());
    REQUIRE(pem);
    CHECK_FALSE(pki::parseSigningRequest(""));
    CHECK_FALSE(
        pki::parseSigningRequest("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"));
    CHECK_FALSE(pki::parseSigningRequest(std::string(100'000, 'A')));
    std::string damaged = *pem;
    std::size_t at = damaged.find("MII") + 40;
    damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
    CHECK_FALSE(pki::parseSigningRequest(damaged));
}

TEST_CASE("names that do not fit a certificate are refused") {
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("ca", clock);
    CHECK_FALSE(authority->issue({.commonName = std::string(65, 'x')}, clock));
    CHECK_FALSE(authority->issue({.commonName = "x", .dnsNames = {"a\nb"}}, clock));
    CHECK_FALSE(authority->issue({.commonName = "x", .ipAddresses = {"256.1.1.1"}}, clock));
    // OpenSSL's own configuration syntax must not be reachable through a name.
    auto odd = authority->issue({.commonName = "x", .dnsNames = {"a,DNS:b"}}, clock);
    REQUIRE(odd);
    CHECK(pki::inspect(odd->certificatePem)->dnsNames == std::vector<std::string>{"a,DNS:b"});
}

TEST_CASE("secrets are compared whole") {
    CHECK(pki::constantTimeEqual("", ""));
    CHECK(pki::constantTimeEqual("abc", "abc"));
    CHECK_FALSE(pki::constantTimeEqual("abc", "abd"));
    CHECK_FALSE(pki::constantTimeEqual("abc", "ab"));
    CHECK_FALSE(pki::constantTimeEqual("", "a"));
    CHECK(pki::randomHex(8).size() == 16);
    CHECK(pki::randomHex(8) != pki::randomHex(8));
    CHECK(pki::randomUuid().size() == 36);
}

TEST_CASE("base64url has one spelling for each value") {
    std::string out;
    for (std::string text : {"", "f", "fo", "foo", "foob", "\xff\xfe\x00z"}) {
        REQUIRE(pki::decodeBase64Url(pki::encodeBase64Url(text), out));
        CHECK(out == text);
    }
    CHECK_FALSE(pki::decodeBase64Url("a", out));
    CHECK_FALSE(pki::decodeBase64Url("Zh", out));
    CHECK_FALSE(pki::decodeBase64Url("Zg==", out));
    CHECK_FALSE(pki::decodeBase64Url("Z+/_", out));
}
