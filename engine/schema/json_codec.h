#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/table.h"

/// JSON of any API type, driven by its table. Reading is bounded (nesting depth, document size) and never throws.
namespace armillary::schema {

/// Why a document does not decode. `path` names the place ("spec.containers[0].ports"), "" for the document.
struct DecodeError {
    std::string path;
    std::string message;
    /// "path: message", or the message alone.
    std::string text() const { return path.empty() ? message : path + ": " + message; }
};

/// Deepest nesting that a reader accepts, in JSON arrays and objects.
inline constexpr std::size_t kMaxDepth = 200;
/// Largest document that a reader accepts, in bytes.
inline constexpr std::size_t kMaxDocumentBytes = 32u << 20;

/// What a lenient reader would overlook, in upstream's words: `unknown field "spec.replicaz"`,
/// `duplicate field "spec.replicas"`.
using StrictFindings = std::vector<std::string>;

/// Reads `json` into `object`, a default-made value of `type`. Null and absent are the same. Unknown fields are
/// dropped and the last duplicate wins; both are reported to `findings` when given. Field names match exactly.
std::expected<void, DecodeError> decodeJson(const TypeInfo& type, void* object, std::string_view json,
                                            StrictFindings* findings = nullptr);

/// Appends canonical JSON to `out`: fields in the table's order, kind, apiVersion and metadata first, map keys sorted,
/// empty fields left out as Go's encoding/json would leave them out.
void encodeJson(const TypeInfo& type, const void* object, std::string& out);

template <ApiStruct T>
std::expected<T, DecodeError> fromJson(std::string_view json, StrictFindings* findings = nullptr) {
    T object;
    if (auto done = decodeJson(typeInfo<T>(), &object, json, findings); !done) return std::unexpected(done.error());
    return object;
}

template <ApiStruct T>
std::string toJson(const T& object) {
    std::string out;
    encodeJson(typeInfo<T>(), &object, out);
    return out;
}

/// Appends `text` as a quoted JSON string. Bytes that are not UTF-8 become U+FFFD.
void appendJsonString(std::string& out, std::string_view text);

/// The members that route a document, read without decoding the rest.
struct ObjectHead {
    std::string apiVersion, kind, name, namespace_;
};
std::expected<ObjectHead, DecodeError> readHead(std::string_view json);

}  // namespace armillary::schema
