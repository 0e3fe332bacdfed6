#include "engine/gitops/sync/status.h"

#include <algorithm>
#include <format>
#include <map>
#include <set>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestMessage = 2000;
constexpr std::string_view kStates[] = {"Running", "Succeeded", "Failed", "Error"};

/// The object at a member, made when it is not there.
json::object& objectIn(json::object& parent, std::string_view name) {
    json::value& value = parent[name];
    if (!value.is_object()) value = json::object();
    return value.get_object();
}

json::object resourceOf(const ResourceState& state) {
    json::object resource;
    if (!state.id.kind.group.empty()) resource["group"] = state.id.kind.group;
    resource["kind"] = state.id.kind.name;
    resource["name"] = state.id.name;
    if (!state.id.namespace_.empty()) resource["namespace"] = state.id.namespace_;
    resource["version"] = state.version;
    if (!state.sync.empty()) resource["status"] = state.sync;
    if (state.isHook) resource["hook"] = true;
    if (state.requiresPruning) resource["requiresPruning"] = true;
    if (state.wave != 0) resource["syncWave"] = state.wave;
    json::object health{{"status", nameOf(state.health.health)}};
    if (!state.health.message.empty()) health["message"] = bounded(state.health.message);
    resource["health"] = std::move(health);
    return resource;
}

relations::ObjectId idOfResult(const json::object& result) {
    return {{wordAt(result, "group"), wordAt(result, "kind")}, wordAt(result, "namespace"), wordAt(result, "name")};
}

/// By which a result is found again.
std::string keyOf(const relations::ObjectId& id, std::string_view phase) {
    return std::format("{}/{}/{}/{} {}", id.kind.group, id.kind.name, id.namespace_, id.name, phase);
}

}  // namespace

std::string bounded(std::string_view text) {
    if (text.size() <= kLongestMessage) return std::string(text);
    std::size_t end = kLongestMessage;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + "…";
}

void summarize(Comparison& comparison) {
    comparison.sync = "Synced";
    comparison.health = Health::Healthy;
    for (const ResourceState& each : comparison.resources) {
        if (each.sync == "OutOfSync") comparison.sync = "OutOfSync";
        if (each.countsForHealth && !each.isHook) comparison.health = worse(comparison.health, each.health.health);
    }
}

void writeComparison(json::object& status, const Comparison& comparison, const json::object& spec,
                     const std::string& now) {
    json::object& sync = objectIn(status, "sync");
    sync["status"] = comparison.sync;
    json::object& compared = objectIn(sync, "comparedTo");
    compared = {};
    for (const char* field : {"source", "sources", "destination", "ignoreDifferences"})
        if (const json::value* const value = spec.if_contains(field)) compared[field] = *value;
    if (!compared.contains("destination")) compared["destination"] = json::object();
    if (!comparison.revision.empty()) {
        sync["revision"] = comparison.revision;
        if (!comparison.sourceType.empty()) status["sourceType"] = comparison.sourceType;
    }
    json::object& health = objectIn(status, "health");
    const std::string_view state = nameOf(comparison.health);
    if (wordAt(health, "status") != state) health["lastTransitionTime"] = now;
    health["status"] = state;
    if (!status.contains("reconciledAt")) status["reconciledAt"] = now;
    if (comparison.sync == "Unknown") return;
    json::array resources, images;
    for (const ResourceState& each : comparison.resources) resources.push_back(resourceOf(each));
    for (const std::string& image : comparison.images) images.emplace_back(image);
    status["resources"] = std::move(resources);
    objectIn(status, "summary")["images"] = std::move(images);
}

void writeConditions(json::object& status, std::vector<AppCondition> conditions, const std::string& now) {
    std::map<AppCondition, std::string> before;
    eachObject(
        [&](const json::object& each) {
            before[{wordAt(each, "type"), wordAt(each, "message")}] = wordAt(each, "lastTransitionTime");
        },
        status, "conditions");
    for (AppCondition& each : conditions) each.message = bounded(each.message);
    std::ranges::sort(conditions);
    conditions.erase(std::ranges::unique(conditions).begin(), conditions.end());
    json::array written;
    for (const AppCondition& each : conditions) {
        const auto known = before.find(each);
        written.push_back(json::object{{"type", each.type},
                                       {"message", each.message},
                                       {"lastTransitionTime", known == before.end() ? now : known->second}});
    }
    if (written.empty()) {
        status.erase("conditions");
    } else {
        status["conditions"] = std::move(written);
    }
}

json::array writeResults(const std::vector<Task>& tasks, const TaskResults& results,
                         const json::object& operationState) {
    json::array written;
    std::set<std::string> known;
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        if (!results[at]) continue;
        const Task& task = tasks[at];
        json::object one{{"group", task.id.kind.group},
                         {"version", task.version},
                         {"kind", task.id.kind.name},
                         {"namespace", task.id.namespace_},
                         {"name", task.id.name},
                         {"syncPhase", nameOf(task.phase)},
                         {"hookPhase", kStates[static_cast<std::size_t>(results[at]->state)]}};
        if (!results[at]->status.empty()) one["status"] = results[at]->status;
        if (!results[at]->message.empty()) one["message"] = bounded(results[at]->message);
        if (task.isHook) one["hookType"] = nameOf(task.phase);
        known.insert(keyOf(task.id, nameOf(task.phase)));
        written.push_back(std::move(one));
    }
    eachObject(
        [&](const json::object& each) {
            if (!known.contains(keyOf(idOfResult(each), wordAt(each, "syncPhase")))) written.push_back(each);
        },
        operationState, "syncResult", "resources");
    return written;
}

TaskResults readResults(const std::vector<Task>& tasks, const json::object& operationState) {
    std::map<std::string, TaskResult> known;
    eachObject(
        [&](const json::object& each) {
            TaskResult result{.status = wordAt(each, "status"), .message = wordAt(each, "message")};
            const std::string state = wordAt(each, "hookPhase");
            const auto found = std::ranges::find(kStates, state);
            if (found != std::end(kStates)) result.state = static_cast<TaskResult::State>(found - std::begin(kStates));
            known[keyOf(idOfResult(each), wordAt(each, "syncPhase"))] = std::move(result);
        },
        operationState, "syncResult", "resources");
    TaskResults results(tasks.size());
    for (std::size_t at = 0; at < tasks.size(); ++at)
        if (const auto found = known.find(keyOf(tasks[at].id, nameOf(tasks[at].phase))); found != known.end())
            results[at] = found->second;
    return results;
}

void writeHistory(json::object& status, std::int64_t limit) {
    const json::object* const state = objectAt(status, "operationState");
    const json::object* const result = state == nullptr ? nullptr : objectAt(*state, "syncResult");
    if (result == nullptr) return;
    const json::array* const before = arrayAt(status, "history");
    json::array history = before == nullptr ? json::array() : *before;
    const std::int64_t last =
        history.empty() || !history.back().is_object() ? -1 : numberAt(history.back().get_object(), "id").value_or(-1);
    json::object entry{{"id", last + 1},
                       {"revision", wordAt(*result, "revision")},
                       {"deployStartedAt", wordAt(*state, "startedAt")},
                       {"deployedAt", wordAt(*state, "finishedAt")}};
    for (const char* field : {"source", "sources"})
        if (const json::value* const value = result->if_contains(field)) entry[field] = *value;
    if (const json::value* const by = valueAt(*state, "operation", "initiatedBy")) entry["initiatedBy"] = *by;
    history.push_back(std::move(entry));
    while (static_cast<std::int64_t>(history.size()) > limit) history.erase(history.begin());
    status["history"] = std::move(history);
}

}  // namespace armillary::gitops
