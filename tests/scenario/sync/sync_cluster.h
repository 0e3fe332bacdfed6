#pragma once

#include <boost/json/value.hpp>
#include <format>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/argo_definitions.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/json_document.h"
#include "tests/scenario/controllers/cluster.h"
#include "tests/unit/gitops/test_repository.h"

namespace armillary::test {

/// A cluster that serves Argo CD's kinds, and a repository whose folder `app` an application deploys.
struct SyncCluster {
    static constexpr const char* kApplications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

    SyncCluster() {
        REQUIRE(runtime::serveArgoDefinitions(*cluster.client));
        corev1::Namespace home;
        home.metadata.name = "argocd";
        REQUIRE(client::create(*cluster.client, home));
        REQUIRE(cluster.eventually([&] { return cluster.harness.get(kApplications).code == 200; }));
    }

    void commit(const std::map<std::string, std::string>& files) const {
        for (const auto& [path, content] : files) repository.write(path, content);
        repository.commit();
    }
    void remove(const std::string& path) const {
        std::filesystem::remove(repository.root / path);
        repository.commit();
    }

    /// `policy` is the syncPolicy as JSON.
    std::string application(const std::string& name, const std::string& policy, const std::string& path = "app",
                            const std::string& more = "") const {
        return std::format(
            R"({{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{{"name":"{}","namespace":"argocd"}},)"
            R"("spec":{{"project":"default","source":{{"repoURL":"file://{}","path":"{}","targetRevision":"main"}},)"
            R"("destination":{{"server":"https://kubernetes.default.svc","namespace":"default"}},"syncPolicy":{}{}}}}})",
            name, repository.root.string(), path, policy, more);
    }
    void create(const std::string& application) {
        const auto response = cluster.harness.post(kApplications, application);
        REQUIRE_MESSAGE(response.code == 201, response.body);
    }
    void patch(const std::string& text, const std::string& name = "shop") {
        const auto response = cluster.harness.patch(std::string(kApplications) + "/" + name, "merge", text);
        REQUIRE_MESSAGE(response.code == 200, response.body);
    }

    boost::json::object document(const std::string& path) {
        const auto response = cluster.harness.get(path);
        if (response.code != 200) return {};
        auto document = schema::parseDocument(response.shared ? *response.shared : response.body);
        return document && document->is_object() ? document->get_object() : boost::json::object();
    }
    boost::json::object get(const std::string& name = "shop") {
        return document(std::string(kApplications) + "/" + name);
    }
    /// A member by its path ("/status/sync/status"), as text; "" when it is not there.
    std::string at(const std::string& pointer, const std::string& name = "shop") {
        const boost::json::value value = get(name);
        boost::system::error_code missing;
        const auto* const found = value.find_pointer(pointer, missing);
        if (found == nullptr) return {};
        if (found->is_string()) return std::string(found->get_string());
        std::string text;
        schema::writeDocument(text, *found);
        return text;
    }
    /// "Synced/Healthy"
    std::string state(const std::string& name = "shop") {
        return at("/status/sync/status", name) + "/" + at("/status/health/status", name);
    }
    std::string conditions(const std::string& name = "shop") { return at("/status/conditions", name); }
    bool reaches(const std::string& wanted, const std::string& name = "shop") {
        return cluster.eventually([&] { return state(name) == wanted; });
    }
    /// Its last operation is over, as so.
    bool ends(const std::string& phase) {
        return cluster.eventually([&] { return at("/status/operationState/phase") == phase; });
    }

    std::optional<corev1::ConfigMap> map(const std::string& name) {
        return cluster.find<corev1::ConfigMap>("default", name);
    }
    std::optional<batchv1::Job> job(const std::string& name) { return cluster.find<batchv1::Job>("default", name); }

    Cluster cluster;
    gitops::TestRepository repository;
};

/// `metadata` are more members, as flow YAML: "annotations: {a: b}".
inline std::string configMap(const std::string& name, const std::string& value = "1",
                             const std::string& metadata = "") {
    return std::format("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {}{}{}}}\ndata: {{k: \"{}\"}}\n", name,
                       metadata.empty() ? "" : ", ", metadata, value);
}
inline std::string annotated(const std::string& annotations) {
    return "annotations: {" + annotations + "}";
}
inline std::string hookJob(const std::string& name, const std::string& hook, const std::string& image = "succeeds",
                           const std::string& more = "") {
    return std::format(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {}, annotations: {{argocd.argoproj.io/hook: {}{}}}}}\n"
        "spec: {{backoffLimit: 0, template: {{spec: {{restartPolicy: Never, containers: [{{name: c, image: "
        "{}}}]}}}}}}\n",
        name, hook, more, image);
}

inline constexpr const char* kAutomated = R"({"automated":{"prune":true,"selfHeal":true}})";

}  // namespace armillary::test
