#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::resources::rules {

namespace {

using Definition = apiextensionsv1::CustomResourceDefinition;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

/// What has ever been stored has to go on being readable.
void noteStoredVersions(Definition& definition) {
    auto& stored = definition.status.storedVersions;
    for (const auto& version : definition.spec.versions)
        if (version.storage && !std::ranges::contains(stored, version.name)) stored.push_back(version.name);
}

void checkKind(const std::string& kind, const Path& path, FieldErrors& errors) {
    if (kind.empty()) return errors.push_back(field::required(path, ""));
    for (const auto& message : checkLabel1035(lower(kind)))
        errors.push_back(field::invalid(path, kind, "may have mixed case, but should otherwise match: " + message));
}

void checkNames(const apiextensionsv1::CustomResourceDefinitionNames& names, const Path& path, FieldErrors& errors) {
    const auto label = [&](const std::string& value, const Path& at) {
        if (value.empty())
            errors.push_back(field::required(at, ""));
        else
            addInvalid(errors, at, value, checkLabel1035(value));
    };
    label(names.plural, path.child("plural"));
    label(names.singular, path.child("singular"));
    checkKind(names.kind, path.child("kind"), errors);
    checkKind(names.listKind, path.child("listKind"), errors);
    for (std::size_t i = 0; i < names.shortNames.size(); ++i)
        label(names.shortNames[i], path.child("shortNames").index(i));
    for (std::size_t i = 0; i < names.categories.size(); ++i)
        label(names.categories[i], path.child("categories").index(i));
    if (!names.kind.empty() && names.kind == names.listKind)
        errors.push_back(
            field::invalid(path.child("listKind"), names.listKind, "kind and listKind may not be the same"));
}

void checkVersions(const std::vector<apiextensionsv1::CustomResourceDefinitionVersion>& versions, const Path& path,
                   FieldErrors& errors) {
    if (versions.empty()) errors.push_back(field::required(path, "must have at least one version"));
    std::set<std::string_view> names;
    std::size_t stored = 0;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto& version = versions[i];
        const Path at = path.index(i);
        stored += version.storage ? 1 : 0;
        addInvalid(errors, at.child("name"), version.name, checkLabel1035(version.name));
        if (!names.insert(version.name).second)
            errors.push_back(field::invalid(path, version.name, "must contain unique version names"));
        if (!version.schema || !version.schema->openAPIV3Schema)
            errors.push_back(field::required(at.child("schema").child("openAPIV3Schema"), "schemas are required"));
    }
    if (stored != 1 && !versions.empty())
        errors.push_back(field::invalidRaw(path, "[]", "must have exactly one version marked as storage version"));
}

class DefinitionRules final : public RulesFor<Definition> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {cells::kName, {"Created At", "date", "", cells::kAgeDescription, 0}};
        return kColumns;
    }

protected:
    void defaults(Definition& definition) const override {
        auto& names = definition.spec.names;
        if (names.singular.empty()) names.singular = lower(names.kind);
        if (names.listKind.empty() && !names.kind.empty()) names.listKind = names.kind + "List";
        auto& conversion = definition.spec.conversion.ensure();
        if (conversion.strategy.empty()) conversion.strategy = "None";
    }
    void beforeCreate(Definition& definition) const override {
        definition.status = {};
        noteStoredVersions(definition);
    }
    void beforeUpdate(Definition& definition, const Definition& old) const override {
        definition.status = old.status;
        noteStoredVersions(definition);
    }
    void check(const Definition& definition, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = definition.spec;
        const std::string wanted = spec.names.plural + "." + spec.group;
        if (definition.metadata.name != wanted)
            errors.push_back(field::invalid("metadata.name", definition.metadata.name,
                                            "must be spec.names.plural+\".\"+spec.group"));
        if (spec.group.empty())
            errors.push_back(field::required(path.child("group"), ""));
        else if (const Messages wrong = checkSubdomain(spec.group); !wrong.empty())
            addInvalid(errors, path.child("group"), spec.group, wrong);
        else if (!spec.group.contains('.'))
            errors.push_back(
                field::invalid(path.child("group"), spec.group, "should be a domain with at least one dot"));
        checkOneOf(spec.scope, {"Cluster", "Namespaced"}, path.child("scope"), errors);
        checkVersions(spec.versions, path.child("versions"), errors);
        checkNames(spec.names, path.child("names"), errors);
    }
    void checkUpdate(const Definition& definition, const Definition& old, FieldErrors& errors) const override {
        check(definition, errors);
        checkImmutable(definition.spec.group, old.spec.group, goQuoted(definition.spec.group), Path("spec.group"),
                       errors);
        checkImmutable(definition.spec.names.plural, old.spec.names.plural, goQuoted(definition.spec.names.plural),
                       Path("spec.names.plural"), errors);
        const bool established = std::ranges::any_of(old.status.conditions, [](const auto& condition) {
            return condition.type == "Established" && condition.status == "True";
        });
        if (!established) return;
        checkImmutable(definition.spec.scope, old.spec.scope, goQuoted(definition.spec.scope), Path("spec.scope"),
                       errors);
        checkImmutable(definition.spec.names.kind, old.spec.names.kind, goQuoted(definition.spec.names.kind),
                       Path("spec.names.kind"), errors);
    }
    Cells row(const Definition& definition, const Context&) const override {
        return {cells::text(definition.metadata.name), cells::text(definition.metadata.creationTimestamp.text())};
    }
};

}  // namespace

const Rules& customResourceDefinition() {
    static const DefinitionRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
