#include <doctest/doctest.h>

#include "engine/controllers/certificates/rules.h"

using namespace armillary;
using namespace armillary::controllers::certificates;

namespace {

certificatesv1::CertificateSigningRequest request(std::string signer, std::string user, std::vector<std::string> groups,
                                                  std::string usage) {
    certificatesv1::CertificateSigningRequest made;
    made.spec.signerName = std::move(signer);
    made.spec.username = std::move(user);
    made.spec.groups = std::move(groups);
    made.spec.usages = {"digital signature", std::move(usage)};
    return made;
}

const std::string kClient = "kubernetes.io/kube-apiserver-client-kubelet", kServing = "kubernetes.io/kubelet-serving";

pki::SigningRequest subject(std::vector<std::string> dns = {}, std::vector<std::string> ips = {}) {
    return {"system:node:n1", {"system:nodes"}, std::move(dns), std::move(ips), {}};
}

/// A node's own request, made from `remote`.
certificatesv1::CertificateSigningRequest servingFrom(std::string remote, const std::string& name = "n1") {
    auto made = request(kServing, "system:node:" + name, {"system:nodes", "system:authenticated"}, "server auth");
    if (!remote.empty()) made.spec.extra["armillary.dev/remote-address"].items = {std::move(remote)};
    return made;
}

const Machine kMachine{"boss", {"192.0.2.1", "10.244.0.1", "2001:db8::1"}};
constexpr std::string_view kServices = "10.96.0.0/12";

}  // namespace

TEST_CASE("bootstrappers and the node itself get a client certificate, nobody else") {
    const auto verdict = [](const auto& asked, const pki::SigningRequest& who) {
        return judge(asked, who, kMachine).verdict;
    };
    CHECK(verdict(request(kClient, "system:bootstrap:abc", {"system:bootstrappers"}, "client auth"), subject()) ==
          Verdict::Approve);
    CHECK(verdict(request(kClient, "system:node:n1", {"system:nodes"}, "client auth"), subject()) == Verdict::Approve);
    CHECK(verdict(request(kClient, "system:node:n2", {"system:nodes"}, "client auth"), subject()) == Verdict::Leave);
    CHECK(verdict(request(kClient, "jane", {}, "client auth"), subject()) == Verdict::Leave);
    CHECK(verdict(request(kClient, "system:bootstrap:abc", {"system:bootstrappers"}, "server auth"), subject()) ==
          Verdict::Leave);
    auto admin = subject();
    admin.organizations = {"system:masters"};
    CHECK(verdict(request(kClient, "system:bootstrap:abc", {"system:bootstrappers"}, "client auth"), admin) ==
          Verdict::Leave);
}

TEST_CASE("a node serves under its own name and the address from which it connects") {
    const auto verdict = [](const auto& asked, std::vector<std::string> dns, std::vector<std::string> ips) {
        return judge(asked, subject(std::move(dns), std::move(ips)), kMachine).verdict;
    };
    const auto remote = servingFrom("198.51.100.7");
    CHECK(verdict(remote, {"n1"}, {"198.51.100.7"}) == Verdict::Approve);
    CHECK(verdict(remote, {"n1"}, {}) == Verdict::Approve);
    CHECK(verdict(remote, {"n1"}, {"::ffff:198.51.100.7"}) == Verdict::Approve);
    for (const std::string address : {"198.51.100.8", "192.0.2.1", "127.0.0.1", "10.96.0.1", "::1", "nonsense"})
        CHECK_MESSAGE(verdict(remote, {"n1"}, {address}) == Verdict::Leave, address);
    for (const std::string name : {"n2", "boss", "kubernetes", "kubernetes.default.svc", "localhost", "*"})
        CHECK_MESSAGE(verdict(remote, {"n1", name}, {"198.51.100.7"}) == Verdict::Leave, name);
    CHECK(verdict(remote, {}, {}) == Verdict::Leave);
    CHECK(verdict(servingFrom("198.51.100.7", "n2"), {"n1"}, {}) == Verdict::Leave);
    CHECK(verdict(servingFrom(""), {"n1"}, {"198.51.100.7"}) == Verdict::Leave);
    CHECK(verdict(servingFrom("::ffff:198.51.100.7"), {"n1"}, {"198.51.100.7"}) == Verdict::Approve);
}

TEST_CASE("a node on the control plane's machine serves under that machine's addresses") {
    for (const std::string remote : {"127.0.0.1", "::1", "192.0.2.1"}) {
        const auto asked = servingFrom(remote);
        CHECK(judge(asked, subject({"n1"}, {"192.0.2.1"}), kMachine).verdict == Verdict::Approve);
        CHECK(judge(asked, subject({"n1"}, {"2001:db8::1"}), kMachine).verdict == Verdict::Approve);
        CHECK(judge(asked, subject({"n1"}, {"198.51.100.7"}), kMachine).verdict == Verdict::Leave);
    }
    // The machine's name is its own node's alone.
    pki::SigningRequest boss{"system:node:boss", {"system:nodes"}, {"boss"}, {}, {}};
    CHECK(judge(servingFrom("127.0.0.1", "boss"), boss, kMachine).verdict == Verdict::Approve);
    CHECK(judge(servingFrom("198.51.100.7", "boss"), boss, kMachine).verdict == Verdict::Leave);
    boss = {"system:node:BOSS", {"system:nodes"}, {"BOSS"}, {}, {}};
    CHECK(judge(servingFrom("198.51.100.7", "BOSS"), boss, kMachine).verdict == Verdict::Leave);
}

TEST_CASE("what the API server and services are reached by is signed for nobody, whoever approves") {
    const auto asked = servingFrom("127.0.0.1");
    const auto signs = [&](std::vector<std::string> dns, std::vector<std::string> ips) {
        return certificateFor(asked, subject(std::move(dns), std::move(ips)), kServices).has_value();
    };
    CHECK(signs({"n1"}, {"192.0.2.1"}));
    for (const std::string name :
         {"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
          "hook.shop.svc", "Hook.Shop.SVC.", "a.cluster.local", "localhost", "a.localhost", "*", "*.example.com"})
        CHECK_MESSAGE(!signs({"n1", name}, {}), name);
    for (const std::string address : {"127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "0.0.0.0",
                                      "10.96.0.1", "10.111.255.255", "::ffff:10.96.0.1", "169.254.169.254"})
        CHECK_MESSAGE(!signs({"n1"}, {address}), address);
    // Nor does anybody but the node get a certificate to serve with.
    const auto token = request(kServing, "system:bootstrap:abc", {"system:bootstrappers"}, "server auth");
    CHECK(certificateFor(token, subject({"n1"}), kServices).error() == "the requester is not the node");
    CHECK(judge(token, subject({"n1"}), kMachine).verdict == Verdict::Leave);
}

TEST_CASE("what is signed has the signer's usage and a bounded lifetime") {
    auto asked = request(kClient, "x", {}, "client auth");
    asked.spec.expirationSeconds = 1;
    const auto made = certificateFor(asked, subject(), kServices);
    REQUIRE(made);
    CHECK(made->client);
    CHECK_FALSE(made->server);
    CHECK(made->validity == std::chrono::minutes(10));
    CHECK(certificateFor(asked, subject({"evil.example"}), kServices).error() == "subjectAltNames are not allowed");
    auto masters = subject();
    masters.organizations = {"system:masters"};
    CHECK_FALSE(
        certificateFor(request("kubernetes.io/kube-apiserver-client", "x", {}, "client auth"), masters, kServices));
    CHECK_FALSE(signsFor("example.com/other"));
}
