#include "engine/schema/apply/updater.h"

#include <algorithm>
#include <map>
#include <memory>

#include "engine/schema/apply/document.h"
#include "engine/schema/apply/last_applied.h"
#include "engine/schema/json_document.h"
#include "engine/schema/text.h"

namespace armillary::apply {
namespace {

namespace json = boost::json;

Status plainError(std::string message) {
    Status status = status::internalError(message);
    status.reason.clear();
    status.message = std::move(message);
    status.details.reset();
    return status;
}

std::string textMember(const json::value& document, std::string_view name) {
    const json::value* member = document.is_object() ? document.get_object().if_contains(name) : nullptr;
    return member && member->is_string() ? std::string(member->get_string()) : std::string();
}

/// "apps/v1, Kind=Deployment", "/v1, Kind=Pod".
std::string kindText(std::string_view apiVersion, std::string_view kind) {
    return (apiVersion.contains('/') ? "" : "/") + std::string(apiVersion) + ", Kind=" + std::string(kind);
}

std::string ownerText(const Owner& owner) {
    std::string text = schema::quoted(owner.manager);
    if (!owner.subresource.empty()) text += " with subresource " + schema::quoted(owner.subresource);
    if (!owner.applied) text += " using " + owner.apiVersion;
    return text;
}

std::string conflictMessage(const std::vector<Conflict>& conflicts) {
    if (conflicts.size() == 1)
        return "Apply failed with 1 conflict: conflict with " + ownerText(conflicts[0].owner) + ": " +
               conflicts[0].path;
    std::string message = "Apply failed with " + std::to_string(conflicts.size()) + " conflicts: ";
    const Owner* before = nullptr;
    for (const Conflict& conflict : conflicts) {
        if (!before || !before->isSame(conflict.owner))
            message += std::string(before ? "\n" : "") + "conflicts with " + ownerText(conflict.owner) + ":";
        before = &conflict.owner;
        message += "\n- " + conflict.path;
    }
    return message;
}

Status conflictStatus(const std::vector<Conflict>& conflicts) {
    Status status = status::conflict("", "", "");
    status.message = conflictMessage(conflicts);
    metav1::StatusDetails& details = status.details.emplace();
    for (const Conflict& conflict : conflicts) {
        metav1::StatusCause& cause = details.causes.emplace_back();
        cause.reason = "FieldManagerConflict";
        cause.message = "conflict with " + ownerText(conflict.owner);
        cause.field = conflict.path;
    }
    return status;
}

/// A document in one version.
struct Document {
    std::string apiVersion;
    const SchemaNode* schema = nullptr;
    json::value value;
    FieldSet fields() const { return document::fieldsOf(*schema, value); }
    FieldSet namedFields() const { return document::withNamedFields(*schema, fields()); }
    Document without(const FieldSet& fields) const {
        return {apiVersion, schema, document::without(*schema, value, fields)};
    }
};

class Updater {
public:
    Updater(ManagedFields& managed, const Application& application) : m_managed(managed), m_application(application) {}

    /// Nothing wrong with the live object and the configuration so far.
    Result<void> read() {
        auto config = schema::parseDocument(m_application.config);
        if (!config) return std::unexpected(status::badRequest("error decoding patch: " + config.error()));
        if (auto fits = checkHead(*config); !fits) return fits;
        auto live = schema::parseDocument(m_application.live);
        if (!live) return std::unexpected(status::internalError(live.error()));
        m_config = {m_application.owner.apiVersion, &m_application.schema, std::move(*config)};
        m_live = {m_application.owner.apiVersion, &m_application.schema, std::move(*live)};
        const auto findings = document::validate(m_application.schema, m_config.value);
        if (!findings.empty())
            return std::unexpected(plainError("failed to create typed patch object (" + nameOf(m_config.value) + "; " +
                                              kindText(m_application.owner.apiVersion, m_application.kind) +
                                              "): " + document::joined(findings)));
        return {};
    }

    Result<std::string> run() {
        reconcile();
        adoptUnmanaged();
        const ManagedFields before = m_managed;
        auto merged = apply(m_application.force);
        if (!merged && m_application.owner.manager == "kubectl") merged = retry(before, std::move(merged.error()));
        if (!merged) return std::unexpected(conflictStatus(merged.error()));
        stamp(before, !document::equal(merged->value, m_live.value));
        if (m_application.owner.manager == "kubectl") renewLastApplied(merged->value, m_config.value);
        std::string text;
        schema::writeDocument(text, merged->value);
        return text;
    }

private:
    using Outcome = std::expected<Document, std::vector<Conflict>>;

    Result<void> checkHead(const json::value& config) const {
        const std::string apiVersion = textMember(config, "apiVersion"), kind = textMember(config, "kind");
        if (apiVersion != m_application.owner.apiVersion || kind != m_application.kind)
            return std::unexpected(status::badRequest("invalid object type: " + kindText(apiVersion, kind)));
        const json::value* metadata = config.get_object().if_contains("metadata");
        if (metadata && metadata->is_object() && metadata->get_object().contains("managedFields") &&
            !metadata->get_object().at("managedFields").is_null())
            return std::unexpected(status::badRequest("metadata.managedFields must be nil"));
        return {};
    }

    static std::string nameOf(const json::value& config) {
        const json::value* metadata = config.get_object().if_contains("metadata");
        if (!metadata) return "/";
        return textMember(*metadata, "namespace") + "/" + textMember(*metadata, "name");
    }

    std::optional<Document> converted(const Document& from, const std::string& apiVersion) const {
        if (from.apiVersion == apiVersion) return from;
        if (!m_application.convert) return std::nullopt;
        std::string text;
        schema::writeDocument(text, from.value);
        auto versioned = m_application.convert(text, from.apiVersion, apiVersion);
        if (!versioned) return std::nullopt;
        auto value = schema::parseDocument(versioned->json);
        if (!value) return std::nullopt;
        return Document{apiVersion, versioned->schema, std::move(*value)};
    }

    /// Entries of versions that are gone are dropped; the others are told what has become atomic since.
    void reconcile() {
        std::erase_if(m_managed.entries(), [&](ManagedEntry& entry) {
            const auto live = converted(m_live, entry.owner().apiVersion);
            if (!live) return true;
            FieldSet fields = document::reconciled(*live->schema, entry.fields());
            if (!(fields == entry.fields())) entry.setFields(std::move(fields));
            return false;
        });
    }

    /// An object that nobody is recorded for belongs to a manager of its own, so that the applier does not take it
    /// over unseen.
    void adoptUnmanaged() {
        if (m_application.creates || !m_managed.empty()) return;
        const json::value empty = schema::parseDocument(m_application.empty).value_or(json::object());
        const Comparison all = document::compare(*m_live.schema, empty, m_live.value, m_application.ignored);
        const Owner owner{"before-first-apply", m_application.owner.apiVersion, m_application.owner.subresource, false};
        recordUpdate(m_managed, owner, all, [](const std::string&) { return nullptr; }, m_application.now);
    }

    Outcome apply(bool force) {
        const Owner& self = m_application.owner;
        Document merged{self.apiVersion, m_live.schema, document::merge(*m_live.schema, m_live.value, m_config.value)};
        std::optional<ManagedEntry> last;
        FieldSet fields = m_config.fields().withoutTreesOf(m_application.ignored);
        if (ManagedEntry* entry = m_managed.find(self)) {
            last = *entry;
            entry->setFields(std::move(fields));
            entry->setApiVersion(self.apiVersion);
        } else {
            m_managed.entries().emplace_back(self, schema::Time(), std::move(fields));
        }
        if (last && !last->fields().empty()) merged = pruned(std::move(merged), *last);

        std::map<std::string, std::optional<Comparison>> comparisons;
        const CompareAs compareAs = [&](const std::string& apiVersion) -> const Comparison* {
            const auto [known, fresh] = comparisons.try_emplace(apiVersion);
            if (fresh) known->second = comparedAs(merged, apiVersion);
            return known->second ? &*known->second : nullptr;
        };
        if (!force)
            if (auto conflicts = conflictsWith(m_managed, self, compareAs); !conflicts.empty())
                return std::unexpected(std::move(conflicts));
        yieldTo(m_managed, self, compareAs);
        if (ManagedEntry* own = m_managed.find(self)) {
            FieldSet rest = withoutSystemFields(own->fields());
            if (rest.empty())
                m_managed.entries().erase(m_managed.entries().begin() + (own - m_managed.entries().data()));
            else
                own->setFields(std::move(rest));
        }
        return merged;
    }

    std::optional<Comparison> comparedAs(const Document& merged, const std::string& apiVersion) const {
        const auto before = converted(m_live, apiVersion), after = converted(merged, apiVersion);
        if (!before || !after) return std::nullopt;
        return document::compare(*before->schema, before->value, after->value, m_application.ignored);
    }

    /// Takes away what this applier applied last time, does not apply now, and nobody else owns.
    Document pruned(Document merged, const ManagedEntry& last) const {
        const auto then = converted(merged, last.owner().apiVersion);
        if (!then) return merged;
        const FieldSet lastFields = document::withNamedFields(*then->schema, last.fields());
        Document pruned = then->without(lastFields);
        pruned = withOwned(*then, std::move(pruned));
        pruned = withDangling(*then, pruned, lastFields);
        return converted(pruned, merged.apiVersion).value_or(std::move(merged));
    }

    /// Puts back what others, or the new configuration, own.
    Document withOwned(Document merged, Document pruned) const {
        std::map<std::string, FieldSet> owned;
        for (const ManagedEntry& entry : m_managed.entries()) {
            FieldSet& fields = owned[entry.owner().apiVersion];
            fields = fields.unitedWith(entry.fields());
        }
        const std::string first = merged.apiVersion;
        const auto putBack = [&](const std::string& apiVersion, const FieldSet& fields) {
            auto whole = converted(merged, apiVersion), rest = converted(pruned, apiVersion);
            if (!whole || !rest) return;
            const FieldSet kept = rest->namedFields().unitedWith(document::withNamedFields(*whole->schema, fields));
            pruned = whole->without(whole->namedFields().without(kept));
            merged = std::move(*whole);
        };
        if (const auto at = owned.find(first); at != owned.end()) putBack(first, at->second);
        for (const auto& [apiVersion, fields] : owned)
            if (apiVersion != first) putBack(apiVersion, fields);
        return pruned;
    }

    /// Puts back what nobody owned, for only what this applier owned may go.
    Document withDangling(const Document& merged, const Document& pruned, const FieldSet& lastFields) const {
        const auto rest = converted(pruned, merged.apiVersion);
        if (!rest) return merged;
        return merged.without(merged.namedFields().without(rest->namedFields()).commonWith(lastFields));
    }

    /// What client-side apply put there is kubectl's own: such conflicts do not count.
    Outcome retry(const ManagedFields& before, std::vector<Conflict> conflicts) {
        const FieldSet allowed = lastAppliedFields(*m_live.schema, m_live.value, m_application.owner.apiVersion);
        std::erase_if(conflicts, [&](const Conflict& conflict) {
            const std::vector<std::string_view> path(conflict.elements.begin(), conflict.elements.end());
            return allowed.has(path);
        });
        if (!conflicts.empty()) return std::unexpected(std::move(conflicts));
        m_managed = before;
        return apply(true);
    }

    void stamp(const ManagedFields& before, bool changed) {
        ManagedEntry* own = m_managed.find(m_application.owner);
        if (!own) return;
        ManagedFields old = before;
        const ManagedEntry* last = old.find(m_application.owner);
        const bool same =
            last && !changed && last->fields() == own->fields() && last->owner().apiVersion == own->owner().apiVersion;
        own->setTime(same ? last->time() : m_application.now);
    }

    ManagedFields& m_managed;
    const Application& m_application;
    Document m_config, m_live;
};

}  // namespace

Result<std::string> applyConfiguration(ManagedFields& managed, const Application& application) {
    Updater updater(managed, application);
    if (auto ready = updater.read(); !ready) return std::unexpected(ready.error());
    return updater.run();
}

}  // namespace armillary::apply
