#include <doctest/doctest.h>

#include <set>

#include "engine/resources/resource.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metav1.h"
#include "engine/schema/api/policyv1.h"
#include "tests/unit/resources/documents.h"

using namespace armillary;
using namespace armillary::resources;

TEST_CASE("Every row is whole") {
    std::set<std::string> seen;
    for (const Resource& row : Table::builtIn().rows()) {
        CAPTURE(row.qualified());
        CAPTURE(row.version);
        CHECK(seen.insert(row.group + "/" + row.version + "/" + row.plural).second);
        REQUIRE(row.type != nullptr);
        REQUIRE(row.rules != nullptr);
        CHECK(row.kind == row.type->name);
        CHECK(&Table::builtIn().of(*row.type) == &row);
        CHECK(Table::builtIn().find(row.group, row.version, row.plural) == &row);
        CHECK(Table::builtIn().findKind(row.group, row.version, row.kind) == &row);
        CHECK((row.storedAs == nullptr) == (row.toStored == nullptr));
        CHECK((row.storedAs == nullptr) == (row.fromStored == nullptr));
        if (row.virtual_) CHECK((row.verbs == kCreate || row.verbs == (kGet | kList)));
    }
}

TEST_CASE("Rules take an empty object of every kind") {
    for (const Resource& row : Table::builtIn().rows()) {
        CAPTURE(row.qualified());
        const std::shared_ptr<void> object(row.type->create(), row.type->destroy),
            old(row.type->create(), row.type->destroy);
        const Rules& rules = *row.rules;
        rules.setDefaults(object.get());
        const std::shared_ptr<void> once(row.type->clone(object.get()), row.type->destroy);
        rules.setDefaults(object.get());
        CHECK_MESSAGE(schema::equal(*row.type, object.get(), once.get()), "defaults are idempotent");
        rules.prepareForCreate(object.get());
        rules.validate(object.get());
        rules.prepareForUpdate(object.get(), old.get());
        rules.validateUpdate(object.get(), old.get());
        rules.prepareForStatusUpdate(object.get(), old.get());
        rules.validateStatusUpdate(object.get(), old.get());
        CHECK(rules.cells(object.get(), {}).size() == rules.columns().size());
        for (std::string_view field : rules.selectableFields()) rules.selectableField(object.get(), field);
        CHECK(metaOf(row, object.get()).name.empty());
    }
}

TEST_CASE("Look-ups") {
    const Table& table = Table::builtIn();
    CHECK(table.find("", "v1", "pods") == &resourceOf<corev1::Pod>());
    CHECK(table.find("", "v2", "pods") == nullptr);
    CHECK(table.find("apps", "v1", "pods") == nullptr);
    CHECK(table.findKind("apps", "v1", "Deployment") == &resourceOf<appsv1::Deployment>());
    CHECK_THROWS(table.of(schema::typeInfo<corev1::PodSpec>()));
    CHECK(resourceOf<appsv1::Deployment>().qualified() == "deployments.apps");
    CHECK(resourceOf<appsv1::Deployment>().qualifiedKind() == "Deployment.apps");
    CHECK(resourceOf<appsv1::Deployment>().cacheKey() == "apps/deployments");
    CHECK(resourceOf<corev1::Pod>().cacheKey() == "/pods");
    CHECK(resourceOf<policyv1::PodDisruptionBudget>().apiVersion() == "policy/v1");
}

TEST_CASE("Discovery's details") {
    struct Expected {
        const char *group, *version, *plural;
        bool namespaced;
        std::vector<std::string> shortNames, categories;
        std::vector<std::string> subresources;  ///< name:group/version/kind:verbs
    };
    const std::vector<Expected> cases = {
        {"",
         "v1",
         "pods",
         true,
         {"po"},
         {"all"},
         {"attach:/v1/PodAttachOptions:create,get", "binding:/v1/Binding:create",
          "ephemeralcontainers:/v1/Pod:get,patch,update", "eviction:policy/v1/Eviction:create",
          "exec:/v1/PodExecOptions:create,get", "log:/v1/Pod:get", "portforward:/v1/PodPortForwardOptions:create,get",
          "proxy:/v1/PodProxyOptions:create,delete,get,patch,update", "status:/v1/Pod:get,patch,update"}},
        {"",
         "v1",
         "namespaces",
         false,
         {"ns"},
         {},
         {"finalize:/v1/Namespace:update", "status:/v1/Namespace:get,patch,update"}},
        {"",
         "v1",
         "nodes",
         false,
         {"no"},
         {},
         {"proxy:/v1/NodeProxyOptions:create,delete,get,patch,update", "status:/v1/Node:get,patch,update"}},
        {"", "v1", "serviceaccounts", true, {"sa"}, {}, {"token:authentication.k8s.io/v1/TokenRequest:create"}},
        {"apps",
         "v1",
         "deployments",
         true,
         {"deploy"},
         {"all"},
         {"scale:autoscaling/v1/Scale:get,patch,update", "status:apps/v1/Deployment:get,patch,update"}},
        {"certificates.k8s.io",
         "v1",
         "certificatesigningrequests",
         false,
         {"csr"},
         {},
         {"approval:certificates.k8s.io/v1/CertificateSigningRequest:get,patch,update",
          "status:certificates.k8s.io/v1/CertificateSigningRequest:get,patch,update"}},
        {"networking.k8s.io", "v1", "networkpolicies", true, {"netpol"}, {}, {}},
        {"storage.k8s.io", "v1", "storageclasses", false, {"sc"}, {}, {}},
        {"rbac.authorization.k8s.io", "v1", "clusterroles", false, {}, {}, {}},
    };
    for (const auto& expected : cases) {
        CAPTURE(expected.plural);
        const Resource* row = Table::builtIn().find(expected.group, expected.version, expected.plural);
        REQUIRE(row != nullptr);
        CHECK(row->namespaced == expected.namespaced);
        CHECK(row->shortNames == expected.shortNames);
        CHECK(row->categories == expected.categories);
        std::vector<std::string> subresources;
        for (const auto& sub : row->subresources) {
            std::string text = std::string(sub.name) + ":" + std::string(sub.group) + "/" + std::string(sub.version) +
                               "/" + std::string(sub.kind) + ":";
            for (std::size_t i = 0; i < sub.verbs.size(); ++i) text.append(i ? "," : "").append(sub.verbs[i]);
            subresources.push_back(text);
        }
        CHECK(subresources == expected.subresources);
    }
    CHECK_FALSE(Table::builtIn().find("", "v1", "namespaces")->has(kDeleteCollection));
    CHECK(Table::builtIn().find("", "v1", "componentstatuses")->verbs == (kGet | kList));
}

TEST_CASE("All stable groups are served, in upstream's order, and then what is only computed") {
    std::vector<std::string> groups;
    for (const Resource& row : Table::builtIn().rows()) {
        const std::string name = row.apiVersion();
        if (groups.empty() || groups.back() != name) groups.push_back(name);
    }
    CHECK(groups == std::vector<std::string>{"v1",
                                             "apiregistration.k8s.io/v1",
                                             "apps/v1",
                                             "events.k8s.io/v1",
                                             "authentication.k8s.io/v1",
                                             "authorization.k8s.io/v1",
                                             "autoscaling/v2",
                                             "autoscaling/v1",
                                             "batch/v1",
                                             "certificates.k8s.io/v1",
                                             "networking.k8s.io/v1",
                                             "policy/v1",
                                             "rbac.authorization.k8s.io/v1",
                                             "storage.k8s.io/v1",
                                             "admissionregistration.k8s.io/v1",
                                             "apiextensions.k8s.io/v1",
                                             "scheduling.k8s.io/v1",
                                             "coordination.k8s.io/v1",
                                             "node.k8s.io/v1",
                                             "discovery.k8s.io/v1",
                                             "flowcontrol.apiserver.k8s.io/v1",
                                             "metrics.k8s.io/v1beta1"});
}

TEST_CASE("Durations as people read them") {
    const std::pair<std::int64_t, const char*> cases[] = {{-5, "<invalid>"},
                                                          {-1, "0s"},
                                                          {0, "0s"},
                                                          {119, "119s"},
                                                          {120, "2m"},
                                                          {125, "2m5s"},
                                                          {599, "9m59s"},
                                                          {600, "10m"},
                                                          {3600, "60m"},
                                                          {10799, "179m"},
                                                          {10800, "3h"},
                                                          {11700, "3h15m"},
                                                          {28799, "7h59m"},
                                                          {28800, "8h"},
                                                          {172799, "47h"},
                                                          {172800, "2d"},
                                                          {176400, "2d1h"},
                                                          {691200, "8d"},
                                                          {86400 * 729, "729d"},
                                                          {86400 * 730, "2y"},
                                                          {86400 * 731, "2y1d"},
                                                          {86400LL * 365 * 9, "9y"}};
    for (const auto& [seconds, text] : cases) CHECK(humanDuration(seconds) == text);
}
