#include "engine/gitops/render/yaml.h"

#include <format>

#include "engine/schema/json_document.h"
#include "engine/schema/yaml.h"

namespace armillary::gitops {

namespace json = boost::json;

Expected<json::object> readObject(const Tree& tree, const std::string& path) {
    const auto bytes = tree.read(path);
    if (!bytes) return std::unexpected(bytes.error());
    const auto text = schema::yamlToJson(*bytes);
    if (!text) return problem(std::format("{}: {}", path, text.error().message));
    auto value = schema::parseDocument(*text);
    if (!value) return problem(std::format("{}: {}", path, value.error()));
    if (value->is_null()) return json::object();
    if (!value->is_object()) return problem(std::format("{} is no object: fields with values", path));
    return std::move(value->get_object());
}

std::string textAt(const json::object& object, std::string_view key) {
    const auto* const text = object.if_contains(key);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

const json::object* objectAt(const json::object& object, std::string_view key) {
    const auto* const found = object.if_contains(key);
    return found == nullptr ? nullptr : found->if_object();
}

const json::array* arrayAt(const json::object& object, std::string_view key) {
    const auto* const found = object.if_contains(key);
    return found == nullptr ? nullptr : found->if_array();
}

bool isTrueAt(const json::object& object, std::string_view key) {
    const auto* const found = object.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

std::vector<std::string> textsAt(const json::object& object, std::string_view key) {
    std::vector<std::string> texts;
    if (const auto* const items = arrayAt(object, key))
        for (const json::value& each : *items)
            if (each.is_string()) texts.emplace_back(each.get_string());
    return texts;
}

}  // namespace armillary::gitops
