#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"

namespace armillary::manifest {

struct Member;

/// What a node means: aliases and merge keys followed, numbers and truth values told from strings. Two documents mean
/// the same when their values are equal; the order of a mapping's members is no part of that.
struct Value {
    enum class Kind { Scalar, Map, List };
    Kind kind = Kind::Scalar;
    std::string scalar = "null";  ///< JSON text
    std::vector<Member> members;  ///< sorted by key; a key that the text has twice is here twice
    std::vector<Value> items;

    bool isNull() const { return kind == Kind::Scalar && scalar == "null"; }
    /// A string's own text; other scalars' JSON.
    std::string text() const;
    const Value* member(std::string_view key) const;
    bool operator==(const Value& other) const;
};

struct Member {
    std::string key;
    Value value;
    bool operator==(const Member&) const = default;
};

/// Puts the member where its key belongs, behind others of that key.
void insertMember(Value& map, Member member);

/// The error is a sentence: aliases that multiply beyond bounds, a key that is no text, a merge key without a mapping.
std::expected<Value, std::string> valueOf(const Node& node);

/// Compact JSON; of members with one key the last.
std::string toJson(const Value& value);

/// The entries that count in a mapping, its own first: what merge keys bring and no nearer entry has follows.
/// `own` entries are in `mapping.entries`.
struct EffectiveEntry {
    const Entry* entry;
    const Entry* merge;  ///< the mapping's own merge entry by which it comes; null for its own
};
std::expected<std::vector<EffectiveEntry>, std::string> effectiveEntries(const Node& mapping);
}  // namespace armillary::manifest
