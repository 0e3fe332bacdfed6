#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary;
using namespace armillary::resources;
using namespace armillary::resources::testing;

namespace {

const std::string kSubdomain =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an "
    "alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const std::string kQualified =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. "
    "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

std::string map(const std::string& meta) {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{)" + meta + "}}";
}

std::vector<std::string> metaUpdate(const std::string& before, const std::string& after) {
    const Document old(map(before)), now(map(after));
    std::vector<std::string> out;
    for (const auto& error : validateMetaUpdate(now.row(), metaOf(now.row(), now.get()), metaOf(old.row(), old.get())))
        out.push_back(error.text());
    return out;
}

}  // namespace

TEST_CASE("Metadata of new objects") {
    check(std::vector<Case>{
        {"good", map(R"("name":"a.b-c","namespace":"d")"), {}},
        {"no name", map(R"("namespace":"d")"), {"metadata.name: Required value: name or generateName is required"}},
        {"bad name", map(R"("name":"A_b","namespace":"d")"), {"metadata.name: Invalid value: \"A_b\": " + kSubdomain}},
        {"no namespace", map(R"("name":"a")"), {"metadata.namespace: Required value"}},
        {"bad label key",
         map(R"("name":"a","namespace":"d","labels":{"-x":"y"})"),
         {"metadata.labels: Invalid value: \"-x\": " + kQualified}},
        {"bad label value",
         map(R"("name":"a","namespace":"d","labels":{"x":"a b"})"),
         {"metadata.labels: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric "
          "characters, '-', '_' or "
          "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
          "regex used for "
          "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"}},
        {"annotations may be upper case",
         map(R"("name":"a","namespace":"d","annotations":{"Example.com/X":"any thing"})"),
         {}},
        {"owner without uid",
         map(R"("name":"a","namespace":"d","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":""}])"),
         {"metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty"}},
        {"bad finalizer",
         map(R"("name":"a","namespace":"d","finalizers":["no/such/thing"])"),
         {"metadata.finalizers: Invalid value: \"no/such/thing\": a qualified name must consist of alphanumeric "
          "characters, '-', '_' or '.', "
          "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
          "used for validation is "
          "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. "
          "'example.com/MyName')"}},
        {"namespace on a cluster-scoped kind",
         R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","namespace":"b"}})",
         {"metadata.namespace: Forbidden: not allowed on this type"}},
        {"namespaces are labels",
         R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a.b"}})",
         {"metadata.name: Invalid value: \"a.b\": must not contain dots"}},
        {"roles are named freely",
         R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:Node/x"}})",
         {"metadata.name: Invalid value: \"system:Node/x\": may not contain '/'"}},
    });
}

TEST_CASE("Annotations have a size") {
    const std::string big(256 * 1024, 'x');
    CHECK(createErrors(map(R"("name":"a","namespace":"d","annotations":{"x":")" + big + "\"}")) ==
          std::vector<std::string>{"metadata.annotations: Too long: may not be more than 262144 bytes"});
}

TEST_CASE("Metadata of updates") {
    const std::string stored = R"("name":"a","namespace":"d","uid":"u","resourceVersion":"1")";
    CHECK(metaUpdate(stored, stored).empty());
    CHECK(metaUpdate(stored, R"("name":"b","namespace":"d","uid":"u","resourceVersion":"1")") ==
          std::vector<std::string>{"metadata.name: Invalid value: \"b\": field is immutable"});
    CHECK(metaUpdate(stored, R"("name":"a","namespace":"d","uid":"v","resourceVersion":"1")") ==
          std::vector<std::string>{"metadata.uid: Invalid value: \"v\": field is immutable"});
    CHECK(metaUpdate(stored, R"("name":"a","namespace":"d","uid":"u")") ==
          std::vector<std::string>{"metadata.resourceVersion: Invalid value: \"\": must be specified for an update"});
    const std::string going = stored + R"(,"deletionTimestamp":"2026-01-01T00:00:00Z")";
    CHECK(
        metaUpdate(going, going + R"(,"finalizers":["a.b/c"])") ==
        std::vector<std::string>{
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new "
            "finalizers []string{\"a.b/c\"}"});
}
