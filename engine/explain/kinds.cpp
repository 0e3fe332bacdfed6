#include "engine/explain/kinds.h"

#include <boost/json/value.hpp>

#include <algorithm>

#include "engine/relations/field_view.h"
#include "engine/schema/json_document.h"
#include "engine/schema/percent.h"

namespace armillary::explain {

namespace {

using client::Resource;

/// Groups that are asked one by one; nobody serves more.
constexpr std::size_t kMostGroups = 300;

bool same(std::string_view left, std::string_view right) {
    const auto small = [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each + ('a' - 'A')) : each;
    };
    return std::ranges::equal(left, right, {}, small, small);
}

bool isCalled(const Resource& row, std::string_view word, std::string_view group) {
    // "deployments.apps", "deployments.v1.apps".
    if (!group.empty() && !same(row.group, group) && !same(row.version + "." + row.group, group)) return false;
    return same(row.kind, word) || same(row.plural, word) || same(row.singular, word) ||
           std::ranges::any_of(row.shortNames, [&](const auto& name) { return same(name, word); });
}

/// A row that stands for objects of their own: not computed, and not another version's view.
bool isStored(const Resource& row) {
    return !row.virtual_ && row.storedAs == nullptr;
}

}  // namespace

const Resource* Kinds::named(std::string_view word) {
    const auto dot = word.find('.');
    const std::string_view name = word.substr(0, dot);
    const std::string_view group = dot == std::string_view::npos ? std::string_view() : word.substr(dot + 1);
    for (const Resource& row : resources::Table::builtIn().rows())
        if (isStored(row) && isCalled(row, name, group)) return &row;
    discoverAll();
    const auto found = std::ranges::find_if(m_custom, [&](const Resource& row) { return isCalled(row, name, group); });
    return found == m_custom.end() ? nullptr : &*found;
}

const Resource* Kinds::of(const relations::Kind& kind) {
    const auto fits = [&](const Resource& row) { return row.group == kind.group && row.kind == kind.name; };
    for (const Resource& row : resources::Table::builtIn().rows())
        if (isStored(row) && fits(row)) return &row;
    if (!kind.group.empty()) discover(kind.group);
    const auto found = std::ranges::find_if(m_custom, fits);
    return found == m_custom.end() ? nullptr : &*found;
}

void Kinds::discoverAll() {
    if (std::exchange(m_askedAll, true)) return;
    const auto answer = m_client.getRaw("/apis");
    const auto json = answer ? schema::parseDocument(*answer) : std::unexpected(std::string());
    if (!json) return;
    std::vector<std::string> groups;
    relations::visit(relations::FieldView(*json), "groups[].name",
                     [&](const auto& name, const auto&, const auto&) { groups.push_back(name.text()); });
    for (const auto& row : resources::Table::builtIn().rows()) std::erase(groups, row.group);
    if (groups.size() > kMostGroups) groups.resize(kMostGroups);
    for (const auto& group : groups) discover(group);
}

void Kinds::discover(const std::string& group) {
    if (!m_asked.insert(group).second) return;
    const auto about = m_client.getRaw("/apis/" + schema::percentEncoded(group));
    const auto versions = about ? schema::parseDocument(*about) : std::unexpected(std::string());
    if (!versions) return;
    const std::string version = relations::FieldView(*versions).member("preferredVersion").member("version").text();
    const auto listed =
        m_client.getRaw("/apis/" + schema::percentEncoded(group) + "/" + schema::percentEncoded(version));
    const auto resources = listed ? schema::parseDocument(*listed) : std::unexpected(std::string());
    if (version.empty() || !resources) return;
    relations::visit(relations::FieldView(*resources), "resources[]", [&](const auto& each, const auto&, const auto&) {
        Resource row;
        row.group = group;
        row.version = version;
        row.plural = each.member("name").text();
        row.kind = each.member("kind").text();
        row.singular = each.member("singularName").text();
        row.namespaced = each.member("namespaced").text() == "true";
        const auto names = each.member("shortNames");
        for (std::size_t i = 0; i < names.size(); ++i) row.shortNames.push_back(names.at(i).text());
        // "things/status" is a part of another.
        if (!row.plural.empty() && !row.plural.contains('/')) m_custom.push_back(std::move(row));
    });
}

}  // namespace armillary::explain
