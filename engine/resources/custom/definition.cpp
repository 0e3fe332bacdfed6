#include "engine/resources/custom/definition.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "engine/resources/custom/custom_rules.h"
#include "engine/resources/custom/schema.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/custom_object.h"

namespace armillary::resources::custom {

namespace {

using apiextensionsv1::CustomResourceDefinition;
using apiextensionsv1::CustomResourceDefinitionVersion;

/// "v1", "v2beta3": what is before, what is after; nothing for another name.
struct KubeVersion {
    int stage = 0;  ///< 2 stable, 1 beta, 0 alpha
    std::uint64_t major = 0, minor = 0;
    auto operator<=>(const KubeVersion&) const = default;
};
std::optional<KubeVersion> kubeVersion(std::string_view text) {
    KubeVersion version{.stage = 2};
    if (!text.starts_with('v')) return std::nullopt;
    const char* at = text.data() + 1;
    const char* const end = text.data() + text.size();
    const auto number = [&](std::uint64_t& out) {
        const auto [stop, error] = std::from_chars(at, end, out);
        const bool good = error == std::errc() && stop != at && (*at != '0');
        at = stop;
        return good;
    };
    if (!number(version.major)) return std::nullopt;
    if (at == end) return version;
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    version.stage = rest.starts_with("beta") ? 1 : 0;
    if (version.stage == 0 && !rest.starts_with("alpha")) return std::nullopt;
    at += version.stage == 1 ? 4 : 5;
    if (!number(version.minor) || at != end) return std::nullopt;
    return version;
}

std::string warningOf(const CustomResourceDefinition& definition, const CustomResourceDefinitionVersion& version) {
    if (!version.deprecated) return {};
    if (version.deprecationWarning) return *version.deprecationWarning;
    const auto& spec = definition.spec;
    std::string text = spec.group + "/" + version.name + " " + spec.names.kind + " is deprecated";
    std::string_view best;
    for (const auto& other : spec.versions)
        if (other.served && !other.deprecated && compareVersions(other.name, version.name) < 0 &&
            (best.empty() || compareVersions(other.name, best) < 0))
            best = other.name;
    if (!best.empty()) text += "; use " + spec.group + "/" + std::string(best) + " " + spec.names.kind;
    return text;
}

void readSchema(const CustomResourceDefinitionVersion& from, ExpressionCompiler expressions, Version& to) {
    std::expected<Schema::Ref, std::string> compiled = std::unexpected(std::string());
    if (from.schema && from.schema->openAPIV3Schema) {
        to.source = &*from.schema->openAPIV3Schema;
        compiled = Schema::compile(*to.source);
    }
    if (compiled) {
        to.schema = std::move(*compiled);
    } else {
        // Only a definition that was stored by somebody else has none: nothing is refused, nothing pruned.
        Schema lenient;
        lenient.preservesUnknown = true;
        to.schema = std::make_unique<const Schema>(std::move(lenient));
    }
    if (to.source && expressions) to.expressions = expressions(*to.source);
}

void readSubresources(const CustomResourceDefinitionVersion& from, Version& to) {
    if (!from.subresources) return;
    to.hasStatus = static_cast<bool>(from.subresources->status);
    if (!from.subresources->scale) return;
    const auto& scale = *from.subresources->scale;
    to.scale = {scale.specReplicasPath, scale.statusReplicasPath, scale.labelSelectorPath.value_or("")};
}

void fillRow(const CustomResourceDefinition& definition, Version& version) {
    const bool accepted = !definition.status.acceptedNames.plural.empty();
    const auto& names = accepted ? definition.status.acceptedNames : definition.spec.names;
    Resource& row = version.row;
    row.group = definition.spec.group;
    row.version = version.name;
    row.kind = names.kind;
    row.plural = names.plural;
    row.singular = names.singular;
    row.shortNames = names.shortNames;
    row.categories = names.categories;
    row.namespaced = definition.spec.scope == apiextensionsv1::kNamespaceScoped;
    row.type = &schema::typeInfo<schema::CustomObject>();
    row.rules = version.rules.get();
    // The row never moves; subresources keep views of it.
    const std::vector<std::string_view> verbs = {"get", "patch", "update"};
    if (version.hasStatus) row.subresources.push_back({"status", row.group, row.version, row.kind, verbs});
    if (version.scale) row.subresources.push_back({"scale", "autoscaling", "v1", "Scale", verbs});
}

}  // namespace

Version::Version() = default;
Version::~Version() = default;

Definition::Definition(ObjectRef object, ExpressionCompiler expressions) : m_object(std::move(object)) {
    for (const CustomResourceDefinitionVersion& from : source().spec.versions) {
        Version& made = *m_versions.emplace_back(std::make_unique<Version>());
        made.definition = this;
        made.name = from.name;
        made.served = from.served;
        made.storage = from.storage;
        made.warning = warningOf(source(), from);
        readSchema(from, expressions, made);
        readSubresources(from, made);
        made.rules = std::make_unique<const CustomRules>(made, from);
        fillRow(source(), made);
        if (made.storage || !m_storage) m_storage = &made;
    }
}

Definition::~Definition() = default;

const Version* Definition::version(std::string_view name) const {
    const auto found = std::ranges::find_if(m_versions, [&](const auto& version) { return version->name == name; });
    return found == m_versions.end() ? nullptr : found->get();
}

std::shared_ptr<const Resource> clientRow(const CustomResourceDefinition& definition, Unserved unserved) {
    if (!isTrue(definition.status, apiextensionsv1::kEstablished)) return nullptr;
    const CustomResourceDefinitionVersion* best = nullptr;
    for (const auto& version : definition.spec.versions)
        if (version.served && (!best || compareVersions(version.name, best->name) < 0)) best = &version;
    if (unserved == Unserved::Stored)
        for (const auto& version : definition.spec.versions)
            if (!best && version.storage) best = &version;
    if (!best) return nullptr;
    auto row = std::make_shared<Resource>();
    row->group = definition.spec.group;
    row->version = best->name;
    row->kind = definition.status.acceptedNames.kind;
    row->plural = definition.status.acceptedNames.plural;
    row->namespaced = definition.spec.scope == apiextensionsv1::kNamespaceScoped;
    row->type = &schema::typeInfo<schema::CustomObject>();
    row->rules = &plainRules<schema::CustomObject>();
    return row;
}

const Version* versionOf(const Resource& resource) {
    if (resource.type != &schema::typeInfo<schema::CustomObject>()) return nullptr;
    const auto* rules = dynamic_cast<const CustomRules*>(resource.rules);
    return rules ? &rules->version() : nullptr;
}

bool isTrue(const apiextensionsv1::CustomResourceDefinitionStatus& status, std::string_view condition) {
    return std::ranges::any_of(status.conditions, [&](const auto& known) {
        return known.type == condition && known.status == apiextensionsv1::kConditionTrue;
    });
}

int compareVersions(std::string_view left, std::string_view right) {
    if (left == right) return 0;
    const auto ours = kubeVersion(left), theirs = kubeVersion(right);
    if (ours.has_value() != theirs.has_value()) return ours ? -1 : 1;
    if (!ours) return left < right ? -1 : 1;
    return *ours > *theirs ? -1 : 1;
}

}  // namespace armillary::resources::custom
