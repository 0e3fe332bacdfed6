#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/manifest/field_description.h"
#include "engine/manifest/file.h"
#include "engine/manifest/schemas.h"

using namespace armillary;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

/// The first line is a definition or an OpenAPI document, the rest a manifest. Whatever they are, its kinds can be
/// described and searched, what a search finds is there, and what is said of the manifest are sentences.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = input.find('\n');
    manifest::Schemas schemas;
    const auto definition = schemas.addDefinition(input.substr(0, line));
    const auto openApi = schemas.addOpenApi(input.substr(0, line));
    require(definition || !definition.error().empty());
    require(openApi || !openApi.error().empty());
    if (schemas.empty()) return 0;
    const auto file = line == std::string_view::npos ? std::unexpected(manifest::Mistake{})
                                                     : manifest::File::parse(std::string(input.substr(line + 1)));
    for (const auto& kind : schemas.kinds()) {
        const auto root = schemas.ofObject(kind.apiVersion, kind.kind);
        if (!root.schemaNode()) continue;
        for (const auto& match : manifest::searchFields(root, "e", 20)) {
            const auto type = manifest::typeAt(root, match.path);
            require(type && manifest::describe(*type).name == match.field.name);
            manifest::unionsOf(*type, manifest::fieldsOf(*type));
        }
        if (!file) continue;
        for (const auto& document : file->documents())
            for (const auto& mistake : manifest::mistakesIn(root, *document.root, {}))
                require(!mistake.message.empty());
    }
    return 0;
}
