#include <doctest/doctest.h>

#include "engine/server/http/message.h"
#include "engine/server/json_text.h"
#include "engine/server/media.h"
#include "engine/server/page.h"
#include "engine/server/routes.h"
#include "engine/server/target.h"

using namespace armillary;
using namespace armillary::server;

TEST_CASE("request targets") {
    const auto target = parseTarget("/api/v1/pods?a=1&b=x%20y+z&c&a=%26#f");
    REQUIRE(target);
    CHECK(target->path == "/api/v1/pods");
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(target->query == Pairs{{"a", "1"}, {"b", "x y z"}, {"c", ""}, {"a", "&"}});
    CHECK(parseTarget("/a%2fb/%63%25")->path == "/a%2fb/c%25");
    for (const char* bad : {"", "api", "*", "/%", "/%zz", "/%00", "/a%0d", "/?a=%f"})
        CHECK_MESSAGE(!parseTarget(bad), bad);
    CHECK(!parseTarget("/" + std::string(kMaxTargetBytes, 'a')));
    std::string many = "/?";
    for (std::size_t i = 0; i <= kMaxQueryParameters; ++i) many += "a=1&";
    CHECK(!parseTarget(many));
    CHECK(encodeQuery("a b&c=/") == "a%20b%26c%3D%2F");
    CHECK(encodePath("/a b/%2F?") == "/a%20b/%2F%3F");
}

TEST_CASE("slices of JSON text") {
    const std::string text = R"({"a":{"x":[1,"}",{"y":"\""}]},"b":"q\\","c":12,"d":null})";
    CHECK(memberOf(text, "a") == R"({"x":[1,"}",{"y":"\""}]})");
    CHECK(memberOf(text, "b") == R"("q\\")");
    CHECK(memberOf(text, "c") == "12");
    CHECK(memberOf(text, "e").empty());
    CHECK(membersOf(text).size() == 4);
    for (const char* odd : {"", "{", "[1]", "{\"a", "{\"a\":", "{\"a\":\"", "{\"a\\", "12"})
        CHECK(membersOf(odd).size() <= 1);
}

TEST_CASE("accept headers") {
    CHECK(negotiate("", {})->encoding == Encoding::Json);
    CHECK(negotiate("*/*", {})->encoding == Encoding::Json);
    CHECK(negotiate("application/vnd.kubernetes.protobuf, application/json", {})->encoding == Encoding::Protobuf);
    CHECK(negotiate("application/vnd.kubernetes.protobuf, application/json", {.protobuf = false})->encoding ==
          Encoding::Json);
    CHECK(negotiate("application/json;q=0.1, application/yaml", {})->encoding == Encoding::Yaml);
    CHECK(negotiate("application/json;as=Table;g=meta.k8s.io;v=v1, application/json", {})->form == Form::Table);
    CHECK(negotiate("application/json;as=Table;g=meta.k8s.io;v=v3, application/json", {})->form == Form::Object);
    CHECK(negotiate("text/html", {}).error().code == 406);
    CHECK(negotiate("application/json;as=Table;g=meta.k8s.io;v=v1", {.metaForms = false}).error().code == 406);
    CHECK(mediaType("Application/JSON; charset=utf-8") == "application/json");
}

TEST_CASE("routes") {
    const auto& table = resources::Table::builtIn();
    const auto route = [&](std::string method, std::string_view target) {
        auto parsed = parseTarget(target);
        return routeOf(table, {.method = std::move(method), .path = parsed->path, .query = parsed->query});
    };
    Route made = route("GET", "/api/v1/namespaces/default/pods/p/log");
    CHECK(made.resource == table.find("", "v1", "pods"));
    CHECK(made.verb == "get");
    CHECK(made.namespace_ == "default");
    CHECK(made.name == "p");
    CHECK(made.subresource == "log");
    made = route("GET", "/api/v1/namespaces/default");
    CHECK(made.plural == "namespaces");
    CHECK(made.name == "default");
    CHECK(made.namespace_ == "default");
    CHECK(route("PUT", "/api/v1/namespaces/x/finalize").subresource == "finalize");
    CHECK(route("GET", "/api/v1/namespaces").verb == "list");
    CHECK(route("GET", "/apis/apps/v1/deployments?watch=true").verb == "watch");
    CHECK(route("GET", "/apis/apps/v1/watch/namespaces/a/deployments/d").name == "d");
    CHECK(route("DELETE", "/apis/apps/v1/namespaces/a/deployments").verb == "deletecollection");
    CHECK(route("GET", "/api/v1/pods?fieldSelector=metadata.name%3Dx").name == "x");
    CHECK(route("GET", "/api/v1/nodes/n/proxy/a/b/").rest == "a/b/");
    CHECK(!route("GET", "/apis/apps/v1").isResource);
    CHECK(!route("GET", "/readyz").isResource);
    CHECK(route("POST", "/healthz").verb == "post");
    CHECK(route("GET", "/api/v1/unknowns").resource == nullptr);
}

TEST_CASE("continue tokens") {
    const auto token = decodeContinue(encodeContinue({42, "ns/name"}));
    REQUIRE(token);
    CHECK(token->revision == 42);
    CHECK(token->startAfter == "ns/name");
    for (const char* bad : {"", "x", "e30", "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ"}) CHECK(!decodeContinue(bad));
}

TEST_CASE("a proxied request carries no credentials") {
    const Request request{
        .method = "GET",
        .headers = {{"authorization", "Bearer secret"},
                    {"cookie", "secret"},
                    {"impersonate-user", "x"},
                    {"upgrade", "websocket"},
                    {"connection", "keep-alive, Upgrade"},
                    {"sec-websocket-protocol", "base64url.bearer.authorization.k8s.io.secret, v5.channel.k8s.io"},
                    {"x-custom", "1"}}};
    CHECK(http::isUpgrade(request));
    const std::string head = http::proxiedHead(request, {.host = "::1", .port = 80, .target = "/exec/a?b=c"});
    CHECK(head.starts_with("GET /exec/a?b=c HTTP/1.1\r\nHost: [::1]:80\r\n"));
    CHECK(head.find("secret") == std::string::npos);
    CHECK(head.find("impersonate") == std::string::npos);
    CHECK(head.find("sec-websocket-protocol: v5.channel.k8s.io\r\n") != std::string::npos);
    CHECK(head.find("Connection: Upgrade\r\n") != std::string::npos);
    CHECK(head.find("x-custom: 1\r\n") != std::string::npos);
    CHECK(head.ends_with("\r\n\r\n"));
    CHECK(http::withLocationPrefix("HTTP/1.1 302 Found\r\nlocation: /a\r\n\r\n", "/p") ==
          "HTTP/1.1 302 Found\r\nLocation: /p/a\r\n\r\n");
    CHECK(http::withLocationPrefix("HTTP/1.1 302 Found\r\nLocation: http://x/a\r\n\r\n", "/p") ==
          "HTTP/1.1 302 Found\r\nLocation: http://x/a\r\n\r\n");
}
