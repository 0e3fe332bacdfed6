#include <doctest/doctest.h>

#include "tests/contract/api/custom_objects.h"

namespace armillary::test {
namespace {

/// A property below `levels` objects.
std::string nested(int levels) {
    std::string schema = R"({"type":"string"})";
    for (int level = levels; level > 0; --level) {
        std::string outer = R"({"type":"object","properties":{"l)" + std::to_string(level) + "\":";
        schema = std::move(outer) + schema + "}}";
    }
    return schema;
}

}  // namespace

TEST_CASE("A definition with many nested levels is in the OpenAPI documents, beside everything else") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(R"("deep":)" + nested(60)) + "]"));
    for (const char* path : {"/openapi/v2", "/openapi/v3/apis/example.com/v1"}) {
        const auto document = harness.get(path);
        CAPTURE(path);
        CHECK(document.code == 200);
        CHECK(document.body.contains("com.example.v1.Widget"));
        CHECK(document.body.contains("\"l60\""));
    }
    CHECK(harness.get("/openapi/v2").body.contains("io.k8s.api.core.v1.ConfigMap"));
    CHECK(harness.get("/openapi/v3").body.contains(R"("apis/example.com/v1")"));
    const auto protobuf = harness.send("GET", "/openapi/v2", "",
                                       {{"accept", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"}});
    CHECK(protobuf.code == 200);
    CHECK(protobuf.body.contains("l60"));
}

}  // namespace armillary::test
