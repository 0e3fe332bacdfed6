#include <doctest/doctest.h>

#include "engine/schema/yaml.h"
#include "engine/server/presentation.h"

using namespace armillary;
using namespace armillary::server;

namespace {

/// What a YAML reader makes of `text`, as JSON.
std::string read(std::string_view text) {
    const auto json = schema::yamlToJson(text);
    return json ? *json : json.error().text();
}

Response presented(const Request& request, std::string contentType = "application/json") {
    Response response{.contentType = std::move(contentType), .body = R"({"a":[1]})"};
    present(request, response);
    return response;
}

}  // namespace

TEST_CASE("JSON in lines") {
    CHECK(indentedJson(R"({"a":{},"b":[],"c":{"d":[1,"x,{\"}"],"e":null}})"
                       "\n") ==
          "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": {\n    \"d\": [\n      1,\n      \"x,{\\\"}\"\n    ],\n"
          "    \"e\": null\n  }\n}\n");
    CHECK(indentedJson("[]") == "[]\n");
    CHECK(indentedJson("") == "\n");
}

TEST_CASE("JSON as YAML") {
    CHECK(yamlOf(R"({"a":{},"b":[],"c":{"d":[1,{"x":"v","y":[2]},[3,4]],"e":null}})") ==
          "a: {}\nb: []\nc:\n  d:\n  - 1\n  - x: v\n    \"y\":\n    - 2\n  - - 3\n    - 4\n  e: null\n");
    CHECK(yamlOf(R"("registry/web:1")") == "registry/web:1\n");
    for (const char* text :
         {"",    "1",    "yes",        "No", "null", "~",  "a: b", "a:",  "a ", " a", "# a", "a #b", "- a",
          "1e3", "0x1F", "2026-01-01", "*a", "&a",   "!a", "{a",   "'a'", "%a", "@a", "-",   "."})
        CHECK_MESSAGE(yamlOf("\"" + std::string(text) + "\"") == "\"" + std::string(text) + "\"\n", text);
    // What it writes is read back as it was.
    for (const char* json :
         {R"({"a.b/c":"x\ny\t\"z\"\\","é":"\u00e9\u0007","f":[[],{},[{"g":-1.5e3}],true]})",
          R"({"on":"off","1":"0123","":"a,b; (c) d","t":"12:30:00"})", R"([{"a":[{"b":[["c"]]}]},"d"])"})
        CHECK(read(yamlOf(json)) == read(json));
    CHECK(read(yamlOf(R"({"a":"\ud83d\ude00\\ud83d"})")) == "{\"a\":\"\xF0\x9F\x98\x80\\\\ud83d\"}");
}

TEST_CASE("who is shown lines") {
    const auto from = [](std::string agent, std::string pretty) {
        Request request{.method = "GET", .path = "/api"};
        if (!agent.empty()) request.headers.emplace_back("user-agent", std::move(agent));
        if (!pretty.empty()) request.query.emplace_back("pretty", std::move(pretty));
        return request;
    };
    const std::string lines = "{\n  \"a\": [\n    1\n  ]\n}\n", line = R"({"a":[1]})";
    for (const char* agent : {"curl/8.5.0", "Wget/1.21", "Mozilla/5.0 (X11)"}) {
        CHECK(presented(from(agent, "")).body == lines);
        CHECK(presented(from(agent, "false")).body == line);
    }
    CHECK(presented(from("kubectl/v1.32.3", "")).body == line);
    CHECK(presented(from("", "1")).body == lines);
    CHECK(presented(from("", "true")).body == lines);
    CHECK(presented(from("curl/8.5.0", ""), "text/plain").body == line);
    CHECK(presented(from("curl/8.5.0", ""), "application/yaml").body == "a:\n- 1\n");
    const auto text = std::make_shared<const std::string>("{}");
    Response shared{.shared = text};
    present(from("curl/8.5.0", ""), shared);
    CHECK(shared.body.empty());
}
