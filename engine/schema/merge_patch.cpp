#include <format>

#include "engine/schema/json_document.h"
#include "engine/schema/patch.h"

namespace armillary::schema {

namespace {

namespace json = boost::json;

/// RFC 7396, section 2. Depth is bounded by that of the patch.
void merge(json::value& target, json::value& patch) {
    if (!patch.is_object()) {
        target = std::move(patch);
        return;
    }
    if (!target.is_object()) target = json::object();
    json::object& members = target.get_object();
    for (json::key_value_pair& member : patch.get_object()) {
        if (member.value().is_null()) {
            members.erase(member.key());
        } else {
            merge(members[member.key()], member.value());
        }
    }
}

}  // namespace

std::expected<std::string, std::string> applyMergePatch(std::string_view document, std::string_view patch) {
    auto change = parseDocument(patch);
    if (!change) return std::unexpected("error decoding patch: " + change.error());
    if (change->is_null()) return std::unexpected("Invalid JSON Patch");
    if (!change->is_object()) {
        return std::unexpected(std::format(
            "error decoding patch: json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
            goKind(*change)));
    }
    auto target = parseDocument(document);
    if (!target) return std::unexpected("Invalid JSON Document");
    merge(*target, *change);
    std::string out;
    writeDocument(out, *target);
    return out;
}

}  // namespace armillary::schema
