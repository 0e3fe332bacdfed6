#include "engine/gitops/sync/tasks.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <map>
#include <tuple>

#include "engine/gitops/render/yaml.h"
#include "engine/gitops/sync/names.h"
#include "engine/plan/item.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

constexpr std::pair<std::string_view, Phase> kHooks[] = {
    {"PreSync", Phase::PreSync}, {"Sync", Phase::Sync}, {"PostSync", Phase::PostSync}, {"SyncFail", Phase::SyncFail}};
constexpr std::pair<std::string_view, Phase> kHelmHooks[] = {{"pre-install", Phase::PreSync},
                                                             {"pre-upgrade", Phase::PreSync},
                                                             {"post-install", Phase::PostSync},
                                                             {"post-upgrade", Phase::PostSync}};

int numberOf(std::string_view text) {
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() ? number : 0;
}

template <std::size_t Size>
void addPhases(const std::vector<std::string>& words, const std::pair<std::string_view, Phase> (&table)[Size],
               Part& part) {
    for (const std::string& word : words)
        for (const auto& [name, phase] : table)
            if (name == word && !std::ranges::contains(part.phases, phase)) part.phases.push_back(phase);
}

void addPolicies(const std::vector<std::string>& words, HookPolicy& policy) {
    for (const std::string& word : words) {
        policy.beforeCreation |= word == "BeforeHookCreation" || word == "before-hook-creation";
        policy.onSuccess |= word == "HookSucceeded" || word == "hook-succeeded";
        policy.onFailure |= word == "HookFailed" || word == "hook-failed";
    }
}

void readHelmHook(const json::object& object, const std::vector<std::string>& words, Part& part) {
    // Helm before 3 had definitions come by a hook of their own: they are none.
    if (words == std::vector<std::string>{"crd-install"}) return;
    part.isHook = true;
    addPhases(words, kHelmHooks, part);
    part.isAtDeletion = std::ranges::contains(words, "pre-delete") || std::ranges::contains(words, "post-delete");
    addPolicies(wordsOf(annotationOf(object, annotation::kHelmDelete)), part.policy);
    if (annotationOf(object, annotation::kWave).empty())
        part.wave = numberOf(annotationOf(object, annotation::kHelmWeight));
}

bool isSelected(const std::vector<Operation::Selected>& selected, const relations::ObjectId& id) {
    return selected.empty() || std::ranges::any_of(selected, [&](const Operation::Selected& each) {
               return each.group == id.kind.group && each.kind == id.kind.name && each.name == id.name &&
                      (each.namespace_.empty() || each.namespace_ == id.namespace_);
           });
}

/// The last wave to come goes first: waves change places from both ends.
void turnWaves(std::vector<Task>& prunes) {
    std::vector<int> waves;
    for (const Task& each : prunes) waves.push_back(each.wave);
    std::ranges::sort(waves);
    waves.erase(std::ranges::unique(waves).begin(), waves.end());
    for (Task& each : prunes) {
        const auto at = static_cast<std::size_t>(std::ranges::lower_bound(waves, each.wave) - waves.begin());
        each.wave = waves[waves.size() - 1 - at];
    }
}

std::vector<Task> prunesOf(const TaskInput& input, int lastWave) {
    std::vector<Task> prunes, last;
    for (const ObjectRef& each : input.surplus) {
        const auto id = relations::idOf(*each);
        const auto document = schema::parseDocument(each->json());
        if (!isSelected(input.selected, id) || !document || !document->is_object()) continue;
        const json::object& object = document->get_object();
        Task task{.id = id,
                  .version = versionOf(*each),
                  .wave = partOf(object).wave,
                  .isPrune = true,
                  .options = optionsOf(object, input.options),
                  .object = each};
        (task.options.pruneLast ? last : prunes).push_back(std::move(task));
    }
    turnWaves(prunes);
    for (const Task& each : prunes) lastWave = std::max(lastWave, each.wave);
    for (Task& each : last) {
        each.wave = lastWave + 1;
        prunes.push_back(std::move(each));
    }
    return prunes;
}

std::string waitingFor(const std::vector<Task>& tasks, const std::vector<std::size_t>& running) {
    const Task& first = tasks[running.front()];
    std::string text = std::format("waiting for {} {}",
                                   first.isPrune  ? "deletion of"
                                   : first.isHook ? "completion of hook"
                                                  : "healthy state of",
                                   shortName(first.id));
    if (running.size() > 1)
        text += std::format(" and {} more {}", running.size() - 1, first.isHook ? "hooks" : "resources");
    return text;
}

}  // namespace

std::string_view nameOf(Phase phase) {
    return kHooks[static_cast<std::size_t>(phase)].first;
}

std::string shortName(const relations::ObjectId& id) {
    return id.kind.group.empty() ? std::format("{}/{}", id.kind.name, id.name)
                                 : std::format("{}/{}/{}", id.kind.group, id.kind.name, id.name);
}

Part partOf(const json::object& object) {
    Part part;
    part.wave = numberOf(annotationOf(object, annotation::kWave));
    const auto words = wordsOf(annotationOf(object, annotation::kHook));
    if (!words.empty()) {
        part.isHook = true;
        addPhases(words, kHooks, part);
        part.isSkipped = std::ranges::contains(words, "Skip");
        part.isAtDeletion = std::ranges::contains(words, "PreDelete") || std::ranges::contains(words, "PostDelete");
        addPolicies(wordsOf(annotationOf(object, annotation::kHookDelete)), part.policy);
    } else if (const auto helm = wordsOf(annotationOf(object, annotation::kHelmHook)); !helm.empty()) {
        readHelmHook(object, helm, part);
    }
    if (!part.isHook) {
        part.phases = {Phase::Sync};
        return part;
    }
    part.isSkipped |= part.phases.empty();
    const HookPolicy& policy = part.policy;
    if (!policy.onSuccess && !policy.onFailure) part.policy.beforeCreation = true;
    return part;
}

std::vector<Task> tasksOf(const TaskInput& input) {
    std::vector<Task> tasks;
    int lastWave = 0;
    for (const ObjectRef& each : input.wanted) {
        const auto id = relations::idOf(*each);
        const auto document = schema::parseDocument(each->json());
        if (!isSelected(input.selected, id) || !document || !document->is_object()) continue;
        const json::object& object = document->get_object();
        const Part part = partOf(object);
        if (part.isSkipped || (part.isHook && !input.selected.empty())) continue;
        if (!part.isHook) lastWave = std::max(lastWave, part.wave);
        for (const Phase phase : part.phases)
            tasks.push_back({.id = id,
                             .version = versionOf(*each),
                             .phase = phase,
                             .wave = part.wave,
                             .isHook = part.isHook,
                             .policy = part.policy,
                             .options = optionsOf(object, input.options),
                             .object = each});
    }
    for (Task& each : prunesOf(input, lastWave)) tasks.push_back(std::move(each));
    std::ranges::stable_sort(tasks, {}, [](const Task& each) {
        const int kind = plan::orderOf(each.id.kind.group, each.id.kind.name);
        return std::tuple(each.phase, each.wave, !each.isPrune, each.isPrune ? -kind : kind, each.id.name,
                          each.id.namespace_);
    });
    return tasks;
}

NextStep nextStep(const std::vector<Task>& tasks, const TaskResults& results) {
    std::vector<std::size_t> running, pending, rescue;
    std::string failure;
    bool multiple = false, rescueBegun = false;
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        const Task& task = tasks[at];
        const bool isRescue = task.phase == Phase::SyncFail;
        if (!isRescue) multiple |= task.phase != tasks.front().phase || task.wave != tasks.front().wave;
        if (!results[at]) {
            (isRescue ? rescue : pending).push_back(at);
            continue;
        }
        rescueBegun |= isRescue;
        if (!results[at]->isDone()) running.push_back(at);
        if (results[at]->isDone() && !results[at]->isGood() && failure.empty())
            failure = std::format("{}: {}", shortName(task.id), results[at]->message);
    }
    std::erase_if(running, [&](std::size_t at) {
        return !multiple && !tasks[at].isHook && !tasks[at].isPrune && failure.empty();
    });
    const bool failed = !failure.empty() || rescueBegun;
    if (failed) std::erase_if(running, [&](std::size_t at) { return !tasks[at].isHook; });
    if (!running.empty()) return {NextStep::Kind::Wait, running, waitingFor(tasks, running)};
    std::vector<std::size_t>& left = failed ? rescue : pending;
    if (left.empty() && failed)
        return {NextStep::Kind::Failed,
                {},
                "one or more synchronization tasks completed unsuccessfully, reason: " + failure};
    if (left.empty()) return {NextStep::Kind::Succeeded, {}, "successfully synced (all tasks run)"};
    const Task& first = tasks[left.front()];
    std::erase_if(left, [&](std::size_t at) {
        return tasks[at].phase != first.phase || tasks[at].wave != first.wave || tasks[at].isPrune != first.isPrune;
    });
    return {NextStep::Kind::Run, left, {}};
}

}  // namespace armillary::gitops
