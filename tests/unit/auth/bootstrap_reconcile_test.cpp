#include "engine/server/bootstrap_reconcile.h"

#include <doctest/doctest.h>

#include "engine/schema/api/rbacv1.h"
#include "engine/schema/json_codec.h"

using namespace armillary;
using server::Repair;

namespace {

const std::string kVersion = R"("apiVersion":"rbac.authorization.k8s.io/v1",)";
const std::string kAutoUpdate = R"("annotations":{"rbac.authorization.kubernetes.io/autoupdate":"true"})";

std::string role(const std::string& meta, const std::string& rules) {
    return "{" + kVersion + R"("kind":"ClusterRole","metadata":{"name":"r",)" + meta + R"(},"rules":[)" + rules + "]}";
}
std::string rule(const std::string& resources, const std::string& verbs) {
    return R"({"apiGroups":[""],"resources":[)" + resources + R"(],"verbs":[)" + verbs + "]}";
}
std::string binding(const std::string& to, const std::string& subjects) {
    return "{" + kVersion + R"("kind":"ClusterRoleBinding","metadata":{"name":"b",)" + kAutoUpdate +
           R"(},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":")" + to +
           R"("},"subjects":[)" + subjects + "]}";
}
std::string subject(const std::string& name) {
    return R"({"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":")" + name + R"("})";
}

template <class T>
T updated(const Repair& repair) {
    REQUIRE(repair.kind == Repair::Kind::Update);
    return schema::fromJson<T>(repair.json).value();
}

}  // namespace

TEST_CASE("a role gets the rights back that it has lost, and keeps those that it was given") {
    const std::string wanted = role(kAutoUpdate, rule(R"("pods","nodes")", R"("get","list")"));
    const std::string existing = role(kAutoUpdate + R"(,"resourceVersion":"7")",
                                      rule(R"("pods")", R"("get")") + "," + rule(R"("secrets")", R"("get")"));
    const auto result = updated<rbacv1::ClusterRole>(server::repairOf("ClusterRole", existing, wanted));
    CHECK(result.metadata.resourceVersion == "7");
    REQUIRE(result.rules.size() == 4);
    CHECK(result.rules[1].resources == std::vector<std::string>{"secrets"});
    CHECK(result.rules[2].resources == std::vector<std::string>{"nodes"});
    CHECK(result.rules[2].verbs == std::vector<std::string>{"get", "list"});
    CHECK(result.rules[3].resources == std::vector<std::string>{"pods"});
    CHECK(result.rules[3].verbs == std::vector<std::string>{"list"});
    CHECK(server::repairOf("ClusterRole", schema::toJson(result), wanted).kind == Repair::Kind::Nothing);
}

TEST_CASE("a role that has it all, if in other words, is left alone") {
    const std::string wanted = role(kAutoUpdate, rule(R"("pods","nodes")", R"("get","list")"));
    CHECK(server::repairOf("ClusterRole", role(kAutoUpdate, rule(R"("*")", R"("*")")), wanted).kind ==
          Repair::Kind::Nothing);
}

TEST_CASE("an object that opts out is left alone, whatever it lacks") {
    const std::string off = R"("annotations":{"rbac.authorization.kubernetes.io/autoupdate":"false"})";
    CHECK(server::repairOf("ClusterRole", role(off, ""), role(kAutoUpdate, rule(R"("pods")", R"("get")"))).kind ==
          Repair::Kind::Nothing);
}

TEST_CASE("labels and annotations are completed and not overwritten") {
    const std::string wanted = role(kAutoUpdate + R"(,"labels":{"a":"1","b":"2"})", "");
    const auto result =
        updated<rbacv1::ClusterRole>(server::repairOf("ClusterRole", role(R"("labels":{"a":"mine"})", ""), wanted));
    CHECK(result.metadata.labels.size() == 2);
    CHECK(result.metadata.labels.at("a") == "mine");
    CHECK(result.metadata.annotations.size() == 1);
}

TEST_CASE("an aggregating role gets its selector back, its rules being filled in by others") {
    const auto aggregating = [](const std::string& selectors, const std::string& rules) {
        return "{" + kVersion + R"("kind":"ClusterRole","metadata":{"name":"r",)" + kAutoUpdate +
               R"(},"aggregationRule":{"clusterRoleSelectors":[)" + selectors + R"(]},"rules":[)" + rules + "]}";
    };
    const std::string ours = R"({"matchLabels":{"to-view":"true"}})", theirs = R"({"matchLabels":{"more":"true"}})";
    const std::string wanted = aggregating(ours, rule(R"("pods")", R"("get")"));
    CHECK(server::repairOf("ClusterRole", aggregating(theirs + "," + ours, ""), wanted).kind == Repair::Kind::Nothing);
    const auto result = updated<rbacv1::ClusterRole>(server::repairOf("ClusterRole", aggregating(theirs, ""), wanted));
    REQUIRE(result.aggregationRule->clusterRoleSelectors.size() == 2);
    CHECK(result.rules.empty());
}

TEST_CASE("a binding gets its subjects back, and is made anew when it binds to another role") {
    const std::string wanted = binding("r", subject("a") + "," + subject("b"));
    const auto result = updated<rbacv1::ClusterRoleBinding>(
        server::repairOf("ClusterRoleBinding", binding("r", subject("c") + "," + subject("b")), wanted));
    REQUIRE(result.subjects.size() == 3);
    CHECK(result.subjects[2].name == "a");
    CHECK(server::repairOf("ClusterRoleBinding", schema::toJson(result), wanted).kind == Repair::Kind::Nothing);
    const Repair other = server::repairOf("ClusterRoleBinding", binding("other", subject("a")), wanted);
    CHECK(other.kind == Repair::Kind::Recreate);
    CHECK(other.json == wanted);
}
