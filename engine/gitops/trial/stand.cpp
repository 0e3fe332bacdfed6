#include "engine/gitops/trial/stand.h"

#include <algorithm>
#include <format>

#include "engine/explain/explain.h"
#include "engine/gitops/sync/names.h"
#include "engine/gitops/trial/marks.h"
#include "engine/plan/change.h"
#include "engine/relations/field_view.h"
#include "engine/schema/api/nodev1.h"
#include "engine/schema/api/schedulingv1.h"
#include "engine/schema/api/storagev1.h"

namespace armillary::gitops {

namespace {

template <schema::ApiStruct T>
Result<> namesOf(client::Client& client, std::set<std::string>& names) {
    const auto listed = client.list(client::target<T>());
    if (!listed) return std::unexpected(listed.error());
    for (const ObjectRef& each : listed->items) names.insert(each->name());
    return {};
}

/// What says most: an image that does not come, before what follows from it.
const explain::Statement* mainStatement(const explain::Explanation& explanation) {
    const auto& all = explanation.statements;
    const auto image = std::ranges::find(all, "image-pull", &explain::Statement::id);
    if (image != all.end()) return &*image;
    const auto other = std::ranges::find_if(all, [](const explain::Statement& each) { return each.id != "fine"; });
    return other == all.end() ? nullptr : &*other;
}

}  // namespace

const client::Resource* Rows::of(const Object& object) {
    if (const auto* row = plan::rowOf(object)) return row;
    const relations::Kind kind = relations::kindOf(object);
    const std::string version = versionOf(object);
    const auto known = std::ranges::find_if(m_custom, [&](const client::Resource& row) {
        return row.group == kind.group && row.kind == kind.name && row.version == version;
    });
    if (known != m_custom.end()) return &*known;
    const client::Resource* const preferred = m_kinds.of(kind);
    if (preferred == nullptr) return nullptr;
    client::Resource& row = m_custom.emplace_back(*preferred);
    row.version = version;
    return &row;
}

void Rows::define(const Object& definition) {
    const auto object = Object::parse(definition.json());
    if (!object) return;
    const relations::Document document(*object);
    const relations::FieldView spec = document.root().member("spec");
    const relations::FieldView versions = spec.member("versions");
    for (std::size_t i = 0; i < versions.size(); ++i) {
        client::Resource row;
        row.group = spec.member("group").text();
        row.version = versions.at(i).member("name").text();
        row.kind = spec.member("names").member("kind").text();
        row.plural = spec.member("names").member("plural").text();
        row.namespaced = spec.member("scope").text() == "Namespaced";
        m_custom.push_back(std::move(row));
    }
}

Result<Ground> groundFor(Stand& stand, const std::vector<RenderedApplication>& applications) {
    Ground ground;
    if (auto done = namesOf<schedulingv1::PriorityClass>(stand.client, ground.priorityClasses); !done)
        return std::unexpected(done.error());
    if (auto done = namesOf<storagev1::StorageClass>(stand.client, ground.storageClasses); !done)
        return std::unexpected(done.error());
    if (auto done = namesOf<nodev1::RuntimeClass>(stand.client, ground.runtimeClasses); !done)
        return std::unexpected(done.error());
    const auto ask = [&](const relations::Kind& kind) {
        if (const auto* row = stand.evidence.kinds().of(kind)) ground.customKinds[kind] = row->namespaced;
    };
    for (const RenderedApplication& application : applications)
        for (const PlacedObject& each : application.becomes) {
            if (plan::rowOf(*each.object) == nullptr) ask(relations::kindOf(*each.object));
            if (const auto defined = definedKind(*each.object)) ask(*defined);
        }
    return ground;
}

std::string inOriginalNames(const Stand& stand, std::string text) {
    for (const auto& [mapped, original] : stand.originals)
        for (auto at = text.find(mapped); at != std::string::npos; at = text.find(mapped, at + original.size()))
            text.replace(at, mapped.size(), original);
    return text;
}

TrialProblem diagnose(Stand& stand, const StagedObject& object, const std::string& otherwise) {
    TrialProblem found{.object = object.title, .id = "unhealthy", .statement = otherwise, .evidence = {}, .next = {}};
    const auto* row = stand.rows.of(*object.object);
    if (row == nullptr) return found;
    const auto live = stand.client.get({row, object.object->namespace_(), object.object->name(), {}});
    if (!live) return found;
    const auto explanation = explain::explain(*live, stand.evidence);
    const explain::Statement* const main = mainStatement(explanation);
    if (main == nullptr) return found;
    found.id = main->id;
    found.statement = inOriginalNames(stand, main->statement);
    found.next = inOriginalNames(stand, main->next);
    for (const explain::Citation& each : main->evidence)
        found.evidence.push_back(inOriginalNames(stand, std::format("{}: {}", each.ref, each.text)));
    return found;
}

}  // namespace armillary::gitops
