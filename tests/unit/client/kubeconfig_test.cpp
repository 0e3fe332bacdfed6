#include "engine/client/kubeconfig.h"

#include <doctest/doctest.h>

#include "engine/pki/ca.h"

using namespace armillary;

TEST_CASE("what is written is read back, credential and all") {
    const auto authority = pki::CertificateAuthority::create("test", async::realClock()).value();
    pki::CertificateRequest request;
    request.commonName = "admin";
    request.client = true;
    const auto credential = authority.issue(request, async::realClock()).value();
    const std::string text =
        client::adminKubeconfig({"armillary", "https://127.0.0.1:6443", authority.certificatePem(), credential});
    const auto config = client::parseKubeconfig(text, "", "/nowhere");
    REQUIRE_MESSAGE(config, config.error());
    CHECK(config->url == "https://127.0.0.1:6443");
    CHECK(config->caPem == authority.certificatePem());
    CHECK(config->credential()->certificatePem == credential.certificatePem);
    CHECK(config->credential()->keyPem == credential.keyPem);
    CHECK_FALSE(client::parseKubeconfig(text, "other", "/nowhere"));
}

TEST_CASE("a kubeconfig that cannot be used is refused in a sentence that holds no secret") {
    for (const char* bad : {"", "[]", "a: [", "apiVersion: v1\nkind: Config\ncurrent-context: x\n"}) {
        const auto config = client::parseKubeconfig(bad, "", "/nowhere");
        REQUIRE_FALSE(config);
        CHECK_FALSE(config.error().empty());
    }
    const auto plugin = client::parseKubeconfig(R"(
apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: k, user: u}}]
clusters: [{name: k, cluster: {server: "https://h"}}]
users: [{name: u, user: {exec: {command: helper}, token: topsecret}}]
)",
                                                "", "/nowhere");
    REQUIRE_FALSE(plugin);
    CHECK(plugin.error().contains("exec.apiVersion"));
    CHECK_FALSE(plugin.error().contains("topsecret"));
}
