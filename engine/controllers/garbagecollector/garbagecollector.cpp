#include "engine/controllers/garbagecollector/garbagecollector.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/apiregistrationv1.h"

namespace armillary::controllers {

using apiextensionsv1::CustomResourceDefinition;
using gc::hasFinalizer;
using gc::OwnerGraph;

namespace {

/// An owner that no informer has shown yet may go without anybody hearing of it: it is looked for again.
constexpr auto kConfirmEvery = std::chrono::seconds(1);
/// A key that is no UID: other API servers are to be looked at. How often, where they have something to collect, and
/// where they have not.
const std::string kOthers = "/others";
constexpr auto kPollEvery = std::chrono::seconds(5), kDiscoverEvery = std::chrono::seconds(30);

/// Events own nothing and are owned by nobody, and there are many.
bool isCollectable(const resources::Resource& row) {
    return !row.virtual_ && !row.storedAs && row.has(resources::kDelete) && row.has(resources::kList) &&
           row.has(resources::kWatch) && row.plural != "events";
}

Result<void> ignoringAbsence(Result<void> result) {
    if (!result && (status::isNotFound(result.error()) || status::isConflict(result.error()))) return {};
    return result;
}

}  // namespace

GarbageCollector::GarbageCollector(const Context& context)
    : QueuedController(context),
      m_apiServices(client::informer<apiregistrationv1::APIService>(context.informers)),
      m_events(context.events.withComponent("garbage-collector-controller")) {
    for (const auto& row : resources::Table::builtIn().rows())
        if (isCollectable(row))
            context.informers.of(row).addHandler(
                [this, &row](const ObjectRef& previous, const ObjectRef& current) { file(row, previous, current); });
    client::informer<CustomResourceDefinition>(context.informers)
        .addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            followDefinition((current ? current : previous)->name(), current);
        });
    m_apiServices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if ((current ? current : previous)->as<apiregistrationv1::APIService>().spec.service) m_queue.add(kOthers);
    });
}

void GarbageCollector::file(const resources::Resource& row, const ObjectRef& previous, const ObjectRef& current) {
    for (const std::string& uid : current ? m_graph.put(row, current) : m_graph.remove(previous)) m_queue.add(uid);
}

void GarbageCollector::followDefinition(const std::string& name, const ObjectRef& definition) {
    Row row = definition ? resources::custom::clientRow(definition->as<CustomResourceDefinition>()) : nullptr;
    {
        const std::lock_guard lock(m_mutex);
        Followed& followed = m_followed[name];
        if (row) {
            Row& known =
                m_rows[row->apiVersion() + "/" + row->plural + "/" + row->kind + (row->namespaced ? "/n" : "/c")];
            if (!known) known = row;
            row = known;
        }
        if (followed.row == row) {
            if (!row) m_followed.erase(name);
            return;
        }
        if (followed.informer) m_context.informers.forget(*followed.informer);
        if (!row) {
            m_followed.erase(name);
            return;
        }
        followed.row = row;
        followed.informer = &m_context.informers.follow(
            row, [this, row](const ObjectRef& previous, const ObjectRef& current) { file(*row, previous, current); });
    }
    m_context.informers.start();
    // Some could not be judged before, for want of this kind.
    for (const std::string& uid : m_graph.ownedByUnseen()) m_queue.add(uid);
}

GarbageCollector::Row GarbageCollector::rowOf(const metav1::OwnerReference& reference) const {
    const std::size_t slash = reference.apiVersion.find('/');
    const std::string group = slash == std::string::npos ? std::string() : reference.apiVersion.substr(0, slash);
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == group && row.kind == reference.kind && !row.virtual_) return {Row(), &row};
    const std::lock_guard lock(m_mutex);
    for (const auto& [name, followed] : m_followed)
        if (followed.row && followed.row->group == group && followed.row->kind == reference.kind) return followed.row;
    return m_polled.rowOf(group, reference.kind);
}

Outcome GarbageCollector::pollOthers() {
    const auto services = m_apiServices.list();
    const auto seen = m_polled.poll(m_context.client, services,
                                    [this](const resources::Resource& row, const ObjectRef& previous,
                                           const ObjectRef& current) { file(row, previous, current); });
    // Some could not be judged before, for want of a kind.
    if (seen.newKinds)
        for (const std::string& uid : m_graph.ownedByUnseen()) m_queue.add(uid);
    const bool others = std::ranges::any_of(services, [](const ObjectRef& object) {
        return object->as<apiregistrationv1::APIService>().spec.service.has_value();
    });
    return others ? Outcome{seen.any ? kPollEvery : kDiscoverEvery} : Outcome();
}

Result<Outcome> GarbageCollector::reconcile(const std::string& key) {
    if (key == kOthers) return pollOthers();
    const auto node = m_graph.find(key);
    if (!node || !node->object) return Outcome();
    Result<void> done;
    if (node->isDeleting() && hasFinalizer(node->object->meta(), metav1::kFinalizerOrphanDependents))
        done = orphanDependents(*node);
    else if (node->awaitsDependents())
        done = awaitDependents(*node);
    else if (!node->isDeleting() && !node->object->meta().ownerReferences.empty())
        return collect(*node);
    if (!done) return std::unexpected(done.error());
    return Outcome();
}

Result<void> GarbageCollector::orphanDependents(const OwnerGraph::Node& owner) {
    for (const auto& dependent : m_graph.dependentsOf(owner.object->uid()))
        if (auto freed = patchOwners(*dependent.resource, *dependent.object, {owner.object->uid()}, false); !freed)
            return freed;
    return removeFinalizer(*owner.resource, *owner.object, metav1::kFinalizerOrphanDependents);
}

Result<void> GarbageCollector::awaitDependents(const OwnerGraph::Node& owner) {
    // All were looked at when it began to wait, or when they came; who is in the way is looked at again.
    if (const auto blocker = m_graph.blockerOf(owner.object->uid())) {
        if (!blocker->isDeleting()) m_queue.add(blocker->object->uid());
        return {};
    }
    return removeFinalizer(*owner.resource, *owner.object, metav1::kFinalizerDeleteDependents);
}

Result<GarbageCollector::Presence> GarbageCollector::look(const Object& dependent,
                                                          const metav1::OwnerReference& reference) {
    const Row row = rowOf(reference);
    if (!row) return Presence::Unknown;
    if (row->namespaced && dependent.namespace_().empty()) return Presence::Unknown;
    const std::string namespace_ = row->namespaced ? dependent.namespace_() : std::string();
    if (const auto node = m_graph.find(reference.uid); node && node->object && node->object->name() == reference.name &&
                                                       node->object->namespace_() == namespace_ &&
                                                       node->object->kind() == reference.kind)
        return node->awaitsDependents() ? Presence::AwaitsDependents : Presence::Present;
    const auto live = m_context.client.get({row.get(), namespace_, reference.name, {}});
    if (!live)
        return status::isNotFound(live.error()) ? Result<Presence>(Presence::Absent) : std::unexpected(live.error());
    // A namesake that was made later is not the owner.
    if ((*live)->uid() != reference.uid) return Presence::Absent;
    const bool waits =
        (*live)->meta().deletionTimestamp && hasFinalizer((*live)->meta(), metav1::kFinalizerDeleteDependents);
    return waits ? Presence::AwaitsDependents : isCollectable(*row) ? Presence::Unconfirmed : Presence::Present;
}

void GarbageCollector::reportNamespace(const Object& object, const metav1::OwnerReference& reference) {
    m_events->record(
        object, "Warning", "OwnerRefInvalidNamespace",
        std::format("ownerRef [{}/{}, namespace: {}, name: {}, uid: {}] does not exist in namespace \"{}\"",
                    reference.apiVersion, reference.kind, object.namespace_(), reference.name, reference.uid,
                    object.namespace_()));
}

Result<GarbageCollector::Owners> GarbageCollector::classify(const Object& object) {
    Owners owners;
    for (const auto& reference : object.meta().ownerReferences) {
        const auto presence = look(object, reference);
        if (!presence) return std::unexpected(presence.error());
        switch (*presence) {
            case Presence::Unconfirmed:
                owners.unconfirmed = true;
                [[fallthrough]];
            case Presence::Present:
                owners.solid.push_back(reference);
                break;
            case Presence::Absent:
                owners.dangling.push_back(reference);
                if (const auto known = m_graph.find(reference.uid); known && known->object &&
                                                                    !known->object->namespace_().empty() &&
                                                                    known->object->namespace_() != object.namespace_())
                    reportNamespace(object, reference);
                break;
            case Presence::AwaitsDependents:
                owners.waiting.push_back(reference);
                break;
            case Presence::Unknown:
                owners.undecidable = true;
                if (const Row row = rowOf(reference); row && row->namespaced) reportNamespace(object, reference);
                break;
        }
    }
    return owners;
}

Result<Outcome> GarbageCollector::collect(const OwnerGraph::Node& node) {
    const auto& resource = *node.resource;
    const auto live = m_context.client.get({&resource, node.object->namespace_(), node.object->name(), {}});
    if (!live && status::isNotFound(live.error())) return Outcome();
    if (!live) return std::unexpected(live.error());
    const Object& object = **live;
    if (object.uid() != node.object->uid() || object.meta().deletionTimestamp) return Outcome();
    const auto owners = classify(object);
    if (!owners) return std::unexpected(owners.error());
    if (owners->undecidable) return Outcome();
    if (auto done = settle(resource, object, *owners); !done) return std::unexpected(done.error());
    return owners->unconfirmed ? Outcome{kConfirmEvery} : Outcome();
}

Result<void> GarbageCollector::settle(const resources::Resource& resource, const Object& object, const Owners& owners) {
    if (!owners.solid.empty()) {
        std::vector<std::string> lost;
        for (const auto& reference : owners.dangling) lost.push_back(reference.uid);
        for (const auto& reference : owners.waiting) lost.push_back(reference.uid);
        return lost.empty() ? Result<void>() : patchOwners(resource, object, lost, false);
    }
    const auto dependents = m_graph.dependentsOf(object.uid());
    if (!owners.waiting.empty() && !dependents.empty()) {
        // Of two that wait for each other one has to give way, or neither ever goes.
        const bool circle =
            std::ranges::any_of(dependents, [](const auto& dependent) { return dependent.awaitsDependents(); });
        if (circle)
            if (auto unblocked = patchOwners(resource, object, {}, true); !unblocked) return unblocked;
        return removeObject(resource, object, std::string(metav1::kDeletePropagationForeground));
    }
    if (owners.waiting.empty() && owners.dangling.empty()) return {};
    std::string policy(metav1::kDeletePropagationBackground);
    if (hasFinalizer(object.meta(), metav1::kFinalizerOrphanDependents)) policy = metav1::kDeletePropagationOrphan;
    if (hasFinalizer(object.meta(), metav1::kFinalizerDeleteDependents)) policy = metav1::kDeletePropagationForeground;
    return removeObject(resource, object, std::move(policy));
}

Result<void> GarbageCollector::removeObject(const resources::Resource& resource, const Object& object,
                                            std::string policy) {
    client::DeleteOptions options;
    options.propagationPolicy = std::move(policy);
    options.uid = object.uid();
    return ignoringAbsence(m_context.client.remove({&resource, object.namespace_(), object.name(), {}}, options));
}

Result<void> GarbageCollector::removeFinalizer(const resources::Resource& resource, const Object& object,
                                               std::string_view finalizer) {
    std::string list;
    for (const auto& other : object.meta().finalizers)
        if (other != finalizer) list += (list.empty() ? "" : ",") + jsonString(other);
    // The version makes sure that nobody else's finalizer is lost.
    const auto patched =
        m_context.client.patch({&resource, object.namespace_(), object.name(), {}}, client::PatchType::Merge,
                               std::format(R"({{"metadata":{{"uid":{},"resourceVersion":{},"finalizers":[{}]}}}})",
                                           jsonString(object.uid()), jsonString(object.meta().resourceVersion), list));
    if (!patched && !status::isNotFound(patched.error())) return std::unexpected(patched.error());
    return {};
}

Result<void> GarbageCollector::patchOwners(const resources::Resource& resource, const Object& object,
                                           const std::vector<std::string>& remove, bool unblock) {
    std::string list;
    for (auto reference : object.meta().ownerReferences) {
        if (std::ranges::find(remove, reference.uid) != remove.end()) continue;
        if (unblock) reference.blockOwnerDeletion = false;
        list += (list.empty() ? "" : ",") + schema::toJson(reference);
    }
    const auto patched =
        m_context.client.patch({&resource, object.namespace_(), object.name(), {}}, client::PatchType::Merge,
                               std::format(R"({{"metadata":{{"uid":{},"resourceVersion":{},"ownerReferences":[{}]}}}})",
                                           jsonString(object.uid()), jsonString(object.meta().resourceVersion), list));
    if (!patched && !status::isNotFound(patched.error())) return std::unexpected(patched.error());
    return {};
}

}  // namespace armillary::controllers
