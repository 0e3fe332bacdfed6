#include "tests/unit/relations/changing.h"
#include "tests/unit/relations/paper_world.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kCertificate =
    R"({"apiVersion":"cert.example/v1","kind":"Certificate","metadata":{"name":"c","namespace":"shop"},
  "spec":{"secretName":"tls","issuerRef":{"name":"ours","kind":"Issuer"},"keystores":[{"passwordSecretRef":{"name":"pass","key":"k"}}],
  "store":{"caRef":{"kind":"ConfigMap","name":"ca","namespace":"infra"}},"dnsNames":["x"],"someName":"y","podSelector":{"matchLabels":{"app":"web"}}}})";

ObjectRef secret(const std::string& name, const std::string& namespace_ = "shop") {
    return object(R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":")" + name + R"(","namespace":")" +
                  namespace_ + R"("}})");
}

}  // namespace

TEST_CASE("A custom resource's references are guessed by what its fields are called") {
    PaperWorld world;
    world.add(
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c"}]}}}})");
    const auto certificate = object(kCertificate);
    const auto edges = relations::guessedReferences(certificate, world);
    CHECK(targets(edges) == std::vector<std::string>{"Secret/shop/tls by spec.secretName",
                                                     "Issuer.cert.example/shop/ours by spec.issuerRef.name",
                                                     "Secret/shop/pass by spec.keystores[0].passwordSecretRef.name",
                                                     "ConfigMap/infra/ca by spec.store.caRef.name",
                                                     "Deployment.apps/shop/web by spec.podSelector"});
    for (const auto& edge : edges) CHECK(edge.guessed);
    CHECK(relations::namedReferences(certificate).empty());
    CHECK(relations::guessedReferences(world.list({"apps", "Deployment"}, "shop")[0], world).empty());
}

TEST_CASE("A guessed reference is turned to another object, and taken away with what it is in") {
    const auto certificate = object(kCertificate);
    const auto ways = relations::waysToConnect(certificate, secret("other"));
    REQUIRE(ways);
    REQUIRE(ways->size() == 1);
    REQUIRE(ways->front().questions.size() == 1);
    CHECK(ways->front().questions[0].choices ==
          std::vector<std::string>{"spec.secretName", "spec.keystores[0].passwordSecretRef.name"});
    PaperWorld world;
    const auto after = [&](const std::vector<relations::FieldChange>& changes) {
        return targets(relations::guessedReferences(object(applied(kCertificate, changes)), world));
    };
    const auto made = relations::connect(certificate, secret("other"), ways->front(),
                                         {{"field", "spec.keystores[0].passwordSecretRef.name"}});
    REQUIRE(made);
    CHECK(has(after(*made), "Secret/shop/other by spec.keystores[0].passwordSecretRef.name"));
    CHECK(has(after(*made), "Secret/shop/tls by spec.secretName"));
    for (const auto& edge : relations::guessedReferences(certificate, world)) {
        const auto taken = relations::disconnect(certificate, edge);
        REQUIRE(taken);
        CHECK(!has(after(*taken), to(edge)));
        CHECK(after(*taken).size() == 3);
    }
    CHECK(!relations::connect(certificate, secret("other"), ways->front(), {{"field", "spec.dnsNames"}}));
    CHECK(relations::waysToConnect(certificate, secret("other", "infra")).error().contains("looks like a reference"));
}
