#include <doctest/doctest.h>

#include <chrono>
#include <format>
#include <future>

#include "engine/schema/api/admissionv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/text.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/served_api.h"
#include "tests/support/api/tls_server.h"

namespace armillary::test {
namespace {

using Reply = TlsServer::Reply;
using Review = admissionv1::AdmissionReview;

std::string base64(std::string_view bytes) {
    std::string out;
    schema::appendBase64(out, bytes);
    return out;
}

/// An API with a webhook that answers as the test says.
struct Hooked {
    ServedCredentials credentials;
    ApiHarness harness;
    std::mutex mutex;
    std::vector<Review> reviews;
    std::function<void(const Review&, admissionv1::AdmissionResponse&)> decide = [](const auto&, auto&) {};
    TlsServer server{credentials.serving, [this](const TlsServer::Request& request) {
                         auto review = schema::fromJson<Review>(request.body).value();
                         admissionv1::AdmissionResponse response;
                         response.uid = review.request->uid;
                         response.allowed = true;
                         {
                             const std::scoped_lock lock(mutex);
                             reviews.push_back(review);
                             decide(review, response);
                         }
                         Review answer;
                         answer.apiVersion = review.apiVersion;
                         answer.kind = review.kind;
                         answer.response = response;
                         return Reply{.body = schema::toJson(answer)};
                     }};

    std::string client(const std::string& path = "/check") {
        return clientAt(std::format("https://127.0.0.1:{}{}", server.port(), path));
    }
    std::string clientAt(const std::string& url) {
        return std::format(R"("clientConfig":{{"url":"{}","caBundle":"{}"}})", url,
                           base64(credentials.authority.certificatePem()));
    }
    static std::string rules(const std::string& operations, const std::string& group, const std::string& resources) {
        return std::format(R"("rules":[{{"operations":[{}],"apiGroups":["{}"],"apiVersions":["*"],"resources":[{}]}}])",
                           operations, group, resources);
    }
    /// `sort` is "Mutating" or "Validating"; `more` further members of the webhook.
    void install(const std::string& sort, const std::string& name, const std::string& rules,
                 const std::string& more = "", std::string clientConfig = "") {
        if (clientConfig.empty()) clientConfig = client();
        const bool effects = more.contains("sideEffects");
        const auto response =
            harness.post(std::format("/apis/admissionregistration.k8s.io/v1/{}webhookconfigurations",
                                     sort == "Mutating" ? "mutating" : "validating"),
                         std::format(R"({{"metadata":{{"name":"{}"}},"webhooks":[{{"name":"{}.example.com",{},{},)"
                                     R"("admissionReviewVersions":["v1"]{}{}{}}}]}})",
                                     name, name, clientConfig, rules, effects ? "" : R"(,"sideEffects":"None")",
                                     more.empty() ? "" : ",", more));
        REQUIRE_MESSAGE(response.code == 201, response.body);
    }
    std::vector<Review> take() {
        const std::scoped_lock lock(mutex);
        return std::exchange(reviews, {});
    }
};

std::string messageOf(const server::Response& response) {
    return ApiHarness::statusOf(response).message;
}

std::string warningsOf(const server::Response& response) {
    std::string all;
    for (const auto& [name, value] : response.headers)
        if (name == "Warning") all += value + "\n";
    return all;
}

const std::string kAny = R"("*")";

}  // namespace

TEST_CASE("A validating webhook sees every way to write, and may refuse it") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    hooked.install("Validating", "guard", Hooked::rules(kAny, "", R"("configmaps")"));
    REQUIRE(api.post(kMaps, configMap("a")).code == 201);
    auto reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    const auto& request = *reviews[0].request;
    CHECK(reviews[0].apiVersion == "admission.k8s.io/v1");
    CHECK(request.operation == "CREATE");
    CHECK(request.kind.kind == "ConfigMap");
    CHECK(request.resource.resource == "configmaps");
    CHECK(request.requestKind->kind == "ConfigMap");
    CHECK(request.name == "a");
    CHECK(request.namespace_ == "default");
    CHECK(request.userInfo.username == "admin");
    CHECK(request.dryRun == false);
    CHECK(request.object.text.contains(R"("apiVersion":"v1")"));
    CHECK(request.options.text.contains("CreateOptions"));
    CHECK((request.oldObject.text.empty() || request.oldObject.text == "null"));

    REQUIRE(api.put(kMaps + "/a", configMap("a", "2")).code == 200);
    REQUIRE(api.patch(kMaps + "/a", "merge", R"({"data":{"k":"3"}})").code == 200);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 2);
    CHECK(reviews[1].request->operation == "UPDATE");
    CHECK(reviews[1].request->oldObject.text.contains(R"("k":"2")"));
    CHECK(reviews[1].request->object.text.contains(R"("k":"3")"));

    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) {
        response.allowed = false;
        response.warnings = {"mind the gap"};
        Status status;
        status.message = "not today";
        status.code = 403;
        response.status = status;
    };
    const auto refused = api.post(kMaps, configMap("b"));
    CHECK(refused.code == 403);
    CHECK(messageOf(refused) == "admission webhook \"guard.example.com\" denied the request: not today");
    CHECK(warningsOf(refused) == "299 - \"mind the gap\"\n");
    CHECK(api.remove(kMaps + "/a").code == 403);
    CHECK(api.remove(kMaps).code == 403);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 3);
    CHECK(reviews[1].request->operation == "DELETE");
    CHECK(reviews[1].request->oldObject.text.contains(R"("k":"3")"));
    CHECK(reviews[1].request->options.text.contains("DeleteOptions"));
    CHECK(api.get(kMaps + "/a").code == 200);

    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) { response.allowed = false; };
    const auto silent = api.post(kMaps, configMap("b"));
    CHECK(silent.code == 400);
    CHECK(messageOf(silent) == "admission webhook \"guard.example.com\" denied the request without explanation");
}

TEST_CASE("A mutating webhook changes what is stored, and defaults are applied again") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    hooked.install("Mutating", "change", Hooked::rules(R"("CREATE")", "apps", R"("deployments")"));
    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) {
        response.patch.data = R"([{"op":"add","path":"/metadata/labels","value":{"seen":"yes"}},)"
                              R"({"op":"remove","path":"/spec/replicas"},)"
                              R"({"op":"replace","path":"/metadata/uid","value":"forged"}])";
        response.patchType = "JSONPatch";
    };
    const auto created =
        ApiHarness::as<appsv1::Deployment>(api.post(kDeployments, deployment("d", R"(,"replicas":5)")));
    CHECK(created.metadata.labels.at("seen") == "yes");
    CHECK(created.spec.replicas == 1);
    CHECK(created.metadata.uid != "forged");

    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) {
        response.patch.data = R"([{"op":"replace","path":"/spec/replicas","value":-1}])";
        response.patchType = "JSONPatch";
    };
    CHECK(api.post(kDeployments, deployment("e")).code == 422);
    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) { response.patch.data = "[]"; };
    CHECK(messageOf(api.post(kDeployments, deployment("e"))) ==
          "Internal error occurred: failed calling webhook \"change.example.com\": received invalid webhook response: "
          "webhook returned response.patch but not response.patchType");
    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) { response.uid = "other"; };
    CHECK(messageOf(api.post(kDeployments, deployment("e"))).contains("expected response.uid=\""));
}

TEST_CASE("A webhook that cannot be called fails the request, or is passed over, as its policy says") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const std::string nowhere = hooked.clientAt("https://127.0.0.1:1/check");
    hooked.install("Validating", "gone", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), "", nowhere);
    const auto failed = api.post(kMaps, configMap("a"));
    CHECK(failed.code == 500);
    CHECK(messageOf(failed) ==
          "Internal error occurred: failed calling webhook \"gone.example.com\": failed to call webhook: Post "
          "\"https://127.0.0.1:1/check?timeout=10s\": dial tcp 127.0.0.1:1: connect: connection refused");
    REQUIRE(api.patch("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/gone", "json",
                      R"([{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}])")
                .code == 200);
    CHECK(api.post(kMaps, configMap("a")).code == 201);
}

TEST_CASE("A slow webhook costs its timeout and no more") {
    Hooked hooked;
    std::promise<void> done;
    TlsServer slow(hooked.credentials.serving, [waits = done.get_future().share()](const auto&) {
        waits.wait();
        return Reply{};
    });
    hooked.install("Validating", "slow", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), R"("timeoutSeconds":1)",
                   hooked.clientAt(std::format("https://127.0.0.1:{}/x", slow.port())));
    const auto failed = hooked.harness.post(kMaps, configMap("a"));  // comes back, though the webhook still waits
    done.set_value();
    CHECK(messageOf(failed).ends_with("/x?timeout=1s\": context deadline exceeded"));
}

TEST_CASE("Hostile answers are bounded and reported") {
    Hooked hooked;
    std::string raw, body;
    TlsServer hostile(hooked.credentials.serving, [&](const auto&) { return Reply{.body = body, .raw = raw}; });
    hooked.install("Validating", "hostile", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), "",
                   hooked.clientAt(std::format("https://127.0.0.1:{}", hostile.port())));
    const auto said = [&] { return messageOf(hooked.harness.post(kMaps, configMap("a"))); };
    body = std::string(4 << 20, 'x');
    CHECK(said().ends_with("the answer is too large"));
    body = "{";
    CHECK(said().contains("received invalid webhook response: couldn't get version/kind; json parse error"));
    body = "{}";
    CHECK(said().ends_with("webhook response was absent"));
    body = R"({"response":{"uid":"x","allowed":true}})";
    CHECK(said().contains("expected response.uid="));
    raw = "HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\noops";
    CHECK(said().ends_with("an error on the server (\"oops\") has prevented the request from succeeding"));
    raw = "SSH-2.0-OpenSSH\r\n";
    CHECK(said().contains("failed to call webhook: Post"));
    raw = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
    CHECK(said().contains("failed to call webhook: Post"));
    CHECK(hooked.harness.get(kMaps + "/a").code == 404);
}

TEST_CASE("A webhook is trusted by its bundle and its name alone") {
    Hooked hooked;
    const ServedCredentials other;
    TlsServer stranger(other.serving, [](const auto&) { return Reply{}; });
    hooked.install("Validating", "stranger", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), "",
                   hooked.clientAt(std::format("https://127.0.0.1:{}", stranger.port())));
    CHECK(messageOf(hooked.harness.post(kMaps, configMap("a")))
              .ends_with("tls: failed to verify certificate: x509: certificate signed by unknown authority"));
    hooked.harness.remove("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/stranger");
    TlsServer misnamed(
        hooked.credentials.authority
            .issue(
                {.commonName = "x", .organizations = {}, .dnsNames = {"a.example"}, .ipAddresses = {}, .server = true},
                async::realClock())
            .value(),
        [](const auto&) { return Reply{}; });
    hooked.install("Validating", "misnamed", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), "",
                   hooked.clientAt(std::format("https://127.0.0.1:{}", misnamed.port())));
    CHECK(messageOf(hooked.harness.post(kMaps, configMap("a")))
              .ends_with("x509: certificate is valid for a.example, not 127.0.0.1"));
    CHECK(stranger.requests().empty());
    CHECK(misnamed.requests().empty());
}

TEST_CASE("Rules, scopes and selectors decide who is asked") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const auto asked = [&] { return hooked.take().size(); };
    hooked.install(
        "Validating", "labelled", Hooked::rules(R"("CREATE")", "", R"("configmaps")"),
        R"("objectSelector":{"matchLabels":{"a":"b"}},"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"default"}})");
    REQUIRE(api.post(kMaps, configMap("plain")).code == 201);
    CHECK(asked() == 0);
    REQUIRE(api.post(kMaps, configMap("labelled", "1", R"(,"labels":{"a":"b"})")).code == 201);
    CHECK(asked() == 1);
    REQUIRE(api.post("/api/v1/namespaces/kube-system/configmaps", configMap("x", "1", R"(,"labels":{"a":"b"})")).code ==
            201);
    CHECK(asked() == 0);

    hooked.install(
        "Validating", "cluster",
        R"("rules":[{"operations":["CREATE"],"apiGroups":["*"],"apiVersions":["v1"],"resources":["*"],"scope":"Cluster"}])",
        R"("namespaceSelector":{"matchLabels":{"a":"b"}})");
    REQUIRE(api.post("/api/v1/namespaces", R"({"metadata":{"name":"n"}})").code == 201);
    CHECK(asked() == 0);
    REQUIRE(api.post("/api/v1/namespaces", R"({"metadata":{"name":"m","labels":{"a":"b"}}})").code == 201);
    CHECK(asked() == 1);
    REQUIRE(api.post("/apis/scheduling.k8s.io/v1/priorityclasses", R"({"metadata":{"name":"p"},"value":1})").code ==
            201);
    CHECK(asked() == 1);
    // Webhooks are not asked about webhooks.
    hooked.install("Validating", "another", Hooked::rules(R"("CREATE")", "x", R"("y")"));
    CHECK(asked() == 0);
}

TEST_CASE("Match conditions narrow what a webhook is asked") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const std::string rule = Hooked::rules(R"("CREATE")", "", R"("configmaps")");
    const auto condition = [](const std::string& expression) {
        return R"("matchConditions":[{"name":"one","expression":")" + expression + R"("}])";
    };
    hooked.install("Validating", "narrow", rule,
                   condition("object.metadata.name == 'a' && !('system:nodes' in request.userInfo.groups)"));
    REQUIRE(api.post(kMaps, configMap("b")).code == 201);
    CHECK(hooked.take().empty());
    REQUIRE(api.post(kMaps, configMap("a")).code == 201);
    CHECK(hooked.take().size() == 1);
    hooked.install("Validating", "failing", rule, condition("object.data.absent == 'x'"));
    const auto refused = api.post(kMaps, configMap("c"));
    CHECK(refused.code == 403);
    CHECK(messageOf(refused).starts_with("configmaps \"c\" is forbidden: "));
}

TEST_CASE("With matchPolicy Equivalent a webhook sees the version that it knows") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const std::string rule =
        R"("rules":[{"operations":["CREATE"],"apiGroups":["autoscaling"],"apiVersions":["v1"],"resources":["horizontalpodautoscalers"]}])";
    hooked.install("Mutating", "old", rule);
    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) {
        response.patch.data = R"([{"op":"replace","path":"/spec/maxReplicas","value":7}])";
        response.patchType = "JSONPatch";
    };
    const std::string body =
        R"({"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}})";
    const auto created = api.post("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", body);
    REQUIRE_MESSAGE(created.code == 201, created.body);
    CHECK(created.body.contains(R"("maxReplicas":7)"));
    const auto reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.version == "v1");
    CHECK(reviews[0].request->requestKind->version == "v2");
    CHECK(reviews[0].request->requestResource->version == "v2");
    CHECK(reviews[0].request->object.text.contains("autoscaling/v1"));
}

TEST_CASE("A dry run calls only webhooks without side effects") {
    Hooked hooked;
    hooked.install("Validating", "pure", Hooked::rules(R"("CREATE")", "", R"("configmaps")"));
    REQUIRE(hooked.harness.post(kMaps + "?dryRun=All", configMap("a")).code == 201);
    const auto reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->dryRun == true);
    CHECK(reviews[0].request->options.text.contains(R"("dryRun":["All"])"));
}

TEST_CASE("A webhook that asks for it is called again when a later one changed the object") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const std::string rule = Hooked::rules(R"("CREATE")", "", R"("configmaps")");
    hooked.install("Mutating", "a-first", rule, R"("reinvocationPolicy":"IfNeeded")", hooked.client("/first"));
    hooked.install("Mutating", "b-second", rule, "", hooked.client("/second"));
    int calls = 0;
    hooked.decide = [&](const Review& review, admissionv1::AdmissionResponse& response) {
        ++calls;
        const bool second = calls == 2;
        if (!second) return;
        CHECK(review.request->object.text.contains(R"("k":"1")"));
        response.patch.data = R"([{"op":"add","path":"/data/more","value":"x"}])";
        response.patchType = "JSONPatch";
    };
    REQUIRE(api.post(kMaps, configMap("a")).code == 201);
    CHECK(calls == 3);
    const auto requests = hooked.server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].target == "/first?timeout=10s");
    CHECK(requests[1].target == "/second?timeout=10s");
    CHECK(requests[2].target == "/first?timeout=10s");
    CHECK(requests[2].body.contains(R"("more":"x")"));
    CHECK(hooked.server.connections() == 1);
}

TEST_CASE("Subresources are judged as what they speak") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    REQUIRE(api.post(kDeployments, deployment("d")).code == 201);
    REQUIRE(api.post(kPods, pod("p")).code == 201);
    REQUIRE(api.post("/api/v1/nodes", R"({"metadata":{"name":"n"}})").code == 201);
    hooked.install("Mutating", "scale", Hooked::rules(kAny, "apps", R"("deployments/scale")"));
    hooked.install("Validating", "pods", Hooked::rules(kAny, "", R"("pods/*","serviceaccounts/token")"));
    hooked.decide = [](const Review& review, admissionv1::AdmissionResponse& response) {
        if (review.request->kind.kind != "Scale") return;
        response.patch.data = R"([{"op":"replace","path":"/spec/replicas","value":4}])";
        response.patchType = "JSONPatch";
    };
    const auto scaled = api.patch(kDeployments + "/d/scale", "merge", R"({"spec":{"replicas":2}})");
    CHECK(scaled.body.contains(R"("replicas":4)"));
    auto reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.group == "autoscaling");
    CHECK(reviews[0].request->subResource == "scale");
    CHECK(reviews[0].request->resource.resource == "deployments");

    REQUIRE(api.post(kPods + "/p/binding", R"({"metadata":{"name":"p"},"target":{"name":"n"}})").code == 201);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.kind == "Binding");
    CHECK(reviews[0].request->operation == "CREATE");

    api.reply(ApiHarness::admin(), "POST", kPods + "/p/exec?command=ls&command=-l&stdin=true");
    reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->operation == "CONNECT");
    CHECK(reviews[0].request->kind.kind == "PodExecOptions");
    CHECK(reviews[0].request->object.text.contains(R"("command":["ls","-l"])"));
    CHECK(reviews[0].request->object.text.contains(R"("stdin":true)"));

    REQUIRE(api.patch(kPods + "/p/status", "merge", R"({"status":{"message":"m"}})").code == 200);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.kind == "Pod");
    CHECK(reviews[0].request->subResource == "status");

    REQUIRE(api.post("/api/v1/namespaces/default/serviceaccounts/default/token", "{}").code == 201);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.kind == "TokenRequest");

    REQUIRE(api.post(kPods + "/p/eviction", R"({"metadata":{"name":"p"}})").code == 201);
    reviews = hooked.take();
    REQUIRE(reviews.size() == 1);
    CHECK(reviews[0].request->kind.kind == "Eviction");
    CHECK(reviews[0].request->kind.group == "policy");
}

TEST_CASE("A webhook behind a service is reached through its endpoint slices") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    const std::string service = std::format(
        R"("clientConfig":{{"service":{{"namespace":"default","name":"hook","path":"/in"}},"caBundle":"{}"}})",
        base64(hooked.credentials.authority.certificatePem()));
    TlsServer named(hooked.credentials.issue("hook.default.svc", {}, true), [](const TlsServer::Request& request) {
        auto review = schema::fromJson<Review>(request.body).value();
        return Reply{
            .body = std::format(
                R"({{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{{"uid":"{}","allowed":true}}}})",
                review.request->uid)};
    });
    hooked.install("Validating", "service", Hooked::rules(R"("CREATE")", "", R"("configmaps")"), "", service);
    const std::string prefix =
        "Internal error occurred: failed calling webhook \"service.example.com\": failed to call webhook: Post "
        "\"https://hook.default.svc:443/in?timeout=10s\": ";
    CHECK(messageOf(api.post(kMaps, configMap("a"))) == prefix + "service \"hook\" not found");
    REQUIRE(api.post("/api/v1/namespaces/default/services",
                     R"({"metadata":{"name":"hook"},"spec":{"ports":[{"port":443,"targetPort":8443}]}})")
                .code == 201);
    CHECK(messageOf(api.post(kMaps, configMap("a"))) == prefix + "no endpoints available for service \"hook\"");
    // Loopback is no address for an endpoint: the slice is written past the API's validation.
    REQUIRE(api.store().create(
        "/registry/discovery.k8s.io/endpointslices/default/hook-1",
        std::format(R"({{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{{"name":"hook-1",)"
                    R"("namespace":"default","labels":{{"kubernetes.io/service-name":"hook"}}}},"addressType":"IPv4",)"
                    R"("endpoints":[{{"addresses":["127.0.0.1"]}}],"ports":[{{"name":"","port":{}}}]}})",
                    named.port())));
    const auto created = api.post(kMaps, configMap("a"));
    CHECK_MESSAGE(created.code == 201, created.body);
    REQUIRE(named.requests().size() == 1);
    CHECK(named.requests()[0].target == "/in?timeout=10s");
    CHECK(named.requests()[0].header("host") == "hook.default.svc:443");
}

TEST_CASE("A name is made when the object has been changed, and shown to those who only judge") {
    Hooked hooked;
    hooked.install("Mutating", "change", Hooked::rules(kAny, "", R"("configmaps")"));
    hooked.install("Validating", "guard", Hooked::rules(kAny, "", R"("configmaps")"));
    const std::string map = R"({"metadata":{"generateName":"made-","uid":"mine"}})";
    const auto made = ApiHarness::as<corev1::ConfigMap>(hooked.harness.post(kMaps, map));
    CHECK(made.metadata.name.starts_with("made-"));
    auto reviews = hooked.take();
    REQUIRE(reviews.size() == 2);
    CHECK(reviews[0].request->name.empty());
    CHECK(!reviews[0].request->object.text.contains(R"("name":)"));
    CHECK(!reviews[0].request->object.text.contains(R"("uid":)"));
    CHECK(reviews[1].request->name == made.metadata.name);
    CHECK(reviews[1].request->object.text.contains(made.metadata.uid));

    hooked.decide = [](const Review& review, admissionv1::AdmissionResponse& response) {
        if (!review.request->name.empty()) return;
        response.patchType = admissionv1::kPatchTypeJSONPatch;
        response.patch.data = R"([{"op":"add","path":"/metadata/name","value":"chosen"}])";
    };
    CHECK(ApiHarness::as<corev1::ConfigMap>(hooked.harness.post(kMaps, map)).metadata.name == "chosen");
}

TEST_CASE("What a webhook makes of a connection's options is what the agent is asked for") {
    Hooked hooked;
    ApiHarness& api = hooked.harness;
    REQUIRE(api.post("/api/v1/nodes", R"({"metadata":{"name":"n"}})").code == 201);
    REQUIRE(api.patch("/api/v1/nodes/n/status", "merge",
                      R"({"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.7"}],)"
                      R"("daemonEndpoints":{"kubeletEndpoint":{"Port":10250}}}})")
                .code == 200);
    REQUIRE(api.post(kPods, pod("p", "", R"(,"nodeName":"n")")).code == 201);
    hooked.install("Mutating", "change", Hooked::rules(kAny, "", R"("pods/exec")"));
    const auto targetOf = [&] {
        const auto reply = api.reply(ApiHarness::admin(), "POST", kPods + "/p/exec?command=ls&stdin=true");
        return std::get<server::ProxyReply>(reply).target;
    };
    CHECK(targetOf() == "/exec/default/p/c?input=1&command=ls");
    hooked.decide = [](const Review&, admissionv1::AdmissionResponse& response) {
        response.patchType = admissionv1::kPatchTypeJSONPatch;
        response.patch.data = R"([{"op":"add","path":"/command/-","value":"-l"},{"op":"remove","path":"/stdin"},)"
                              R"({"op":"add","path":"/tty","value":true}])";
    };
    CHECK(targetOf() == "/exec/default/p/c?tty=1&command=ls&command=-l");
}

}  // namespace armillary::test
