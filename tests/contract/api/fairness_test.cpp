#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/flowcontrolv1.h"
#include "engine/server/api.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kSchemas = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
const std::string kLevels = "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";

/// As whom a connection's certificate says.
server::Request request(std::string user, std::string group, std::string path, std::string method = "GET") {
    server::Request made{.method = std::move(method), .path = std::move(path)};
    made.peer = server::PeerCertificate{std::move(user), {std::move(group)}};
    return made;
}

std::string header(const server::Response& response, std::string_view name) {
    const auto found = std::ranges::find_if(response.headers, [&](const auto& one) { return one.first == name; });
    return found == response.headers.end() ? "" : found->second;
}

/// "SCHEMA on LEVEL", by the uids in the answer's headers.
std::string servedAs(ApiHarness& harness, server::Request asked) {
    const auto reply = harness.api().handle(std::move(asked));
    const auto& response = std::get<server::Response>(reply);
    std::string schema = "?", level = "?";
    for (const auto& object : ApiHarness::as<flowcontrolv1::FlowSchemaList>(harness.get(kSchemas)).items)
        if (object.metadata.uid == header(response, "X-Kubernetes-PF-FlowSchema-UID")) schema = object.metadata.name;
    for (const auto& object : ApiHarness::as<flowcontrolv1::PriorityLevelConfigurationList>(harness.get(kLevels)).items)
        if (object.metadata.uid == header(response, "X-Kubernetes-PF-PriorityLevel-UID")) level = object.metadata.name;
    return schema + " on " + level;
}

}  // namespace

TEST_CASE("answers say as what their requests were served") {
    ApiHarness harness;
    CHECK(servedAs(harness, request("admin", "system:masters", kPods)) == "exempt on exempt");
    CHECK(servedAs(harness, request("jane", "people", "/readyz")) == "probes on exempt");
    CHECK(servedAs(harness, request("jane", "people", kPods)) == "global-default on global-default");
    CHECK(servedAs(harness, request("system:node:n", "system:nodes", kPods)) == "system-nodes on system");
    CHECK(servedAs(harness, request("system:node:n", "system:nodes", "/api/v1/nodes/n")) ==
          "system-node-high on node-high");
    CHECK(servedAs(harness, request("system:serviceaccount:kube-system:c", "system:serviceaccounts", kPods)) ==
          "kube-system-service-accounts on workload-high");
    CHECK(servedAs(harness, request("system:serviceaccount:a:c", "system:serviceaccounts", kPods)) ==
          "service-accounts on workload-low");
    CHECK(servedAs(harness, request("system:kube-scheduler", "",
                                    "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/l")) ==
          "system-leader-election on leader-election");
    CHECK(servedAs(harness, request("system:serviceaccount:kube-system:endpoint-controller", "system:serviceaccounts",
                                    "/api/v1/namespaces/default/endpoints/e")) ==
          "endpoint-controller on workload-high");

    const std::string matching = R"({"metadata":{"name":"mine"},"spec":{"matchingPrecedence":5,)"
                                 R"("priorityLevelConfiguration":{"name":"workload-low"},"rules":[{"subjects":)"
                                 R"([{"kind":"User","user":{"name":"jane"}}],"nonResourceRules":[{"verbs":["*"],)"
                                 R"("nonResourceURLs":["/version"]}]}]}})";
    CHECK(harness.post(kSchemas, matching).code == 201);
    CHECK(servedAs(harness, request("jane", "people", "/version")) == "mine on workload-low");
    CHECK(servedAs(harness, request("jane", "people", "/version/")) == "mine on workload-low");
    CHECK(servedAs(harness, request("jane", "people", "/api")) == "global-default on global-default");
    CHECK(harness.remove(kSchemas + "/catch-all").code == 200);
    CHECK(harness.remove(kSchemas + "/global-default").code == 200);
    CHECK(servedAs(harness, request("jane", "people", "/api")) == "? on catch-all");
}

TEST_CASE("who finds neither seat nor queue is told to come back") {
    ApiHarness harness;
    const std::string level =
        R"({"metadata":{"name":"none"},"spec":{"type":"Limited","limited":{)"
        R"("nominalConcurrencyShares":0,"borrowingLimitPercent":0,"limitResponse":{"type":"Reject"}}}})";
    const std::string schema = R"({"metadata":{"name":"jane"},"spec":{"matchingPrecedence":5,)"
                               R"("priorityLevelConfiguration":{"name":"none"},"rules":[{"subjects":)"
                               R"([{"kind":"User","user":{"name":"jane"}}],"nonResourceRules":[{"verbs":["*"],)"
                               R"("nonResourceURLs":["*"]}]}]}})";
    REQUIRE(harness.post(kLevels, level).code == 201);
    REQUIRE(harness.post(kSchemas, schema).code == 201);
    const auto reply = harness.api().handle(request("jane", "people", "/version"));
    const auto& response = std::get<server::Response>(reply);
    CHECK(response.code == 429);
    CHECK(header(response, "Retry-After") == "1");
    CHECK(response.body == "Too many requests, please try again later.\n");
    CHECK(servedAs(harness, request("jane", "people", "/version")) == "jane on none");
    CHECK(servedAs(harness, request("joe", "people", "/version")) == "global-default on global-default");
    CHECK(harness.get("/metrics")
              .body.contains(
                  R"(apiserver_flowcontrol_rejected_requests_total{priority_level="none",reason="queue-full"} 2)"));
}

TEST_CASE("a request that waits is served when its turn comes, or is refused") {
    ApiHarness harness;
    const std::string level =
        R"({"metadata":{"name":"none"},"spec":{"type":"Limited","limited":{)"
        R"("nominalConcurrencyShares":0,"borrowingLimitPercent":0,"limitResponse":{"type":"Queue","queuing":{}}}}})";
    const std::string schema = R"({"metadata":{"name":"jane"},"spec":{"matchingPrecedence":5,)"
                               R"("priorityLevelConfiguration":{"name":"none"},"rules":[{"subjects":)"
                               R"([{"kind":"User","user":{"name":"jane"}}],"nonResourceRules":[{"verbs":["*"],)"
                               R"("nonResourceURLs":["*"]}]}]}})";
    REQUIRE(harness.post(kLevels, level).code == 201);
    REQUIRE(harness.post(kSchemas, schema).code == 201);
    auto impatient = harness.api().enter(request("jane", "people", "/version"));
    auto patient = harness.api().enter(request("jane", "people", "/version"));
    REQUIRE(std::holds_alternative<std::unique_ptr<server::Pending>>(patient));
    bool over = false;
    std::get<1>(patient)->whenOver([&] { over = true; });
    auto reply = std::get<1>(impatient)->proceed();
    CHECK(std::get<server::Response>(reply).code == 429);
    CHECK(!over);
    REQUIRE(harness.patch(kLevels + "/none", "merge", R"({"spec":{"limited":{"nominalConcurrencyShares":50}}})").code ==
            200);
    // The configuration is read when the next request comes.
    (void)harness.api().handle(request("joe", "people", "/version"));
    CHECK(over);
    reply = std::get<1>(patient)->proceed();
    CHECK(std::get<server::Response>(reply).code == 200);
}
