#include "engine/gitops/origin/chart_values.h"

#include <boost/json/array.hpp>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/render.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;
using manifest::Path;

namespace {

/// Leaves that are looked at; what is beyond is no value of anybody's.
constexpr std::size_t kMostLeaves = 20'000;

void join(json::object& into, const json::object& from) {
    for (const auto& member : from) {
        json::value& there = into[member.key()];
        const json::object* const fresh = member.value().if_object();
        if (fresh != nullptr && there.is_object())
            join(there.get_object(), *fresh);
        else
            there = member.value();
    }
}

const json::value* find(const json::value& root, const Path& path) {
    const json::value* at = &root;
    for (const manifest::Step& step : path) {
        if (step.kind == manifest::Step::Kind::Key)
            at = at->is_object() ? at->get_object().if_contains(step.key) : nullptr;
        else
            at = at->is_array() && step.index < at->get_array().size() ? &at->get_array()[step.index] : nullptr;
        if (at == nullptr) return nullptr;
    }
    return at;
}

json::value parsed(const std::string& text) {
    auto value = schema::parseDocument(text);
    return value ? std::move(*value) : json::value();
}

void put(json::value& root, const Path& path, const std::string& text) {
    if (auto* const there = const_cast<json::value*>(find(root, path))) *there = parsed(text);
}

std::string jsonText(const json::value& value) {
    std::string text;
    schema::writeDocument(text, value);
    return text;
}

}  // namespace

Expected<ChartValues> ChartValues::read(SourceFiles& files, const ViewChoice& choice) {
    ChartValues values;
    const std::string own = choice.folder + (choice.folder.empty() ? "" : "/") + "values.yaml";
    if (files.tree().find(own) != nullptr) values.m_files.push_back(own);
    const auto chosen = valueFilesOf(files.tree(), choice.folder, {.valueFiles = choice.valueFiles});
    if (!chosen) return std::unexpected(chosen.error());
    values.m_files.insert(values.m_files.end(), chosen->begin(), chosen->end());
    for (const std::string& file : values.m_files) {
        files.find(file);
        auto said = readObject(files.tree(), file);
        if (!said) return std::unexpected(std::move(said.error()));
        join(values.m_all, *said);
        values.m_said.push_back(std::move(*said));
    }
    Path path;
    values.collect(values.m_all, path, {});
    return values;
}

void ChartValues::collect(const json::value& value, Path& path, std::optional<Path> list) {
    if (m_leaves.size() >= kMostLeaves) return;
    if (const auto* const object = value.if_object()) {
        for (const auto& member : *object) {
            path.push_back(manifest::Step::member(std::string(member.key())));
            collect(member.value(), path, list);
            path.pop_back();
        }
    } else if (const auto* const array = value.if_array()) {
        if (!list) list = path;
        for (std::size_t i = 0; i < array->size(); ++i) {
            path.push_back(manifest::Step::item(i));
            collect((*array)[i], path, list);
            path.pop_back();
        }
    } else if (!value.is_null()) {
        ValueLeaf leaf{.path = path, .list = std::move(list)};
        leaf.type = value.is_string() ? ValueLeaf::Type::Text
                    : value.is_bool() ? ValueLeaf::Type::Truth
                                      : ValueLeaf::Type::Number;
        leaf.text = value.is_string() ? std::string(value.get_string()) : jsonText(value);
        for (std::size_t i = 0; i < m_said.size(); ++i)
            if (find(m_said[i], leaf.list ? *leaf.list : leaf.path) != nullptr) leaf.file = i;
        m_leaves.push_back(std::move(leaf));
    }
}

std::string ChartValues::with(const std::vector<std::pair<std::size_t, std::string>>& changed) const {
    json::value all = m_all;
    for (const auto& [leaf, text] : changed) put(all, m_leaves[leaf].path, text);
    return jsonText(all);
}

std::string ChartValues::listWith(const ValueLeaf& leaf, const std::string& text) const {
    json::value all = m_all;
    put(all, leaf.path, text);
    const json::value* const list = find(all, *leaf.list);
    const std::string json = list == nullptr ? "[]" : jsonText(*list);
    auto yaml = manifest::jsonToYaml(json);
    return yaml ? std::move(*yaml) : json;
}

}  // namespace armillary::gitops
