#include "engine/controllers/customresources/definitions.h"

#include <algorithm>
#include <set>

#include "engine/controllers/customresources/plan.h"
#include "engine/resources/custom/definition.h"

namespace armillary::controllers {

using apiextensionsv1::CustomResourceDefinition;

namespace {

constexpr std::string_view kFinalizer = "customresourcecleanup.apiextensions.k8s.io";
constexpr std::chrono::seconds kLookAgain{1};
constexpr std::string_view kInProgress = "InstanceDeletionInProgress", kFailed = "InstanceDeletionFailed",
                           kProgress = "CustomResource deletion is in progress";

bool hasBegun(const CustomResourceDefinition& definition) {
    return std::ranges::any_of(definition.status.conditions, [](const auto& known) {
        return known.type == apiextensionsv1::kTerminating && (known.reason == kInProgress || known.reason == kFailed);
    });
}

Result<Outcome> unlessGone(const Result<ObjectRef>& written) {
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

/// "plural.group"
std::string groupOf(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? std::string() : name.substr(dot + 1);
}

/// A row in the version that objects are stored in, so that a definition goes even when nobody converts them any more.
std::shared_ptr<const resources::Resource> storedRow(const CustomResourceDefinition& definition) {
    const auto row = resources::custom::clientRow(definition, resources::custom::Unserved::Stored);
    const auto& versions = definition.spec.versions;
    const auto stored = std::ranges::find_if(versions, [](const auto& version) { return version.storage; });
    if (!row || stored == versions.end()) return nullptr;
    auto made = std::make_shared<resources::Resource>(*row);
    made->version = stored->name;
    return made;
}

bool isHeld(const Object& definition) {
    return definition.meta().deletionTimestamp &&
           std::ranges::contains(definition.meta().finalizers, std::string(kFinalizer));
}

/// Source: k8s.io/apiextensions-apiserver/pkg/controller/finalizer, updateCustomResourceDefinition.
bool differOnlyInTerminating(const Object& left, const Object& right) {
    if (left.revision() == right.revision()) return false;
    const auto rest = [](const Object& object) {
        CustomResourceDefinition definition = object.as<CustomResourceDefinition>();
        definition.metadata.resourceVersion.clear();
        definition.metadata.managedFields.clear();
        std::erase_if(definition.status.conditions,
                      [](const auto& known) { return known.type == apiextensionsv1::kTerminating; });
        return definition;
    };
    return schema::operator==(rest(left), rest(right));
}

}  // namespace

DefinitionController::DefinitionController(const Context& context)
    : QueuedController(context), m_definitions(client::informer<CustomResourceDefinition>(context.informers)) {
    m_definitions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (current) m_queue.add(current->name());
        // A name that has become free may be what another waits for.
        if (!current) addGroup(groupOf(previous->name()), previous->name());
    });
}

void DefinitionController::addGroup(const std::string& group, const std::string& exceptFor) {
    for (const ObjectRef& other : m_definitions.list())
        if (other->name() != exceptFor && groupOf(other->name()) == group) m_queue.add(other->name());
}

Result<Outcome> DefinitionController::reconcile(const std::string& key) {
    const auto fresh = client::get<CustomResourceDefinition>(m_context.client, {}, key);
    if (!fresh) return status::isNotFound(fresh.error()) ? Result<Outcome>(Outcome()) : std::unexpected(fresh.error());
    CustomResourceDefinition definition = (*fresh)->as<CustomResourceDefinition>();
    std::vector<ObjectRef> held;
    std::vector<const CustomResourceDefinition*> others;
    // Read anew: what has been given out a moment ago counts.
    const auto all = m_context.client.list(client::target<CustomResourceDefinition>());
    if (!all) return std::unexpected(all.error());
    for (const ObjectRef& other : all->items) {
        if (other->name() == key || groupOf(other->name()) != definition.spec.group) continue;
        held.push_back(other);
        others.push_back(&held.back()->as<CustomResourceDefinition>());
    }
    auto planned = customresources::statusOf(definition, others, m_context.clock.now());
    if (schema::operator==(planned, definition.status)) return Outcome();
    const bool named = !schema::operator==(planned.acceptedNames, definition.status.acceptedNames);
    definition.status = std::move(planned);
    const std::string group = definition.spec.group;
    const auto written = client::updateStatus(m_context.client, std::move(definition));
    if (!written) return unlessGone(written);
    if (named) addGroup(group, key);
    return Outcome();
}

DefinitionFinalizer::DefinitionFinalizer(const Context& context)
    : QueuedController(context), m_definitions(client::informer<CustomResourceDefinition>(context.informers)) {
    m_definitions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current || !isHeld(*current)) return;
        // What this controller says of its own progress is no reason to look again: it would not wait between tries.
        if (previous && isHeld(*previous) && differOnlyInTerminating(*previous, *current)) return;
        m_queue.add(current->name());
    });
}

Result<ObjectRef> DefinitionFinalizer::setTerminating(const Object& definition, bool holds, std::string_view reason,
                                                      std::string message, bool release) {
    CustomResourceDefinition changed = definition.as<CustomResourceDefinition>();
    apiextensionsv1::CustomResourceDefinitionCondition condition;
    condition.type = apiextensionsv1::kTerminating;
    condition.status = holds ? apiextensionsv1::kConditionTrue : apiextensionsv1::kConditionFalse;
    condition.reason = reason;
    condition.message = std::move(message);
    customresources::setCondition(changed, std::move(condition), m_context.clock.now());
    if (release) std::erase(changed.metadata.finalizers, kFinalizer);
    return client::updateStatus(m_context.client, std::move(changed));
}

Result<std::size_t> DefinitionFinalizer::deleteInstances(const ObjectRef& definition) {
    const auto row = storedRow(definition->as<CustomResourceDefinition>());
    if (!row) return std::unexpected(status::internalError("no version of " + definition->name() + " is served"));
    const client::Target all{row.get(), {}, {}, {}};
    const auto before = m_context.client.list(all);
    if (!before) return std::unexpected(before.error());
    std::set<std::string> namespaces;
    for (const ObjectRef& object : before->items) namespaces.insert(object->namespace_());
    for (const std::string& namespace_ : namespaces)
        if (auto removed = m_context.client.removeCollection({row.get(), namespace_, {}, {}}, {}); !removed)
            return std::unexpected(removed.error());
    if (namespaces.empty()) return 0;
    const auto after = m_context.client.list(all);
    if (!after) return std::unexpected(after.error());
    return after->items.size();
}

Result<Outcome> DefinitionFinalizer::reconcile(const std::string& key) {
    const auto fresh = client::get<CustomResourceDefinition>(m_context.client, {}, key);
    if (!fresh) return status::isNotFound(fresh.error()) ? Result<Outcome>(Outcome()) : std::unexpected(fresh.error());
    if (!isHeld(**fresh)) return Outcome();
    Result<ObjectRef> marked = *fresh;
    // Once is enough: between tries the condition says what went wrong in the last one.
    if (!hasBegun((*fresh)->as<CustomResourceDefinition>()))
        marked = setTerminating(**fresh, true, kInProgress, std::string(kProgress), false);
    if (!marked) return unlessGone(marked);
    const auto& definition = (*marked)->as<CustomResourceDefinition>();
    if (!resources::custom::isTrue(definition.status, apiextensionsv1::kEstablished))
        return unlessGone(setTerminating(**marked, false, "NeverEstablished", "resource was never established", true));
    const auto left = deleteInstances(*marked);
    if (!left) {
        (void)setTerminating(**marked, true, kFailed, "could not issue all deletes: " + left.error().message, false);
        return std::unexpected(left.error());
    }
    if (*left > 0) {
        if (marked = setTerminating(**marked, true, kInProgress, std::string(kProgress), false); !marked)
            return unlessGone(marked);
        // Finalizers of the objects take the time that their owners take.
        return Outcome{kLookAgain};
    }
    return unlessGone(setTerminating(**marked, false, "InstanceDeletionCompleted", "removed all instances", true));
}

}  // namespace armillary::controllers
