#include <doctest/doctest.h>

#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;
using Answer = explain::Evidence::Answer;

namespace {

std::string named(const std::string& apiVersion, const std::string& kind, const std::string& name,
                  const std::string& rest) {
    return R"({"apiVersion":")" + apiVersion + R"(","kind":")" + kind +
           R"(","metadata":{"namespace":"default","name":")" + name +
           R"(","creationTimestamp":"2026-01-01T11:00:00Z"},)" + rest + "}";
}
struct Shop : ScriptedEvidence {
    Shop() {
        add(nodeJson("n1"));
        pod("web-1", R"({"app":"web","tier":"front"})");
    }
    void pod(const std::string& name, const std::string& labels, const std::string& status = kReadyStatus) {
        add(podJson(
            {.spec =
                 R"({"nodeName":"n1","containers":[{"name":"c","image":"i","ports":[{"name":"http","containerPort":8080}]}]})",
             .status = status,
             .meta = R"(,"labels":)" + labels,
             .name = name}));
    }
    Told service(const std::string& spec) {
        return why(add(named("v1", "Service", "s", R"("spec":{)" + spec + R"(},"status":{})")), *this);
    }
    Told ingress(const std::string& spec) {
        return why(add(named("networking.k8s.io/v1", "Ingress", "i", R"("spec":{)" + spec + R"(},"status":{})")),
                   *this);
    }
};
std::string backend(const std::string& service, int port) {
    return R"("rules":[{"http":{"paths":[{"backend":{"service":{"name":")" + service + R"(","port":{"number":)" +
           std::to_string(port) + "}}}}]}}]";
}

}  // namespace

TEST_CASE("a service that selects nothing offers what is nearest") {
    Shop shop;
    const auto value = shop.service(R"("selector":{"app":"wbe"},"ports":[{"port":80,"targetPort":8080}])");
    CHECK(value.id() == "no-endpoints");
    CHECK(value.says("Did you mean app=web, as pod web-1 has it?"));
    CHECK(shop.service(R"("selector":{"ap":"web"},"ports":[{"port":80}])").says("Did you mean app=web"));
    CHECK(shop.service(R"("selector":{"app":"web","version":"2"},"ports":[{"port":80}])")
              .says("matches but for version=2"));
    CHECK_FALSE(shop.service(R"("selector":{"app":"database"},"ports":[{"port":80}])").says("Did you mean"));
    shop.add(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","namespace":"other","labels":{"app":"database"}},"spec":{},"status":{}})");
    CHECK(shop.service(R"("selector":{"app":"database"},"ports":[{"port":80}])")
              .says("in namespace other, which a service here does not reach"));
    CHECK(shop.service(R"("ports":[{"port":80}])").says("no selector"));
    CHECK(shop.service(R"("type":"ExternalName","externalName":"example.org")").id() == "fine");
}

TEST_CASE("a service whose workload has no pods says why") {
    Shop shop;
    shop.add(named(
        "apps/v1", "Deployment", "idle",
        R"("spec":{"replicas":0,"template":{"metadata":{"labels":{"app":"idle"}},"spec":{"containers":[{"name":"c"}]}}},"status":{})"));
    const auto told = shop.service(R"("selector":{"app":"idle"},"ports":[{"port":80}])");
    CHECK(told.id() == "no-endpoints");
    CHECK(told.says("Deployment/idle"));
    CHECK(told.says("scaled to none"));
}

TEST_CASE("nobody ready: the pods' cause is part of the answer") {
    Shop shop;
    shop.pod("bad-1", R"({"app":"bad"})",
             containerStatus(R"({"waiting":{"reason":"ErrImagePull","message":"not found"}})", "", "Pending"));
    const auto told = shop.service(R"("selector":{"app":"bad"},"ports":[{"port":80}])");
    CHECK(told.id() == "no-endpoints");
    CHECK(told.says("none is ready"));
    CHECK(told.says("no such image or tag"));
}

TEST_CASE("ports: a name that nobody has, a number that nobody listens on, silence") {
    Shop shop;
    const std::string selects = R"("selector":{"app":"web"},)";
    const auto name = shop.service(selects + R"("ports":[{"port":80,"targetPort":"htp"}])");
    CHECK(name.id() == "no-endpoints");
    CHECK(name.says("Did you mean http?"));
    CHECK(shop.service(selects + R"("ports":[{"port":80,"targetPort":"http"}])").id() == "fine");
    shop.answers("s", 80, Answer::Refused, "dial tcp 10.0.0.1:8099: connect: connection refused");
    const auto refused = shop.service(selects + R"("ports":[{"port":80,"targetPort":8099}])");
    CHECK(refused.id() == "no-endpoints");
    CHECK(refused.says("nobody listens on their port 8099"));
    CHECK(refused.says("declare port 8080"));
    CHECK(refused.cites("probe", "connection refused"));
    shop.answers("s", 80, Answer::Silent, "i/o timeout");
    CHECK(shop.service(selects + R"("ports":[{"port":80,"targetPort":8080}])").says("do not answer"));
    shop.refuse("proxy");
    const auto blind = shop.service(selects + R"("ports":[{"port":80,"targetPort":8080}])");
    CHECK(blind.id() == "fine");
    CHECK(blind.cites("unknown", "services/proxy"));
    // What speaks no TCP is not knocked at.
    CHECK_FALSE(
        shop.service(selects + R"("ports":[{"port":53,"protocol":"UDP","targetPort":53}])").cites("unknown", "proxy"));
}

TEST_CASE("a policy in the way") {
    Shop shop;
    shop.add(named("networking.k8s.io/v1", "NetworkPolicy", "deny",
                   R"("spec":{"podSelector":{},"policyTypes":["Ingress"]})"));
    CHECK(shop.service(R"("selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}])").id() == "policy");
    const auto deny = why(shop.object({"networking.k8s.io", "NetworkPolicy"}, "default", "deny").value(), shop);
    CHECK(deny.id() == "policy");
    CHECK(deny.says("lets nobody in"));
    const auto none = why(shop.add(named("networking.k8s.io/v1", "NetworkPolicy", "typo",
                                         R"("spec":{"podSelector":{"matchLabels":{"app":"wbe"}}})")),
                          shop);
    CHECK(none.says("selects no pod"));
    CHECK(none.says("Did you mean app=web?"));
}

TEST_CASE("an ingress: class, service, port, certificate, and what is behind it") {
    Shop shop;
    shop.add(named("v1", "Service", "front",
                   R"("spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]},"status":{})"));
    shop.add(named("v1", "Service", "dead", R"("spec":{"selector":{"app":"wbe"},"ports":[{"port":80}]},"status":{})"));
    shop.add(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"half","namespace":"default"},"data":{"tls.crt":"eA=="}})");
    CHECK(shop.ingress(backend("front", 80)).says("none is the default"));
    shop.add(R"({"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"nginx"},"spec":{}})");
    const std::string classed = R"("ingressClassName":"nginx",)";
    CHECK(shop.ingress(R"("ingressClassName":"ngnix",)" + backend("front", 80)).says("Did you mean nginx?"));
    CHECK(shop.ingress(classed + backend("frnot", 80)).says("Did you mean front?"));
    const auto port = shop.ingress(classed + backend("front", 81));
    CHECK(port.id() == "missing-reference");
    CHECK(port.says("has no port 81; it has 80"));
    CHECK(port.cites("field", "spec.rules[0].http.paths[0].backend.service.port.number"));
    CHECK(shop.ingress(classed + R"("tls":[{"secretName":"absent"}],)" + backend("front", 80)).says("Secret absent"));
    CHECK(shop.ingress(classed + R"("tls":[{"secretName":"half"}],)" + backend("front", 80)).says("no tls.key"));
    const auto dead = shop.ingress(classed + backend("dead", 80));
    CHECK(dead.id() == "no-endpoints");
    CHECK(dead.says("Behind Service dead"));
    CHECK(shop.ingress(classed + backend("front", 80)).says("No ingress controller"));
}
