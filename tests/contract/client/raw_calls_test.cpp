#include <doctest/doctest.h>

#include "engine/client/discovery.h"
#include "engine/client/http/calls.h"
#include "tests/contract/client/clusters.h"

using namespace armillary;
using namespace armillary::test;
using corev1::ConfigMap;

namespace {

constexpr const char* kMaps = "/api/v1/namespaces/default/configmaps";

struct RawCluster : HttpCluster {
    std::unique_ptr<client::Calls> calls = client::makeHttpCalls(config()).value();
};

/// Lines of a stream, as they come.
class Lines {
public:
    client::StreamHandlers handlers() {
        return {.data =
                    [this](std::string_view bytes) {
                        const std::lock_guard lock(m_mutex);
                        m_text += bytes;
                        m_changed.notify_all();
                    },
                .ended =
                    [this](const Status&) {
                        const std::lock_guard lock(m_mutex);
                        m_ended = true;
                        m_changed.notify_all();
                    }};
    }
    std::string await(std::string_view part) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_text.contains(part); });
        return m_text;
    }
    bool awaitEnd() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_ended; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_text;
    bool m_ended = false;
};

}  // namespace

TEST_CASE("raw calls ask for what typed ones do not: tables, dry runs, warnings") {
    RawCluster cluster;
    auto& calls = *cluster.calls;
    REQUIRE(client::create(*cluster.client, map("a")));
    const auto table = calls.call({.target = kMaps, .accept = "application/json;as=Table;v=v1;g=meta.k8s.io"});
    REQUIRE(table);
    CHECK(table->code == 200);
    CHECK(table->contentType.contains("application/json"));
    CHECK(table->body.contains(R"("kind":"Table")"));

    const auto dry = calls.call({.method = "PATCH",
                                 .target = std::string(kMaps) + "/a?dryRun=All",
                                 .contentType = "application/merge-patch+json",
                                 .body = R"({"data":{"k":"changed"}})"});
    REQUIRE(dry);
    CHECK(dry->body.contains("changed"));
    CHECK(client::get<ConfigMap>(*cluster.client, "default", "a").value()->as<ConfigMap>().data.at("k") == "1");

    const auto made = calls.call({.method = "POST",
                                  .target = std::string(kMaps) + "?fieldValidation=Warn",
                                  .contentType = "application/json",
                                  .body = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"x":1})"});
    REQUIRE(made);
    CHECK(made->code == 201);
    CHECK(made->warnings == std::vector<std::string>{"unknown field \"x\""});
}

TEST_CASE("a raw call's refusal is the server's Status") {
    RawCluster cluster;
    const auto missing = cluster.calls->call({.target = std::string(kMaps) + "/nothing"});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message == "configmaps \"nothing\" not found");
    Lines lines;
    const auto refused = cluster.calls->follow({.target = "/api/v1/nonsense?watch=true"}, lines.handlers());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 404);
    CHECK(cluster.calls
              ->open("/api/v1/namespaces/default/pods/none/exec?command=sh&stdout=true", {"v5.channel.k8s.io"}, {})
              .error()
              .code == 404);
}

TEST_CASE("a watch is followed as bytes, until the server goes") {
    RawCluster cluster;
    Lines lines;
    const auto stream = cluster.calls->follow({.target = std::string(kMaps) + "?watch=true"}, lines.handlers());
    REQUIRE_MESSAGE(stream, stream.error().message);
    REQUIRE(client::create(*cluster.client, map("late")));
    CHECK(lines.await("late").contains(R"("type":"ADDED")"));
    cluster.listener.reset();
    CHECK(lines.awaitEnd());
}

TEST_CASE("what the server serves is discovered") {
    RawCluster cluster;
    const auto found = client::discover(*cluster.calls);
    REQUIRE(found);
    CHECK(found->unanswered.empty());
    const auto of = [&](std::string_view qualified) {
        const auto at = std::ranges::find(found->resources, qualified, &client::ApiResource::qualified);
        return at == found->resources.end() ? client::ApiResource() : *at;
    };
    CHECK(found->resources.front().group.empty());
    const auto pods = of("pods");
    CHECK(pods.kind == "Pod");
    CHECK(pods.has("log"));
    CHECK(pods.can("watch"));
    CHECK(of("deployments.apps").apiVersion() == "apps/v1");
    CHECK_FALSE(of("nodes").namespaced);
    for (const auto& resource : found->resources)
        if (resource.can("list")) CHECK(cluster.calls->call({.target = resource.path() + "?limit=1"}));
}
