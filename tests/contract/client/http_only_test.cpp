#include <doctest/doctest.h>

#include "engine/client/informer.h"
#include "tests/contract/client/clusters.h"

using namespace armillary;
using namespace armillary::test;
using corev1::ConfigMap;

TEST_CASE("a server that is down is 503, and back again without a new client") {
    HttpCluster cluster;
    REQUIRE(client::create(*cluster.client, map("a")));
    cluster.listener.reset();
    const auto down = client::get<ConfigMap>(*cluster.client, "default", "a");
    REQUIRE_FALSE(down);
    CHECK(down.error().code == 503);
    CHECK(down.error().message.contains("127.0.0.1"));
    cluster.listen();
    CHECK(client::get<ConfigMap>(*cluster.client, "default", "a"));
}

TEST_CASE("an informer outlives its server") {
    HttpCluster cluster;
    const auto informers = client::Informers::create(*cluster.client);
    auto& maps = informers->filtered(resources::resourceOf<ConfigMap>(), {.namespace_ = "default"});
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t count = 0;
    maps.addHandler([&](const ObjectRef&, const ObjectRef&) {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_all();
    });
    informers->start();
    REQUIRE(informers->waitForSync(std::chrono::seconds(60)));
    cluster.listener.reset();
    cluster.harness.post("/api/v1/namespaces/default/configmaps",
                         R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"while-away"}})");
    cluster.listen();
    std::unique_lock lock(mutex);
    CHECK(changed.wait_for(lock, std::chrono::seconds(60), [&] { return count >= 1; }));
    lock.unlock();
    CHECK(maps.get("default", "while-away"));
    informers->stop();
}

TEST_CASE("a server that another authority vouches for is not spoken to") {
    HttpCluster cluster;
    auto config = cluster.config();
    config.caPem = pki::CertificateAuthority::create("other", async::realClock())->certificatePem();
    const auto strange = client::makeHttpClient(config).value();
    const auto refused = client::get<ConfigMap>(*strange, "default", "a");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("x509: certificate signed by unknown authority"));
    config = cluster.config();
    config.serverName = "elsewhere.example";
    CHECK_FALSE(client::get<ConfigMap>(*client::makeHttpClient(config).value(), "default", "a"));
}

TEST_CASE("without a credential the user is anonymous; a token that does not hold is 401") {
    HttpCluster cluster;
    auto config = cluster.config();
    config.credential = nullptr;
    CHECK(status::isForbidden(client::get<ConfigMap>(*client::makeHttpClient(config).value(), "default", "a").error()));
    config.token = [] { return std::string("nonsense"); };
    CHECK(client::get<ConfigMap>(*client::makeHttpClient(config).value(), "default", "a").error().code == 401);
}

TEST_CASE("a configuration that cannot work is refused at once") {
    CHECK_FALSE(client::makeHttpClient({.url = "nonsense"}));
    CHECK_FALSE(client::makeHttpClient({.url = "https://127.0.0.1:1", .caPem = "nonsense"}));
    CHECK(client::makeHttpClient({.url = "http://127.0.0.1:1"}).value()->getRaw("/version").error().code == 503);
}
