#include <doctest/doctest.h>

#include "engine/schema/apply/document.h"
#include "engine/schema/apply/updater.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_document.h"
#include "tests/unit/schema/random_value.h"

namespace armillary::apply {
namespace {

std::string text(const FieldSet& set) {
    std::string out;
    writeFieldsV1(set, out);
    return out;
}

std::string jsonOf(const schema::TypeInfo& type, testing::AnyValue& value) {
    std::string out;
    schema::encodeJson(type, value.get(), out);
    return out;
}

template <class Check>
void forEveryKind(Check check) {
    for (const schema::TypeInfo* type : schema::allTypes()) {
        if (!testing::isResourceKind(*type)) continue;
        CAPTURE(type->openApiName);
        check(*type);
    }
}

}  // namespace

TEST_CASE("structs and documents compare alike, for every kind") {
    forEveryKind([](const schema::TypeInfo& type) {
        const SchemaNode& node = schemaOf(type);
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            testing::AnyValue before(type), after(type);
            std::mt19937_64 first(seed), again(seed), second(seed + 100);
            testing::fillAtRandom(type, before.get(), first);
            testing::fillAtRandom(type, after.get(), again);
            if (seed > 0) testing::fillAtRandom(type, after.get(), second);
            const Comparison structs = compareStructs(type, before.get(), after.get());
            if (seed == 0) CHECK(structs.same());
            const Comparison documents = document::compare(node, schema::parseDocument(jsonOf(type, before)).value(),
                                                           schema::parseDocument(jsonOf(type, after)).value());
            CHECK(text(structs.added) == text(documents.added));
            CHECK(text(structs.modified) == text(documents.modified));
            CHECK(text(structs.removed) == text(documents.removed));
        }
    });
}

TEST_CASE("applying an object to nothing makes it, applying it again changes nothing") {
    std::size_t applied = 0;
    forEveryKind([&](const schema::TypeInfo& type) {
        testing::AnyValue wanted(type), empty(type), made(type), expected(type);
        std::mt19937_64 random(7);
        testing::fillAtRandom(type, wanted.get(), random);
        auto config = schema::parseDocument(jsonOf(type, wanted)).value();
        config.get_object()["apiVersion"] = "group/v1";
        config.get_object()["kind"] = std::string(type.name);
        if (auto* metadata = config.get_object().if_contains("metadata"); metadata && metadata->is_object())
            metadata->get_object().erase("managedFields");
        std::string configText;
        schema::writeDocument(configText, config);
        const std::string emptyText = jsonOf(type, empty);
        Application application{.schema = schemaOf(type),
                                .live = emptyText,
                                .empty = emptyText,
                                .config = configText,
                                .owner = {"m", "group/v1", "", true},
                                .kind = std::string(type.name),
                                .creates = true,
                                .now = schema::Time(1000)};
        ManagedFields managed;
        const auto first = applyConfiguration(managed, application);
        if (!first) return;  // items of one key, which random values may have
        ++applied;
        REQUIRE(schema::decodeJson(type, made.get(), *first));
        REQUIRE(schema::decodeJson(type, expected.get(), configText));
        CHECK(schema::equal(type, made.get(), expected.get()));
        const auto written = managed.write();
        REQUIRE(written.size() == 1);
        application.live = *first;
        application.creates = false;
        application.now = schema::Time(2000);
        const auto second = applyConfiguration(managed, application);
        REQUIRE(second);
        CHECK(*second == *first);
        CHECK(managed.write().at(0) == written.at(0));
    });
    CHECK(applied > 20);
}

}  // namespace armillary::apply
