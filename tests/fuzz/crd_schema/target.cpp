#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/shape.h"
#include "engine/resources/custom/structural.h"
#include "engine/resources/custom/validate.h"

using namespace armillary;
using namespace armillary::resources;
using namespace armillary::resources::custom;

/// The first line is a schema, the rest an object. Whatever they are, everything comes to an end, what has been pruned
/// has nothing left to prune, and every error says something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = input.find('\n');
    const auto props = schema::fromJson<apiextensionsv1::JSONSchemaProps>(input.substr(0, line));
    if (!props) return 0;
    (void)checkStructural(*props, Path("schema"));
    (void)checkSchemaKeywords(*props, Path("schema"));
    (void)checkDefaults(*props, Path("schema"));
    const auto schema = Schema::compile(*props);
    if (!schema || line == std::string_view::npos) return 0;
    auto object = schema::fromJson<schema::CustomObject>(input.substr(line + 1));
    if (!object) return 0;
    json::object members = membersOf(*object);
    prune(members, **schema);
    schema::StrictFindings findings;
    prune(members, **schema, &findings);
    if (!findings.empty()) std::abort();
    applyDefaults(members, **schema);
    dropNulls(members, **schema);
    setMembers(*object, members);
    for (const FieldError& error : validateValue(**schema, members))
        if (error.text().empty()) std::abort();
    (void)validateLists(**schema, members);
    (void)validateEmbedded(**schema, members);
    return 0;
}
