#include "engine/resources/row_builder.h"

#include <algorithm>

namespace armillary::resources {

RowBuilder& RowBuilder::start(const schema::TypeInfo& type, std::string_view plural, const Rules& rules) {
    Resource& made = m_rows.emplace_back();
    made.group = m_group;
    made.version = m_version;
    made.kind = type.name;
    made.plural = plural;
    made.singular = type.name;
    std::ranges::transform(made.singular, made.singular.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    made.type = &type;
    made.rules = &rules;
    return *this;
}

RowBuilder& RowBuilder::clusterScoped() {
    return row().namespaced = false, *this;
}

RowBuilder& RowBuilder::shortNames(std::initializer_list<std::string_view> names) {
    row().shortNames.assign(names.begin(), names.end());
    return *this;
}

RowBuilder& RowBuilder::category(std::string_view name) {
    return row().categories.emplace_back(name), *this;
}

RowBuilder& RowBuilder::name(NameRule rule) {
    return row().nameRule = rule, *this;
}

RowBuilder& RowBuilder::verbs(std::uint16_t verbs) {
    return row().verbs = verbs, *this;
}

RowBuilder& RowBuilder::generation() {
    return row().hasGeneration = true, *this;
}

RowBuilder& RowBuilder::review() {
    row().verbs = kCreate;
    row().virtual_ = true;
    return *this;
}

RowBuilder& RowBuilder::computed() {
    row().verbs = kGet | kList;
    row().virtual_ = true;
    return *this;
}

RowBuilder& RowBuilder::status() {
    return sub("status");
}

RowBuilder& RowBuilder::scale() {
    return sub("scale", "autoscaling", "v1", "Scale", {"get", "patch", "update"});
}

RowBuilder& RowBuilder::sub(std::string_view name) {
    return sub(name, {"get", "patch", "update"});
}

RowBuilder& RowBuilder::sub(std::string_view name, std::vector<std::string_view> verbs) {
    return sub(name, row().type->name, std::move(verbs));
}

RowBuilder& RowBuilder::sub(std::string_view name, std::string_view kind, std::vector<std::string_view> verbs) {
    return sub(name, m_group, m_version, kind, std::move(verbs));
}

RowBuilder& RowBuilder::sub(std::string_view name, std::string_view group, std::string_view version,
                            std::string_view kind, std::vector<std::string_view> verbs) {
    row().subresources.push_back({name, group, version, kind, std::move(verbs)});
    return *this;
}

}  // namespace armillary::resources
