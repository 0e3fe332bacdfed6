#include <doctest/doctest.h>

#include <set>

#include "engine/schema/api/corev1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

using Names = std::vector<std::string>;

Names namesIn(const corev1::ConfigMapList& list) {
    Names names;
    for (const auto& item : list.items) names.push_back(item.metadata.name);
    return names;
}

corev1::ConfigMapList listOf(ApiHarness& harness, const std::string& query) {
    return ApiHarness::as<corev1::ConfigMapList>(harness.get(kMaps + query));
}

}  // namespace

TEST_CASE("lists: selectors, namespaces, kinds") {
    ApiHarness harness({.bootstrap = true});
    harness.post(kMaps, configMap("a", "1", R"(,"labels":{"x":"1"})"));
    harness.post(kMaps, configMap("b", "1", R"(,"labels":{"x":"2"})"));
    harness.post("/api/v1/namespaces/kube-public/configmaps", configMap("c"));
    const auto all = listOf(harness, "");
    CHECK(all.kind == "ConfigMapList");
    CHECK(all.apiVersion == "v1");
    CHECK(namesIn(all) == Names{"a", "b"});
    CHECK(all.metadata.resourceVersion == std::to_string(harness.store().current()));
    CHECK(namesIn(listOf(harness, "?labelSelector=x%21%3D1")) == Names{"b"});
    CHECK(namesIn(listOf(harness, "?fieldSelector=metadata.name%3Da")) == Names{"a"});
    CHECK(ApiHarness::as<corev1::ConfigMapList>(harness.get("/api/v1/configmaps")).items.size() == 3);
    const auto unknown = harness.get(kPods + "?fieldSelector=spec.foo%3Da");
    CHECK(unknown.code == 400);
    CHECK(ApiHarness::statusOf(unknown).message == "field label not supported: spec.foo");
    CHECK(harness.get(kMaps + "?labelSelector=%21%21").code == 400);
    CHECK(harness.get(kMaps + "?resourceVersion=abc").code == 400);
    CHECK(harness.get(kMaps + "?resourceVersionMatch=Exact").code == 422);
    const auto future = harness.get(kMaps + "?resourceVersion=999999");
    CHECK(future.code == 504);
    CHECK(ApiHarness::statusOf(future).message.find("Too large resource version") != std::string::npos);
}

TEST_CASE("pages of one list show one state") {
    ApiHarness harness;
    for (char name = 'a'; name <= 'g'; ++name) harness.post(kMaps, configMap(std::string(1, name)));
    auto page = listOf(harness, "?limit=3");
    CHECK(namesIn(page) == Names{"a", "b", "c"});
    CHECK(page.metadata.remainingItemCount == 4);
    harness.remove(kMaps + "/d");
    harness.post(kMaps, configMap("h"));
    const std::string version = page.metadata.resourceVersion;
    page = listOf(harness, "?limit=3&continue=" + page.metadata.continue_);
    CHECK(namesIn(page) == Names{"d", "e", "f"});
    CHECK(page.metadata.resourceVersion == version);
    page = listOf(harness, "?limit=3&continue=" + page.metadata.continue_);
    CHECK(namesIn(page) == Names{"g"});
    CHECK(page.metadata.continue_.empty());
    CHECK(harness.get(kMaps + "?limit=3&continue=nonsense").code == 400);
    CHECK(namesIn(listOf(harness, "?resourceVersion=" + version + "&resourceVersionMatch=Exact")).size() == 7);
}

TEST_CASE("a continue token older than the log is 410, with one to go on inconsistently") {
    ApiHarness harness;
    for (char name = 'a'; name <= 'd'; ++name) harness.post(kMaps, configMap(std::string(1, name)));
    const auto page = listOf(harness, "?limit=2");
    harness.post(kMaps, configMap("e"));
    REQUIRE(harness.store().compact(harness.store().current()));
    const auto expired = harness.get(kMaps + "?limit=2&continue=" + page.metadata.continue_);
    CHECK(expired.code == 410);
    const Status status = ApiHarness::statusOf(expired);
    CHECK(status.reason == "Expired");
    CHECK(namesIn(listOf(harness, "?limit=9&continue=" + status.metadata.continue_)) == Names{"c", "d", "e"});
}

TEST_CASE("pages across namespaces, with a selector") {
    ApiHarness harness;
    for (const char* name : {"n", "n-1", "n0"})
        harness.post("/api/v1/namespaces", R"({"metadata":{"name":")" + std::string(name) + "\"}}");
    for (int i = 0; i < 5; ++i)
        for (const char* space : {"n", "n-1", "n0"})
            harness.post("/api/v1/namespaces/" + std::string(space) + "/configmaps",
                         configMap("m" + std::to_string(i), "1", i % 2 ? R"(,"labels":{"odd":"1"})" : ""));
    std::set<std::string> seen;
    std::string more;
    do {
        const auto page = ApiHarness::as<corev1::ConfigMapList>(
            harness.get("/api/v1/configmaps?labelSelector=odd&limit=2&continue=" + more));
        for (const auto& item : page.items)
            CHECK(seen.insert(item.metadata.namespace_ + "/" + item.metadata.name).second);
        CHECK(!page.metadata.remainingItemCount);
        more = page.metadata.continue_;
    } while (!more.empty());
    CHECK(seen.size() == 6);
}

TEST_CASE("watch: initial state, changes, resume") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    WatchProbe fromNow(harness, kMaps + "?watch=true");
    CHECK(fromNow.takeNames() == Names{"ADDED a"});
    const auto version = listOf(harness, "").metadata.resourceVersion;
    harness.post(kMaps, configMap("b"));
    harness.put(kMaps + "/b", configMap("b", "2"));
    harness.remove(kMaps + "/a");
    CHECK(fromNow.takeNames() == Names{"ADDED b", "MODIFIED b", "DELETED a"});
    WatchProbe resumed(harness, "/api/v1/watch/namespaces/default/configmaps?resourceVersion=" + version);
    CHECK(resumed.takeNames() == Names{"ADDED b", "MODIFIED b", "DELETED a"});
    WatchProbe one(harness, "/api/v1/watch/namespaces/default/configmaps/b");
    CHECK(one.takeNames() == Names{"ADDED b"});
    harness.post(kMaps, configMap("c"));
    CHECK(one.takeNames().empty());
}

TEST_CASE("watch: a selector makes changes into comings and goings") {
    ApiHarness harness;
    WatchProbe probe(harness, kMaps + "?watch=1&labelSelector=x%3D1");
    harness.post(kMaps, configMap("a"));
    harness.put(kMaps + "/a", configMap("a", "1", R"(,"labels":{"x":"1"})"));
    harness.put(kMaps + "/a", configMap("a", "2", R"(,"labels":{"x":"1"})"));
    harness.put(kMaps + "/a", configMap("a", "2"));
    harness.remove(kMaps + "/a");
    CHECK(probe.takeNames() == Names{"ADDED a", "MODIFIED a", "DELETED a"});
}

TEST_CASE("watch: an old revision ends in 410, a future one in 504") {
    ApiHarness harness({.ringEvents = 4});
    for (int i = 0; i < 20; ++i)
        harness.put(kMaps + "/a", configMap("a", std::to_string(i))),
            harness.post(kMaps, configMap("a" + std::to_string(i)));
    WatchProbe probe(harness, kMaps + "?watch=true&resourceVersion=1");
    const auto events = probe.take();
    REQUIRE(events.size() == 1);
    CHECK(events[0].find(R"("type":"ERROR")") != std::string::npos);
    CHECK(events[0].find(R"("code":410)") != std::string::npos);
    CHECK(events[0].find("too old resource version: 1") != std::string::npos);
    CHECK(probe.ended());
    CHECK(harness.get(kMaps + "?watch=true&resourceVersion=99999").code == 504);
    CHECK(harness.get(kMaps + "?watch=true&sendInitialEvents=true").code == 422);
}

TEST_CASE("watch: bookmarks, and the end of the initial events") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    WatchProbe probe(
        harness,
        kMaps + "?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
    const auto events = probe.take();
    REQUIRE(events.size() == 2);
    CHECK(events[1].find(R"("type":"BOOKMARK")") != std::string::npos);
    CHECK(events[1].find(R"("k8s.io/initial-events-end":"true")") != std::string::npos);
    harness.cache().sendProgress();
    CHECK(probe.take().empty());
    harness.clock().advance(std::chrono::seconds(61));
    harness.cache().sendProgress();
    const auto bookmarks = probe.take();
    REQUIRE(bookmarks.size() == 1);
    CHECK(bookmarks[0].find(R"("resourceVersion":")" + std::to_string(harness.store().current())) != std::string::npos);
}

TEST_CASE("a watch that asks for no initial events begins with news") {
    ApiHarness harness;
    harness.post(kMaps, configMap("old"));
    WatchProbe probe(harness, kMaps +
                                  "?watch=true&allowWatchBookmarks=true&sendInitialEvents=false"
                                  "&resourceVersionMatch=NotOlderThan");
    CHECK(probe.takeNames().empty());
    harness.post(kMaps, configMap("new"));
    CHECK(probe.takeNames() == std::vector<std::string>{"ADDED new"});
    const auto refusal = [&](const std::string& query) {
        return ApiHarness::statusOf(harness.get(kMaps + "?watch=true&" + query)).message;
    };
    CHECK(refusal("resourceVersionMatch=NotOlderThan") ==
          "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden "
          "for "
          "watch unless sendInitialEvents is provided");
    CHECK(
        refusal("sendInitialEvents=true&resourceVersionMatch=Exact") ==
        "ListOptions.meta.k8s.io \"\" is invalid: [resourceVersionMatch: Unsupported value: \"Exact\": supported "
        "values: "
        "\"NotOlderThan\", resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to "
        "NotOlderThan]");
}
