#include <doctest/doctest.h>

#include <algorithm>
#include <format>
#include <random>
#include <set>

#include "engine/controllers/endpoints/plan.h"
#include "engine/controllers/endpointslice/plan.h"
#include "engine/controllers/endpointslice/trigger_times.h"
#include "engine/controllers/endpointslicemirroring/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace armillary::controllers::endpointslice;
using test::asObject;
using test::runningPod;

namespace {

corev1::Service web() {
    corev1::Service service;
    service.metadata.name = "web";
    service.metadata.namespace_ = "d";
    service.metadata.uid = "s";
    service.spec.selector["app"] = "web";
    service.spec.clusterIP = "10.96.0.5";
    auto& port = service.spec.ports.emplace_back();
    port.name = "http";
    port.protocol = "TCP";
    port.port = 80;
    port.targetPort = schema::IntOrString(std::string("www"));
    return service;
}

corev1::Pod backend(int number, bool ready = true, std::int32_t port = 8080) {
    auto pod = runningPod(std::format("p{}", number), ready);
    pod.status.podIP = std::format("10.1.{}.{}", number / 250, number % 250 + 1);
    auto& container = pod.spec.containers.emplace_back();
    auto& named = container.ports.emplace_back();
    named.name = "www";
    named.containerPort = port;
    named.protocol = "TCP";
    return pod;
}

std::string noZone(const std::string&) {
    return {};
}

Plan plan(const std::vector<corev1::Pod>& pods, const std::vector<discoveryv1::EndpointSlice>& existing,
          corev1::Service service = web()) {
    std::vector<ObjectRef> objects;
    for (const auto& pod : pods) objects.push_back(asObject(pod));
    return planSlices(service, "IPv4", endpointGroups(service, objects, "IPv4", noZone), existing);
}

/// What the API would hold after the plan.
std::vector<discoveryv1::EndpointSlice> applied(std::vector<discoveryv1::EndpointSlice> slices, const Plan& plan) {
    static int serial = 0;
    std::erase_if(slices, [&](const auto& slice) { return std::ranges::count(plan.remove, slice.metadata.name) > 0; });
    for (auto& slice : slices)
        for (const auto& update : plan.update)
            if (update.metadata.name == slice.metadata.name) slice = update;
    for (auto slice : plan.create) {
        slice.metadata.name = std::format("web-{}", ++serial);
        slices.push_back(slice);
    }
    return slices;
}

std::multiset<std::string> addresses(const std::vector<discoveryv1::EndpointSlice>& slices) {
    std::multiset<std::string> all;
    for (const auto& slice : slices)
        for (const auto& endpoint : slice.endpoints) all.insert(endpoint.addresses.at(0));
    return all;
}

}  // namespace

TEST_CASE("a pod's readiness and end show in its endpoint's conditions") {
    auto leaving = backend(3);
    leaving.metadata.deletionTimestamp = schema::Time(1'760'000'000);
    auto ended = backend(4);
    ended.status.phase = "Succeeded";
    auto addressless = backend(5);
    addressless.status.podIP.clear();
    const auto made = plan({backend(1), backend(2, false), leaving, ended, addressless}, {});
    REQUIRE(made.create.size() == 1);
    const auto& slice = made.create[0];
    CHECK(slice.metadata.labels.at("kubernetes.io/service-name") == "web");
    CHECK(slice.metadata.labels.at("endpointslice.kubernetes.io/managed-by") == "endpointslice-controller.k8s.io");
    CHECK(slice.ports.at(0).port == 8080);
    REQUIRE(slice.endpoints.size() == 3);
    const auto state = [&](std::size_t i) {
        const auto& conditions = slice.endpoints[i].conditions;
        return std::format("{}{}{}", int(*conditions.ready), int(*conditions.serving), int(*conditions.terminating));
    };
    CHECK(state(0) == "110");
    CHECK(state(1) == "000");
    CHECK(state(2) == "011");
    CHECK(slice.endpoints[0].nodeName == "n1");
    CHECK(slice.endpoints[0].targetRef->name == "p1");
}

TEST_CASE("not-ready pods are published where the service says so") {
    auto service = web();
    service.spec.publishNotReadyAddresses = true;
    const auto made = plan({backend(1, false)}, {}, service);
    CHECK(made.create.at(0).endpoints.at(0).conditions.ready == true);
    CHECK(made.create.at(0).endpoints.at(0).conditions.serving == false);
}

TEST_CASE("a service without pods keeps one empty slice") {
    auto slices = applied({}, plan({}, {}));
    REQUIRE(slices.size() == 1);
    CHECK(slices[0].endpoints.empty());
    CHECK(plan({}, slices).create.empty());
    CHECK(plan({}, slices).remove.empty());
    slices = applied(slices, plan({backend(1)}, slices));
    CHECK(slices.size() == 1);
    slices = applied(slices, plan({}, slices));
    CHECK(slices.size() == 1);
    CHECK(addresses(slices).empty());
}

TEST_CASE("pods whose named port differs are in slices of their own") {
    const auto made = plan({backend(1, true, 8080), backend(2, true, 9090)}, {});
    REQUIRE(made.create.size() == 2);
    CHECK(made.create[0].ports.at(0).port != made.create[1].ports.at(0).port);
}

TEST_CASE("whatever comes and goes, slices hold exactly the pods, none more than 100, and settle") {
    std::mt19937 random(3);
    std::vector<discoveryv1::EndpointSlice> slices;
    for (int round = 0; round < 40; ++round) {
        std::vector<corev1::Pod> pods;
        std::multiset<std::string> expected;
        for (int i = 0; i < 350; ++i) {
            if (random() % 3 == 0) continue;
            pods.push_back(backend(i, random() % 2));
            expected.insert(pods.back().status.podIP);
        }
        slices = applied(slices, plan(pods, slices));
        CHECK(addresses(slices) == expected);
        for (const auto& slice : slices) CHECK(slice.endpoints.size() <= 100);
        const auto settled = plan(pods, slices);
        CHECK(settled.create.size() + settled.update.size() + settled.remove.size() == 0);
    }
}

TEST_CASE("Endpoints part the ready from the others") {
    bool truncated = true;
    auto leaving = backend(3);
    leaving.metadata.deletionTimestamp = schema::Time(1'760'000'000);
    const std::vector<ObjectRef> pods{asObject(backend(1)), asObject(backend(2, false)), asObject(leaving)};
    const auto subsets = endpoints::subsetsOf(web(), pods, truncated);
    CHECK_FALSE(truncated);
    REQUIRE(subsets.size() == 1);
    CHECK(subsets[0].addresses.size() == 1);
    CHECK(subsets[0].notReadyAddresses.size() == 1);
    CHECK(subsets[0].ports.at(0).port == 8080);
}

TEST_CASE("a pod whose node is gone is no endpoint, unless pods are published in any state") {
    auto service = web();
    auto lost = backend(2);
    lost.spec.nodeName = "gone";
    const std::vector<ObjectRef> pods{asObject(backend(1)), asObject(lost)};
    const auto zoneOf = [](const std::string& node) {
        return node == "n1" ? std::optional<std::string>("east") : std::nullopt;
    };
    const auto count = [&] {
        std::size_t sum = 0;
        for (const auto& [ports, endpoints] : endpointGroups(service, pods, "IPv4", zoneOf)) sum += endpoints.size();
        return sum;
    };
    CHECK(count() == 1);
    service.spec.publishNotReadyAddresses = true;
    CHECK(count() == 2);
}

TEST_CASE("slices of a former service of the name go; a label of ours is nobody else's") {
    auto former = web();
    former.metadata.uid = "former";
    const auto slices = applied({}, plan({backend(1)}, {}, former));
    const auto made = plan({backend(1)}, slices);
    CHECK(made.remove == std::vector<std::string>{slices[0].metadata.name});
    REQUIRE(made.create.size() == 1);
    CHECK(made.create[0].metadata.ownerReferences.at(0).uid == "s");
    auto service = web();
    service.metadata.labels["service.kubernetes.io/headless"] = "";
    CHECK_FALSE(plan({}, {}, service).create.at(0).metadata.labels.contains("service.kubernetes.io/headless"));
    service.spec.clusterIP = "None";
    CHECK(plan({}, {}, service).create.at(0).metadata.labels.contains("service.kubernetes.io/headless"));
}

TEST_CASE("Endpoints hold a thousand addresses, ready ones before the others") {
    std::vector<ObjectRef> pods;
    for (int i = 0; i < 300; ++i) pods.push_back(asObject(backend(i, false)));
    for (int i = 300; i < 1200; ++i) pods.push_back(asObject(backend(i, true, i % 2 ? 8080 : 9090)));
    bool truncated = false;
    std::size_t ready = 0, others = 0;
    for (const auto& subset : endpoints::subsetsOf(web(), pods, truncated)) {
        ready += subset.addresses.size();
        others += subset.notReadyAddresses.size();
    }
    CHECK(truncated);
    CHECK(ready == 900);
    CHECK(others == 100);
}

TEST_CASE("custom endpoints are mirrored by ports and family") {
    using namespace armillary::controllers::endpointslicemirroring;
    corev1::Endpoints endpoints;
    endpoints.metadata.name = "db";
    endpoints.metadata.namespace_ = "d";
    endpoints.metadata.labels["tier"] = "db";
    endpoints.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] = "{}";
    endpoints.metadata.annotations["note"] = "kept";
    auto& subset = endpoints.subsets.emplace_back();
    subset.ports.emplace_back().port = 5432;
    subset.addresses.emplace_back().ip = "10.1.2.3";
    subset.addresses.emplace_back().ip = "fd00::1";
    subset.notReadyAddresses.emplace_back().ip = "10.1.2.4";
    auto plan = planMirror(endpoints, {});
    REQUIRE(plan.create.size() == 2);
    auto slice = plan.create[0];
    CHECK(slice.addressType == "IPv4");
    REQUIRE(slice.endpoints.size() == 2);
    CHECK(slice.endpoints[0].conditions.ready == true);
    CHECK(slice.endpoints[1].conditions.ready == false);
    CHECK(slice.ports[0].protocol == "TCP");
    CHECK(slice.metadata.labels.at("kubernetes.io/service-name") == "db");
    CHECK(slice.metadata.labels.at("endpointslice.kubernetes.io/managed-by") ==
          "endpointslicemirroring-controller.k8s.io");
    CHECK(slice.metadata.annotations == schema::StringMap<std::string>{{"note", "kept"}});
    slice.metadata.name = "db-1";
    plan = planMirror(endpoints, {slice, plan.create[1]});
    CHECK(plan.create.size() + plan.update.size() + plan.remove.size() == 0);
    endpoints.subsets[0].addresses.pop_back();
    auto second = slice;
    second.metadata.name = "db-2";
    second.addressType = "IPv6";
    plan = planMirror(endpoints, {slice, second});
    CHECK(plan.remove == std::vector<std::string>{"db-2"});
    endpoints.subsets[0].addresses[0].ip = "10.1.2.9";
    CHECK(planMirror(endpoints, {slice}).update.size() == 1);
    subset.addresses.resize(1001, subset.addresses[0]);
    CHECK(planMirror(endpoints, {slice}).skipped == 2);
    CHECK(shouldMirror(endpoints));
    endpoints.metadata.labels["endpointslice.kubernetes.io/skip-mirror"] = "true";
    CHECK(!shouldMirror(endpoints));
}

TEST_CASE("endpoints tell when that happened for which they are written") {
    const auto at = [](int seconds) { return schema::Time(1'760'000'000 + seconds); };
    const auto pod = [&](const std::string& name, int ready) {
        auto made = test::runningPod(name);
        made.status.conditions[0].lastTransitionTime = at(ready);
        return test::asObject(made);
    };
    corev1::Service service;
    service.metadata.name = "web";
    service.metadata.namespace_ = "d";
    service.metadata.creationTimestamp = at(0);
    endpointslice::TriggerTimes times;
    CHECK(times.take(service, {pod("a", 5)}) == at(0));
    CHECK_FALSE(times.take(service, {pod("a", 5)}));
    CHECK(times.take(service, {pod("a", 9), pod("b", 8), pod("c", 7)}) == at(7));
    CHECK_FALSE(times.take(service, {pod("a", 9)}));
    service.metadata.creationTimestamp = at(20);
    CHECK(times.take(service, {pod("a", 30)}) == at(20));
    times.forget("d/web");
    CHECK(times.take(service, {}) == at(20));

    metav1::ObjectMeta meta;
    endpointslice::annotate(meta, at(20));
    CHECK(meta.annotations.at("endpoints.kubernetes.io/last-change-trigger-time") == at(20).text());
    endpointslice::annotate(meta, std::nullopt);
    CHECK(meta.annotations.empty());
}
