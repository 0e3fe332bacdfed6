// Manifests from public repositories. Every document that v1.32 serves decodes; of the others we say what is wrong.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>

#include "engine/schema/json_codec.h"
#include "engine/schema/yaml.h"
#include "tests/interop/schema/kinds.h"

using namespace armillary;

namespace {

std::filesystem::path corpusFolder() {
    const char* named = std::getenv("ARMILLARY_CORPUS");
    return named ? named : ARMILLARY_CORPUS;
}

struct Counts {
    int decoded = 0, otherKinds = 0, notYaml = 0, wrong = 0;
};

void read(const std::string& document, const std::filesystem::path& file, Counts& counts) {
    const auto head = schema::readHead(document);
    if (!head || head->apiVersion.empty() || head->kind.empty()) {
        CHECK((head || !head.error().text().empty()));
        ++counts.otherKinds;  // values, patches, kustomizations: no API objects
        return;
    }
    const schema::TypeInfo* type = interop::typeOf(head->apiVersion, head->kind);
    if (!type) {
        ++counts.otherKinds;
        return;
    }
    void* object = type->create();
    schema::StrictFindings findings;
    const auto decoded = schema::decodeJson(*type, object, document, &findings);
    if (decoded) {
        std::string written;
        schema::encodeJson(*type, object, written);
        CHECK_MESSAGE((!findings.empty() || interop::difference(document, written).empty()), file.string(), ": ",
                      interop::difference(document, written));
        ++counts.decoded;
    } else {
        // A manifest that upstream refuses as well: the refusal names the place.
        CHECK_MESSAGE(!decoded.error().path.empty(), file.string(), ": ", decoded.error().text());
        MESSAGE(file.string(), ": ", decoded.error().text());
        ++counts.wrong;
    }
    type->destroy(object);
}

}  // namespace

TEST_CASE("every manifest of the corpus decodes, or is refused with what and where") {
    const std::filesystem::path folder = corpusFolder();
    if (!std::filesystem::is_directory(folder)) {
        std::printf("skipped: the corpus check (no folder %s)\n", folder.c_str());
        return;
    }
    Counts counts;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".yaml" && entry.path().extension() != ".yml") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const auto documents = schema::yamlStreamToJson(text);
        if (!documents) {
            CHECK(!documents.error().text().empty());
            ++counts.notYaml;  // templates, for the most part
            continue;
        }
        for (const std::string& document : *documents) read(document, entry.path(), counts);
    }
    std::printf("corpus: %d decoded, %d of other kinds, %d refused, %d not YAML\n", counts.decoded, counts.otherKinds,
                counts.wrong, counts.notYaml);
    CHECK(counts.decoded > 0);
}
