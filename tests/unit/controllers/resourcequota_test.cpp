#include <doctest/doctest.h>

#include "engine/controllers/resourcequota/plan.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::resourcequota;
using test::asObject;

namespace {

schema::Quantity quantity(std::string_view text) {
    return *schema::Quantity::parse(text);
}

corev1::Pod pod(const std::string& name, std::string_view cpu) {
    auto made = test::runningPod(name);
    if (!cpu.empty()) made.spec.containers.emplace_back().resources.requests["cpu"] = quantity(cpu);
    return made;
}

template <schema::ApiStruct T>
Counted counted(const std::vector<T>& values) {
    Counted all{&resources::resourceOf<T>(), {}};
    for (const T& value : values) all.objects.push_back(asObject(value));
    return all;
}

std::string used(const corev1::ResourceQuotaStatus& status) {
    std::string text;
    for (const auto& [name, amount] : status.used)
        text += (text.empty() ? "" : " ") + name + "=" + std::string(amount.text());
    return text;
}

}  // namespace

TEST_CASE("what a quota counts belongs to a resource") {
    const auto plural = [](std::string_view name) {
        const auto* row = resourceFor(name);
        return row ? row->qualified() : std::string();
    };
    for (const char* name : {"pods", "cpu", "requests.memory", "limits.cpu", "count/pods", "requests.example.com/gpu"})
        CHECK(plural(name) == "pods");
    CHECK(plural("services.nodeports") == "services");
    CHECK(plural("requests.storage") == "persistentvolumeclaims");
    CHECK(plural("fast.storageclass.storage.k8s.io/requests.storage") == "persistentvolumeclaims");
    CHECK(plural("count/jobs.batch") == "jobs.batch");
    CHECK(plural("secrets") == "secrets");
    for (const char* name : {"count/nodes", "count/unknown.example.com", "bananas"}) CHECK(plural(name).empty());
}

TEST_CASE("usage is summed over what is there and in scope") {
    corev1::ResourceQuota quota;
    for (const char* name : {"pods", "cpu", "requests.cpu", "services", "services.nodeports", "bananas"})
        quota.spec.hard[name] = quantity("10");
    auto ended = pod("ended", "1");
    ended.status.phase = "Succeeded";
    corev1::Service service;
    service.metadata.name = "s";
    service.spec.type = "NodePort";
    service.spec.ports.resize(2);
    const std::vector all{counted<corev1::Pod>({pod("a", "250m"), pod("b", "1"), pod("c", ""), ended}),
                          counted<corev1::Service>({service})};
    const auto status = statusOf(quota, all);
    CHECK(used(status) == "cpu=1250m pods=3 requests.cpu=1250m services=1 services.nodeports=2");
    CHECK(status.hard.size() == 6);

    quota.spec.scopes = {"BestEffort"};
    CHECK(used(statusOf(quota, all)) == "cpu=0 pods=1 requests.cpu=0 services=0 services.nodeports=0");
}
