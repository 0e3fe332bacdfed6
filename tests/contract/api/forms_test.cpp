#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/schema/api/apidiscoveryv2.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/protobuf_codec.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kProtobuf = "application/vnd.kubernetes.protobuf";
const std::string kTable =
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

template <schema::ApiStruct T>
std::string sealed(const T& object, std::string_view apiVersion, std::string_view kind) {
    std::string message;
    schema::encodeProtobuf(schema::typeInfo<T>(), &object, message);
    return schema::sealEnvelope(apiVersion, kind, message);
}

template <schema::ApiStruct T>
T opened(std::string_view document, std::string_view kind) {
    const auto envelope = schema::openEnvelope(document);
    REQUIRE(envelope);
    CHECK(envelope->kind == kind);
    T object;
    REQUIRE(schema::decodeProtobuf(schema::typeInfo<T>(), &object, envelope->message));
    return object;
}

}  // namespace

TEST_CASE("protobuf in both directions") {
    ApiHarness harness;
    corev1::ConfigMap map;
    map.metadata.name = "p";
    map.data["k"] = "v";
    const auto made = harness.send("POST", kMaps, sealed(map, "v1", "ConfigMap"),
                                   {{"content-type", kProtobuf}, {"accept", kProtobuf}});
    REQUIRE(made.code == 201);
    CHECK(made.contentType == kProtobuf);
    CHECK(opened<corev1::ConfigMap>(made.body, "ConfigMap").data.at("k") == "v");
    const auto listed = harness.send("GET", kMaps, "", {{"accept", kProtobuf + ",application/json"}});
    const auto list = opened<corev1::ConfigMapList>(listed.body, "ConfigMapList");
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].metadata.name == "p");
    CHECK(!list.metadata.resourceVersion.empty());
    metav1::DeleteOptions options;
    options.preconditions.emplace().uid = list.items[0].metadata.uid;
    const auto gone =
        harness.send("DELETE", kMaps + "/p", sealed(options, "v1", "DeleteOptions"), {{"content-type", kProtobuf}});
    CHECK(gone.code == 200);
    CHECK(harness.send("POST", kMaps, "k8s", {{"content-type", kProtobuf}}).code == 400);
    CHECK(harness.send("POST", kMaps, sealed(map, "v1", "Secret"), {{"content-type", kProtobuf}}).code == 400);
}

TEST_CASE("a protobuf watch frames raw events by their length") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    WatchProbe probe(harness, kMaps + "?watch=true", ApiHarness::admin(), {{"accept", kProtobuf + ";stream=watch"}});
    CHECK(probe.contentType() == kProtobuf + ";stream=watch");
    const std::string raw = probe.raw();
    REQUIRE(raw.size() > 4);
    std::size_t size = 0;
    for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(raw[i]);
    CHECK(size + 4 == raw.size());
    CHECK(raw.substr(4, 7) == std::string("\x0a\x05", 2) + "ADDED");
    const std::size_t envelope = raw.find(std::string("k8s\0", 4));
    REQUIRE(envelope != std::string::npos);
    CHECK(opened<corev1::ConfigMap>(std::string_view(raw).substr(envelope), "ConfigMap").metadata.name == "a");
}

TEST_CASE("tables as kubectl asks for them") {
    ApiHarness harness;
    harness.post(kPods, pod("p"));
    const auto response = harness.send("GET", kPods + "?limit=500", "", {{"accept", kTable}});
    const auto table = ApiHarness::as<metav1::Table>(response);
    CHECK(table.kind == "Table");
    CHECK(table.apiVersion == "meta.k8s.io/v1");
    REQUIRE(table.columnDefinitions.size() >= 5);
    CHECK(table.columnDefinitions[0].name == "Name");
    CHECK(table.columnDefinitions[1].name == "Ready");
    CHECK(table.columnDefinitions[2].name == "Status");
    REQUIRE(table.rows.size() == 1);
    CHECK(response.body.find(R"("cells":["p","0/1","Pending")") != std::string::npos);
    CHECK(table.rows[0].object.text.find(R"("kind":"PartialObjectMetadata")") != std::string::npos);
    const auto none = harness.send("GET", kPods + "?includeObject=None", "", {{"accept", kTable}});
    CHECK(none.body.find("PartialObjectMetadata") == std::string::npos);
    const auto whole = harness.send("GET", kPods + "/p?includeObject=Object", "", {{"accept", kTable}});
    CHECK(whole.body.find(R"("containers")") != std::string::npos);
    CHECK(harness.send("GET", kPods + "?includeObject=Some", "", {{"accept", kTable}}).code == 400);
    // An error is a Status, whatever was asked for.
    CHECK(ApiHarness::statusOf(harness.send("GET", kPods + "/none", "", {{"accept", kTable}})).reason == "NotFound");
}

TEST_CASE("the table of a scale is of its numbers") {
    ApiHarness harness;
    REQUIRE(harness.post(kDeployments, deployment("d", R"(,"replicas":3)")).code == 201);
    const auto table =
        ApiHarness::as<metav1::Table>(harness.send("GET", kDeployments + "/d/scale", "", {{"accept", kTable}}));
    REQUIRE(table.columnDefinitions.size() == 4);
    CHECK(table.columnDefinitions[1].name == "Desired");
    CHECK(table.columnDefinitions[2].name == "Available");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0].object.text.contains(R"("kind":"PartialObjectMetadata")"));
    CHECK(schema::toJson(table.rows[0]).contains(R"("cells":["d",3,0,"0s"])"));
}

TEST_CASE("a watched table has its columns once") {
    ApiHarness harness;
    WatchProbe probe(harness, kPods + "?watch=true", ApiHarness::admin(), {{"accept", kTable}});
    harness.post(kPods, pod("a"));
    harness.post(kPods, pod("b"));
    const auto events = probe.take();
    REQUIRE(events.size() == 2);
    CHECK(events[0].find("columnDefinitions") != std::string::npos);
    CHECK(events[1].find("columnDefinitions") == std::string::npos);
    CHECK(events[1].find(R"("cells":["b")") != std::string::npos);
}

TEST_CASE("YAML does not come in frames") {
    ApiHarness harness;
    const auto refused = harness.send("GET", kMaps + "?watch=true", "", {{"accept", "application/yaml"}});
    CHECK(refused.code == 406);
    CHECK(refused.body.contains("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"));
}

TEST_CASE("OpenAPI is JSON, or protobuf for who wants that") {
    ApiHarness harness;
    const auto asked = [&](const std::string& accept) {
        return harness.send("GET", "/openapi/v2", "", {{"accept", accept}});
    };
    const std::string binary = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    CHECK(asked("").contentType == "application/json");
    CHECK(asked("text/html,*/*;q=0.8").contentType == "application/json");
    CHECK(asked(binary).contentType == binary);
    CHECK(asked("application/com.github.proto-openapi.spec.v2@v1.0+protobuf").contentType == binary);
    CHECK(asked("application/json;q=0.5," + binary).contentType == binary);
    CHECK(asked("text/html").code == 406);
    const auto json = asked("application/json");
    CHECK(std::ranges::contains(json.headers, std::pair<std::string, std::string>("Vary", "Accept")));
}

TEST_CASE("metadata alone, in JSON and protobuf") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    const auto json = harness.send("GET", kMaps, "",
                                   {{"accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}});
    const auto list = ApiHarness::as<metav1::PartialObjectMetadataList>(json);
    CHECK(list.kind == "PartialObjectMetadataList");
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].metadata.name == "a");
    CHECK(json.body.find(R"("data")") == std::string::npos);
    const auto binary =
        harness.send("GET", kMaps, "", {{"accept", kProtobuf + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}});
    CHECK(opened<metav1::PartialObjectMetadataList>(binary.body, "PartialObjectMetadataList").items[0].metadata.name ==
          "a");
}

TEST_CASE("an object stored as another version reads as either") {
    ApiHarness harness;
    const std::string v1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    const std::string v2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    const auto made = harness.post(
        v1,
        R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},)"
        R"("spec":{"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"maxReplicas":4,"targetCPUUtilizationPercentage":70}})");
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(ApiHarness::as<autoscalingv1::HorizontalPodAutoscaler>(made).apiVersion == "autoscaling/v1");
    CHECK(harness.get(v2 + "/h").body.find(R"("averageUtilization":70)") != std::string::npos);
    CHECK(ApiHarness::as<autoscalingv1::HorizontalPodAutoscaler>(harness.get(v1 + "/h"))
              .spec.targetCPUUtilizationPercentage == 70);
    const auto patched = ApiHarness::as<autoscalingv1::HorizontalPodAutoscaler>(
        harness.patch(v1 + "/h", "merge", R"({"spec":{"maxReplicas":5}})"));
    CHECK(patched.spec.maxReplicas == 5);
    const auto list = ApiHarness::as<autoscalingv1::HorizontalPodAutoscalerList>(harness.get(v1));
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].apiVersion == "autoscaling/v1");
    WatchProbe probe(harness, v1 + "?watch=true");
    const auto events = probe.take();
    REQUIRE(events.size() == 1);
    CHECK(events[0].find(R"("apiVersion":"autoscaling/v1")") != std::string::npos);
    CHECK(harness.send("GET", v1 + "/h", "", {{"accept", kTable}}).body.find(R"("cells":["h","Deployment/d")") !=
          std::string::npos);
}

TEST_CASE("discovery, plain and aggregated") {
    ApiHarness harness;
    const auto versions = ApiHarness::as<metav1::APIVersions>(harness.get("/api"));
    CHECK(versions.versions == std::vector<std::string>{"v1"});
    const auto groups = ApiHarness::as<metav1::APIGroupList>(harness.get("/apis"));
    CHECK(groups.kind == "APIGroupList");
    CHECK(groups.groups.size() >= 15);
    const auto apps = ApiHarness::as<metav1::APIGroup>(harness.get("/apis/apps"));
    CHECK(apps.preferredVersion.groupVersion == "apps/v1");
    const auto core = ApiHarness::as<metav1::APIResourceList>(harness.get("/api/v1"));
    const auto named = [&](std::string_view name) {
        return std::ranges::find_if(core.resources, [&](const auto& item) { return item.name == name; });
    };
    REQUIRE(named("pods") != core.resources.end());
    CHECK(named("pods")->verbs.items ==
          std::vector<std::string>{"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"});
    CHECK(named("pods")->shortNames == std::vector<std::string>{"po"});
    CHECK(named("pods/eviction")->group == "policy");
    CHECK(harness.get("/apis/nowhere.example").code == 404);
    CHECK(harness.get("/apis/apps/v9").code == 404);

    const std::string accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    const auto response = harness.send("GET", "/apis", "", {{"accept", accept}});
    CHECK(response.contentType == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    const auto list = ApiHarness::as<apidiscoveryv2::APIGroupDiscoveryList>(response);
    CHECK(list.kind == "APIGroupDiscoveryList");
    CHECK(list.items.size() == groups.groups.size());
    const auto etag = std::ranges::find_if(response.headers, [](const auto& header) { return header.first == "Etag"; });
    REQUIRE(etag != response.headers.end());
    CHECK(harness.send("GET", "/apis", "", {{"accept", accept}, {"if-none-match", etag->second}}).code == 304);
}

TEST_CASE("discovery and reviews in the encoding that is asked for") {
    ApiHarness harness;
    const auto asked = [&](const std::string& path, const std::string& accept) {
        return harness.send("GET", path, "", {{"accept", accept}});
    };
    for (const std::string path : {"/api", "/api/v1", "/apis", "/apis/apps", "/apis/apps/v1", "/apis/"}) {
        CAPTURE(path);
        const auto yaml = asked(path, "application/yaml");
        CHECK(yaml.contentType == "application/yaml");
        CHECK(yaml.body.starts_with("kind: API"));
        const auto none = asked(path, "text/html");
        CHECK(none.code == 406);
        CHECK(ApiHarness::statusOf(none).reason == "NotAcceptable");
        CHECK(ApiHarness::statusOf(none).message ==
              "only the following media types are accepted: application/json, application/yaml, "
              "application/vnd.kubernetes.protobuf");
    }
    CHECK(opened<metav1::APIVersions>(asked("/api", kProtobuf).body, "APIVersions").versions.size() == 1);
    CHECK(!opened<metav1::APIGroupList>(asked("/apis", kProtobuf).body, "APIGroupList").groups.empty());
    CHECK(opened<metav1::APIGroup>(asked("/apis/apps", kProtobuf).body, "APIGroup").name == "apps");
    CHECK(
        !opened<metav1::APIResourceList>(asked("/apis/apps/v1", kProtobuf).body, "APIResourceList").resources.empty());
    const auto review = harness.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}",
                                     {{"accept", "application/yaml"}});
    CHECK(review.code == 201);
    CHECK(review.contentType == "application/yaml");
    CHECK(review.body.contains("    username: "));
    const auto token = harness.send("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", "{}",
                                    {{"accept", "application/yaml"}});
    CHECK(token.contentType == "application/yaml");
    CHECK(token.body.contains("kind: TokenRequest\n"));
    harness.post(kDeployments, deployment("d"));
    CHECK(harness.send("GET", kDeployments + "/d/scale", "", {{"accept", "application/yaml"}}).contentType ==
          "application/yaml");
    CHECK(harness.send("GET", kDeployments + "/d/scale", "", {{"accept", "text/html"}}).code == 406);
    harness.post(kMaps, configMap("a"));
    const auto gone = harness.send("DELETE", kMaps + "/a", "", {{"accept", "application/yaml"}});
    CHECK(gone.code == 200);
    CHECK(gone.body.contains("status: Success\n"));
}

TEST_CASE("a server is ready once what a cluster begins with is there") {
    ApiHarness harness({.bootstrap = false});
    CHECK(harness.get("/readyz").body == "ok");
    server::expectBootstrap(harness.health());
    const auto before = harness.get("/readyz");
    CHECK(before.code == 500);
    for (const std::string hook :
         {"start-system-namespaces-controller", "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
          "priority-and-fairness-config-producer", "bootstrap-controller"})
        CHECK_MESSAGE(before.body.contains("[-]poststarthook/" + hook + " failed: reason withheld\n"), hook);
    REQUIRE(server::bootstrap(harness.api(), harness.health(), {}, "192.0.2.1", 6443));
    CHECK(harness.get("/readyz").body == "ok");
}

TEST_CASE("what is served beside the resources") {
    ApiHarness harness;
    const auto version = harness.get("/version");
    CHECK(version.body.starts_with("{\n  \"major\": \"1\","));
    CHECK(version.body.find(R"("gitVersion": "v1.32)") != std::string::npos);
    CHECK(version.body.find(R"("minor": "32")") != std::string::npos);
    CHECK(harness.get("/readyz").body == "ok");
    CHECK(harness.get("/livez/ping").body == "ok");
    CHECK(harness.get("/healthz?verbose").body.find("[+]ping ok\n") == 0);
    CHECK(harness.get("/healthz/none").code == 404);
    CHECK(harness.get("/readyz/etcd-readiness").body == "ok");
    CHECK(ApiHarness::statusOf(harness.send("POST", "/readyz")).code == 405);
    harness.get(kPods + "/none");
    const std::string metrics = harness.get("/metrics").body;
    const std::string labels = R"(component="apiserver",dry_run="",group="",resource="pods",scope="resource",)"
                               R"(subresource="",verb="GET",version="v1")";
    CHECK(metrics.contains("apiserver_request_total{code=\"404\"," + labels + "} 1\n"));
    CHECK(metrics.contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"+Inf\"} 1\n"));
    CHECK(metrics.contains("apiserver_request_duration_seconds_count{" + labels + "} 1\n"));
    CHECK(metrics.contains("apiserver_storage_objects{resource=\"clusterroles.rbac.authorization.k8s.io\"} "));
    CHECK(harness.get("/openid/v1/jwks").body.find("\"keys\"") != std::string::npos);
    CHECK(harness.get("/.well-known/openid-configuration").code == 200);
    CHECK(harness.get("/").body.find("\"/apis/apps/v1\"") != std::string::npos);
    CHECK(harness.get("/nowhere").code == 404);
    CHECK(harness.get("/openapi/v3")
              .body.find(R"("apis/apps/v1":{"serverRelativeURL":"/openapi/v3/apis/apps/v1?hash=)") !=
          std::string::npos);
    CHECK(harness.get("/openapi/v3/apis/apps/v1").code == 200);
    CHECK(harness.get("/openapi/v3/apis/apps/v1?hash=00").code == 301);
    CHECK(harness.get("/openapi/v2").code == 200);
}

TEST_CASE("large answers are compressed for who accepts gzip") {
    ApiHarness harness;
    const std::string value(200'000, 'x');
    harness.post(kMaps, configMap("large", value));
    harness.post(kMaps, configMap("small"));
    const auto header = [](const server::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return std::string();
    };
    const auto plain = harness.get(kMaps);
    CHECK(header(plain, "Content-Encoding").empty());
    const auto packed = harness.send("GET", kMaps, "", {{"accept-encoding", "deflate, gzip"}});
    CHECK(header(packed, "Content-Encoding") == "gzip");
    CHECK(header(packed, "Vary") == "Accept-Encoding");
    CHECK(packed.body.size() < 20'000);
    std::string text(plain.body.size(), '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.body.data()));
    stream.avail_in = static_cast<uInt>(packed.body.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&stream);
    CHECK(text == plain.body);
    // Small ones are not worth it.
    CHECK(header(harness.send("GET", kMaps + "/small", "", {{"accept-encoding", "gzip"}}), "Content-Encoding").empty());
}
