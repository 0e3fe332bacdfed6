#include "engine/controllers/flowcontrol/flowcontrol.h"

#include <algorithm>
#include <format>

#include "engine/resources/flow_control.h"

namespace armillary::controllers {

using namespace flowcontrolv1;

namespace {

constexpr std::string_view kSchemaKey = "schema/", kLevelKey = "level/";

template <class T>
const T* defaultOf(const std::vector<T>& defaults, std::string_view name) {
    const auto found = std::ranges::find_if(defaults, [&](const T& object) { return object.metadata.name == name; });
    return found == defaults.end() ? nullptr : &*found;
}

/// Somebody else may have been faster; the informer will say so.
Result<void> unlessOvertaken(Result<void> done) {
    if (!done && (status::isNotFound(done.error()) || status::isAlreadyExists(done.error()))) return {};
    return done;
}

template <class T>
Result<void> keep(client::Client& client, const ObjectRef& current, const T* fixed) {
    std::optional<T> object;
    if (current) object = current->as<T>();
    const auto done = [](const Result<ObjectRef>& written) {
        return unlessOvertaken(written ? Result<void>() : std::unexpected(written.error()));
    };
    switch (planUpkeep(object, fixed)) {
        case Upkeep::Keep:
            return {};
        case Upkeep::Create:
            return done(client::create(client, std::move(*object)));
        case Upkeep::Update:
            return done(client::update(client, std::move(*object)));
        case Upkeep::Remove:
            return unlessOvertaken(
                client::remove<T>(client, "", object->metadata.name,
                                  {.uid = object->metadata.uid, .resourceVersion = object->metadata.resourceVersion}));
    }
    return {};
}

}  // namespace

template <class T>
Upkeep planUpkeep(std::optional<T>& object, const T* fixed) {
    const std::string annotation(kAutoUpdateAnnotationKey);
    if (!object) {
        if (!fixed) return Upkeep::Keep;
        object = *fixed;
        return Upkeep::Create;
    }
    auto& annotations = object->metadata.annotations;
    const auto found = annotations.find(annotation);
    if (!fixed) return found != annotations.end() && found->second == "true" ? Upkeep::Remove : Upkeep::Keep;
    // Who has never touched the object wants it kept current.
    const std::string wanted = found != annotations.end()         ? found->second
                               : object->metadata.generation == 1 ? "true"
                                                                  : "false";
    const bool same = object->spec == fixed->spec;
    if (found != annotations.end() && (same || wanted != "true")) return Upkeep::Keep;
    annotations.insert_or_assign(annotation, wanted);
    if (wanted == "true") object->spec = fixed->spec;
    return Upkeep::Update;
}

template Upkeep planUpkeep(std::optional<FlowSchema>&, const FlowSchema*);
template Upkeep planUpkeep(std::optional<PriorityLevelConfiguration>&, const PriorityLevelConfiguration*);

FlowControlController::FlowControlController(const Context& context)
    : QueuedController(context),
      m_schemas(client::informer<FlowSchema>(context.informers)),
      m_levels(client::informer<PriorityLevelConfiguration>(context.informers)) {
    m_schemas.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add(std::string(kSchemaKey) + (current ? current : previous)->name());
    });
    m_levels.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add(std::string(kLevelKey) + (current ? current : previous)->name());
        if (previous && current) return;
        for (const ObjectRef& schema : m_schemas.list()) m_queue.add(std::string(kSchemaKey) + schema->name());
    });
}

void FlowControlController::start() {
    for (const auto& object : resources::flowcontrol::defaultFlowSchemas())
        m_queue.add(std::string(kSchemaKey) + object.metadata.name);
    for (const auto& object : resources::flowcontrol::defaultPriorityLevels())
        m_queue.add(std::string(kLevelKey) + object.metadata.name);
}

Result<Outcome> FlowControlController::reconcile(const std::string& key) {
    Result<void> done;
    if (key.starts_with(kLevelKey)) {
        const std::string name = key.substr(kLevelKey.size());
        done = keep(m_context.client, m_levels.get("", name),
                    defaultOf(resources::flowcontrol::defaultPriorityLevels(), name));
    } else {
        const std::string name = key.substr(kSchemaKey.size());
        const ObjectRef schema = m_schemas.get("", name);
        done = keep(m_context.client, schema, defaultOf(resources::flowcontrol::defaultFlowSchemas(), name));
        if (done && schema) done = sayWhetherDangling(schema->as<FlowSchema>());
    }
    if (!done) return std::unexpected(done.error());
    return Outcome();
}

Result<void> FlowControlController::sayWhetherDangling(const FlowSchema& schema) {
    const std::string& level = schema.spec.priorityLevelConfiguration.name;
    const bool dangling = !m_levels.get("", level);
    FlowSchemaCondition wanted;
    wanted.type = kFlowSchemaConditionDangling;
    wanted.status = dangling ? kConditionTrue : kConditionFalse;
    wanted.reason = dangling ? "NotFound" : "Found";
    wanted.message = std::format("This FlowSchema references the PriorityLevelConfiguration object named \"{}\" {}",
                                 level, dangling ? "but there is no such object" : "and it exists");
    FlowSchema changed = schema;
    auto& conditions = changed.status.conditions;
    auto condition = std::ranges::find(conditions, wanted.type, &FlowSchemaCondition::type);
    if (condition == conditions.end()) condition = conditions.emplace(conditions.end());
    wanted.lastTransitionTime = condition->lastTransitionTime;
    if (*condition == wanted) return {};
    if (condition->status != wanted.status) wanted.lastTransitionTime = schema::Time(m_context.clock.now());
    *condition = std::move(wanted);
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isConflict(written.error())) return unlessOvertaken(std::unexpected(written.error()));
    return {};
}

}  // namespace armillary::controllers
