#include "tests/unit/admission/world.h"

using namespace armillary;
using namespace armillary::test;

namespace {

void putLimits(World& world, const std::string& limits) {
    world.cache.putJson(
        "/limitranges",
        R"({"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"l","namespace":"shop"},"spec":{"limits":[)" +
            limits + "]}}");
}

void putQuota(World& world, const std::string& hard, const std::string& more = {}) {
    world.cache.putJson(
        "/resourcequotas",
        R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"shop"},"spec":{"hard":{)" +
            hard + "}" + more + "}}");
}

corev1::Pod sized(const std::string& name, const std::string& cpu) {
    return pod(R"("containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":")" + cpu +
                   R"("},"limits":{"cpu":"2"}}}])",
               R"("name":")" + name + "\"");
}

}  // namespace

TEST_CASE("a limit range fills in and says so") {
    World world;
    putLimits(world,
              R"({"type":"Container","default":{"cpu":"500m","memory":"256Mi"},"defaultRequest":{"cpu":"100m"}})");
    auto one = pod();
    REQUIRE(world.create(world.jane, one));
    const auto& resources = one.spec.containers[0].resources;
    CHECK(resources.limits.at("cpu").text() == "500m");
    CHECK(resources.requests.at("cpu").text() == "100m");
    CHECK(resources.requests.at("memory").text() == "256Mi");
    CHECK(one.metadata.annotations["kubernetes.io/limit-ranger"] ==
          "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c");
}

TEST_CASE("a limit range refuses in upstream's words") {
    World world;
    putLimits(world, R"({"type":"Container","max":{"cpu":"1"}})");
    auto big = sized("big", "100m");
    CHECK(message(world.create(world.jane, big)) ==
          "pods \"big\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    putLimits(world, R"({"type":"Container","min":{"cpu":"200m"}})");
    CHECK(message(world.create(world.jane, big)) ==
          "pods \"big\" is forbidden: minimum cpu usage per Container is 200m, but request is 100m");
    putLimits(world, R"({"type":"Pod","max":{"memory":"1Gi"}})");
    CHECK(message(world.create(world.jane, big)) ==
          "pods \"big\" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified");
    putLimits(world, R"({"type":"Container","maxLimitRequestRatio":{"cpu":"10"}})");
    CHECK(message(world.create(world.jane, big)) ==
          "pods \"big\" is forbidden: cpu max limit to request ratio per Container is 10, but provided ratio is "
          "20.000000");
    putLimits(world, R"({"type":"PersistentVolumeClaim","max":{"storage":"1Gi"}})");
    auto claim = parse<corev1::PersistentVolumeClaim>(
        R"({"metadata":{"name":"d","namespace":"shop"},"spec":{"resources":{"requests":{"storage":"2Gi"}}}})");
    CHECK(message(world.create(world.jane, claim)) ==
          "persistentvolumeclaims \"d\" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but "
          "request is 2Gi");
}

TEST_CASE("a quota counts what is there, what was just granted, and what is asked") {
    World world;
    putQuota(world, R"("pods":"2","requests.cpu":"1")");
    auto a = sized("a", "400m"), b = sized("b", "500m"), c = sized("c", "400m");
    REQUIRE(world.create(world.jane, a));
    CHECK(message(world.create(world.jane, c)) == "");
    CHECK(message(world.create(world.jane, b)) ==
          "pods \"b\" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=500m, used: "
          "pods=2,requests.cpu=800m, limited: "
          "pods=2,requests.cpu=1");
    world.clock.advance(std::chrono::seconds(10));  // neither was stored
    world.cache.put("/pods", a);
    CHECK(world.create(world.jane, b));
    CHECK(message(world.create(world.jane, c)).find("used: pods=2,requests.cpu=900m") != std::string::npos);
}

TEST_CASE("ended pods do not count, and compute quota wants requests") {
    World world;
    putQuota(world, R"("requests.cpu":"1","limits.memory":"1Gi")");
    auto one = pod();
    CHECK(message(world.create(world.jane, one)) ==
          "pods \"web\" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c");
    putQuota(world, R"("pods":"1")");
    auto ended = sized("ended", "1");
    ended.status.phase = "Succeeded";
    world.cache.put("/pods", ended);
    CHECK(world.create(world.jane, one));
}

TEST_CASE("quotas count objects of any kind, and only pods have scopes") {
    World world;
    putQuota(world, R"("count/configmaps":"1","services.nodeports":"0")");
    auto map = parse<corev1::ConfigMap>(R"({"metadata":{"name":"a","namespace":"shop"}})");
    REQUIRE(world.create(world.jane, map));
    map.metadata.name = "b";
    CHECK(message(world.create(world.jane, map)) ==
          "configmaps \"b\" is forbidden: exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=1, "
          "limited: count/configmaps=1");
    auto service = parse<corev1::Service>(
        R"({"metadata":{"name":"s","namespace":"shop"},"spec":{"type":"NodePort","ports":[{"port":80}]}})");
    CHECK(message(world.create(world.jane, service)).find("services.nodeports=1") != std::string::npos);

    putQuota(world, R"("pods":"0")", R"(,"scopes":["BestEffort"])");
    auto effort = pod();
    CHECK(message(world.create(world.jane, effort)).find("exceeded quota") != std::string::npos);
    auto burst = sized("a", "1m");
    CHECK(world.create(world.jane, burst));
}
