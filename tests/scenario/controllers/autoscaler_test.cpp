#include <doctest/doctest.h>

#include "engine/schema/api/autoscalingv2.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;

namespace {

/// The API, with metrics servers behind it that say what the test wants.
class Metered final : public ForwardingClient {
public:
    struct Answers {
        std::mutex mutex;
        std::map<std::string, std::string> byPath;  ///< up to the query
    };
    Metered(std::unique_ptr<client::Client> api, std::shared_ptr<Answers> answers)
        : ForwardingClient(std::move(api)), m_answers(std::move(answers)) {}

    Result<std::string> getRaw(const std::string& path) override {
        {
            const std::lock_guard lock(m_answers->mutex);
            const auto known = m_answers->byPath.find(path.substr(0, path.find('?')));
            if (known != m_answers->byPath.end()) return known->second;
        }
        return ForwardingClient::getRaw(path);
    }

private:
    const std::shared_ptr<Answers> m_answers;
};

class MeteredCluster : public Cluster {
public:
    explicit MeteredCluster(std::shared_ptr<Metered::Answers> answers)
        : Cluster(
              [&](std::unique_ptr<client::Client> api) { return std::make_unique<Metered>(std::move(api), answers); }),
          m_answers(std::move(answers)) {}

    void answer(const std::string& path, std::string body) {
        const std::lock_guard lock(m_answers->mutex);
        m_answers->byPath[path] = std::move(body);
    }
    /// Each of the workload's pods uses that much.
    void everyPodUses(const std::string& app, const std::string& cpu) {
        std::string items;
        for (const auto& pod : all<corev1::Pod>("default", "app=" + app))
            items += std::format(
                R"({}{{"metadata":{{"name":"{}","namespace":"default"}},"timestamp":"{}","window":"10s",)"
                R"("containers":[{{"name":"web","usage":{{"cpu":"{}","memory":"1Mi"}}}}]}})",
                items.empty() ? "" : ",", pod.metadata.name, schema::Time(harness.clock().now()).text(), cpu);
        answer("/apis/metrics.k8s.io/v1beta1/namespaces/default/pods", "{\"items\":[" + items + "]}");
    }
    std::int32_t replicasOf(const std::string& name) {
        return find<appsv1::Deployment>("default", name)->spec.replicas.value_or(-1);
    }
    std::string conditionOf(const std::string& name, std::string_view type) {
        const auto hpa = find<autoscalingv2::HorizontalPodAutoscaler>("default", name);
        for (const auto& condition : hpa->status.conditions)
            if (condition.type == type) return condition.status + " " + condition.reason + ": " + condition.message;
        return {};
    }
    /// "reason: message" of an object's events.
    std::set<std::string> eventsOf(const std::string& name) {
        std::set<std::string> texts;
        for (const auto& event : all<corev1::Event>("default"))
            if (event.involvedObject.name == name && event.involvedObject.kind == "HorizontalPodAutoscaler")
                texts.insert(event.reason + ": " + event.message);
        return texts;
    }
    void create(const std::string& path, std::string body) {
        const auto answer = harness.post(path, std::move(body));
        REQUIRE_MESSAGE(answer.code == 201, answer.body);
    }

private:
    const std::shared_ptr<Metered::Answers> m_answers;
};

/// Its pods ask for a tenth of a core, and started long ago.
void deploy(MeteredCluster& cluster, const std::string& name, std::int32_t replicas) {
    auto made = deployment(name, replicas);
    made.spec.template_.spec.containers[0].resources.requests["cpu"] = schema::Quantity::parse("100m").value();
    REQUIRE(client::create(*cluster.client, made));
    REQUIRE(cluster.eventually(
        [&] { return cluster.find<appsv1::Deployment>("default", name)->status.readyReplicas == replicas; }));
}

std::string autoscaler(const std::string& name, const std::string& metrics, const std::string& more = {}) {
    return std::format(R"({{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{{"name":"{}"}},)"
                       R"("spec":{{"scaleTargetRef":{{"apiVersion":"apps/v1","kind":"Deployment","name":"{}"}},)"
                       R"("minReplicas":1,"maxReplicas":5,"metrics":[{}]{}}}}})",
                       name, name, metrics, more);
}

constexpr std::string_view kAutoscalers = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
const std::string kHalfCpu =
    R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}})";

}  // namespace

TEST_CASE("an autoscaler says why it cannot measure, then follows what pods use, up at once and down after a while") {
    MeteredCluster cluster(std::make_shared<Metered::Answers>());
    deploy(cluster, "web", 2);
    cluster.create(std::string(kAutoscalers), autoscaler("web", kHalfCpu));
    REQUIRE(cluster.eventually([&] { return !cluster.conditionOf("web", "ScalingActive").empty(); }));
    CHECK(cluster.conditionOf("web", "AbleToScale") ==
          "True SucceededGetScale: the HPA controller was able to get the target's current scale");
    CHECK(cluster.conditionOf("web", "ScalingActive") ==
          "False FailedGetResourceMetric: the HPA was unable to compute the replica count: failed to get cpu "
          "utilization: "
          "unable to get metrics for resource cpu: no metrics returned from resource metrics API");
    REQUIRE(cluster.eventually([&] { return cluster.eventsOf("web").size() >= 2; }));
    CHECK(cluster.eventsOf("web").contains(
        "FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu "
        "resource "
        "metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from "
        "resource metrics API"));

    // Pods without a start time are taken for starting; the agent gives them one.
    const auto startPods = [&] {
        for (const auto& pod : cluster.all<corev1::Pod>("default", "app=web"))
            (void)cluster.patch(client::target<corev1::Pod>("default", pod.metadata.name, "status"),
                                R"({"status":{"startTime":"2025-01-01T00:00:00Z"}})");
    };
    startPods();
    cluster.everyPodUses("web", "100m");
    REQUIRE(cluster.eventually([&] { return cluster.replicasOf("web") == 4; }));
    // The round that scaled has ended, and the next one has not come.
    CHECK(cluster.conditionOf("web", "AbleToScale").contains("SucceededRescale"));
    CHECK(cluster.eventsOf("web").contains(
        "SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target"));
    const auto status = cluster.find<autoscalingv2::HorizontalPodAutoscaler>("default", "web")->status;
    CHECK(status.currentReplicas == 2);
    CHECK(status.desiredReplicas == 4);
    CHECK(status.lastScaleTime.has_value());
    CHECK(status.currentMetrics.at(0).resource->current.averageUtilization == 100);
    CHECK(status.currentMetrics.at(0).resource->current.averageValue->text() == "100m");

    // All of five are idle: nothing goes for five minutes.
    CHECK(cluster.all<corev1::Pod>("default", "app=web").size() == 4);
    startPods();
    cluster.everyPodUses("web", "10m");
    REQUIRE(cluster.eventually(
        [&] { return cluster.conditionOf("web", "AbleToScale").starts_with("True ScaleDownStabilized"); }));
    CHECK(cluster.replicasOf("web") == 4);
    REQUIRE(cluster.eventually([&] { return cluster.replicasOf("web") == 1; }));
    CHECK(cluster.eventsOf("web").contains("SuccessfulRescale: New size: 1; reason: All metrics below target"));
}

TEST_CASE("objects' and external metrics count with a behavior's limits, and bounds count without metrics") {
    MeteredCluster cluster(std::make_shared<Metered::Answers>());
    deploy(cluster, "web", 1);
    cluster.answer("/apis/custom.metrics.k8s.io",
                   R"({"kind":"APIGroup","apiVersion":"v1","name":"custom.metrics.k8s.io",)"
                   R"("versions":[{"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"}]})");
    cluster.answer("/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/ingresses.networking.k8s.io/door/hits",
                   R"({"items":[{"value":"2500m"}]})");
    cluster.answer("/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue",
                   R"({"items":[{"value":"30"},{"value":"10"}]})");
    cluster.create(
        std::string(kAutoscalers),
        autoscaler("web",
                   R"({"type":"Object","object":{"metric":{"name":"hits"},"target":{"type":"Value","value":"1"},)"
                   R"("describedObject":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","name":"door"}}},)"
                   R"({"type":"External","external":{"metric":{"name":"queue"},)"
                   R"("target":{"type":"AverageValue","averageValue":"10"}}})",
                   R"(,"behavior":{"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":60}]}})"));
    REQUIRE(cluster.eventually([&] { return cluster.replicasOf("web") == 2; }));
    REQUIRE(cluster.eventually([&] { return cluster.conditionOf("web", "ScalingLimited").starts_with("True"); }));
    CHECK(cluster.conditionOf("web", "ScalingLimited") ==
          "True ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate");
    REQUIRE(cluster.eventually([&] { return cluster.replicasOf("web") == 4; }));
    const auto metrics = cluster.find<autoscalingv2::HorizontalPodAutoscaler>("default", "web")->status.currentMetrics;
    REQUIRE(metrics.size() == 2);
    CHECK(metrics[0].object->current.value->text() == "2500m");
    CHECK(metrics[1].type == "External");

    // The bounds hold at once; zero is a person's word to leave it alone.
    REQUIRE(cluster.client->patch(client::target<autoscalingv2::HorizontalPodAutoscaler>("default", "web"),
                                  client::PatchType::Merge, R"({"spec":{"maxReplicas":2}})"));
    REQUIRE(cluster.eventually([&] { return cluster.replicasOf("web") == 2; }));
    REQUIRE(cluster.patch(client::target<appsv1::Deployment>("default", "web"), R"({"spec":{"replicas":0}})"));
    REQUIRE(cluster.eventually([&] {
        return cluster.conditionOf("web", "ScalingActive") ==
               "False ScalingDisabled: scaling is disabled since the replica count of the target is zero";
    }));

    // Two for the same pods do nothing.
    REQUIRE(cluster.patch(client::target<appsv1::Deployment>("default", "web"), R"({"spec":{"replicas":1}})"));
    auto second = autoscaler("web", kHalfCpu);
    second.replace(second.find("\"name\":\"web\""), 12, "\"name\":\"two\"");
    cluster.create(std::string(kAutoscalers), second);
    REQUIRE(cluster.eventually(
        [&] { return cluster.conditionOf("two", "ScalingActive").starts_with("False AmbiguousSelector"); }));
    CHECK(cluster.conditionOf("two", "ScalingActive") ==
          "False AmbiguousSelector: pods by selector app=web are controlled by multiple HPAs: [{two default} {web "
          "default}]");

    cluster.create(std::string(kAutoscalers), autoscaler("absent", kHalfCpu));
    REQUIRE(cluster.eventually(
        [&] { return cluster.conditionOf("absent", "AbleToScale").starts_with("False FailedGetScale"); }));
    CHECK(cluster.conditionOf("absent", "AbleToScale") ==
          "False FailedGetScale: the HPA controller was unable to get the target's current scale: deployments.apps "
          "\"absent\" not found");
}
