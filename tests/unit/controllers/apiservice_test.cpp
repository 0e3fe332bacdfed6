#include <doctest/doctest.h>

#include "engine/controllers/apiservice/plan.h"
#include "engine/schema/json_codec.h"

namespace armillary::controllers::apiservices {
namespace {

template <class T>
T parse(std::string_view json) {
    return schema::fromJson<T>(json).value();
}

ObjectRef object(std::string json) {
    return Object::parse(std::move(json)).value();
}

APIService remote() {
    return parse<APIService>(
        R"({"metadata":{"name":"v1.x.example.com"},"spec":{"group":"x.example.com","version":"v1","service":{"namespace":"ns","name":"x","port":443}}})");
}

ObjectRef service(const std::string& port = "443") {
    return object(
        R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"x","namespace":"ns"},"spec":{"ports":[{"name":"https","port":)" +
        port + "}]}}");
}

ObjectRef slice(const std::string& name, const std::string& port, const std::string& ready) {
    return object(
        R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":")" + name +
        R"(","namespace":"ns","labels":{"kubernetes.io/service-name":"x"}},"endpoints":[{"addresses":["10.0.0.)" +
        name + R"("],"conditions":{"ready":)" + ready + R"(}}],"ports":[{"name":")" + port + R"(","port":8443}]})");
}

std::string reason(const ObjectRef& behind, const std::vector<ObjectRef>& slices, std::string* message = nullptr) {
    const auto judged = judge(remote(), behind, slices, 0);
    const auto* condition = std::get_if<APIServiceCondition>(&judged);
    if (!condition) return "ask";
    if (message) *message = condition->message;
    CHECK(condition->status == "False");
    return condition->reason;
}

}  // namespace

TEST_CASE("An APIService's server is asked only when there is somebody to ask") {
    std::string message;
    CHECK(reason(nullptr, {}, &message) == "ServiceNotFound");
    CHECK(message == "service/x in \"ns\" is not present");
    CHECK(reason(service("80"), {}, &message) == "ServicePortError");
    CHECK(message == "service/x in \"ns\" is not listening on port 443");
    CHECK(reason(service(), {}, &message) == "EndpointsNotFound");
    CHECK(message == "cannot find endpointslices for service/x in \"ns\"");
    CHECK(reason(service(), {slice("1", "https", "false")}, &message) == "MissingEndpoints");
    CHECK(message == "endpointslices for service/x in \"ns\" have no addresses with port name \"https\"");
    CHECK(reason(service(), {slice("1", "other", "true")}) == "MissingEndpoints");
    const auto judged = judge(remote(), service(), {slice("1", "https", "true"), slice("2", "https", "true")}, 1);
    const auto* address = std::get_if<server::outbound::Address>(&judged);
    REQUIRE(address);
    CHECK(address->host == "10.0.0.2");
    CHECK(address->port == 8443);
}

TEST_CASE("Every built-in group has an APIService, but the one of APIServices") {
    const auto services = builtIn();
    CHECK(!services.contains("v1.apiregistration.k8s.io"));
    REQUIRE(services.contains("v1."));
    CHECK(services.at("v1.").spec.groupPriorityMinimum == 18000);
    REQUIRE(services.contains("v2.autoscaling"));
    CHECK(services.at("v2.autoscaling").spec.versionPriority == 30);
    CHECK(services.at("v1.apps").metadata.labels.at("kube-aggregator.kubernetes.io/automanaged") == "onstart");
}

TEST_CASE("A definition's served versions have APIServices") {
    const auto services = ofDefinition(parse<apiextensionsv1::CustomResourceDefinition>(
        R"({"spec":{"group":"example.com","versions":[{"name":"v1","served":true},{"name":"v0","served":false}]}})"));
    REQUIRE(services.size() == 1);
    const auto& service = services.at("v1.example.com");
    CHECK(service.spec.groupPriorityMinimum == 1000);
    CHECK(service.spec.versionPriority == 100);
    CHECK(service.metadata.labels.at("kube-aggregator.kubernetes.io/automanaged") == "true");
}

TEST_CASE("A condition's time changes with its status alone") {
    APIService service;
    setCondition(service, available("False", "ServiceNotFound", "a"), schema::Time(std::int64_t(10)));
    setCondition(service, available("False", "EndpointsNotFound", "b"), schema::Time(std::int64_t(20)));
    REQUIRE(service.status.conditions.size() == 1);
    CHECK(service.status.conditions[0].reason == "EndpointsNotFound");
    CHECK(service.status.conditions[0].lastTransitionTime.seconds == 10);
    setCondition(service, available("True", "Passed", "c"), schema::Time(std::int64_t(30)));
    CHECK(service.status.conditions[0].lastTransitionTime.seconds == 30);
}

}  // namespace armillary::controllers::apiservices
