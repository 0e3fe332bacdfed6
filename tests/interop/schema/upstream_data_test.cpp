// Upstream publishes one document with every field set, in JSON and in protobuf, for each kind and version of its API
// (k8s.io/api/testdata). What we make of them has to be what upstream makes of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/schema/json_codec.h"
#include "engine/schema/protobuf_codec.h"
#include "tests/interop/schema/kinds.h"

using namespace armillary;

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Value {
    explicit Value(const schema::TypeInfo& info) : type(info), object(info.create()) {}
    ~Value() { type.destroy(object); }
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;

    const schema::TypeInfo& type;
    void* object;
};

void check(const schema::TypeInfo& type, const std::filesystem::path& json) {
    Value fromJson(type), fromProtobuf(type), again(type);
    schema::StrictFindings findings;
    const std::string document = contents(json);
    const auto decoded = schema::decodeJson(type, fromJson.object, document, &findings);
    REQUIRE_MESSAGE(decoded, json.filename(), ": ", decoded.error().text());
    CHECK_MESSAGE(findings.empty(), json.filename(), ": ", findings.empty() ? "" : findings.front());
    std::string written;
    schema::encodeJson(type, fromJson.object, written);
    CHECK_MESSAGE(interop::difference(document, written).empty(), json.filename(), ": ",
                  interop::difference(document, written));

    const std::string packed = contents(std::filesystem::path(json).replace_extension("pb"));
    const auto envelope = schema::openEnvelope(packed);
    REQUIRE_MESSAGE(envelope, json.filename(), ": ", envelope.error().text());
    const auto unpacked = schema::decodeProtobuf(type, fromProtobuf.object, envelope->message);
    REQUIRE_MESSAGE(unpacked, json.filename(), ": ", unpacked.error().text());
    auto& typeMeta = *static_cast<metav1::TypeMeta*>(type.inlines[0].upcast(fromProtobuf.object));
    typeMeta.apiVersion = envelope->apiVersion;
    typeMeta.kind = envelope->kind;
    CHECK_MESSAGE(schema::equal(type, fromJson.object, fromProtobuf.object), json.filename(),
                  ": JSON and protobuf differ");

    std::string message;
    schema::encodeProtobuf(type, fromJson.object, message);
    const auto differs = std::ranges::mismatch(message, envelope->message).in1 - message.begin();
    const bool same = message == envelope->message;
    CHECK_MESSAGE(same, json.filename(), ": our protobuf differs from byte ", differs, " on");
    const bool sealed = schema::sealEnvelope(envelope->apiVersion, envelope->kind, message) == packed;
    CHECK_MESSAGE(sealed == same, json.filename(), ": our envelope differs");
}

}  // namespace

TEST_CASE("upstream's own documents of every kind read and write as upstream reads and writes them") {
    const std::filesystem::path folder = std::string(ARMILLARY_API_ROOT) + "/k8s.io/api/testdata/HEAD";
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        const schema::TypeInfo* type = interop::typeOfFile(entry.path().stem().string());
        if (!type) continue;
        check(*type, entry.path());
        ++checked;
    }
    CHECK(checked > 60);
}
