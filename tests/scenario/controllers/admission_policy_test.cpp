#include <doctest/doctest.h>

#include "engine/schema/api/admissionregistrationv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using admissionregistrationv1::ValidatingAdmissionPolicy;

TEST_CASE("a policy's status says what type checking has found, again after a change") {
    Cluster cluster;
    const std::string path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    REQUIRE(cluster.harness
                .post(path,
                      R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy",)"
                      R"("metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"operations":["*"],)"
                      R"("apiGroups":["apps"],"apiVersions":["v1"],"resources":["deployments"]}]},)"
                      R"("validations":[{"expression":"object.replicas > 1"}]}})")
                .code == 201);
    const auto observed = [&](std::int64_t generation) {
        return cluster.eventually([&] {
            const auto policy = cluster.find<ValidatingAdmissionPolicy>("", "p");
            return policy && policy->status.observedGeneration == generation;
        });
    };
    REQUIRE(observed(1));
    const auto checked = cluster.find<ValidatingAdmissionPolicy>("", "p");
    REQUIRE(checked->status.typeChecking);
    REQUIRE(checked->status.typeChecking->expressionWarnings.size() == 1);
    CHECK(checked->status.typeChecking->expressionWarnings[0].warning.contains("undefined field 'replicas'"));
    REQUIRE(cluster.harness
                .patch(path + "/p", "merge", R"({"spec":{"validations":[{"expression":"object.spec.replicas > 1"}]}})")
                .code == 200);
    REQUIRE(observed(2));
    CHECK(cluster.find<ValidatingAdmissionPolicy>("", "p")->status.typeChecking->expressionWarnings.empty());
}
