#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <format>
#include <fstream>
#include <map>
#include <thread>

#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/runtime/engine.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/rbacv1.h"
#include "nodes/machines/simulated/simulated_nodes.h"
#include "tests/support/engine/running_engine.h"

namespace fs = std::filesystem;
namespace client = armillary::client;
namespace corev1 = armillary::corev1;
namespace appsv1 = armillary::appsv1;
using armillary::runtime::Engine;
using armillary::test::eventually;
using armillary::test::started;
using armillary::test::TemporaryDir;
using namespace std::chrono_literals;

namespace {

corev1::PodSpec oneContainer(const std::string& cpu) {
    corev1::PodSpec spec;
    corev1::Container& container = spec.containers.emplace_back();
    container.name = "c";
    container.image = "armillary.dev/sample-web:1";
    container.resources.requests["cpu"] = armillary::schema::Quantity::parse(cpu).value();
    return spec;
}

std::size_t runningPods(client::Client& cluster) {
    const auto pods = cluster.list(client::target<corev1::Pod>("default"), {.fieldSelector = "status.phase=Running"});
    return pods ? pods->items.size() : 0;
}

}  // namespace

TEST_CASE("a stopped cluster comes back where it was, on the same port") {
    TemporaryDir dir;
    std::string url;
    {
        const auto engine = started({.dataDir = dir.path});
        url = engine->url();
        corev1::ConfigMap map;
        map.metadata.namespace_ = "default";
        map.metadata.name = "kept";
        map.data["colour"] = "blue";
        CHECK(client::create(engine->adminClient(), map).has_value());
    }
    const auto engine = started({.dataDir = dir.path});
    CHECK(engine->url() == url);
    const auto kept = client::get<corev1::ConfigMap>(engine->adminClient(), "default", "kept");
    REQUIRE(kept.has_value());
    CHECK((*kept)->as<corev1::ConfigMap>().data.at("colour") == "blue");
    CHECK((fs::status(dir.path).permissions() & fs::perms::others_all) == fs::perms::none);
    CHECK((fs::status(dir.path / "admin.kubeconfig").permissions() & fs::perms::group_all) == fs::perms::none);
}

TEST_CASE("a start writes no default role or binding that lacks nothing") {
    TemporaryDir dir;
    const auto versions = [&] {
        const auto engine = started({.dataDir = dir.path, .controllers = false, .scheduler = false});
        std::map<std::string, std::string> found;
        const auto note = [&](const client::Target& target) {
            const auto listed = engine->adminClient().list(target);
            REQUIRE(listed.has_value());
            for (const auto& object : listed->items)
                found[object->kind() + " " + object->key()] = object->meta().resourceVersion;
        };
        note(client::target<armillary::rbacv1::ClusterRole>());
        note(client::target<armillary::rbacv1::ClusterRoleBinding>());
        note(client::target<armillary::rbacv1::Role>());
        note(client::target<armillary::rbacv1::RoleBinding>());
        return found;
    };
    const auto first = versions();
    CHECK(first.size() > 100);
    CHECK(versions() == first);
}

TEST_CASE("the administrator's rights are a binding's; the way in without one is kept in a file apart") {
    TemporaryDir dir;
    const fs::path apart = dir.path / "pki" / "super-admin.kubeconfig";
    const auto mayList = [](const fs::path& kubeconfig) {
        const auto remote = client::makeHttpClient(client::loadKubeconfig(kubeconfig.string(), "armillary").value());
        REQUIRE(remote.has_value());
        return (*remote)->list(client::target<corev1::Secret>()).has_value();
    };
    {
        const auto engine = started({.dataDir = dir.path, .controllers = false, .scheduler = false});
        CHECK(mayList(engine->kubeconfig()));
        CHECK(mayList(apart));
        CHECK((fs::status(apart).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
        REQUIRE(
            client::remove<armillary::rbacv1::ClusterRoleBinding>(engine->adminClient(), {}, "kubeadm:cluster-admins")
                .has_value());
        CHECK(eventually([&] { return !mayList(engine->kubeconfig()); }));
        CHECK(mayList(apart));
    }
    const auto again = started({.dataDir = dir.path, .controllers = false, .scheduler = false});
    CHECK(mayList(again->kubeconfig()));
}

TEST_CASE("its kubeconfig reaches it over HTTPS") {
    TemporaryDir dir;
    const auto engine = started({.dataDir = dir.path, .inMemory = true});
    auto config = client::loadKubeconfig(engine->kubeconfig().string(), "armillary");
    REQUIRE(config.has_value());
    const auto remote = client::makeHttpClient(std::move(*config));
    REQUIRE(remote.has_value());
    CHECK((*remote)->getRaw("/readyz") == "ok");
    CHECK((*remote)->getRaw("/readyz?verbose")->contains("[+]poststarthook/rbac/bootstrap-roles ok\n"));
    CHECK((*remote)->getRaw("/readyz/poststarthook/start-cluster-authentication-info-controller") == "ok");
    const auto namespaces = (*remote)->list(client::target<corev1::Namespace>());
    REQUIRE(namespaces.has_value());
    CHECK(namespaces->items.size() == 4);
}

TEST_CASE("what is wrong is said in one sentence with the way out") {
    TemporaryDir dir;
    const auto first = started({.dataDir = dir.path, .inMemory = true});
    TemporaryDir other;
    const std::string url = first->url();
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    const auto taken = Engine::start({.dataDir = other.path, .port = port, .inMemory = true});
    REQUIRE(!taken.has_value());
    CHECK(taken.error().contains(std::to_string(port)));

    TemporaryDir damaged;
    std::ofstream(damaged.path / "state.db") << std::string(8192, 'x');
    const auto corrupt = Engine::start({.dataDir = damaged.path});
    REQUIRE(!corrupt.has_value());
    CHECK(corrupt.error().contains("state.db"));

    const auto nowhere = Engine::start({.dataDir = "/proc/armillary"});
    REQUIRE(!nowhere.has_value());
    CHECK(nowhere.error().contains("--data-dir"));
}

TEST_CASE("a deployment runs on simulated nodes, scales, and heals") {
    TemporaryDir dir;
    const auto engine = started({.dataDir = dir.path, .inMemory = true});
    client::Client& cluster = engine->adminClient();
    const auto nodes =
        armillary::machines::SimulatedNodes::create(cluster, armillary::async::realClock(), {.count = 4, .cpus = 8});
    REQUIRE(nodes.has_value());
    const auto renewed = [&] {
        const auto leases = cluster.list(client::target<armillary::coordinationv1::Lease>("kube-node-lease"));
        return leases ? leases->items.size() : 0;
    };
    CHECK(renewed() == 4);

    // The scheduler learns of nodes in its own time: it knows all four once each has been filled.
    for (int i = 0; i < 4; ++i) {
        corev1::Pod whole;
        whole.metadata.namespace_ = "default";
        whole.metadata.name = std::format("whole-{}", i);
        whole.spec = oneContainer("8");
        REQUIRE(client::create(cluster, whole).has_value());
    }
    CHECK(eventually([&] { return runningPods(cluster) == 4; }));
    for (int i = 0; i < 4; ++i)
        REQUIRE(client::remove<corev1::Pod>(cluster, "default", std::format("whole-{}", i)).has_value());
    CHECK(eventually([&] { return runningPods(cluster) == 0; }));

    appsv1::Deployment deployment;
    deployment.metadata.namespace_ = "default";
    deployment.metadata.name = "web";
    deployment.spec.replicas = 12;
    deployment.spec.selector.emplace().matchLabels["app"] = "web";
    deployment.spec.template_.metadata.labels["app"] = "web";
    deployment.spec.template_.spec = oneContainer("1");
    REQUIRE(client::create(cluster, deployment).has_value());
    CHECK(eventually([&] { return runningPods(cluster) == 12; }));

    // Spread evenly: no node has more than its share.
    const auto pods = cluster.list(client::target<corev1::Pod>("default"));
    REQUIRE(pods.has_value());
    std::map<std::string, int> perNode;
    for (const auto& pod : pods->items) ++perNode[pod->as<corev1::Pod>().spec.nodeName];
    CHECK(perNode.size() == 4);
    for (const auto& [node, count] : perNode) CHECK(count == 3);

    // One goes, one comes.
    const std::string gone = pods->items.front()->name();
    REQUIRE(client::remove<corev1::Pod>(cluster, "default", gone).has_value());
    CHECK(
        eventually([&] { return !client::get<corev1::Pod>(cluster, "default", gone) && runningPods(cluster) == 12; }));

    // 40 cores do not fit on 32: eight wait and say why, until there is room.
    const std::string scale = R"({"spec":{"replicas":40}})";
    REQUIRE(cluster.patch(client::target<appsv1::Deployment>("default", "web"), client::PatchType::Merge, scale)
                .has_value());
    CHECK(eventually([&] { return runningPods(cluster) == 32; }));
    const auto waiting = [&] {
        const auto all =
            cluster.list(client::target<corev1::Pod>("default"), {.fieldSelector = "status.phase=Pending"});
        return all && all->items.size() == 8 && std::ranges::all_of(all->items, [](const armillary::ObjectRef& pod) {
                   return pod->json().contains("4 Insufficient cpu");
               });
    };
    CHECK(eventually(waiting));
    const auto more = armillary::machines::SimulatedNodes::create(cluster, armillary::async::realClock(),
                                                                  {.count = 1, .prefix = "extra", .cpus = 8});
    REQUIRE(more.has_value());
    CHECK(eventually([&] { return runningPods(cluster) == 40; }));

    REQUIRE(
        client::remove<appsv1::Deployment>(cluster, "default", "web", {.propagationPolicy = "Foreground"}).has_value());
    CHECK(eventually([&] {
        const auto left = cluster.list(client::target<corev1::Pod>("default"));
        return left && left->items.empty() && !client::get<appsv1::Deployment>(cluster, "default", "web");
    }));

    // Nobody inside, controllers or scheduler, has tried what it may not do.
    const auto metrics = cluster.getRaw("/metrics");
    REQUIRE(metrics.has_value());
    CHECK(metrics->contains("apiserver_request_total"));
    CHECK_FALSE(metrics->contains(R"(code="403")"));
}
