#include "busy_cluster.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <thread>

#include "app/offline/sample_workloads.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::bench {

namespace {

constexpr int kTogether = 100;
constexpr auto kBreath = std::chrono::milliseconds(220);  // longer than windows gather changes

[[noreturn]] void give(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

ObjectRef must(Result<ObjectRef> result) {
    if (!result) give(result.error().message);
    return *result;
}

}  // namespace

BusyCluster::BusyCluster(const app::OfflineOptions& options) {
    auto made = app::makeOfflineCluster(options);
    if (!made) give(made.error());
    m_offline = std::move(*made);
}

void BusyCluster::addKinds(int count) {
    client::Client& client = m_offline->client();
    using apiextensionsv1::CustomResourceDefinition;
    for (int i = 0; i < count; ++i) {
        const std::string group = std::format("group{}.example.com", i / 30);
        const std::string names = std::format(R"({{"plural":"thing{0}s","singular":"thing{0}","kind":"Thing{0}"}})", i);
        const std::string name = std::format("thing{}s.{}", i, group);
        must(client.create(
            client::target<CustomResourceDefinition>(),
            std::format(R"({{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":)"
                        R"({{"name":"{}"}},"spec":{{"group":"{}","scope":"Namespaced","names":{},"versions":)"
                        R"([{{"name":"v1","served":true,"storage":true,"schema":{{"openAPIV3Schema":)"
                        R"({{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}}]}}}})",
                        name, group, names)));
        // As the controller that nobody runs here would have it.
        client::Target status = client::target<CustomResourceDefinition>({}, name);
        status.subresource = "status";
        const auto condition = [](const char* type) {
            return std::format(R"({{"type":"{}","status":"True","reason":"Measured","message":"",)"
                               R"("lastTransitionTime":"2026-01-01T00:00:00Z"}})",
                               type);
        };
        must(client.patch(
            status, client::PatchType::Merge,
            std::format(R"({{"status":{{"acceptedNames":{},"storedVersions":["v1"],"conditions":[{},{}]}}}})", names,
                        condition("NamesAccepted"), condition("Established"))));
    }
}

void BusyCluster::replacePods(int count) {
    client::Client& client = m_offline->client();
    while (count > 0) {
        const std::string& namespace_ = app::kSampleNamespaces[m_turn++ % app::kSampleNamespaces.size()];
        const auto pods = client.list(client::target<corev1::Pod>(namespace_), {.limit = kTogether});
        if (!pods) give(pods.error().message);
        for (const ObjectRef& object : pods->items) {
            if (count-- == 0) return;
            corev1::Pod pod = object->as<corev1::Pod>();
            const corev1::PodStatus status = pod.status;
            const auto removed =
                client::remove<corev1::Pod>(client, namespace_, pod.metadata.name, {.gracePeriodSeconds = 0});
            if (!removed) give(removed.error().message);
            // Behind all others in the order of names, so that everyone has its turn.
            metav1::ObjectMeta fresh;
            fresh.namespace_ = namespace_;
            fresh.name = std::format("z{:07}-{}", m_replaced++, pod.metadata.labels["app"]);
            fresh.labels = pod.metadata.labels;
            fresh.ownerReferences = pod.metadata.ownerReferences;
            pod.metadata = std::move(fresh);
            pod.status = {};
            pod.metadata.uid = must(client::create(client, pod))->uid();
            pod.status = status;
            must(client::updateStatus(client, std::move(pod)));
        }
        std::this_thread::sleep_for(kBreath);
    }
}

}  // namespace armillary::bench
