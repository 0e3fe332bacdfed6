#include <format>

#include "engine/schema/json_parser.h"
#include "engine/schema/json_scanner.h"

namespace armillary::schema {

namespace ondemand = simdjson::ondemand;

JsonParser& JsonParser::ofThread() {
    thread_local JsonParser parser;
    return parser;
}

simdjson::padded_string_view JsonParser::copy(std::string_view json) {
    padded.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    padded.assign(json);
    return simdjson::padded_string_view(padded.data(), json.size(), padded.capacity());
}

void JsonParser::trim() {
    constexpr std::size_t kOrdinary = 1u << 20;
    if (padded.capacity() < kOrdinary) return;
    padded = std::string();
    parser = ondemand::parser();
}

DecodeError syntaxError(std::string_view json) {
    if (auto error = JsonScanner(json).scan()) return std::move(*error);
    return {"", "the document is not valid UTF-8, or a string in it is not valid Unicode"};
}

namespace {

bool headString(ondemand::value value, std::string_view owner, std::string_view name, std::string& text,
                DecodeError& error) {
    ondemand::json_type shape{};
    std::string_view found;
    if (value.type().get(shape) || shape == ondemand::json_type::null) return true;
    if (shape == ondemand::json_type::string && !value.get_string(true).get(found)) {
        text = found;
        return true;
    }
    const std::string path = owner.empty() ? std::string(name) : std::format("{}.{}", owner, name);
    constexpr std::string_view kShapes[] = {"", "array", "object", "number", "string", "bool", "null"};
    error = {path, std::format("json: cannot unmarshal {} into Go struct field .{} of type string",
                               kShapes[static_cast<int>(shape)], path)};
    return false;
}

/// Returns false with `error` set, or with its message empty when the syntax is at fault.
bool readHeadFields(ondemand::document& document, ObjectHead& head, DecodeError& error) {
    ondemand::object fields;
    ondemand::json_type shape{};
    if (document.type().get(shape)) return false;
    if (shape != ondemand::json_type::object) {
        error.message = "the document is not a JSON object";
        return false;
    }
    if (document.get_object().get(fields)) return false;
    for (auto entry : fields) {
        ondemand::field item;
        std::string_view name;
        if (std::move(entry).get(item) || item.unescaped_key(true).get(name)) return false;
        if (name == "apiVersion" && !headString(item.value(), "", name, head.apiVersion, error)) return false;
        if (name == "kind" && !headString(item.value(), "", name, head.kind, error)) return false;
        ondemand::object metadata;
        if (name != "metadata" || item.value().get_object().get(metadata)) continue;
        for (auto inner : metadata) {
            ondemand::field member;
            if (std::move(inner).get(member) || member.unescaped_key(true).get(name)) return false;
            if (name == "name" && !headString(member.value(), "metadata", name, head.name, error)) return false;
            if (name == "namespace" && !headString(member.value(), "metadata", name, head.namespace_, error))
                return false;
        }
    }
    return true;
}

}  // namespace

std::expected<ObjectHead, DecodeError> readHead(std::string_view json) {
    if (json.size() > kMaxDocumentBytes)
        return std::unexpected(DecodeError{"", std::format("the document is larger than {} bytes", kMaxDocumentBytes)});
    JsonParser& memory = JsonParser::ofThread();
    ondemand::document document;
    ObjectHead head;
    DecodeError error;
    bool good = !memory.parser.iterate(memory.copy(json)).get(document) && readHeadFields(document, head, error);
    memory.trim();
    if (good) return head;
    return std::unexpected(error.message.empty() ? syntaxError(json) : error);
}

}  // namespace armillary::schema
