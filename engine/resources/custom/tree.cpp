#include "engine/resources/custom/tree.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <stdexcept>
#include <vector>

#include "engine/schema/json_document.h"

namespace armillary::resources::custom {

namespace {

/// Findings of a strict read are at most so many, as upstream's.
constexpr std::size_t kMostFindings = 100;

/// Follows a document and notes every name that its object has had before.
class DuplicateHandler {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1), max_array_size = std::size_t(-1),
                                 max_key_size = std::size_t(-1), max_string_size = std::size_t(-1);

    explicit DuplicateHandler(schema::StrictFindings& findings) : m_findings(findings) {}

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return push(false); }
    bool on_object_end(std::size_t, json::error_code&) { return pop(); }
    bool on_array_begin(json::error_code&) { return push(true); }
    bool on_array_end(std::size_t, json::error_code&) { return pop(); }
    bool on_key_part(std::string_view part, std::size_t, json::error_code&) {
        m_key += part;
        return true;
    }
    bool on_key(std::string_view part, std::size_t, json::error_code&) {
        m_key += part;
        Level& level = m_levels.back();
        if (!level.names.insert(m_key).second) note();
        level.name = std::move(m_key);
        m_key.clear();
        return true;
    }
    bool on_string_part(std::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(std::string_view, std::size_t, json::error_code&) { return next(); }
    bool on_number_part(std::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, json::error_code&) { return next(); }
    bool on_uint64(std::uint64_t, std::string_view, json::error_code&) { return next(); }
    bool on_double(double, std::string_view, json::error_code&) { return next(); }
    bool on_bool(bool, json::error_code&) { return next(); }
    bool on_null(json::error_code&) { return next(); }
    bool on_comment_part(std::string_view, json::error_code&) { return true; }
    bool on_comment(std::string_view, json::error_code&) { return true; }

private:
    struct Level {
        bool isArray = false;
        std::size_t index = 0;
        std::string name;
        std::set<std::string> names;
    };
    bool push(bool isArray) {
        m_levels.emplace_back().isArray = isArray;
        return true;
    }
    bool pop() {
        m_levels.pop_back();
        return next();
    }
    bool next() {
        if (!m_levels.empty()) ++m_levels.back().index;
        return true;
    }
    void note() {
        if (m_findings.size() >= kMostFindings) return;
        std::string path;
        for (const Level& level : m_levels) {
            if (&level == &m_levels.back()) break;
            if (level.isArray)
                path += "[" + std::to_string(level.index) + "]";
            else
                path += (path.empty() ? "" : ".") + level.name;
        }
        std::string finding = "duplicate field \"" + path + (path.empty() ? "" : ".") + m_key + "\"";
        if (std::ranges::find(m_findings, finding) == m_findings.end()) m_findings.push_back(std::move(finding));
    }

    schema::StrictFindings& m_findings;
    std::vector<Level> m_levels;
    std::string m_key;
};

std::size_t membersIn(const json::value& value) {
    std::size_t count = 0;
    if (const json::object* object = value.if_object()) {
        count = object->size();
        for (const auto& member : *object) count += membersIn(member.value());
    } else if (const json::array* array = value.if_array()) {
        for (const json::value& item : *array) count += membersIn(item);
    }
    return count;
}

/// Colons that are not in strings: one for each member written.
std::size_t colonsIn(std::string_view text) {
    std::size_t count = 0;
    bool inString = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"')
            inString = !inString;
        else if (text[at] == '\\' && inString)
            ++at;
        else if (text[at] == ':' && !inString)
            ++count;
    }
    return count;
}

}  // namespace

json::value parseTree(std::string_view text) {
    auto tree = schema::parseDocument(text);
    if (!tree) throw std::logic_error("custom object is no JSON: " + tree.error());
    return std::move(*tree);
}

void writeTree(std::string& out, const json::value& value) {
    if (const json::array* array = value.if_array()) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i > 0) out += ',';
            writeTree(out, (*array)[i]);
        }
        out += ']';
    } else if (const json::object* object = value.if_object()) {
        std::vector<const json::key_value_pair*> members;
        members.reserve(object->size());
        for (const auto& member : *object) members.push_back(&member);
        std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
        out += '{';
        bool first = true;
        for (const auto* member : members) {
            if (!first) out += ',';
            first = false;
            schema::appendJsonString(out, member->key());
            out += ':';
            writeTree(out, member->value());
        }
        out += '}';
    } else {
        schema::writeDocument(out, value);
    }
}

std::string treeText(const json::value& value) {
    std::string out;
    writeTree(out, value);
    return out;
}

json::object membersOf(const schema::CustomObject& object) {
    if (object.members.text.empty()) return {};
    json::value tree = parseTree(object.members.text);
    return std::move(tree.as_object());
}

void setMembers(schema::CustomObject& object, const json::object& members) {
    object.members.text.clear();
    if (!members.empty()) writeTree(object.members.text, members);
}

json::value wholeOf(const schema::CustomObject& object, bool withMetadata) {
    json::object whole = membersOf(object);
    whole["apiVersion"] = object.apiVersion;
    whole["kind"] = object.kind;
    whole["metadata"] = withMetadata ? parseTree(schema::toJson(object.metadata)) : json::value(json::object());
    return whole;
}

void findDuplicates(std::string_view text, const json::value& tree, schema::StrictFindings& findings) {
    if (colonsIn(text) == membersIn(tree)) return;
    json::basic_parser<DuplicateHandler> parser(json::parse_options{.max_depth = schema::kMaxDepth}, findings);
    json::error_code error;
    parser.write_some(false, text.data(), text.size(), error);
}

}  // namespace armillary::resources::custom
