#include <algorithm>
#include <format>
#include <set>

#include "engine/resources/custom/approval.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/cluster/custom_resource_versions.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::resources::rules {

namespace {

using Definition = apiextensionsv1::CustomResourceDefinition;
using custom::Approval;

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

std::string joined(const Messages& messages) {
    std::string text;
    for (const auto& message : messages) text += (text.empty() ? "" : ",") + message;
    return text;
}

void checkLabelAt(const std::string& value, const Path& path, FieldErrors& errors) {
    if (const Messages wrong = checkLabel1035(value); !wrong.empty())
        errors.push_back(field::invalid(path, value, joined(wrong)));
}

void checkKind(const std::string& kind, const Path& path, FieldErrors& errors) {
    if (const Messages wrong = checkLabel1035(lower(kind)); !wrong.empty())
        errors.push_back(
            field::invalid(path, kind, "may have mixed case, but should otherwise match: " + joined(wrong)));
}

/// Names that are there.
void checkNames(const apiextensionsv1::CustomResourceDefinitionNames& names, const Path& path, FieldErrors& errors) {
    if (!names.plural.empty()) checkLabelAt(names.plural, path.child("plural"), errors);
    if (!names.singular.empty()) checkLabelAt(names.singular, path.child("singular"), errors);
    if (!names.kind.empty()) checkKind(names.kind, path.child("kind"), errors);
    if (!names.listKind.empty()) checkKind(names.listKind, path.child("listKind"), errors);
    for (std::size_t i = 0; i < names.shortNames.size(); ++i)
        checkLabelAt(names.shortNames[i], path.child("shortNames").index(i), errors);
    if (!names.kind.empty() && names.kind == names.listKind)
        errors.push_back(
            field::invalid(path.child("listKind"), names.listKind, "kind and listKind may not be the same"));
    for (std::size_t i = 0; i < names.categories.size(); ++i)
        checkLabelAt(names.categories[i], path.child("categories").index(i), errors);
}

void checkSpecNames(const apiextensionsv1::CustomResourceDefinitionNames& names, const Path& path,
                    FieldErrors& errors) {
    for (const auto& [name, value] : {std::pair("plural", &names.plural), std::pair("singular", &names.singular),
                                      std::pair("kind", &names.kind), std::pair("listKind", &names.listKind)})
        if (value->empty()) errors.push_back(field::required(path.child(name), ""));
    checkNames(names, path, errors);
}

void checkVersions(const std::vector<Version>& versions, const Definition* old, const Path& path, FieldErrors& errors) {
    const auto asBefore = [&](const std::string& name) -> const Version* {
        if (!old) return nullptr;
        const auto found = std::ranges::find(old->spec.versions, name, &Version::name);
        return found == old->spec.versions.end() ? nullptr : &*found;
    };
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (!versions[i].schema || !versions[i].schema->openAPIV3Schema)
            errors.push_back(field::required(path.index(i).child("schema").child("openAPIV3Schema"), ""));
    std::set<std::string_view> names;
    std::size_t stored = 0;
    bool unique = true;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        stored += versions[i].storage ? 1 : 0;
        unique = names.insert(versions[i].name).second && unique;
        checkLabelAt(versions[i].name, path.index(i).child("name"), errors);
        checkVersion(versions[i], asBefore(versions[i].name), path.index(i), errors);
    }
    const std::string shown = versions.empty() ? "null" : "[]";
    if (!unique) errors.push_back(field::invalidRaw(path, shown, "must contain unique version names"));
    if (stored != 1)
        errors.push_back(field::invalidRaw(path, shown, "must have exactly one version marked as storage version"));
}

void checkStoredVersions(const Definition& definition, const Path& path, FieldErrors& errors) {
    const auto& stored = definition.status.storedVersions;
    if (stored.empty())
        return errors.push_back(field::invalidRaw(path, "[]string(nil)", "must have at least one stored version"));
    for (const auto& version : definition.spec.versions)
        if (version.storage && !std::ranges::contains(stored, version.name))
            errors.push_back(field::invalidRaw(path, goList(stored), "must have the storage version " + version.name));
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const bool known = std::ranges::any_of(definition.spec.versions,
                                               [&](const auto& version) { return version.name == stored[i]; });
        if (known) continue;
        errors.push_back(field::invalid(
            path.index(i), stored[i],
            std::format("missing from spec.versions; {0} was previously a storage version, and must remain in "
                        "spec.versions until a storage migration ensures no data remains persisted in {0} and removes "
                        "{0} from status.storedVersions",
                        stored[i])));
    }
}

void checkApproval(const Definition& definition, const Definition* old, FieldErrors& errors) {
    if (!custom::isProtectedGroup(definition.spec.group)) return;
    const Approval approval = custom::approvalOf(definition.metadata);
    if (old && custom::approvalOf(old->metadata).state == approval.state) return;
    const Path path = Path("metadata.annotations").key(custom::kApprovalAnnotation);
    if (approval.state == Approval::State::Missing) errors.push_back(field::required(path, approval.reason));
    if (approval.state == Approval::State::Invalid)
        errors.push_back(field::invalid(path, definition.metadata.annotations.find(custom::kApprovalAnnotation)->second,
                                        approval.reason));
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
        if (conversion.webhook && conversion.webhook->clientConfig && conversion.webhook->clientConfig->service &&
            !conversion.webhook->clientConfig->service->port)
            conversion.webhook->clientConfig->service->port = 443;
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
        checkAll(definition, nullptr, errors);
        checkApproval(definition, nullptr, errors);
    }
    void checkUpdate(const Definition& definition, const Definition& old, FieldErrors& errors) const override {
        checkAll(definition, &old, errors);
        const auto& spec = definition.spec;
        const bool established = std::ranges::any_of(old.status.conditions, [](const auto& condition) {
            return condition.type == "Established" && condition.status == "True";
        });
        const auto keep = [&](const std::string& value, const std::string& before, const char* path) {
            checkImmutable(value, before, goQuoted(value), Path(path), errors);
        };
        if (established) {
            keep(spec.scope, old.spec.scope, "spec.scope");
            keep(spec.names.kind, old.spec.names.kind, "spec.names.kind");
        }
        keep(spec.group, old.spec.group, "spec.group");
        keep(spec.names.plural, old.spec.names.plural, "spec.names.plural");
        checkApproval(definition, &old, errors);
    }
    void checkStatusUpdate(const Definition& definition, const Definition&, FieldErrors& errors) const override {
        checkNames(definition.status.acceptedNames, Path("status.acceptedNames"), errors);
    }
    Cells row(const Definition& definition, const Context&) const override {
        return {cells::text(definition.metadata.name), cells::text(definition.metadata.creationTimestamp.text())};
    }

private:
    static void checkAll(const Definition& definition, const Definition* old, FieldErrors& errors) {
        const Path path("spec");
        const auto& spec = definition.spec;
        if (definition.metadata.name != spec.names.plural + "." + spec.group)
            errors.push_back(field::invalid("metadata.name", definition.metadata.name,
                                            "must be spec.names.plural+\".\"+spec.group"));
        if (spec.group.empty())
            errors.push_back(field::required(path.child("group"), ""));
        else if (const Messages wrong = checkSubdomain(spec.group); !wrong.empty())
            errors.push_back(field::invalid(path.child("group"), spec.group, joined(wrong)));
        else if (!spec.group.contains('.'))
            errors.push_back(
                field::invalid(path.child("group"), spec.group, "should be a domain with at least one dot"));
        checkOneOf(spec.scope, {"Cluster", "Namespaced"}, path.child("scope"), errors);
        checkVersions(spec.versions, old, path.child("versions"), errors);
        checkSpecNames(spec.names, path.child("names"), errors);
        if (spec.conversion)
            checkConversion(*spec.conversion, spec.preserveUnknownFields, path.child("conversion"), errors);
        if (spec.preserveUnknownFields)
            errors.push_back(
                field::invalidRaw(path.child("preserveUnknownFields"), "true",
                                  "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
                                  "spec.versions[*].schema instead"));
        checkNames(definition.status.acceptedNames, Path("status.acceptedNames"), errors);
        checkStoredVersions(definition, Path("status.storedVersions"), errors);
    }
};

}  // namespace

const Rules& customResourceDefinition() {
    static const DefinitionRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
