#include "engine/schema/yaml.h"

#include <doctest/doctest.h>

using namespace armillary;

namespace {

std::string converted(std::string_view yaml) {
    const auto json = schema::yamlToJson(yaml);
    return json ? *json : "error: " + json.error().text();
}

}  // namespace

TEST_CASE("YAML becomes the JSON that Kubernetes' clients make of it") {
    CHECK(converted("a: 1\nb: [x, \"2\", yes, null, 1.5]\n") == R"({"a":1,"b":["x","2",true,null,1.5]})");
    CHECK(converted("base: &b {x: 1}\nall:\n  <<: *b\n  y: 2\n") == R"({"base":{"x":1},"all":{"y":2,"x":1}})");
    CHECK(converted("text: |\n  one\n  two\n") == R"({"text":"one\ntwo\n"})");
    CHECK(converted("") == "null");
}

TEST_CASE("a stream is split into its documents, empty ones left out") {
    const auto documents = schema::yamlStreamToJson("---\na: 1\n---\n# nothing\n---\nb: 2\n...\n");
    REQUIRE(documents);
    CHECK(*documents == std::vector<std::string>{R"({"a":1})", R"({"b":2})"});
}

TEST_CASE("YAML that multiplies itself or nests without end is refused") {
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
        bomb += name + ": &" + name + " [";
        for (int j = 0; j < 10; ++j) bomb += (j ? "," : "") + before;
        bomb += "]\n";
    }
    CHECK(converted(bomb).starts_with("error: "));
    std::string merges = "a0: &a0 {x: 1}\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
        merges += name + ": &" + name + " {<<: [";
        for (int j = 0; j < 10; ++j) merges += (j ? "," : "") + before;
        merges += "]}\n";
    }
    CHECK(converted(merges) == "error: error converting YAML to JSON: yaml: document contains excessive aliasing");
    CHECK(converted(std::string(5000, '[') + std::string(5000, ']')).starts_with("error: "));
    CHECK(converted("a: &a [*a]").starts_with("error: "));
    CHECK(converted("a: {b: 1").starts_with("error: "));
    CHECK(converted("a: 1\na: 2").starts_with("error: "));
}

TEST_CASE("What the library never comes back from is refused before") {
    CHECK(converted("%M\xedi--\ne: x\n: c/templates/a.yaTml\napiVersion: v1\nkind09a3d9f a\n") ==
          "error: error converting YAML to JSON: yaml: invalid leading UTF-8 octet");
    CHECK(converted("a: \xff\n").contains("UTF-8"));
    CHECK(converted("a: \xc3\xa9\n") == "{\"a\":\"\xc3\xa9\"}");
    CHECK(converted("\xef\xbb\xbf"
                    "a: 1\n") == R"({"a":1})");
}

TEST_CASE("Blocks of text are read to the end, or refused") {
    CHECK(converted("a:\n  |\n   one\n    two\n") == R"({"a":"one\n two\n"})");
    CHECK(converted("a:\n  |\n  one\n    two\n  three\n").contains("deeper than its mark"));
    CHECK(converted("a:\n  >\n\n  one\n    two\n").contains("deeper than its mark"));
    CHECK(converted("- |\n one\n  two\n- b\n") == R"(["one\n two\n","b"])");
    CHECK(converted("a: |\n  one\n    two\n\nb: |-\n\n  x\n") == R"({"a":"one\n  two\n","b":"\nx"})");
    CHECK(converted("--- |\none\n two\n").contains("deeper than its mark"));
    CHECK(converted("--- |\n one\n  two\n") == R"("one\n two\n")");
    CHECK(converted("a: |\n") == R"({"a":""})");
    CHECK(converted("a: |\nb: >-\n\nc: 1\n") == R"({"a":"","b":"","c":1})");
    CHECK(converted("a: |+\n\n\nb: 1\n") == R"({"a":"\n\n","b":1})");
}
