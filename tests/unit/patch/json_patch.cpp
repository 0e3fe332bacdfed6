#include <doctest/doctest.h>

#include "engine/schema/patch.h"

namespace armillary::schema {

namespace {

/// The patched document, or "! " and the sentence.
std::string patched(std::string_view document, std::string_view patch) {
    const auto result = applyJsonPatch(document, patch);
    return result ? *result : "! " + result.error();
}

}  // namespace

TEST_CASE("RFC 6902: the examples of its appendix") {
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])") ==
          R"({"foo":"bar","baz":"qux"})");
    CHECK(patched(R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])") ==
          R"({"foo":["bar","qux","baz"]})");
    CHECK(patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])") == R"({"foo":"bar"})");
    CHECK(patched(R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])") ==
          R"({"foo":["bar","baz"]})");
    CHECK(patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])") ==
          R"({"baz":"boo","foo":"bar"})");
    CHECK(patched(R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
                  R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])") ==
          R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})");
    CHECK(patched(R"({"foo":["all","grass","cows","eat"]})", R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])") ==
          R"({"foo":["all","cows","eat","grass"]})");
    CHECK(patched(R"({"foo":["a",2,"c"],"baz":"qux"})",
                  R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])") ==
          R"({"foo":["a",2,"c"],"baz":"qux"})");
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])") ==
          R"({"foo":"bar","child":{"grandchild":{}}})");
    CHECK(patched(R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}])") ==
          R"({"~1":10})");
    CHECK(patched(R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])") ==
          R"({"foo":["bar",["abc","def"]]})");
    CHECK(patched(R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/c"}])") == R"({"a":{"b":1},"c":{"b":1}})");
}

TEST_CASE("upstream's additions to RFC 6902") {
    CHECK(patched(R"({"a":[1,2,3]})", R"([{"op":"replace","path":"/a/-1","value":9}])") == R"({"a":[1,2,9]})");
    CHECK(patched(R"({"a":[1,2,3]})", R"([{"op":"add","path":"/a/-1","value":9}])") == R"({"a":[1,2,3,9]})");
    CHECK(patched(R"({"a":1})", R"([{"op":"replace","path":"/b","value":2}])") == R"({"a":1,"b":2})");
    CHECK(patched(R"({"a":1})", R"([{"op":"replace","path":"","value":{"b":2}}])") == R"({"b":2})");
    CHECK(patched(R"({"a":1})", R"([{"op":"test","path":"/b","value":null}])") == R"({"a":1})");
    CHECK(patched(R"({"a":1})", "null") == R"({"a":1})");
}

TEST_CASE("JSON patch refusals are upstream's sentences") {
    constexpr std::string_view document = R"({"a":[1,2],"o":{"x":1}})";
    const std::pair<std::string_view, std::string_view> cases[] = {
        {R"([{"op":"add","path":"/no/b","value":1}])",
         R"(! add operation does not apply: doc is missing path: "/no/b": missing value)"},
        {R"([{"op":"add","path":"/a/5","value":1}])",
         "! error in add for path: '/a/5': Unable to access invalid index: 5: invalid index referenced"},
        {R"([{"op":"add","path":"/a/x","value":1}])",
         "! error in add for path: '/a/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": "
         "invalid "
         "syntax"},
        {R"([{"op":"remove","path":"/o/y"}])",
         "! error in remove for path: '/o/y': Unable to remove nonexistent key: y: missing value"},
        {R"([{"op":"remove","path":"/n/y"}])",
         R"(! remove operation does not apply: doc is missing path: "/n/y": missing value)"},
        {R"([{"op":"replace","path":"/n/y","value":1}])",
         "! replace operation does not apply: doc is missing path: /n/y: missing value"},
        {R"([{"op":"replace","path":"/a/7","value":1}])",
         "! replace operation does not apply: doc is missing key: /a/7: missing value"},
        {R"([{"op":"move","from":"/n/y","path":"/a"}])",
         "! move operation does not apply: doc is missing from path: /n/y: missing value"},
        {R"([{"op":"move","from":"/o/y","path":"/z"}])",
         "! error in move for path: 'y': Unable to remove nonexistent key: y: missing value"},
        {R"([{"op":"copy","from":"/o","path":"/n/z"}])",
         "! copy operation does not apply: doc is missing destination path: /n/z: missing value"},
        {R"([{"op":"test","path":"/o/x","value":2}])", "! testing value /o/x failed: test failed"},
        {R"([{"op":"test","path":"/n/x","value":2}])",
         "! test operation does not apply: is missing path: /n/x: missing value"},
        {R"([{"op":"jump","path":"/o"}])", "! Unexpected kind: jump"},
        {R"([{"path":"/o"}])", "! Unexpected kind: unknown"},
        {R"([{"op":"add","value":1}])", "! add operation failed to decode path: missing value"},
        {R"([{"op":"replace","value":1}])",
         "! replace operation failed to decode path: operation missing path field: missing value"},
        {R"([{"op":"move","path":"/a"}])",
         "! move operation failed to decode from: operation, missing from field: missing value"},
        {R"({"op":"add"})", "! json: cannot unmarshal object into Go value of type jsonpatch.Patch"},
        {R"(["add"])", "! json: cannot unmarshal string into Go value of type jsonpatch.Operation"},
        {R"([{"op":)", "! unexpected end of JSON input"},
    };
    for (const auto& [patch, expected] : cases) CHECK(patched(document, patch) == expected);
    CHECK(checkJsonPatch(R"([{"op":"jump"}])"));
    CHECK_FALSE(checkJsonPatch("{}"));
}

TEST_CASE("a JSON patch has bounds") {
    std::string many = "[";
    for (std::size_t i = 0; i <= kMaxJsonPatchOperations; ++i) many += R"({"op":"test","path":"/a","value":1},)";
    many.back() = ']';
    CHECK(patched(R"({"a":1})", many) == "! The allowed maximum operations in a JSON patch is 10000, got 10001");

    // Each copy doubles the document: stopped by size; nested copies double its depth: stopped by depth.
    std::string wide = R"([{"op":"add","path":"/a","value":")" + std::string(1000, 'x') + R"("})";
    std::string deep = R"([{"op":"add","path":"/a","value":{}})";
    std::string place = "/a";
    for (int i = 0; i < 30; ++i) {
        wide += R"(,{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/a","value":[]},)"
                R"({"op":"move","from":"/b","path":"/a/-"},{"op":"copy","from":"/a/0","path":"/a/-"})";
        deep += R"(,{"op":"copy","from":"/a","path":")" + place + R"(/x"})";
        for (int level = 0; level < (1 << std::min(i, 7)); ++level) place += "/x";
    }
    CHECK(patched("{}", wide + "]")
              .starts_with("! Unable to complete the copy, the accumulated size increase of copy is "));
    CHECK(patched("{}", deep + "]").starts_with("! "));

    // Long lists shifted often.
    std::string list = R"({"a":[0)";
    for (int i = 0; i < 200'000; ++i) list += ",0";
    std::string shifts = "[";
    for (int i = 0; i < 9000; ++i) shifts += R"({"op":"remove","path":"/a/0"},)";
    shifts.back() = ']';
    CHECK(patched(list + "]}", shifts) ==
          "! error in remove for path: '/a/0': the patch takes too much work: split it into smaller ones");
    CHECK(patched("{}", R"([{"op":"add","path":"/a","value":)" + std::string(300, '[') + std::string(300, ']') +
                            "}]") == "! the document is nested deeper than 200 levels");
}

TEST_CASE("numbers are written as Go writes them") {
    const std::pair<std::string_view, std::string_view> numbers[] = {{"9223372036854775807", "9223372036854775807"},
                                                                     {"-9223372036854775808", "-9223372036854775808"},
                                                                     {"18446744073709551615", "18446744073709551615"},
                                                                     {"1.0", "1"},
                                                                     {"1.5", "1.5"},
                                                                     {"0.1", "0.1"},
                                                                     {"-0.25e1", "-2.5"},
                                                                     {"1e21", "1e+21"},
                                                                     {"1e20", "100000000000000000000"},
                                                                     {"0.000001", "0.000001"},
                                                                     {"0.0000001", "1e-7"},
                                                                     {"1.25e-10", "1.25e-10"},
                                                                     {"0", "0"}};
    for (const auto& [in, out] : numbers) {
        CHECK(patched(R"({"n":)" + std::string(in) + "}", "[]") == R"({"n":)" + std::string(out) + "}");
    }
}

TEST_CASE("RFC 7396: the examples of its appendix") {
    const auto merged = [](std::string_view document, std::string_view patch) {
        const auto result = applyMergePatch(document, patch);
        return result ? *result : "! " + result.error();
    };
    CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
    CHECK(merged(R"({"a":"b"})", R"({"a":null})") == "{}");
    CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
    CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
    CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
    CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
    CHECK(merged(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
    CHECK(merged(R"([1,2])", R"({"a":"b","c":null})") == R"({"a":"b"})");
    CHECK(merged("{}", R"({"a":{"bb":{"ccc":null}}})") == R"({"a":{"bb":{}}})");
    CHECK(merged("{}", "[1]") ==
          "! error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
    CHECK(merged("{}", "null") == "! Invalid JSON Patch");
    CHECK(merged("{}", "{} x") == "! error decoding patch: invalid character 'x' after top-level value");
}

}  // namespace armillary::schema
