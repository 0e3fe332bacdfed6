#include <doctest/doctest.h>

#include "engine/controllers/certificates/rules.h"
#include "tests/unit/controllers/objects.h"

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

ObjectRef node(std::string name, std::string address) {
    corev1::Node made;
    made.metadata.name = std::move(name);
    if (!address.empty()) {
        auto& entry = made.status.addresses.emplace_back();
        entry.type = "InternalIP";
        entry.address = std::move(address);
    }
    return test::asObject(made);
}

}  // namespace

TEST_CASE("bootstrappers and the node itself get a client certificate, nobody else") {
    const auto verdict = [](const auto& asked, const pki::SigningRequest& who) {
        return judge(asked, who, {}).verdict;
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

TEST_CASE("a node serves under its own names, never under another's") {
    const auto asked = request(kServing, "system:node:n1", {"system:nodes"}, "server auth");
    const auto own = node("n1", "10.0.0.1"), other = node("n2", "10.0.0.2");
    CHECK(judge(asked, subject({"n1"}, {"10.0.0.1"}), {own, other}).verdict == Verdict::Approve);
    CHECK(judge(asked, subject({"n1"}, {"10.0.0.2"}), {own, other}).verdict == Verdict::Wait);
    const ObjectRef neighbour = node("n2", "10.0.0.1");  // on the same machine
    CHECK(judge(asked, subject({"n1"}, {"10.0.0.1"}), {own, neighbour}).verdict == Verdict::Approve);
    CHECK(judge(asked, subject({"n1", "n2"}, {"10.0.0.1"}), {own, neighbour}).verdict == Verdict::Leave);
    CHECK(judge(asked, subject({"n2"}), {own, other}).verdict == Verdict::Leave);
    CHECK(judge(asked, subject({"n1"}, {"10.0.0.9"}), {own, other}).verdict == Verdict::Wait);
    CHECK(judge(asked, subject({"n1"}, {"10.0.0.9"}), {other}).verdict == Verdict::Approve);
    CHECK(judge(asked, subject(), {own}).verdict == Verdict::Leave);
    CHECK(judge(request(kServing, "system:node:n2", {"system:nodes"}, "server auth"), subject({"n1"}), {own}).verdict ==
          Verdict::Leave);
}

TEST_CASE("what is signed has the signer's usage and a bounded lifetime") {
    auto asked = request(kClient, "x", {}, "client auth");
    asked.spec.expirationSeconds = 1;
    const auto made = certificateFor(asked, subject());
    REQUIRE(made);
    CHECK(made->client);
    CHECK_FALSE(made->server);
    CHECK(made->validity == std::chrono::minutes(10));
    CHECK(certificateFor(asked, subject({"evil.example"})).error() == "subjectAltNames are not allowed");
    auto masters = subject();
    masters.organizations = {"system:masters"};
    CHECK_FALSE(certificateFor(request("kubernetes.io/kube-apiserver-client", "x", {}, "client auth"), masters));
    CHECK_FALSE(signsFor("example.com/other"));
}
