#include "engine/manifest/value.h"

#include <algorithm>
#include <format>
#include <optional>
#include <set>

#include "engine/manifest/syntax.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_parser.h"
#include "engine/schema/yaml.h"

namespace armillary::manifest {

namespace {

/// Nodes that one document's value may have beyond those that are written, because of aliases.
constexpr std::size_t kMostRepeatedNodes = 100'000;

/// Collects what counts in a mapping. Merges are bounded like nesting.
class MergeReader {
public:
    std::expected<std::vector<EffectiveEntry>, std::string> read(const Node& mapping) {
        add(mapping, nullptr, 0);
        if (m_error) return std::unexpected(*m_error);
        return std::move(m_entries);
    }

private:
    void add(const Node& mapping, const Entry* via, std::size_t depth) {
        if (depth > schema::kMaxDepth || ++m_visited > kMostRepeatedNodes) {
            m_error = "merge keys lead too far";
            return;
        }
        std::vector<const Entry*> merges;
        for (const Entry& entry : mapping.entries) {
            const Node& key = resolved(*entry.key);
            if (key.form != Form::Scalar) {
                m_error = "a key is no text";
                return;
            }
            if (entry.isMerge())
                merges.push_back(&entry);
            else if (m_names.insert(key.text).second || !via)
                m_entries.push_back({&entry, via});
        }
        for (const Entry* merge : merges) addMerged(*merge->value, via ? via : merge, depth + 1);
    }

    void addMerged(const Node& written, const Entry* via, std::size_t depth) {
        const Node& node = resolved(written);
        if (m_error) return;
        m_visited += node.entries.size();
        if (node.form == Form::Mapping) return add(node, via, depth);
        if (node.form != Form::Sequence || depth > schema::kMaxDepth) {
            m_error = "a merge key needs a mapping";
            return;
        }
        for (const Entry& item : node.entries) addMerged(*item.value, via, depth + 1);
    }

    std::set<std::string, std::less<>> m_names;
    std::vector<EffectiveEntry> m_entries;
    std::size_t m_visited = 0;  ///< entries looked at because of merge keys
    std::optional<std::string> m_error;
};

class Evaluator {
public:
    std::expected<Value, std::string> evaluate(const Node& node) {
        Value value;
        if (!read(node, value, false)) return std::unexpected(m_error);
        return value;
    }

private:
    bool fail(std::string message) { return m_error = std::move(message), false; }

    bool read(const Node& written, Value& value, bool repeated) {
        repeated |= written.form == Form::Alias;
        if (repeated && ++m_repeated > kMostRepeatedNodes) return fail("the document contains excessive aliasing");
        const Node& node = resolved(written);
        if (node.form == Form::Scalar) return value.scalar = scalarJson(node), true;
        if (node.form == Form::Sequence) {
            value.kind = Value::Kind::List;
            value.items.resize(node.entries.size());
            for (std::size_t i = 0; i < node.entries.size(); ++i)
                if (!read(*node.entries[i].value, value.items[i], repeated)) return false;
            return true;
        }
        value.kind = Value::Kind::Map;
        const auto entries = effectiveEntries(node);
        if (!entries) return fail(entries.error());
        value.members.reserve(entries->size());
        for (const auto& [entry, merge] : *entries) {
            value.members.push_back({resolved(*entry->key).text, {}});
            if (!read(*entry->value, value.members.back().value, repeated || merge)) return false;
        }
        std::ranges::stable_sort(value.members, {}, &Member::key);
        return true;
    }

    std::size_t m_repeated = 0;
    std::string m_error;
};

void appendJson(std::string& out, const Value& value) {
    switch (value.kind) {
        case Value::Kind::Scalar:
            out += value.scalar;
            return;
        case Value::Kind::List:
            out += '[';
            for (const Value& item : value.items) {
                if (&item != &value.items.front()) out += ',';
                appendJson(out, item);
            }
            out += ']';
            return;
        case Value::Kind::Map:
            out += '{';
            for (auto member = value.members.begin(); member != value.members.end(); ++member) {
                if (const auto next = std::next(member); next != value.members.end() && next->key == member->key)
                    continue;
                if (out.back() != '{') out += ',';
                schema::appendJsonString(out, member->key);
                out += ':';
                appendJson(out, member->value);
            }
            out += '}';
            return;
    }
}

}  // namespace

std::expected<std::vector<EffectiveEntry>, std::string> effectiveEntries(const Node& mapping) {
    return MergeReader().read(mapping);
}

std::expected<Value, std::string> valueOf(const Node& node) {
    return Evaluator().evaluate(node);
}

std::string toJson(const Value& value) {
    std::string out;
    appendJson(out, value);
    return out;
}

const Value* Value::member(std::string_view key) const {
    const auto found =
        std::ranges::lower_bound(members, key, {}, [](const Member& each) { return std::string_view(each.key); });
    return found != members.end() && found->key == key ? &found->value : nullptr;
}

bool Value::operator==(const Value& other) const {
    return kind == other.kind && (kind != Kind::Scalar || scalar == other.scalar) && members == other.members &&
           items == other.items;
}

void insertMember(Value& map, Member member) {
    map.members.insert(std::ranges::upper_bound(map.members, member.key, {}, &Member::key), std::move(member));
}

}  // namespace armillary::manifest
