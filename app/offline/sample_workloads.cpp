#include "app/offline/sample_workloads.h"

#include <algorithm>
#include <format>

#include "nodes/machines/simulated/pod_life.h"

namespace armillary::app {

int SampleWorkload::broken() const {
    constexpr int kMost[] = {0, 2, 1, 1};
    return std::min(replicas, kMost[static_cast<int>(mistake)]);
}

std::vector<SampleWorkload> sampleWorkloads(int pods) {
    std::vector<SampleWorkload> workloads = {
        {"shop", "storefront", "armillary.dev/storefront:3"},
        {"shop", "catalogue", "armillary.dev/catalogue:12"},
        {"shop", "basket", "armillary.dev/basket:5"},
        {"shop", "payments", "armillary.dev/payments:8"},
        {"platform", "gateway", "armillary.dev/gateway:2", Mistake::NoSuchImage},
        {"platform", "identity", "armillary.dev/identity:4"},
        {"data", "indexer", "armillary.dev/indexer:1", Mistake::Crashes},
        {"data", "reports", "armillary.dev/reports:7", Mistake::TooBig},
    };
    for (int i = 0; i < pods; ++i) ++workloads[static_cast<std::size_t>(i) % workloads.size()].replicas;
    return workloads;
}

appsv1::Deployment sampleDeployment(const SampleWorkload& workload) {
    appsv1::Deployment deployment;
    deployment.metadata.namespace_ = workload.namespace_;
    deployment.metadata.name = workload.name;
    deployment.metadata.labels["app"] = workload.name;
    deployment.spec.replicas = workload.replicas;
    deployment.spec.selector.emplace().matchLabels["app"] = workload.name;
    if (workload.mistake != Mistake::None) {
        // The old revision makes room first: what goes wrong shows in place of what ran.
        auto& update = deployment.spec.strategy.rollingUpdate.emplace();
        update.maxSurge = schema::IntOrString(0);
        update.maxUnavailable = schema::IntOrString(std::max(workload.broken(), 1));
    }
    deployment.spec.template_.metadata.labels["app"] = workload.name;
    corev1::Container& container = deployment.spec.template_.spec.containers.emplace_back();
    container.name = workload.name;
    container.image = workload.image;
    container.ports.emplace_back().containerPort = 8080;
    container.resources.requests["cpu"] = schema::Quantity::fromMilli(100);
    container.resources.requests["memory"] = schema::Quantity::fromBytes(64ll << 20);
    return deployment;
}

std::string mistakePatch(const SampleWorkload& workload) {
    const auto simulate = [](std::string_view fault) {
        return std::format(R"({{"spec":{{"template":{{"metadata":{{"annotations":{{"{}":"{}"}}}}}}}}}})",
                           machines::kFault, fault);
    };
    switch (workload.mistake) {
        case Mistake::None:
            break;
        case Mistake::Crashes:
            return simulate("crash");
        case Mistake::NoSuchImage:
            return simulate("image-pull");
        case Mistake::TooBig:
            return std::format(R"({{"spec":{{"template":{{"spec":{{"containers":[{{"name":"{}","resources":)"
                               R"({{"requests":{{"cpu":"1k"}}}}}}]}}}}}}}})",
                               workload.name);
    }
    return "{}";
}

}  // namespace armillary::app
