#include "engine/schema/json_document.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/parser.hpp>
#include <charconv>
#include <cmath>
#include <format>
#include <vector>

#include "engine/schema/json_codec.h"

namespace armillary::schema {

namespace {

namespace json = boost::json;

std::string_view viewOf(const json::string& text) {
    return {text.data(), text.size()};
}

/// As Go's encoding/json: plain digits between 1e-6 and 1e21, else an exponent without leading zeros.
void writeDouble(std::string& out, double value) {
    const double size = std::fabs(value);
    const bool plain = size == 0 || (size >= 1e-6 && size < 1e21);
    char text[64];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value,
                                            plain ? std::chars_format::fixed : std::chars_format::scientific);
    const std::size_t length = static_cast<std::size_t>(end - text);
    const std::string_view written(text, length);
    const bool padded = !plain && length >= 4 && written.substr(length - 4, 3) == "e-0";
    out.append(padded ? written.substr(0, length - 2) : written);
    if (padded) out += text[length - 1];
}

template <class Range, class Write>
void writeList(std::string& out, const Range& range, char separator, Write write) {
    bool first = true;
    for (const auto& item : range) {
        if (!first) out += separator;
        first = false;
        write(item);
    }
}

void appendGoText(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "<nil>";
            return;
        case json::kind::string:
            out += viewOf(value.get_string());
            return;
        case json::kind::array:
            out += '[';
            writeList(out, value.get_array(), ' ', [&](const json::value& item) { appendGoText(out, item); });
            out += ']';
            return;
        case json::kind::object: {
            std::vector<const json::key_value_pair*> members;
            for (const auto& member : value.get_object()) members.push_back(&member);
            std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
            out += "map[";
            writeList(out, members, ' ', [&](const auto* member) {
                out.append(member->key()).append(":");
                appendGoText(out, member->value());
            });
            out += ']';
            return;
        }
        default:
            writeDocument(out, value);
    }
}

}  // namespace

std::expected<json::value, std::string> parseDocument(std::string_view text) {
    if (text.size() > kMaxDocumentBytes) {
        return std::unexpected(
            std::format("a document of {} bytes is larger than the bound of {}", text.size(), kMaxDocumentBytes));
    }
    json::parse_options options;
    options.max_depth = kMaxDepth;
    options.numbers = json::number_precision::precise;
    json::parser parser({}, options);
    json::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (error == json::error::incomplete) return std::unexpected("unexpected end of JSON input");
    if (error == json::error::too_deep) {
        return std::unexpected(std::format("the document is nested deeper than {} levels", kMaxDepth));
    }
    if (error) return std::unexpected(std::format("invalid JSON at byte {}: {}", read, error.message()));
    const std::size_t rest = text.find_first_not_of(" \t\r\n", read);
    if (rest != std::string_view::npos) {
        return std::unexpected(std::format("invalid character '{}' after top-level value", text[rest]));
    }
    return parser.release();
}

void writeDocument(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            return;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            return;
        case json::kind::int64:
            out += std::to_string(value.get_int64());
            return;
        case json::kind::uint64:
            out += std::to_string(value.get_uint64());
            return;
        case json::kind::double_:
            writeDouble(out, value.get_double());
            return;
        case json::kind::string:
            appendJsonString(out, viewOf(value.get_string()));
            return;
        case json::kind::array:
            out += '[';
            writeList(out, value.get_array(), ',', [&](const json::value& item) { writeDocument(out, item); });
            out += ']';
            return;
        case json::kind::object:
            out += '{';
            writeList(out, value.get_object(), ',', [&](const json::key_value_pair& member) {
                appendJsonString(out, member.key());
                out += ':';
                writeDocument(out, member.value());
            });
            out += '}';
    }
}

std::string_view goKind(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "bool";
        case json::kind::string:
            return "string";
        case json::kind::array:
            return "array";
        case json::kind::object:
            return "object";
        default:
            return "number";
    }
}

std::string goText(const json::value& value) {
    std::string out;
    appendGoText(out, value);
    return out;
}

std::size_t depthOf(const json::value& value, std::size_t& visited) {
    ++visited;
    std::size_t deepest = 0;
    if (const json::array* array = value.if_array()) {
        for (const json::value& item : *array) deepest = std::max(deepest, depthOf(item, visited));
        return deepest + 1;
    }
    if (const json::object* object = value.if_object()) {
        for (const json::key_value_pair& member : *object)
            deepest = std::max(deepest, depthOf(member.value(), visited));
        return deepest + 1;
    }
    return 0;
}

}  // namespace armillary::schema
