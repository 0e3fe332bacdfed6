#include <doctest/doctest.h>

#include "engine/resources/expressions/type_check.h"
#include "engine/schema/json_codec.h"

using namespace armillary;

namespace {

std::vector<admissionregistrationv1::ExpressionWarning> warnings(const std::string& expression,
                                                                 const std::string& resources = R"("deployments")",
                                                                 const std::string& more = "") {
    const auto policy = schema::fromJson<admissionregistrationv1::ValidatingAdmissionPolicy>(
        R"({"spec":{"matchConstraints":{"resourceRules":[{"operations":["*"],"apiGroups":["apps"],"apiVersions":["v1"],)"
        R"("resources":[)" +
        resources + R"(]}]},"validations":[{"expression":")" + expression + "\"}]" + more + "}}");
    REQUIRE(policy);
    return resources::expressions::typeCheck(*policy);
}

}  // namespace

TEST_CASE("type checking warns of members that a policy's types do not have") {
    CHECK(warnings("object.spec.replicas > 1 && object.metadata.creationTimestamp.getFullYear() > 2000").empty());
    const auto found = warnings("object.replicas > 1", R"("deployments","replicasets")");
    REQUIRE(found.size() == 1);
    CHECK(found[0].fieldRef == "spec.validations[0].expression");
    CHECK(found[0].warning ==
          "apps/v1, Kind=Deployment: compilation failed: ERROR: <input>:1:7: undefined field 'replicas'\n"
          " | object.replicas > 1\n | ......^\n\n"
          "apps/v1, Kind=ReplicaSet: compilation failed: ERROR: <input>:1:7: undefined field 'replicas'\n"
          " | object.replicas > 1\n | ......^\n");
    CHECK(warnings("object.replicas > 1", R"("*")").empty());
    CHECK(warnings("object.spec.replicas == '1'").size() == 1);
    CHECK(warnings("variables.c.all(c, c.image.startsWith('x'))", R"("deployments")",
                   R"(,"variables":[{"name":"c","expression":"object.spec.template.spec.containers"}])")
              .empty());
    CHECK(
        warnings("params.dat.max == '1'", R"("deployments")", R"(,"paramKind":{"apiVersion":"v1","kind":"ConfigMap"})")
            .size() == 1);
}
