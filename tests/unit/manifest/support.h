#pragma once

#include <doctest/doctest.h>

#include <string>

#include "engine/manifest/edit.h"

namespace armillary::test {

inline manifest::File file(const std::string& bytes) {
    auto parsed = manifest::File::parse(bytes);
    if (!parsed) FAIL(parsed.error().line << ": " << parsed.error().message);
    return std::move(*parsed);
}

inline manifest::Path path(const std::string& text) {
    auto parsed = manifest::parsePath(text);
    if (!parsed) FAIL(parsed.error());
    return *parsed;
}

/// The file after the edit of its first document; "refused: REASON" when there is none.
inline std::string edited(const std::string& before, const manifest::Edit& edit) {
    const auto change = manifest::plan(file(before), 0, edit);
    if (!change) return "refused: " + std::string(change.error().reason);
    CHECK(change->splice.applied(before) == change->file.bytes());
    CHECK(change->splice.inverse().applied(change->file.bytes()) == before);
    return change->file.bytes();
}

using Kind = manifest::Edit::Kind;

inline std::string set(const std::string& before, const std::string& where, const std::string& value) {
    return edited(before, {Kind::Set, path(where), value});
}
inline std::string removed(const std::string& before, const std::string& where) {
    return edited(before, {Kind::Remove, path(where)});
}
inline std::string inserted(const std::string& before, const std::string& where, const std::string& value,
                            std::optional<std::size_t> at = {}) {
    return edited(before, {Kind::Insert, path(where), value, at});
}
inline std::string renamed(const std::string& before, const std::string& where, const std::string& key) {
    return edited(before, {Kind::Rename, path(where), key});
}
inline std::string moved(const std::string& before, const std::string& where, std::size_t to) {
    return edited(before, {Kind::Move, path(where), {}, to});
}

}  // namespace armillary::test
