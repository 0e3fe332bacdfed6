#include "engine/gitops/origin/chart_trace.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <format>

#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;
using manifest::Path;

namespace {

/// What a leaf is replaced by: short, so that no name is cut off; letters that may stand anywhere.
constexpr std::string_view kOpen = "zq", kClose = "qz";
constexpr std::size_t kFirstNumber = 20'000;
/// Of one chart; beyond them a decision is not remembered.
constexpr std::size_t kMostDecisions = 20'000;

std::string plainText(const json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    std::string text;
    schema::writeDocument(text, value);
    return text;
}

/// The template and kind, and which of those: what does not change when names do.
std::vector<std::string> keysOf(const std::vector<RenderedObject>& objects) {
    std::vector<std::string> keys;
    std::map<std::string, std::size_t> count;
    for (const RenderedObject& each : objects) {
        const std::string key = std::format("{} {} {}", each.origin, each.item.apiVersion, each.item.kind);
        keys.push_back(std::format("{} {}", key, count[key]++));
    }
    return keys;
}

json::value read(const RenderedObject& object) {
    auto value = schema::parseDocument(object.item.json);
    return value ? std::move(*value) : json::value();
}

}  // namespace

ChartTrace::ChartTrace(const std::vector<RenderedObject>& objects, const ChartValues& values)
    : m_values(values), m_keys(keysOf(objects)) {
    for (const RenderedObject& each : objects) m_objects.push_back(read(each));
}

std::string ChartTrace::marker(const ValueLeaf& leaf, std::size_t index) {
    switch (leaf.type) {
        case ValueLeaf::Type::Truth:
            return leaf.text == "true" ? "false" : "true";
        case ValueLeaf::Type::Number:
            return std::to_string(kFirstNumber + index);
        case ValueLeaf::Type::Text:
            return std::format("\"{}{}{}\"", kOpen, index, kClose);
    }
    return "null";
}

void ChartTrace::compare(const std::vector<RenderedObject>& variant, const std::vector<std::size_t>& marked) {
    const auto keys = keysOf(variant);
    for (std::size_t i = 0; i < m_objects.size(); ++i) {
        const auto found = std::ranges::find(keys, m_keys[i]);
        Path path;
        if (found == keys.end())
            decide(i, path, marked);
        else
            walk(i, path, m_objects[i], read(variant[static_cast<std::size_t>(found - keys.begin())]), marked);
    }
}

void ChartTrace::decide(std::size_t object, const Path& path, const std::vector<std::size_t>& marked) {
    // Of many at once nobody knows which it was: each is tried by itself.
    if (marked.size() != 1 || m_decides.size() >= kMostDecisions) return;
    m_decides.push_back({object, path, marked.front()});
}

void ChartTrace::walk(std::size_t object, Path& path, const json::value& before, const json::value& after,
                      const std::vector<std::size_t>& marked) {
    if (before == after) return;
    if (before.is_object() && after.is_object()) {
        for (const auto& member : before.get_object()) {
            path.push_back(manifest::Step::member(std::string(member.key())));
            if (const json::value* const there = after.get_object().if_contains(member.key()))
                walk(object, path, member.value(), *there, marked);
            else
                decide(object, path, marked);
            path.pop_back();
        }
    } else if (before.is_array() && after.is_array()) {
        const auto& old = before.get_array();
        const auto& fresh = after.get_array();
        if (old.size() != fresh.size()) decide(object, path, marked);
        for (std::size_t i = 0; i < std::min(old.size(), fresh.size()); ++i) {
            path.push_back(manifest::Step::item(i));
            walk(object, path, old[i], fresh[i], marked);
            path.pop_back();
        }
    } else if (before.is_structured() || after.is_structured()) {
        decide(object, path, marked);
    } else {
        scalar(object, path, before, after, marked);
    }
}

std::vector<TextPart> ChartTrace::partsOf(const std::string& text) const {
    std::vector<TextPart> parts;
    std::size_t done = 0;
    for (auto open = text.find(kOpen); open != std::string::npos; open = text.find(kOpen, open + 1)) {
        const auto digits = open + kOpen.size();
        std::size_t leaf = 0;
        const auto [end, wrong] = std::from_chars(text.data() + digits, text.data() + text.size(), leaf);
        const auto close = static_cast<std::size_t>(end - text.data());
        if (wrong != std::errc() || text.compare(close, kClose.size(), kClose) != 0 || leaf >= m_values.leaves().size())
            continue;
        if (open > done) parts.push_back({text.substr(done, open - done), {}});
        parts.push_back({m_values.leaves()[leaf].text, leaf});
        done = close + kClose.size();
        open = done - 1;
    }
    if (!parts.empty() && done < text.size()) parts.push_back({text.substr(done), {}});
    return parts;
}

void ChartTrace::scalar(std::size_t object, const Path& path, const json::value& before, const json::value& after,
                        const std::vector<std::size_t>& marked) {
    const std::string was = plainText(before), is = plainText(after);
    std::vector<TextPart> parts = partsOf(is);
    // A number or truth value is known by being all of the field.
    for (const std::size_t leaf : marked) {
        const ValueLeaf& value = m_values.leaves()[leaf];
        if (parts.empty() && value.type != ValueLeaf::Type::Text && is == marker(value, leaf) && was == value.text)
            parts = {{value.text, leaf}};
    }
    std::set<std::size_t> leaves;
    for (const TextPart& part : parts)
        if (part.leaf) leaves.insert(*part.leaf);
    if (leaves.empty() && marked.size() == 1) leaves.insert(marked.front());
    if (leaves.empty()) return;
    m_found.insert(leaves.begin(), leaves.end());
    MadeOf& made = m_fields[{object, manifest::print(path)}];
    made.leaves.insert(leaves.begin(), leaves.end());
    std::string together;
    for (const TextPart& part : parts) together += part.text;
    if (together == was && parts.size() > made.parts.size()) made.parts = std::move(parts);
}

}  // namespace armillary::gitops
