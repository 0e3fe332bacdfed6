#include "engine/controllers/application/live.h"

#include "engine/gitops/sync/names.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::controllers::applications {

using apiextensionsv1::CustomResourceDefinition;

namespace {

const std::string kIndex = "application";

std::vector<std::string> ownersOf(const Object& object) {
    std::string instance = gitops::trackedBy(object);
    if (instance.empty()) return {};
    return {std::move(instance)};
}

/// What can be deployed: not what is computed, kept under another name, or reported.
bool isDeployable(const resources::Resource& row) {
    return !row.virtual_ && row.storedAs == nullptr && row.has(resources::kList) && row.has(resources::kWatch) &&
           row.has(resources::kPatch) && row.plural != "events";
}

/// A definition's row in a version that it serves.
Row inVersion(const CustomResourceDefinition& definition, const std::string& version) {
    const Row row = resources::custom::clientRow(definition);
    if (!row || row->version == version) return row;
    for (const auto& each : definition.spec.versions)
        if (each.name == version && each.served) {
            auto made = std::make_shared<resources::Resource>(*row);
            made->version = version;
            return made;
        }
    return nullptr;
}

}  // namespace

Live::Live(client::Client& client, client::Informers& informers, std::function<void(const std::string&)> changed)
    : m_client(client),
      m_informers(informers),
      m_definitions(client::informer<CustomResourceDefinition>(informers)),
      m_changed(std::move(changed)) {
    for (const auto& row : resources::Table::builtIn().rows()) {
        if (!isDeployable(row)) continue;
        client::Informer& informer = informers.of(row);
        informer.addIndex(kIndex, ownersOf);
        informer.addHandler(
            [this](const ObjectRef& previous, const ObjectRef& current) { objectChanged(previous, current); });
        m_builtIn[{row.group, row.kind}] = &informer;
    }
    m_definitions.addHandler(
        [this](const ObjectRef& previous, const ObjectRef& current) { definitionChanged(previous, current); });
}

void Live::objectChanged(const ObjectRef& previous, const ObjectRef& current) const {
    for (const ObjectRef& each : {previous, current})
        if (each)
            if (const std::string instance = gitops::trackedBy(*each); !instance.empty()) m_changed(instance);
}

void Live::definitionChanged(const ObjectRef& previous, const ObjectRef& current) {
    const auto& definition = (current ? current : previous)->as<CustomResourceDefinition>();
    const Row row = current ? resources::custom::clientRow(definition) : nullptr;
    const std::lock_guard lock(m_mutex);
    const auto found = m_followed.find({definition.spec.group, definition.spec.names.kind});
    if (found == m_followed.end()) return;
    const Row& known = found->second.row;
    if (row && row->version == known->version && row->plural == known->plural && row->namespaced == known->namespaced)
        return;
    m_informers.forget(*found->second.informer);
    m_followed.erase(found);
}

Row Live::rowOf(const std::string& group, const std::string& version, const std::string& kind) const {
    if (const auto* const row = resources::Table::builtIn().findKind(group, version, kind))
        return row->virtual_ ? nullptr : Row(std::shared_ptr<void>(), row);
    for (const ObjectRef& object : m_definitions.list()) {
        const auto& definition = object->as<CustomResourceDefinition>();
        if (definition.spec.group == group && definition.spec.names.kind == kind) return inVersion(definition, version);
    }
    return nullptr;
}

bool Live::follow(const relations::Kind& kind) {
    if (m_builtIn.contains(kind)) return true;
    Row row;
    for (const ObjectRef& object : m_definitions.list()) {
        const auto& definition = object->as<CustomResourceDefinition>();
        if (definition.spec.group == kind.group && definition.spec.names.kind == kind.name)
            row = resources::custom::clientRow(definition);
    }
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_followed.find(kind); found != m_followed.end())
            return found->second.informer->synced();
        // What is not served has no objects.
        if (!row) return true;
        Followed& followed = m_followed[kind];
        followed.row = row;
        followed.informer = &m_informers.follow(
            row, [this](const ObjectRef& previous, const ObjectRef& current) { objectChanged(previous, current); });
    }
    m_informers.start();
    return false;
}

std::map<relations::ObjectId, ObjectRef> Live::tracked(const std::string& instance) const {
    std::map<relations::ObjectId, ObjectRef> found;
    const auto add = [&](const ObjectRef& object) { found[relations::idOf(*object)] = object; };
    for (const auto& [kind, informer] : m_builtIn)
        for (const ObjectRef& object : informer->byIndex(kIndex, instance)) add(object);
    const std::lock_guard lock(m_mutex);
    for (const auto& [kind, followed] : m_followed)
        for (const ObjectRef& object : followed.informer->list())
            if (gitops::trackedBy(*object) == instance) add(object);
    return found;
}

Result<ObjectRef> Live::read(const resources::Resource& row, const relations::ObjectId& id) const {
    auto found = m_client.get({&row, id.namespace_, id.name, {}});
    if (!found && status::isNotFound(found.error())) return nullptr;
    return found;
}

const client::Informer* Live::informerOf(const relations::Kind& kind) const {
    if (const auto found = m_builtIn.find(kind); found != m_builtIn.end()) return found->second;
    const auto found = m_followed.find(kind);
    return found == m_followed.end() ? nullptr : found->second.informer;
}

std::int64_t Live::revisionOf(const relations::ObjectId& id) const {
    const std::lock_guard lock(m_mutex);
    const client::Informer* const informer = informerOf(id.kind);
    const ObjectRef found = informer == nullptr ? nullptr : informer->get(id.namespace_, id.name);
    return found ? found->revision() : 0;
}

}  // namespace armillary::controllers::applications
