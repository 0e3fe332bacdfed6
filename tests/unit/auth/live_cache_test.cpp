#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "engine/server/authz.h"
#include "engine/store/memory/memory_store.h"

using namespace armillary;

namespace {

std::string binding(const std::string& name, const std::string& user) {
    return R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":")" + name +
           R"("},"subjects":[{"kind":"User","name":")" + user +
           R"("}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"reader"}})";
}

}  // namespace

TEST_CASE("whoever has been told that a binding is stored has its rights, also under load") {
    auto store = store::makeMemoryStore();
    auto cache = watch::Cache::create(*store);
    REQUIRE(cache);
    auto key = [](const std::string& plural, const std::string& name) {
        return watch::storeKey("rbac.authorization.k8s.io/" + plural, "", name);
    };
    REQUIRE(store->create(
        key("clusterroles", "reader"),
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"reader"},)"
        R"("rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]})"));
    auto authorizer = server::makeAuthorizer(**cache);
    auto may = [&](const std::string& user) {
        return authorizer->authorize({.user = {.name = user}, .verb = "list", .resource = "pods"}).allowed;
    };
    std::atomic<int> wrong = 0;
    auto work = [&](int worker) {
        for (int i = 0; i < 100; ++i) {
            std::string name = "u" + std::to_string(worker) + "-" + std::to_string(i);
            if (may(name)) ++wrong;
            auto made = store->create(key("clusterrolebindings", name), binding(name, name));
            if (!made || !may(name)) ++wrong;
            if (!made || !store->remove(key("clusterrolebindings", name), *made) || may(name)) ++wrong;
        }
    };
    {
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < 4; ++worker) workers.emplace_back(work, worker);
    }
    CHECK(wrong == 0);
}
