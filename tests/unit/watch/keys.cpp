#include <doctest/doctest.h>

#include "engine/watch/cache.h"

namespace armillary::watch {

TEST_CASE("store keys") {
    CHECK(storeKey("/pods", "default", "web") == "/registry/core/pods/default/web");
    CHECK(storeKey("apps/deployments", "ns", "d") == "/registry/apps/deployments/ns/d");
    CHECK(storeKey("/nodes", "", "n1") == "/registry/core/nodes/n1");
    for (const std::string key : {"/registry/core/pods/default/web", "/registry/apps/deployments/ns/d",
                                  "/registry/core/nodes/n1", "/registry/rbac.authorization.k8s.io/clusterroles/a:b"}) {
        const auto parts = splitStoreKey(key);
        REQUIRE(parts);
        CHECK(storeKey(parts->resource, parts->namespace_, parts->name) == key);
    }
    for (const std::string_view key : {"", "/", "/registry/", "/registry/core/pods", "/registry/core/pods/",
                                       "/registry/core//web", "/registry/core/pods/a/b/c", "/other/core/pods/a/b"}) {
        CHECK_FALSE(splitStoreKey(key));
    }
}

TEST_CASE("the resourceVersion goes in as metadata's first member") {
    CHECK(withResourceVersion(R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{}})", 7) ==
          R"({"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7","name":"a"},"spec":{}})");
    CHECK(withResourceVersion(R"({"metadata":{}})", 7) == R"({"metadata":{"resourceVersion":"7"}})");
    CHECK(withResourceVersion(R"({ "metadata" : { } })", 7) == R"({ "metadata" : {"resourceVersion":"7" } })");
    // Only the document's own metadata counts, not one further in, and not a string of that text.
    CHECK(withResourceVersion(R"({"a":"metadata","b":{"metadata":{"x":1}},"c":"\"metadata\":{","metadata":{"n":1}})",
                              7) ==
          R"({"a":"metadata","b":{"metadata":{"x":1}},"c":"\"metadata\":{","metadata":{"resourceVersion":"7","n":1}})");
    CHECK(withResourceVersion(R"({"kind":"X"})", 7) == R"({"metadata":{"resourceVersion":"7"},"kind":"X"})");
    CHECK(withResourceVersion("{}", 7) == R"({"metadata":{"resourceVersion":"7"}})");
    for (const std::string_view broken : {"", "[]", "\"", "{\"metadata", "{\"metadata\":", "{\"a\\"}) {
        CHECK_NOTHROW(static_cast<void>(withResourceVersion(broken, 7)));
    }
}

}  // namespace armillary::watch
