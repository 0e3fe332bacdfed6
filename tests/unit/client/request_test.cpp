#include "engine/client/request.h"

#include <doctest/doctest.h>

#include "engine/client/http/endpoint.h"
#include "engine/client/http/json_slices.h"
#include "engine/client/http/watch_stream.h"
#include "engine/schema/api/appsv1.h"

using namespace armillary;

TEST_CASE("paths follow group, namespace, name and subresource") {
    CHECK(client::pathOf(client::target<corev1::Pod>("d", "web", "status")) == "/api/v1/namespaces/d/pods/web/status");
    CHECK(client::pathOf(client::target<appsv1::Deployment>()) == "/apis/apps/v1/deployments");
    CHECK(client::pathOf(client::target<corev1::Node>({}, "n1")) == "/api/v1/nodes/n1");
    CHECK(client::requestTarget("/api/v1/pods", {{"labelSelector", "a in (b,c)"}, {"limit", "5"}}) ==
          "/api/v1/pods?labelSelector=a%20in%20%28b%2Cc%29&limit=5");
}

TEST_CASE("a request target is split and decoded, malformed escapes staying as they are") {
    const auto [path, query] = client::splitTarget("/x?a=b%20c&d&e=%zz&f=%4");
    CHECK(path == "/x");
    CHECK(query == client::Query{{"a", "b c"}, {"d", ""}, {"e", "%zz"}, {"f", "%4"}});
}

TEST_CASE("a refusal that is no Status keeps its code") {
    CHECK(client::statusOf(403, "<html>").reason == "Forbidden");
    CHECK(client::statusOf(410, "").code == 410);
    CHECK(client::statusOf(
              404,
              R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"m","reason":"NotFound","code":404})")
              .message == "m");
}

TEST_CASE("URLs are read with ports, addresses and prefixes") {
    const auto plain = transport::parseUrl("https://10.0.0.1:6443");
    REQUIRE(plain);
    CHECK(plain->host == "10.0.0.1");
    CHECK(plain->port == "6443");
    const auto six = transport::parseUrl("https://[::1]:8443/cluster/a/");
    REQUIRE(six);
    CHECK(six->host == "::1");
    CHECK(six->prefix == "/cluster/a");
    CHECK(transport::parseUrl("http://localhost")->port == "80");
    for (const char* bad : {"", "ftp://x", "https://", "https://:1", "https://h:port", "https://u@h", "https://[::1"})
        CHECK_FALSE(transport::parseUrl(bad));
}

TEST_CASE("JSON is cut into its parts, bytes untouched") {
    const auto members = client::sliceObject(R"( {"a":{"x":["}",{}]},"b" : "\"]", "c":1.50 } )");
    REQUIRE(members);
    CHECK(client::member(*members, "a") == R"({"x":["}",{}]})");
    CHECK(client::member(*members, "b") == R"("\"]")");
    CHECK(client::member(*members, "c") == "1.50");
    CHECK(client::member(*members, "d").empty());
    CHECK(client::sliceArray("[1, {\"a\":[2,3]} ]")->size() == 2);
    CHECK(client::sliceArray("[]")->empty());
    for (const char* bad : {"", "{", "{\"a\":}", "{\"a\":1,}", "{\"a\":[}", "{\"a\":\"x}", "{}x", "[1]"})
        CHECK_FALSE(client::sliceObject(bad));
    CHECK_FALSE(client::sliceArray(std::string(300, '[') + std::string(300, ']')));
}

TEST_CASE("watch lines say what happened, or why the watch is over") {
    using client::WatchEventType;
    const auto added = client::readWatchLine(
        R"({"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"7"}}})");
    CHECK(added.type == WatchEventType::Added);
    CHECK(added.object->name() == "a");
    CHECK(added.resourceVersion == "7");
    const auto bookmark = client::readWatchLine(
        R"({"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"9"}}})");
    CHECK(bookmark.type == WatchEventType::Bookmark);
    CHECK(bookmark.resourceVersion == "9");
    const auto expired = client::readWatchLine(
        R"({"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old","reason":"Expired","code":410}})");
    CHECK(expired.type == WatchEventType::Closed);
    CHECK(status::isExpired(expired.status));
    CHECK(client::readWatchLine("nonsense").type == WatchEventType::Closed);
}
