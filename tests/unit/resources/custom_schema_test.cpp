#include <doctest/doctest.h>

#include "engine/resources/custom/custom_rules.h"
#include "engine/resources/custom/openapi.h"
#include "engine/resources/custom/shape.h"
#include "engine/resources/custom/structural.h"
#include "engine/resources/custom/validate.h"

using namespace armillary;
using namespace armillary::resources;
using namespace armillary::resources::custom;

namespace {

apiextensionsv1::JSONSchemaProps props(std::string_view json) {
    auto read = schema::fromJson<apiextensionsv1::JSONSchemaProps>(json);
    REQUIRE_MESSAGE(read, json);
    return *read;
}

Schema::Ref compiled(std::string_view json) {
    auto made = Schema::compile(props(json));
    REQUIRE(made);
    return std::move(*made);
}

/// `text` as pruned by `schema`, and what was found.
std::string pruned(std::string_view schema, std::string_view text, schema::StrictFindings* findings = nullptr) {
    json::value value = parseTree(text);
    prune(value.as_object(), *compiled(schema), findings);
    return treeText(value);
}

std::string defaulted(std::string_view schema, std::string_view text) {
    json::value value = parseTree(text);
    const Schema::Ref read = compiled(schema);
    applyDefaults(value.as_object(), *read);
    dropNulls(value.as_object(), *read);
    return treeText(value);
}

std::vector<std::string> texts(const FieldErrors& errors) {
    std::vector<std::string> all;
    for (const FieldError& error : errors) all.push_back(error.text());
    return all;
}

std::vector<std::string> found(std::string_view schema, std::string_view text, std::string_view old = "") {
    const json::value value = parseTree(text);
    const json::value before = old.empty() ? json::value() : parseTree(old);
    return texts(validateValue(*compiled(schema), value, old.empty() ? nullptr : &before));
}

/// The schema of an object whose member `x` has `schema`.
std::string ofX(const std::string& schema) {
    return R"({"type":"object","properties":{"x":)" + schema + "}}";
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("pruning keeps what the schema names, and what it says to keep") {
    schema::StrictFindings findings;
    const std::string schema =
        R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string"}}},)"
        R"("list":{"type":"array","items":{"type":"object","properties":{"c":{"type":"string"}}}},)"
        R"("open":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"in":{"type":"object","properties":{"k":{"type":"string"}}}}},)"
        R"("map":{"type":"object","additionalProperties":{"type":"object","properties":{"v":{"type":"string"}}}},)"
        R"("embedded":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}}})";
    CHECK(
        pruned(
            schema,
            R"({"z":1,"a":{"b":"x","q":{"r":1}},"list":[{"c":"1","d":2},3],"open":{"any":[{"z":1}],"in":{"k":"v","l":1}},)"
            R"("map":{"one":{"v":"1","w":2}},"embedded":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"n"},"spec":{"x":1},"y":1}})",
            &findings) ==
        R"({"a":{"b":"x"},"embedded":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"n"},"spec":{}},"list":[{"c":"1"},3],)"
        R"("map":{"one":{"v":"1"}},"open":{"any":[{"z":1}],"in":{"k":"v"}}})");
    CHECK(findings == Texts{"unknown field \"a.q\"", "unknown field \"embedded.spec.x\"",
                            "unknown field \"embedded.y\"", "unknown field \"list[0].d\"",
                            "unknown field \"map.one.w\"", "unknown field \"open.in.l\"", "unknown field \"z\""});
}

TEST_CASE("duplicates are found wherever they are") {
    const auto duplicates = [](std::string_view text) {
        schema::StrictFindings findings;
        findDuplicates(text, parseTree(text), findings);
        return findings;
    };
    CHECK(duplicates(R"({"a":1,"b":{"c":":","d":[{"e":1}]}})").empty());
    CHECK(duplicates(R"({"a":1,"a":2,"b":{"c":1,"c":1,"d":[0,{"e":1,"e":2}]}})") ==
          Texts{"duplicate field \"a\"", "duplicate field \"b.c\"", "duplicate field \"b.d[1].e\""});
}

TEST_CASE("defaults fill what is left out, and what is null and may not be") {
    const std::string schema =
        R"({"type":"object","properties":{"a":{"type":"integer","default":1},"n":{"type":"string","nullable":true,"default":"x"},)"
        R"("o":{"type":"object","default":{},"properties":{"p":{"type":"string","default":"q"}}},"bare":{"type":"string"},)"
        R"("l":{"type":"array","items":{"type":"object","properties":{"d":{"type":"boolean","default":false}}}}}})";
    CHECK(defaulted(schema, "{}") == R"({"a":1,"n":"x","o":{"p":"q"}})");
    CHECK(defaulted(schema, R"({"a":null,"n":null,"bare":null,"l":[{},{"d":true}]})") ==
          R"({"a":1,"l":[{"d":false},{"d":true}],"n":null,"o":{"p":"q"}})");
}

TEST_CASE("values are refused in upstream's words") {
    CHECK(found(ofX(R"({"type":"integer"})"), R"({"x":"a"})") ==
          Texts{"x: Invalid value: \"string\": x in body must be of type integer: \"string\""});
    CHECK(found(ofX(R"({"type":"integer"})"), R"({"x":1.0})").empty());
    CHECK(found(ofX(R"({"type":"integer"})"), R"({"x":1.5})") ==
          Texts{"x: Invalid value: \"number\": x in body must be of type integer: \"number\""});
    CHECK(found(ofX(R"({"x-kubernetes-int-or-string":true})"), R"({"x":true})") ==
          Texts{"x: Invalid value: \"boolean\": x in body must be of type integer,string: \"boolean\""});
    CHECK(found(ofX(R"({"type":"string"})"), R"({"x":null})") ==
          Texts{"x: Invalid value: \"null\": x in body must be of type string: \"null\""});
    CHECK(found(ofX(R"({"type":"string","nullable":true})"), R"({"x":null})").empty());
    CHECK(found(ofX(R"({"type":"string","enum":["a","b"]})"), R"({"x":"c"})") ==
          Texts{"x: Unsupported value: \"c\": supported values: \"a\", \"b\""});
    CHECK(found(ofX(R"({"type":"string","pattern":"^a+$"})"), R"({"x":"b"})") ==
          Texts{"x: Invalid value: \"b\": x in body should match '^a+$'"});
    CHECK(found(ofX(R"({"type":"string","maxLength":2})"), R"({"x":"äöü"})") ==
          Texts{"x: Too long: may not be more than 2 bytes"});
    CHECK(found(ofX(R"({"type":"string","minLength":2})"), R"({"x":"ä"})") ==
          Texts{"x: Invalid value: \"ä\": x in body should be at least 2 chars long"});
    CHECK(found(ofX(R"({"type":"string","format":"date-time"})"), R"({"x":"now"})") ==
          Texts{"x: Invalid value: \"now\": x in body must be of type date-time: \"now\""});
    CHECK(found(ofX(R"({"type":"number","maximum":5,"exclusiveMaximum":true})"), R"({"x":5})") ==
          Texts{"x: Invalid value: 5: x in body should be less than 5"});
    CHECK(found(ofX(R"({"type":"integer","multipleOf":3})"), R"({"x":7})") ==
          Texts{"x: Invalid value: 7: x in body should be a multiple of 3"});
    CHECK(found(ofX(R"({"type":"array","maxItems":1,"items":{"type":"string"}})"), R"({"x":["a","b"]})") ==
          Texts{"x: Too many: 2: must have at most 1 items"});
    CHECK(found(ofX(R"({"type":"array","items":{"type":"string"}})"), R"({"x":["a",1]})") ==
          Texts{"x[1]: Invalid value: \"integer\": x[1] in body must be of type string: \"integer\""});
    CHECK(found(R"({"type":"object","required":["spec"],"properties":{"spec":{"type":"object"}}})", "{}") ==
          Texts{"spec: Required value"});
    CHECK(found(ofX(R"({"type":"object","required":["y"],"additionalProperties":{"type":"string"}})"),
                R"({"x":{"z":1}})") ==
          Texts{"x.z: Invalid value: \"integer\": x.z in body must be of type string: \"integer\"",
                "x.y: Required value"});
    CHECK(found(ofX(R"({"type":"object","minProperties":1})"), R"({"x":{}})") ==
          Texts{"x: Invalid value: 0: x in body should have at least 1 properties"});
}

TEST_CASE("alternatives say which of them failed") {
    const std::string either = ofX(
        R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]})");
    CHECK(found(either, R"({"x":{"a":"1"}})").empty());
    CHECK(found(either, R"({"x":{}})") ==
          Texts{"<nil>: Invalid value: \"\": \"x\" must validate one and only one schema (oneOf). Found none valid",
                "x.a: Required value"});
    CHECK(found(either, R"({"x":{"a":"1","b":"2"}})") ==
          Texts{"<nil>: Invalid value: \"\": \"x\" must validate one and only one schema (oneOf). Found 2 valid "
                "alternatives"});
    CHECK(found(ofX(R"({"type":"string","not":{"pattern":"^a"}})"), R"({"x":"ab"})") ==
          Texts{"<nil>: Invalid value: \"\": \"x\" must not validate the schema (not)"});
    CHECK(found(ofX(R"({"type":"integer","allOf":[{"minimum":3},{"maximum":9}]})"), R"({"x":1})") ==
          Texts{"x: Invalid value: 1: x in body should be greater than or equal to 3",
                "<nil>: Invalid value: \"\": \"x\" must validate all the schemas (allOf)"});
}

TEST_CASE("what was wrong before and has not changed is let pass") {
    const std::string schema = ofX(R"({"type":"string","maxLength":1})");
    CHECK(found(schema, R"({"x":"long"})", R"({"x":"long"})").empty());
    CHECK(found(schema, R"({"x":"longer"})", R"({"x":"long"})").size() == 1);
}

TEST_CASE("lists of type set and map have no duplicates") {
    const auto lists = [](const std::string& schema, std::string_view text) {
        return texts(validateLists(*compiled(schema), parseTree(text)));
    };
    CHECK(lists(ofX(R"({"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}})"),
                R"({"x":["a","b","a","a"]})") == Texts{"x[2]: Duplicate value: \"a\""});
    CHECK(
        lists(
            ofX(R"({"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object"}})"),
            R"({"x":[{"k":1},{"k":2},{"k":1}]})") == Texts{"x[2]: Duplicate value: {\"k\":1}"});
}

TEST_CASE("formats") {
    for (const auto& [format, good, bad] :
         {std::tuple("ipv4", "10.0.0.1", "10.0.0"), std::tuple("ipv6", "::1", "10.0.0.1"),
          std::tuple("cidr", "10.0.0.0/8", "10.0.0.0"),
          std::tuple("uuid", "123e4567-e89b-12d3-a456-426614174000", "123"), std::tuple("email", "a@example.com", "a"),
          std::tuple("hostname", "a.example.com", "a b"), std::tuple("uri", "https://example.com/x?y", "not a uri"),
          std::tuple("byte", "aGk=", "a"), std::tuple("date", "2026-02-28", "2026-02-30"),
          std::tuple("duration", "1h30m", "soon"), std::tuple("hexcolor", "#fff", "#ff"),
          std::tuple("mac", "01:23:45:67:89:ab", "01:23"), std::tuple("isbn", "0321751043", "0321751044"),
          std::tuple("isbn", "978-0321751041", "978-0321751042")}) {
        CHECK_MESSAGE(hasFormat(format, good), format);
        CHECK_MESSAGE(!hasFormat(format, bad), format);
    }
}

TEST_CASE("schemas must be structural") {
    const auto structural = [](std::string_view json) { return texts(checkStructural(props(json), Path("s"))); };
    CHECK(structural(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}})").empty());
    CHECK(structural(R"({"properties":{"a":{}}})") ==
          Texts{"s.properties[a].type: Required value: must not be empty for specified object fields",
                "s.type: Required value: must not be empty at the root"});
    CHECK(structural(R"({"type":"object","properties":{"a":{"type":"array"}}})") ==
          Texts{"s.properties[a].items: Required value: must be specified"});
    CHECK(
        structural(
            R"({"type":"object","properties":{"a":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}}})")
            .empty());
    CHECK(structural(R"({"type":"object","anyOf":[{"properties":{"a":{"type":"string","description":"d"}}}]})") ==
          Texts{"s.anyOf[0].properties[a].description: Forbidden: must be empty to be structural",
                "s.anyOf[0].properties[a].type: Forbidden: must be empty to be structural",
                "s.properties[a]: Required value: because it is defined in s.anyOf[0].properties[a]"});
    CHECK(
        structural(
            R"({"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":{"type":"object"}}}}})") ==
        Texts{"s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but "
              "metadata is implicitly specified"});
}

TEST_CASE("keywords and defaults of a schema are looked at") {
    const auto keywords = [](std::string_view json) { return texts(checkSchemaKeywords(props(json), Path("s"))); };
    CHECK(keywords(R"({"type":"object","properties":{"a":{"type":"thing"}}})") ==
          Texts{"s.properties[a].type: Unsupported value: \"thing\": supported values: \"array\", \"boolean\", "
                "\"integer\", \"number\", \"object\", \"string\""});
    CHECK(
        keywords(
            R"({"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"items":{"type":"string"}}}})") ==
        Texts{"s.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity "
              "becomes quadratic"});
    CHECK(
        keywords(
            R"({"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"}}}}}})") ==
        Texts{"s.properties[a].items.properties[k].default: Required value: this property is in "
              "x-kubernetes-list-map-keys, so it must have a default or be a required property"});
    CHECK(texts(checkDefaults(props(R"({"type":"object","properties":{"a":{"type":"integer","default":"x"}}})"),
                              Path("s"))) ==
          Texts{"s.properties[a].default: Invalid value: \"string\":  in body must be of type integer: \"string\""});
}

TEST_CASE("JSON paths") {
    const json::value value = parseTree(
        R"({"spec":{"size":3,"ports":[{"name":"a","port":1},{"name":"b","port":2}],"x.y":"dotted"},"metadata":{"labels":{"a/b":"c"}},)"
        R"("status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Other","status":"False"}]}})");
    const auto at = [&](std::string_view path) {
        const auto parsed = JsonPath::parse(path);
        if (!parsed) return "error: " + parsed.error();
        std::string text;
        for (const json::value* found : parsed->find(value)) text += (text.empty() ? "" : ",") + printed(*found);
        return text;
    };
    CHECK(at(".spec.size") == "3");
    CHECK(at("spec.size") == "3");
    CHECK(at(".spec.ports[*].name") == "a,b");
    CHECK(at(".spec.ports[-1].port") == "2");
    CHECK(at(".spec.ports[0:1].name") == "a");
    CHECK(at(R"(.spec.x\.y)") == "dotted");
    CHECK(at(".metadata.labels['a/b']") == "c");
    CHECK(at(".status.conditions[?(@.type==\"Ready\")].status") == "True");
    CHECK(at(".status.conditions[?(@.type!='Ready')].status") == "False");
    CHECK(at(".spec.ports[?(@.port>1)].name") == "b");
    CHECK(at("..port") == "1,2");
    CHECK(at(".spec.missing") == "");
    for (const char* wrong : {".spec.ports[", ".spec.ports[x]", ".a..", ".a[?(@.b", ".a['b"})
        CHECK_MESSAGE(at(wrong).starts_with("error"), wrong);
}

TEST_CASE("versions are ordered by how much they are wanted") {
    std::vector<std::string> names = {"v1alpha1", "foo", "v1", "v11beta2", "v2", "v10beta3", "v1beta1", "v10"};
    std::ranges::sort(names, [](const auto& a, const auto& b) { return compareVersions(a, b) < 0; });
    CHECK(names == Texts{"v10", "v2", "v1", "v11beta2", "v10beta3", "v1beta1", "v1alpha1", "foo"});
}
