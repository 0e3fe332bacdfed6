#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/server/admission/expression_input.h"
#include "tests/unit/admission/world.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kPolicies = "admissionregistration.k8s.io/validatingadmissionpolicies",
                  kBindings = "admissionregistration.k8s.io/validatingadmissionpolicybindings";

/// Each version of a policy is another one to who keeps them compiled.
std::string nextRevision() {
    static int revision = 6;
    return std::to_string(++revision);
}

/// A policy on deployments named "p" (the resource and more of the specification may be given) and a binding of it.
void addPolicy(
    World& world, const std::string& validations, const std::string& more = "",
    const std::string& resource = R"("apiGroups":["apps"],"apiVersions":["v1"],"resources":["deployments"])") {
    world.cache.putJson(
        kPolicies, R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy",)"
                   R"("metadata":{"name":"p","uid":"p1","resourceVersion":")" +
                       nextRevision() +
                       R"("},"spec":{"failurePolicy":"Fail",)"
                       R"("matchConstraints":{"matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{},)"
                       R"("resourceRules":[{"operations":["CREATE","UPDATE"],)" +
                       resource + R"(}]},"validations":[)" + validations + "]" + more + "}}");
}
void addBinding(World& world, const std::string& more = "") {
    world.cache.putJson(kBindings,
                        R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding",)"
                        R"("metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["Deny"])" +
                            more + "}}");
}

appsv1::Deployment deployment(int replicas, const std::string& labels = "{}") {
    return parse<appsv1::Deployment>(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web",)"
                                     R"("namespace":"shop","labels":)" +
                                     labels + R"(},"spec":{"replicas":)" + std::to_string(replicas) +
                                     R"(,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":)"
                                     R"({"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})");
}

std::string denied(const std::string& message) {
    return "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: " +
           message;
}

std::string verdict(World& world, int replicas = 6) {
    auto object = deployment(replicas);
    return message(world.create(world.jane, object));
}

}  // namespace

TEST_SUITE("validating admission policies") {
    TEST_CASE("a bound policy refuses what its validation finds") {
        World world;
        addPolicy(world, R"({"expression":"object.spec.replicas <= 5"})");
        CHECK(verdict(world).empty());
        addBinding(world);
        CHECK(verdict(world, 5).empty());
        CHECK(verdict(world) == denied("failed expression: object.spec.replicas <= 5"));
        auto object = deployment(6);
        const auto result = world.create(world.jane, object);
        REQUIRE(!result);
        CHECK(result.error().code == 422);
        CHECK(result.error().reason == "Invalid");
        CHECK(result.error().details->causes.size() == 1);
    }

    TEST_CASE("messages and reasons are the validation's") {
        World world;
        addBinding(world);
        addPolicy(world,
                  R"({"expression":"object.spec.replicas <= 5","message":" at most five ","reason":"Forbidden"})");
        CHECK(verdict(world) == denied("at most five"));
        addPolicy(world, R"({"expression":"object.spec.replicas <= 5","message":"no",)"
                         R"x("messageExpression":"'at most 5, not ' + string(object.spec.replicas)"})x");
        CHECK(verdict(world) == denied("at most 5, not 6"));
        addPolicy(world, R"({"expression":"object.spec.replicas <= 5","message":"no","messageExpression":"object.x"})");
        CHECK(verdict(world) == denied("no"));
    }

    TEST_CASE("variables are evaluated when they are read, and see each other") {
        World world;
        addBinding(world);
        addPolicy(world,
                  R"x({"expression":"variables.many == false","messageExpression":"'got ' + string(variables.n)"})x",
                  R"(,"variables":[{"name":"n","expression":"object.spec.replicas"},)"
                  R"({"name":"many","expression":"variables.n > 5"},{"name":"broken","expression":"object.x.y"}])");
        CHECK(verdict(world, 5).empty());
        CHECK(verdict(world) == denied("got 6"));
        addPolicy(world, R"({"expression":"variables.broken == 1"})",
                  R"(,"variables":[{"name":"broken","expression":"object.x.y"}])");
        CHECK(verdict(world) == denied("expression 'variables.broken == 1' resulted in error: composited variable "
                                       "\"broken\" fails to evaluate: no such key: x"));
    }

    TEST_CASE("what cannot be evaluated is refused unless failures are ignored") {
        World world;
        addBinding(world);
        addPolicy(world, R"({"expression":"object.spec.nothing == 1"})");
        CHECK(verdict(world) ==
              denied("expression 'object.spec.nothing == 1' resulted in error: no such key: nothing"));
        addPolicy(world, R"({"expression":"object.spec.nothing == 1"})", R"(,"failurePolicy":"Ignore")");
        CHECK(verdict(world).empty());
    }

    TEST_CASE("conditions, selectors and exclusions decide what a policy is about") {
        World world;
        addBinding(world);
        addPolicy(world, R"({"expression":"false"})",
                  R"(,"matchConditions":[{"name":"not-root","expression":"request.userInfo.username != 'root'"}])");
        auto object = deployment(1);
        CHECK(message(world.create(world.jane, object)) == denied("failed expression: false"));
        CHECK(world.create(world.master, object));
        addPolicy(world, R"({"expression":"false"})");
        addBinding(world,
                   R"(,"matchResources":{"matchPolicy":"Exact","namespaceSelector":{"matchLabels":{"env":"test"}},)"
                   R"("objectSelector":{}})");
        CHECK(world.create(world.jane, object));
        addBinding(world, R"(,"matchResources":{"matchPolicy":"Exact","namespaceSelector":{},)"
                          R"("objectSelector":{"matchLabels":{"tier":"x"}}})");
        CHECK(world.create(world.jane, object));
        auto labelled = deployment(1, R"({"tier":"x"})");
        CHECK(!world.create(world.jane, labelled));
        addBinding(world, R"(,"matchResources":{"matchPolicy":"Exact","namespaceSelector":{},"objectSelector":{},)"
                          R"("excludeResourceRules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],)"
                          R"("resources":["*"]}]})");
        CHECK(world.create(world.jane, labelled));
    }

    TEST_CASE("parameters come from the binding") {
        World world;
        addPolicy(world, R"x({"expression":"object.spec.replicas <= int(params.data.max)"})x",
                  R"(,"paramKind":{"apiVersion":"v1","kind":"ConfigMap"})");
        addBinding(world, R"(,"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"})");
        CHECK(verdict(world) == denied("failed to configure binding: no params found for policy binding with `Deny` "
                                       "parameterNotFoundAction"));
        world.cache.putJson("/configmaps", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"limits",)"
                                           R"("namespace":"shop","labels":{"l":"1"}},"data":{"max":"5"}})");
        CHECK(verdict(world, 5).empty());
        CHECK(verdict(world) == denied("failed expression: object.spec.replicas <= int(params.data.max)"));
        addBinding(world, R"(,"paramRef":{"selector":{"matchLabels":{"l":"1"}},"parameterNotFoundAction":"Allow"})");
        CHECK(!verdict(world).empty());
        addBinding(world, R"(,"paramRef":{"selector":{"matchLabels":{"l":"2"}},"parameterNotFoundAction":"Allow"})");
        CHECK(verdict(world).empty());
    }

    TEST_CASE("rights, the namespace and the old object are there to be asked about") {
        World world;
        addBinding(world);
        addPolicy(world, R"({"expression":"authorizer.group('apps').resource('deployments').namespace('shop').)"
                         R"x(check('delete').allowed() || authorizer.requestResource.check('patch').allowed()"})x");
        auto object = deployment(1);
        CHECK(!world.create(world.jane, object));
        CHECK(world.create(world.master, object));
        addPolicy(world,
                  R"({"expression":"namespaceObject.metadata.name == 'shop' && request.operation == 'UPDATE' && )"
                  R"(oldObject.spec.replicas < object.spec.replicas && request.resource.resource == 'deployments'"})");
        CHECK(!world.create(world.jane, object));
        const auto old = deployment(0);
        CHECK(world.update(world.jane, object, old));
    }

    TEST_CASE("a policy on one version is shown the others as that version") {
        World world;
        addBinding(world);
        addPolicy(world, R"({"expression":"object.spec.metrics[0].resource.target.averageUtilization <= 50"})", "",
                  R"("apiGroups":["autoscaling"],"apiVersions":["v2"],"resources":["horizontalpodautoscalers"])");
        auto scaler = parse<autoscalingv1::HorizontalPodAutoscaler>(
            R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"shop"},)"
            R"("spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":80,"scaleTargetRef":{"kind":"Deployment",)"
            R"("name":"web","apiVersion":"apps/v1"}}})");
        CHECK(message(world.create(world.jane, scaler)).contains("averageUtilization <= 50"));
        scaler.spec.targetCPUUtilizationPercentage = 50;
        CHECK(message(world.create(world.jane, scaler)) == "");
    }

    TEST_CASE("policies are not asked about themselves") {
        World world;
        addBinding(world);
        addPolicy(world, R"({"expression":"false"})", "", R"("apiGroups":["*"],"apiVersions":["*"],"resources":["*"])");
        admissionregistrationv1::ValidatingAdmissionPolicy policy;
        policy.metadata.name = "other";
        CHECK(world.create(world.jane, policy));
    }
}

TEST_CASE("match conditions: one that is false decides, else the failures are told") {
    using namespace armillary::server;
    World world;
    auto authorizer = makeAuthorizer(world.cache);
    auto object = deployment(3);
    const AdmissionCall call{.operation = Operation::Create,
                             .user = world.jane,
                             .resource = resources::resourceOf<appsv1::Deployment>(),
                             .namespace_ = "shop",
                             .name = "web",
                             .object = &object};
    const admission::ExpressionInput input(call, call.resource,
                                           admission::ObjectView(schema::typeInfo<appsv1::Deployment>(), &object), {},
                                           world.cache, *authorizer);
    const auto match = [&](std::vector<std::string> expressions) {
        std::vector<admissionregistrationv1::MatchCondition> conditions;
        for (const std::string& expression : expressions) {
            admissionregistrationv1::MatchCondition condition;
            condition.name = "c";
            condition.expression = expression;
            conditions.push_back(condition);
        }
        return admission::MatchConditions(conditions).match(input);
    };
    CHECK(*match({}));
    CHECK(*match({"object.spec.replicas == 3", "request.userInfo.username == 'jane'"}));
    CHECK_FALSE(*match({"object.x == 1", "false"}));
    CHECK(match({"object.x == 1", "true"}).error() == "expression 'object.x == 1' resulted in error: no such key: x");
    CHECK(match({"object.x == 1", "object.y == 1"}).error().starts_with("[expression 'object.x == 1'"));
}
