#include "engine/manifest/schemas.h"

#include <algorithm>
#include <format>
#include <mutex>

#include "engine/manifest/json_members.h"
#include "engine/manifest/schema_tree.h"
#include "engine/resources/resource.h"

namespace armillary::manifest {

namespace json = boost::json;

/// The text of a schema, read when it is asked for: a cluster has hundreds, of which few are looked at.
struct Schemas::Source {
    Source(std::string json, bool isOpenApi) : text(std::move(json)), openApi(isOpenApi) {}

    const std::shared_ptr<const SchemaTree>& tree() const {
        std::call_once(once, [this] {
            auto made = openApi ? readOpenApiSchemas(text) : readCustomSchema(text);
            if (made) read = std::move(*made);
        });
        return read;
    }

    const std::string text;
    const bool openApi;
    mutable std::once_flag once;
    mutable std::shared_ptr<const SchemaTree> read;  ///< null when it cannot be read
};

namespace {

std::string joined(std::string_view group, std::string_view version) {
    return group.empty() ? std::string(version) : std::format("{}/{}", group, version);
}

/// Somebody can write it down: it is neither asked and answered at once, nor made by the cluster alone.
bool isKept(const resources::Resource& row) {
    return !row.virtual_ && row.has(resources::kCreate) && row.has(resources::kGet);
}

}  // namespace

const Schemas& Schemas::builtIn() {
    static const Schemas kBuiltIn;
    return kBuiltIn;
}

std::expected<void, std::string> Schemas::add(const ObjectKind& kind, Added added) {
    if (m_added.size() >= kMostKinds)
        return std::unexpected(std::format("more than {} kinds cannot be described at once", kMostKinds));
    m_added.insert_or_assign(kind, std::move(added));
    return {};
}

std::expected<void, std::string> Schemas::addDefinition(std::string_view text) {
    const auto document = schema::parseDocument(text);
    if (!document) return std::unexpected(document.error());
    const json::object* spec = objectAt(document->if_object(), "spec");
    const json::object* names = objectAt(spec, "names");
    const json::array* versions = arrayAt(spec, "versions");
    const std::string group(spec ? stringAt(*spec, "group") : "");
    const std::string kind(names ? stringAt(*names, "kind") : "");
    if (group.empty() || kind.empty() || !versions)
        return std::unexpected("it is no CustomResourceDefinition with a group, a kind and versions");
    for (const auto& each : *versions) {
        const json::object* version = each.if_object();
        const json::object* schema = objectAt(objectAt(version, "schema"), "openAPIV3Schema");
        if (!schema || stringAt(*version, "name").empty()) continue;
        auto source = std::make_shared<const Source>(jsonOf(*schema), false);
        m_bytes += source->text.size();
        if (m_bytes > kMostBytes) return std::unexpected("the schemas are too large altogether");
        if (auto done = add({joined(group, stringAt(*version, "name")), kind}, {std::move(source), {}}); !done)
            return done;
    }
    return {};
}

std::expected<void, std::string> Schemas::addOpenApi(std::string_view text) {
    const auto document = schema::parseDocument(text);
    if (!document) return std::unexpected(document.error());
    const json::object* schemas = objectAt(objectAt(document->if_object(), "components"), "schemas");
    if (!schemas) return std::unexpected("it is no OpenAPI v3 document with components.schemas");
    auto source = std::make_shared<const Source>(jsonOf(*schemas), true);
    m_bytes += source->text.size();
    if (m_bytes > kMostBytes) return std::unexpected("the schemas are too large altogether");
    for (const auto& [name, value] : *schemas) {
        const json::array* kinds = arrayAt(value.if_object(), "x-kubernetes-group-version-kind");
        // What is used with every group, such as DeleteOptions, has one for each, and is nobody's object.
        if (!kinds || kinds->size() != 1 || !kinds->front().is_object()) continue;
        const json::object& gvk = kinds->front().get_object();
        const ObjectKind kind{joined(stringAt(gvk, "group"), stringAt(gvk, "version")),
                              std::string(stringAt(gvk, "kind"))};
        if (kind.kind.empty() || kind.kind.ends_with("List")) continue;
        if (auto done = add(kind, {source, std::string(name)}); !done) return done;
    }
    return {};
}

FieldType Schemas::ofObject(std::string_view apiVersion, std::string_view kind) const {
    const auto found = m_added.find({std::string(apiVersion), std::string(kind)});
    if (found == m_added.end()) return FieldType::ofObject(apiVersion, kind);
    const auto& tree = found->second.source->tree();
    if (!tree || tree->nodes.empty()) return FieldType::ofObject({}, {});
    const SchemaNode* root = &tree->nodes.front();
    if (!found->second.root.empty()) root = tree->named.at(found->second.root);
    return FieldType::ofSchema({tree, root});
}

std::vector<Schemas::ObjectKind> Schemas::kinds() const {
    std::vector<ObjectKind> kinds;
    for (const auto& row : resources::Table::builtIn().rows())
        if (isKept(row)) kinds.push_back({row.apiVersion(), row.kind});
    for (const auto& [kind, added] : m_added) kinds.push_back(kind);
    std::ranges::sort(kinds, {}, [](const ObjectKind& each) { return std::tie(each.kind, each.apiVersion); });
    const auto rest = std::ranges::unique(kinds);
    kinds.erase(rest.begin(), rest.end());
    return kinds;
}

}  // namespace armillary::manifest
