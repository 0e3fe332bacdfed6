#include "engine/manifest/check.h"
#include "engine/manifest/field_description.h"
#include "engine/manifest/objects.h"
#include "engine/manifest/schemas.h"
#include "engine/schema/openapi.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::FieldType;

namespace {

/// "number FORM" of a path in a Deployment, or why there is none.
std::string typeOf(const std::string& where) {
    const auto type = manifest::typeAt(FieldType::ofObject("apps/v1", "Deployment"), path(where));
    return type ? std::string(type->word()) : type.error();
}

const std::string kObjects = R"(apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web, namespace: front}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: web}
---
no: object
)";

std::string found(const std::string& what, const std::string& namespace_ = "") {
    const auto parsed = file(kObjects);
    const auto object = manifest::findObject(parsed, what, namespace_);
    return object ? std::to_string(object->document) + " " + print(object->path) : object.error();
}

}  // namespace

TEST_CASE("A path has the type that the tables give it") {
    CHECK(typeOf("spec.replicas") == "a whole number");
    CHECK(typeOf("spec.template.spec.containers") == "a list");
    CHECK(typeOf("spec.template.spec.containers[name=web].resources.limits.cpu") == "a quantity such as 100m or 1Gi");
    CHECK(typeOf("spec.strategy.rollingUpdate.maxSurge") == "a whole number or a string");
    CHECK(typeOf("metadata.labels[\"a.b/c\"]") == "a string");
    CHECK(typeOf("metadata.managedFields[0].fieldsV1.anything.at.all") == "anything");
    CHECK(typeOf("apiVersion") == "a string");
}

TEST_CASE("A step that the tables do not know is named") {
    CHECK(typeOf("spec.replicaz") == "unknown field \"spec.replicaz\"");
    CHECK(typeOf("spec.template.spec.container[0]") == "unknown field \"spec.template.spec.container\"");
    CHECK(typeOf("spec.replicas.x") == "a whole number has no field \"spec.replicas.x\"");
    CHECK(typeOf("spec.selector[0]") == "a mapping has no item \"spec.selector[0]\"");
    CHECK(typeOf("spec.template.spec.containers[nam=x]").contains("containers[nam=x]"));
    CHECK(manifest::typeAt(FieldType::ofObject("example.com/v1", "Widget"), path("a[0].b"))->form() ==
          FieldType::Form::Free);
}

TEST_CASE("Items of one list are told apart by the keys of the schema") {
    const auto ports = manifest::typeAt(FieldType::ofObject("v1", "Service"), path("spec.ports"));
    REQUIRE(ports);
    CHECK(ports->listMapKeys() == "port,protocol");
    const auto list = file("- {port: 80, protocol: TCP}\n- {port: 81}\n");
    const auto like = [&](const std::string& item) {
        return manifest::hasItemLike(*ports, *list.documents()[0].root, *file(item).documents()[0].root);
    };
    CHECK(like("{port: 80, protocol: TCP, name: x}"));
    CHECK(like("{port: 81}"));
    CHECK(!like("{port: 80, protocol: UDP}"));
    CHECK(!like("{port: 82}"));
}

TEST_CASE("An object is found by kind and name, as kubectl takes them") {
    CHECK(found("Deployment/web", "front") == "0 items[0]");
    CHECK(found("deploy/web", "default") == "0 items[1]");
    CHECK(found("deployments.apps/web", "front") == "0 items[0]");
    CHECK(found("widget/web") == "1 ");
    CHECK(found("deploy/web").starts_with("there are 2 of deploy/web in the file"));
    CHECK(found("deploy/other") == "there is no deploy/other in the file");
    CHECK(found("web") == "\"web\" is no object: say KIND/NAME, such as Deployment/web");
}

namespace {

std::string fieldsAt(const manifest::FieldType& root, const std::string& where) {
    const auto type = manifest::typeAt(root, path(where));
    if (!type) return type.error();
    std::string out;
    for (const auto& field : manifest::fieldsOf(*type))
        out += (out.empty() ? "" : " ") + field.name + (field.required ? "!" : field.deprecated ? "?" : "");
    return out;
}

std::string unionsAt(const manifest::FieldType& root, const std::string& where) {
    const auto type = manifest::typeAt(root, path(where));
    if (!type) return type.error();
    std::string out;
    for (const auto& each : manifest::unionsOf(*type, manifest::fieldsOf(*type))) {
        out += (out.empty() ? "" : "; ") + (each.discriminator.empty() ? "" : each.discriminator + ": ");
        for (const auto& member : each.members) out += (&member == &each.members[0] ? "" : "|") + member;
        if (each.required) out += "!";
    }
    return out;
}

manifest::FieldDescription fieldAt(const manifest::FieldType& root, const std::string& where) {
    const auto type = manifest::typeAt(root, path(where));
    if (!type) FAIL(type.error());
    return manifest::describe(*type);
}

const auto kDeployment = FieldType::ofObject("apps/v1", "Deployment");
const auto kPod = FieldType::ofObject("v1", "Pod");

}  // namespace

TEST_CASE("Fields come in the order in which people look for them") {
    CHECK(fieldsAt(kDeployment, "") == "apiVersion kind metadata spec status");
    CHECK(fieldsAt(kDeployment, "spec").starts_with("selector! template! replicas strategy minReadySeconds"));
    CHECK(fieldsAt(kPod, "spec").starts_with("containers! volumes initContainers"));
    CHECK(fieldsAt(kPod, "spec.volumes[0]").starts_with("name! hostPath emptyDir secret nfs"));
    CHECK(fieldsAt(kPod, "spec.volumes[0]").contains(" gcePersistentDisk? "));
    CHECK(fieldsAt(kPod, "metadata.labels").empty());
}

TEST_CASE("A field is described as a form needs it") {
    const auto replicas = fieldAt(kDeployment, "spec.replicas");
    CHECK(replicas.name == "replicas");
    CHECK(replicas.word == "integer");
    CHECK(replicas.documentation.starts_with("Number of desired pods."));
    CHECK(replicas.defaultJson == "1");
    CHECK(!replicas.required);

    const auto policy = fieldAt(kPod, "spec.containers[0].imagePullPolicy");
    REQUIRE(policy.choices.size() == 3);
    CHECK(policy.choices[1].text == "IfNotPresent");
    CHECK(policy.choices[1].json == "\"IfNotPresent\"");
    CHECK(policy.choices[1].documentation.contains("isn't present"));
    CHECK(policy.defaultJson.empty());  // it depends on the tag

    const auto ports = fieldAt(FieldType::ofObject("v1", "Service"), "spec.ports");
    CHECK(ports.word == "list of mapping");
    CHECK(ports.listKeys == std::vector<std::string>{"port", "protocol"});
    CHECK(fieldAt(kPod, "spec.containers[0].command").atomic);
    CHECK(fieldAt(kPod, "spec.containers[0].resources.limits").word == "mapping of quantity");
    CHECK(fieldAt(kDeployment, "spec.strategy.rollingUpdate.maxSurge").word == "int-or-string");
    CHECK(fieldAt(kPod, "metadata.creationTimestamp").word == "time");
    CHECK(fieldAt(FieldType::ofObject("v1", "Secret"), "data").word == "mapping of bytes");
    CHECK(fieldAt(kPod, "spec.serviceAccount").deprecated);
    CHECK(fieldAt(kPod, "spec.volumes[0].gitRepo").deprecated);
    CHECK(!fieldAt(kPod, "spec.volumes[0].emptyDir").deprecated);
}

TEST_CASE("A default that documentation tells is one only if it can be the field's value") {
    CHECK(fieldAt(kDeployment, "spec.progressDeadlineSeconds").defaultJson == "600");
    CHECK(fieldAt(kPod, "spec.terminationGracePeriodSeconds").defaultJson == "30");
    CHECK(fieldAt(kPod, "spec.enableServiceLinks").defaultJson == "true");
    CHECK(fieldAt(kPod, "spec.dnsPolicy").defaultJson == "\"ClusterFirst\"");
    CHECK(fieldAt(kPod, "spec.volumes[0].secret.defaultMode").defaultJson == "420");  // 0644
    CHECK(fieldAt(kPod, "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds")
              .defaultJson.empty());  // "1 hour"
    CHECK(fieldAt(kPod, "spec.volumes[0].configMap.name").defaultJson.empty());
}

TEST_CASE("Fields of which one alone may be there are told by their types") {
    CHECK(unionsAt(kPod, "spec.volumes[0]").starts_with("hostPath|emptyDir|"));
    CHECK(unionsAt(kPod, "spec.containers[0].livenessProbe") == "exec|httpGet|tcpSocket|grpc!");
    CHECK(unionsAt(kPod, "spec.containers[0].lifecycle.preStop") == "exec|httpGet|tcpSocket|sleep!");
    CHECK(unionsAt(kPod, "spec.containers[0].env[0]") == "value|valueFrom");
    CHECK(unionsAt(kPod, "spec.containers[0].env[0].valueFrom") ==
          "configMapKeyRef|secretKeyRef|fieldRef|resourceFieldRef");
    CHECK(unionsAt(FieldType::ofObject("networking.k8s.io/v1", "Ingress"), "spec.defaultBackend") ==
          "resource|service");
    CHECK(unionsAt(FieldType::ofObject("policy/v1", "PodDisruptionBudget"), "spec") == "minAvailable|maxUnavailable");
    CHECK(unionsAt(FieldType::ofObject("autoscaling/v2", "HorizontalPodAutoscaler"), "spec.metrics[0]") ==
          "type: resource|containerResource|pods|object|external!");
    // Pointers to structs all of them, and yet they go together.
    CHECK(unionsAt(kPod, "spec.affinity").empty());
    CHECK(unionsAt(kPod, "spec.containers[0].lifecycle").empty());
    CHECK(unionsAt(FieldType::ofObject("networking.k8s.io/v1", "NetworkPolicy"), "spec.ingress[0].from[0]").empty());
}

TEST_CASE("A search finds fields by their names before their documentation") {
    const auto paths = [](const FieldType& root, const std::string& text, std::size_t limit = 50) {
        std::vector<std::string> found;
        for (const auto& match : manifest::searchFields(root, text, limit)) {
            found.push_back(match.pattern);
            CHECK(manifest::typeAt(root, match.path));
        }
        return found;
    };
    CHECK(paths(kDeployment, "tolerat").front() == "spec.template.spec.tolerations");
    CHECK(paths(kDeployment, "IMAGE").front() == "spec.template.spec.containers[].image");
    CHECK(paths(kDeployment, "liveness path", 3).front() ==
          "spec.template.spec.containers[].livenessProbe.httpGet.path");
    CHECK(paths(kDeployment, "rolling", 1) == std::vector<std::string>{"spec.strategy.rollingUpdate"});
    CHECK(std::ranges::contains(paths(kDeployment, "taint"),
                                "spec.template.spec.tolerations[].effect"));  // by documentation
    CHECK(paths(kDeployment, "no-such-word").empty());
    CHECK(paths(kDeployment, " ").empty());
    // A schema within schemas ends.
    CHECK(!paths(FieldType::ofObject("apiextensions.k8s.io/v1", "CustomResourceDefinition"), "pattern").empty());
}

namespace {

constexpr std::string_view kDefinition = R"({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "caches.example.com"},
  "spec": {"group": "example.com", "names": {"kind": "Cache", "plural": "caches"}, "scope": "Namespaced", "versions": [
    {"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {
      "type": "object", "required": ["spec"], "description": "A cache.", "properties": {
        "apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"},
        "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
        "spec": {"type": "object", "required": ["size"], "oneOf": [{"required": ["memory"]}, {"required": ["disk"]}],
          "properties": {
            "policy": {"type": "string", "enum": ["LRU", "LFU"], "default": "LRU", "description": "Who goes first."},
            "size": {"type": "integer", "format": "int32"},
            "limit": {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": true,
                      "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))$"},
            "port": {"x-kubernetes-int-or-string": true},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "peers": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["host", "port"],
                      "items": {"type": "object", "properties": {"host": {"type": "string"}, "port": {"type": "integer"}}}},
            "memory": {"type": "object", "properties": {"share": {"type": "number"}}},
            "disk": {"type": "object", "properties": {"path": {"type": "string"}}},
            "anything": {"x-kubernetes-preserve-unknown-fields": true},
            "some": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
                     "properties": {"known": {"type": "boolean"}}}}}}}}}]}})";

const manifest::Schemas& withCache() {
    static const auto kSchemas = [] {
        manifest::Schemas schemas;
        if (const auto done = schemas.addDefinition(kDefinition); !done) FAIL(done.error());
        return schemas;
    }();
    return kSchemas;
}

std::vector<std::string> mistakes(const FieldType& type, const std::string& text) {
    std::vector<std::string> found;
    const auto parsed = file(text);
    for (const auto& mistake : manifest::mistakesIn(type, *parsed.documents()[0].root, {}))
        found.push_back(mistake.message);
    return found;
}

}  // namespace

TEST_CASE("A definition's schema says as much as the built-in ones") {
    const auto cache = withCache().ofObject("example.com/v1", "Cache");
    CHECK(manifest::describe(cache).documentation == "A cache.");
    CHECK(fieldsAt(cache, "") == "apiVersion kind metadata spec! status");
    CHECK(fieldsAt(cache, "metadata").starts_with("name generateName namespace"));
    CHECK(fieldsAt(cache, "spec").starts_with("size! policy limit port"));
    CHECK(unionsAt(cache, "spec") == "memory|disk!");
    const auto policy = fieldAt(cache, "spec.policy");
    CHECK(policy.documentation == "Who goes first.");
    CHECK(policy.defaultJson == "\"LRU\"");
    REQUIRE(policy.choices.size() == 2);
    CHECK(policy.choices[1].text == "LFU");
    CHECK(fieldAt(cache, "spec.limit").word == "quantity");
    CHECK(fieldAt(cache, "spec.port").word == "int-or-string");
    CHECK(fieldAt(cache, "spec.labels").word == "mapping of string");
    CHECK(fieldAt(cache, "spec.peers").listKeys == std::vector<std::string>{"host", "port"});
    CHECK(fieldAt(cache, "spec.memory.share").word == "number");
    CHECK(fieldAt(cache, "spec.anything.at.all").form == FieldType::Form::Free);
    CHECK(fieldAt(cache, "spec.some.known").word == "boolean");
    CHECK(fieldAt(cache, "spec.some.other").form == FieldType::Form::Free);
    CHECK(manifest::typeAt(cache, path("spec.polici")).error() == "unknown field \"spec.polici\"");
    CHECK(manifest::searchFields(cache, "share")[0].pattern == "spec.memory.share");
    CHECK(withCache().ofObject("example.com/v2", "Cache").form() == FieldType::Form::Free);
    CHECK(withCache().ofObject("apps/v1", "Deployment").form() == FieldType::Form::Struct);
    CHECK(std::ranges::contains(withCache().kinds(), manifest::Schemas::ObjectKind{"example.com/v1", "Cache"}));
    CHECK(!std::ranges::contains(withCache().kinds(), "SubjectAccessReview", &manifest::Schemas::ObjectKind::kind));
}

TEST_CASE("What a definition's schema does not take is a mistake") {
    const auto cache = withCache().ofObject("example.com/v1", "Cache");
    CHECK(mistakes(cache, "{spec: {size: 3, policy: LRU, limit: 1Gi, some: {x: 1}, status: {y: 2}}}") ==
          std::vector<std::string>{"spec.status: unknown field"});
    CHECK(mistakes(cache, "{spec: {size: 3000000000, policy: MRU, peers: {}, disk: {path: 1}}}") ==
          std::vector<std::string>{"spec.size: it takes a whole number, not a number",
                                   "spec.policy: it takes one of \"LRU\", \"LFU\", not \"MRU\"",
                                   "spec.peers: it takes a list, not a mapping",
                                   "spec.disk.path: it takes a string, not a number; put it in quotes"});
    CHECK(mistakes(kPod, "{spec: {restartPolicy: always, dnsPolicy: ''}}") ==
          std::vector<std::string>{
              R"(spec.restartPolicy: it takes one of "Always", "Never", "OnFailure", not "always")"});
}

TEST_CASE("Another cluster's OpenAPI says what its kinds look like") {
    const schema::OpenApiResource deployments{"apps",       "v1",
                                              "Deployment", "deployments",
                                              true,         {"get", "create"},
                                              {},           FieldType::ofObject("apps/v1", "Deployment").structType()};
    std::string document = schema::openApiV3({&deployments, 1}, "v1.32.0");
    manifest::Schemas schemas;
    REQUIRE(schemas.addOpenApi(document));
    const auto deployment = schemas.ofObject("apps/v1", "Deployment");
    REQUIRE(deployment.schemaNode());
    // Field by field as the tables that it was written from have it.
    for (const char* where : {"", "spec", "spec.template.spec", "spec.template.spec.containers[0]", "metadata"})
        CHECK(fieldsAt(deployment, where) == fieldsAt(kDeployment, where));
    for (const char* where :
         {"spec.replicas", "spec.strategy.rollingUpdate.maxSurge", "spec.template.spec.containers[0].imagePullPolicy",
          "spec.template.spec.containers[0].ports", "spec.template.spec.containers[0].resources.limits",
          "metadata.creationTimestamp", "spec.template.spec.dnsPolicy"}) {
        const auto theirs = fieldAt(deployment, where), ours = fieldAt(kDeployment, where);
        CHECK(theirs.documentation == ours.documentation);
        CHECK(theirs.word == ours.word);
        CHECK(theirs.listKeys == ours.listKeys);
        CHECK(theirs.defaultJson == ours.defaultJson);
        REQUIRE(theirs.choices.size() == ours.choices.size());
        for (std::size_t i = 0; i < ours.choices.size(); ++i)
            CHECK(theirs.choices[i].documentation == ours.choices[i].documentation);
    }
    CHECK(unionsAt(deployment, "spec.template.spec.volumes[0]") ==
          unionsAt(kDeployment, "spec.template.spec.volumes[0]"));
    CHECK(manifest::searchFields(deployment, "tolerat")[0].pattern == "spec.template.spec.tolerations");
}

TEST_CASE("Schemas that lead in circles, nowhere or too deep end") {
    manifest::Schemas schemas;
    CHECK(schemas.addOpenApi(R"({"components": {"schemas": {
        "a": {"$ref": "#/components/schemas/b"}, "b": {"$ref": "#/components/schemas/a"},
        "w": {"type": "object", "x-kubernetes-group-version-kind": [{"group": "e.com", "version": "v1", "kind": "W"}],
              "properties": {"circle": {"$ref": "#/components/schemas/a"}, "none": {"$ref": "#/components/schemas/zzz"},
                             "self": {"allOf": [{"$ref": "#/components/schemas/w"}], "description": "Again."},
                             "odd": 7, "list": {"type": "array"}, "many": {"type": ["null", "string"]}}}}}})"));
    const auto w = schemas.ofObject("e.com/v1", "W");
    CHECK(fieldAt(w, "circle").form == FieldType::Form::Free);
    CHECK(fieldAt(w, "none").form == FieldType::Form::Free);
    CHECK(fieldAt(w, "self.self.self").documentation == "Again.");
    CHECK(fieldAt(w, "self.self.many").word == "string");
    CHECK(fieldAt(w, "list").word == "list of any");
    CHECK(manifest::searchFields(w, "many").size() == 1);

    std::string deep = "{\"type\":\"object\"}";
    for (int i = 0; i < 300; ++i) deep = "{\"properties\":{\"a\":" + deep + "}}";
    const std::string head =
        R"({"spec":{"group":"e.com","names":{"kind":"D"},"versions":[{"name":"v1","schema":{"openAPIV3Schema":)";
    CHECK(schemas.addDefinition(head + deep + "}}]}}").error().contains("deeper"));
    CHECK(!schemas.addDefinition("{}"));
    CHECK(!schemas.addDefinition("no"));
    CHECK(!schemas.addOpenApi("[]"));
    std::string wide = "{\"properties\":{";
    for (std::size_t i = 0; i < manifest::kMostSchemaNodes + 10; ++i)
        wide += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":{}";
    CHECK(schemas.addDefinition(head + wide + "}}}}]}}"));
    const auto d = schemas.ofObject("e.com/v1", "D");
    CHECK(d.members().size() <= manifest::kMostSchemaNodes + 3);
    CHECK(d.member("f" + std::to_string(manifest::kMostSchemaNodes + 9)));  // taken, and not known
    CHECK(manifest::searchFields(d, "f1", 5).size() == 5);
}

TEST_CASE("Checks know the definitions that stand among the files, and those that they are given") {
    const std::string object = "apiVersion: example.com/v1\nkind: Cache\nmetadata: {name: c}\nspec: {size: big}\n";
    const auto found = [](const std::vector<manifest::Source>& sources, const manifest::Schemas& schemas) {
        std::string out;
        for (const auto& each : manifest::check(sources, schemas))
            if (each.id == "wrong-type") out += each.message + "\n";
        return out;
    };
    const std::string mistake = "spec.size: it takes a whole number, not a string\n";
    CHECK(found({{"c.yaml", object}}, manifest::Schemas::builtIn()).empty());
    CHECK(found({{"c.yaml", object}}, withCache()) == mistake);
    CHECK(found({{"c.yaml", object}, {"crd.json", std::string(kDefinition)}}, manifest::Schemas::builtIn()) == mistake);
}
