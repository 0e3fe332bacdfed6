#include <doctest/doctest.h>

#include "engine/schema/api/metav1.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/protobuf_codec.h"
#include "tests/unit/schema/random_value.h"

using namespace armillary;
using testing::AnyValue;

namespace {

std::string written(const schema::TypeInfo& type, AnyValue& value) {
    std::string out;
    schema::encodeJson(type, value.get(), out);
    return out;
}

void roundTrip(const schema::TypeInfo& type, std::uint64_t seed) {
    INFO(type.openApiName, ", seed ", seed);
    std::mt19937_64 random(seed);
    AnyValue original(type), fromJson(type), fromProtobuf(type);
    testing::fillAtRandom(type, original.get(), random);
    const std::string document = written(type, original);

    schema::StrictFindings findings;
    const auto decoded = schema::decodeJson(type, fromJson.get(), document, &findings);
    REQUIRE_MESSAGE(decoded, decoded.error().text(), "\n", document);
    CHECK(findings.empty());
    CHECK(schema::equal(type, original.get(), fromJson.get()));
    CHECK(written(type, fromJson) == document);

    if (!schema::hasProtobuf(type)) return;
    std::string message;
    schema::encodeProtobuf(type, fromJson.get(), message);
    const auto unpacked = schema::decodeProtobuf(type, fromProtobuf.get(), message);
    REQUIRE_MESSAGE(unpacked, unpacked.error().text());
    // Protobuf carries the type in the envelope.
    *static_cast<metav1::TypeMeta*>(type.inlines[0].upcast(fromProtobuf.get())) =
        *static_cast<metav1::TypeMeta*>(type.inlines[0].upcast(original.get()));
    CHECK(schema::equal(type, original.get(), fromProtobuf.get()));
    CHECK(written(type, fromProtobuf) == document);
}

}  // namespace

TEST_CASE("a random instance of every kind goes through JSON and protobuf unchanged") {
    int kinds = 0, withProtobuf = 0;
    for (const schema::TypeInfo* type : schema::allTypes()) {
        if (!testing::isResourceKind(*type)) continue;
        ++kinds;
        withProtobuf += schema::hasProtobuf(*type);
        for (std::uint64_t seed = 1; seed <= 6; ++seed) roundTrip(*type, seed);
    }
    CHECK(kinds > 60);
    CHECK(withProtobuf == kinds);
}

TEST_CASE("copies are deep") {
    for (const schema::TypeInfo* type : schema::allTypes()) {
        if (!testing::isResourceKind(*type)) continue;
        std::mt19937_64 random(7);
        AnyValue original(*type);
        testing::fillAtRandom(*type, original.get(), random);
        void* copy = type->clone(original.get());
        CHECK(schema::equal(*type, original.get(), copy));
        type->destroy(copy);
    }
}

TEST_CASE("an envelope opens to what was sealed") {
    const std::string sealed = schema::sealEnvelope("apps/v1", "Deployment", "body");
    const auto opened = schema::openEnvelope(sealed);
    REQUIRE(opened);
    CHECK(opened->apiVersion == "apps/v1");
    CHECK(opened->kind == "Deployment");
    CHECK(opened->message == "body");
    CHECK(opened->contentType.empty());
    CHECK(schema::openEnvelope("{}").error().message ==
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    for (std::size_t length = 5; length < sealed.size(); ++length)
        static_cast<void>(schema::openEnvelope(std::string_view(sealed).substr(0, length)));
}
