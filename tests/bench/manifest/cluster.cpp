#include "tests/bench/manifest/cluster.h"

#include <chrono>
#include <cstdlib>
#include <format>
#include <map>

#include "engine/editor/cluster_check.h"

namespace {

using namespace armillary;

constexpr int kItems = 1000, kNodes = 500, kPods = 10'000, kNamespaces = 20;

ObjectRef parsed(std::string json) {
    auto object = Object::parse(std::move(json));
    if (!object) std::abort();
    return std::move(*object);
}

std::string namespaceOf(int number) {
    return std::format("team-{}", number % kNamespaces);
}

class BusyCluster final : public relations::World {
public:
    BusyCluster() {
        for (int i = 0; i < kNamespaces; ++i) {
            put(std::format(R"({{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{}","labels":)"
                            R"({{"pod-security.kubernetes.io/enforce":"baseline"}}}}}})",
                            namespaceOf(i)));
            put(std::format(R"({{"apiVersion":"v1","kind":"ResourceQuota","metadata":{{"name":"q","namespace":"{}"}},)"
                            R"("spec":{{"hard":{{"pods":"2000","requests.cpu":"1000"}}}},)"
                            R"("status":{{"used":{{"pods":"500","requests.cpu":"50"}}}}}})",
                            namespaceOf(i)));
        }
        for (int i = 0; i < kNodes; ++i)
            put(std::format(R"({{"apiVersion":"v1","kind":"Node","metadata":{{"name":"n{0}","labels":)"
                            R"({{"kubernetes.io/hostname":"n{0}","zone":"z{1}"}}}},"status":{{"allocatable":)"
                            R"({{"cpu":"8","memory":"32Gi","pods":"110"}}}}}})",
                            i, i % 3));
        for (int i = 0; i < kPods; ++i)
            put(std::format(R"({{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"web-{0}","namespace":"{1}",)"
                            R"("labels":{{"app":"web-{2}"}},"ownerReferences":[{{"apiVersion":"apps/v1",)"
                            R"("kind":"ReplicaSet","name":"web-{2}-5d4f","uid":"r","controller":true}}]}},"spec":)"
                            R"({{"nodeName":"n{3}","containers":[{{"name":"web","image":"web:1","resources":)"
                            R"({{"requests":{{"cpu":"100m","memory":"64Mi"}}}}}}]}}}})",
                            i, namespaceOf(i % kItems), i % kItems, i % kNodes));
        for (int i = 0; i < kItems; i += 2)
            put(std::format(R"({{"apiVersion":"apps/v1","kind":"Deployment","metadata":{{"name":"web-{0}","namespace":)"
                            R"("{1}"}},"spec":{{"replicas":2,"selector":{{"matchLabels":{{"app":"web-{0}"}}}},)"
                            R"("template":{{"metadata":{{"labels":{{"app":"web-{0}"}}}},"spec":{{"containers":)"
                            R"([{{"name":"web","image":"web:1"}}]}}}}}}}})",
                            i, namespaceOf(i)));
        put(R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":)"
            R"({"name":"p","uid":"p"},"spec":{"matchConstraints":{"resourceRules":[{"operations":["*"],"apiGroups":)"
            R"(["apps"],"apiVersions":["*"],"resources":["*"]}]},"validations":[{"expression":)"
            R"("object.spec.template.spec.containers.all(c, c.image.contains(':')) && object.spec.replicas < 50"}]}})");
        put(R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":)"
            R"({"name":"b"},"spec":{"policyName":"p","validationActions":["Deny"]}})");
    }
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override {
        const auto found = m_byId.find({kind, std::string(namespace_), std::string(name)});
        return found == m_byId.end() ? nullptr : found->second;
    }
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override {
        std::vector<ObjectRef> all;
        const auto found = m_byKind.find(kind);
        if (found != m_byKind.end())
            for (const ObjectRef& each : found->second)
                if (namespace_.empty() || each->namespace_() == namespace_) all.push_back(each);
        return all;
    }

private:
    void put(std::string json) {
        ObjectRef object = parsed(std::move(json));
        m_byKind[relations::kindOf(*object)].push_back(object);
        m_byId[relations::idOf(*object)] = std::move(object);
    }

    std::map<relations::ObjectId, ObjectRef> m_byId;
    std::map<relations::Kind, std::vector<ObjectRef>> m_byKind;
};

/// One of four says how it spreads.
std::string deployment(int number) {
    const std::string spread = std::format(
        "      topologySpreadConstraints:\n        - maxSkew: 2\n          topologyKey: zone\n"
        "          whenUnsatisfiable: DoNotSchedule\n          labelSelector: {{matchLabels: {{app: web-{}}}}}\n",
        number);
    return std::format(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-{0}\n  namespace: {1}\nspec:\n"
        "  replicas: 3\n  selector:\n    matchLabels: {{app: web-{0}}}\n  template:\n    metadata:\n"
        "      labels: {{app: web-{0}}}\n    spec:\n{2}      containers:\n        - name: web\n"
        "          image: web:2\n          resources:\n            requests: {{cpu: 200m, memory: 64Mi}}\n",
        number, namespaceOf(number), number % 4 == 0 ? spread : std::string());
}

}  // namespace

std::vector<double> clusterChecks() {
    const BusyCluster cluster;
    std::string text;
    for (int i = 0; i < kItems; ++i) text += deployment(i);
    const manifest::Source source{"all.yaml", std::move(text)};
    std::vector<double> costs;
    for (int again = 0; again < 2; ++again) {
        const auto before = std::chrono::steady_clock::now();
        if (!editor::checkAgainst({&source, 1}, "default", {cluster}).findings.empty()) std::abort();
        costs.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
    }
    return costs;
}
