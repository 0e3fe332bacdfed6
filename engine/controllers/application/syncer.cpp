#include "engine/controllers/application/syncer.h"

#include <algorithm>
#include <format>

#include "engine/controllers/application/comparer.h"
#include "engine/controllers/application/documents.h"
#include "engine/controllers/application/project.h"
#include "engine/controllers/framework/batch.h"
#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/sync/difference.h"
#include "engine/gitops/sync/names.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_document.h"

namespace armillary::controllers::applications {

namespace json = boost::json;
using gitops::Health;
using gitops::NextStep;
using gitops::Task;
using gitops::TaskResult;
using State = gitops::TaskResult::State;
using std::chrono::milliseconds;

namespace {

/// Between waves, so that controllers have seen the last one.
constexpr milliseconds kWavePause{2'000};
/// What runs is heard of by its events; this is for what says nothing.
constexpr milliseconds kLookAgain{5'000};
constexpr milliseconds kLookForGone{500};

TaskResult failure(std::string message, std::string status = "SyncFailed") {
    return {State::Failed, std::move(status), std::move(message)};
}

}  // namespace

Syncer::Syncer(Round& round, const Wanted& wanted, Tools tools)
    : m_round(round),
      m_wanted(wanted),
      m_tools(std::move(tools)),
      m_operation(gitops::readOperation(objectIn(objectIn(round.status, "operationState"), "operation"))),
      m_options(round.sync.options) {
    std::vector<std::string> unknown;
    gitops::readOptions(m_operation.optionWords, m_options, unknown);
    for (const std::string& sentence : m_operation.unsupported) round.complain("UnsupportedFieldWarning", sentence);
    for (const std::string& word : unknown)
        round.complain("UnsupportedFieldWarning",
                       std::format("operation.sync.syncOptions: {} is not supported.", word));
}

json::object& Syncer::state() const {
    return objectIn(m_round.status, "operationState");
}

Row Syncer::rowOf(const Task& task) const {
    return m_tools.live.rowOf(task.id.kind.group, task.version, task.id.kind.name);
}

bool Syncer::isRunning(const Round& round) {
    const std::string phase = gitops::wordAt(round.status, "operationState", "phase");
    return phase == "Running" || phase == "Terminating";
}

bool Syncer::isBetweenTries(const Round& round) {
    return isRunning(round) && !gitops::wordAt(round.status, "operationState", "finishedAt").empty();
}

void Syncer::begin(Round& round, json::object operation, const std::vector<std::string>& revisions) {
    json::object result{{"revision", revisions.empty() ? "" : revisions.front()}, {"resources", json::array()}};
    const json::object* const sync = gitops::objectAt(operation, "sync");
    for (const char* field : {"source", "sources"}) {
        const json::value* const own = sync == nullptr ? nullptr : sync->if_contains(field);
        if (own != nullptr) result[field] = *own;
    }
    if (!result.contains("source") && !result.contains("sources"))
        for (const auto& [field, value] : round.sync.sources) result[field] = value;
    if (revisions.size() > 1) {
        json::array all;
        for (const std::string& each : revisions) all.emplace_back(each);
        result["revisions"] = std::move(all);
    }
    round.status["operationState"] = json::object{{"operation", std::move(operation)},
                                                  {"phase", "Running"},
                                                  {"startedAt", round.now},
                                                  {"syncResult", std::move(result)}};
    round.memory.nextWave.reset();
    round.memory.checked = false;
}

void Syncer::abandon(Round& round, std::string_view phase, const std::string& message) {
    json::object& state = objectIn(round.status, "operationState");
    state["phase"] = phase;
    state["message"] = gitops::bounded(message);
    state["finishedAt"] = round.now;
}

bool Syncer::isDue() {
    if (!isBetweenTries(m_round)) return true;
    const auto finished = schema::Time::parse(gitops::wordAt(state(), "finishedAt"));
    const std::int64_t tries = gitops::numberAt(state(), "retryCount").value_or(1);
    const auto pause = m_operation.retry.pauseAfter(tries - 1);
    const auto passed =
        finished ? std::chrono::duration_cast<milliseconds>(m_tools.clock.now() - finished->timePoint()) : pause;
    if (passed < pause) {
        m_round.lookAgain(pause - passed);
        return false;
    }
    state().erase("finishedAt");
    state().erase("message");
    objectIn(state(), "syncResult")["resources"] = json::array();
    m_round.memory.checked = false;
    m_round.memory.nextWave.reset();
    return true;
}

Result<void> Syncer::advance() {
    plan();
    if (gitops::wordAt(state(), "phase") == "Terminating") {
        for (std::size_t at = 0; at < m_tasks.size(); ++at)
            if (m_tasks[at].isHook && m_results[at] && !m_results[at]->isDone())
                if (const Row row = rowOf(m_tasks[at]))
                    if (const auto live = m_tools.live.read(*row, m_tasks[at].id); live && *live)
                        remove(m_tasks[at], **live);
        abandon(m_round, "Failed", "Operation terminated");
        return {};
    }
    if (!isDue()) return {};
    if (!m_round.memory.checked) {
        if (auto made = prepareNamespace(); !made) {
            finish(false, made.error().message);
            return {};
        }
        plan();
        check();
        m_round.memory.checked = true;
    }
    for (;;) {
        follow();
        const NextStep next = gitops::nextStep(m_tasks, m_results);
        store();
        switch (next.kind) {
            case NextStep::Kind::Wait:
                state()["message"] = next.message;
                m_round.lookAgain(kLookAgain);
                return {};
            case NextStep::Kind::Succeeded:
            case NextStep::Kind::Failed:
                finish(next.kind == NextStep::Kind::Succeeded, next.message);
                return {};
            case NextStep::Kind::Run:
                break;
        }
        if (const auto& until = m_round.memory.nextWave; until && m_tools.clock.steady() < *until) {
            m_round.lookAgain(std::chrono::ceil<milliseconds>(*until - m_tools.clock.steady()));
            return {};
        }
        const auto done = run(next.tasks);
        if (!done) return std::unexpected(done.error());
        if (!*done) return {};
        if (hasLater(next.tasks)) m_round.memory.nextWave = m_tools.clock.steady() + kWavePause;
        store();
        if (auto saved = m_tools.save(); !saved) return saved;
    }
}

void Syncer::plan() {
    const auto surplus = surplusOf(m_wanted, m_round.instance, m_tools.live);
    m_tasks = gitops::tasksOf({m_wanted.objects, surplus, m_options, m_operation.selected});
    m_results = gitops::readResults(m_tasks, state());
}

void Syncer::store() {
    objectIn(state(), "syncResult")["resources"] = gitops::writeResults(m_tasks, m_results, state());
}

bool Syncer::hasLater(const TaskAt& batch) const {
    const Task& one = m_tasks[batch.front()];
    for (std::size_t at = 0; at < m_tasks.size(); ++at)
        if (!m_results[at] && m_tasks[at].phase != gitops::Phase::SyncFail &&
            (m_tasks[at].phase != one.phase || m_tasks[at].wave != one.wave))
            return true;
    return false;
}

Result<void> Syncer::prepareNamespace() {
    if (!m_options.createNamespace || m_round.sync.namespace_.empty() || m_operation.dryRun) return {};
    const std::string& name = m_round.sync.namespace_;
    const auto found = client::get<corev1::Namespace>(m_tools.client, {}, name);
    if (!found && !status::isNotFound(found.error())) return std::unexpected(found.error());
    if (found && !m_round.sync.keepsNamespace) return {};
    const relations::ObjectId id{{"", "Namespace"}, {}, name};
    if (m_tools.project != nullptr)
        if (const std::string violation = violationOf(*m_tools.project, id); !violation.empty() && !found)
            return std::unexpected(status::badRequest(std::format("Namespace/{}: {}", name, violation)));
    json::object labels, annotations;
    for (const auto& [key, value] : m_round.sync.namespaceLabels) labels[key] = value;
    for (const auto& [key, value] : m_round.sync.namespaceAnnotations) annotations[key] = value;
    json::object metadata{{"name", name}};
    if (!labels.empty()) metadata["labels"] = std::move(labels);
    if (!annotations.empty()) metadata["annotations"] = std::move(annotations);
    std::string text;
    schema::writeDocument(text, json::object{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", metadata}});
    const auto made = m_tools.client.apply(client::target<corev1::Namespace>({}, name), std::move(text),
                                           {std::string(gitops::kSyncManager), true, false});
    if (!made) return std::unexpected(made.error());
    return {};
}

/// Why a task cannot be done, found out before anything has been changed; "" when nothing speaks against it.
std::string Syncer::tryOut(const Task& task) const {
    if (m_tools.project != nullptr)
        if (std::string violation = violationOf(*m_tools.project, task.id); !violation.empty()) return violation;
    const Row row = rowOf(task);
    if (!row) {
        const bool comes = std::ranges::any_of(m_tasks, [&](const Task& each) {
            if (each.id.kind.name != "CustomResourceDefinition") return false;
            const json::object definition = documentOf(*each.object);
            return gitops::wordAt(definition, "spec", "group") == task.id.kind.group &&
                   gitops::wordAt(definition, "spec", "names", "kind") == task.id.kind.name;
        });
        if (comes || task.options.skipMissingKinds) return {};
        return std::format(
            "The Kubernetes API could not find {}/{} for requested resource {}/{}. Make sure the \"{}\" "
            "CRD is installed on the destination cluster.",
            task.id.kind.group, task.id.kind.name, task.id.namespace_, task.id.name, task.id.kind.name);
    }
    // A hook's object of the last time may be in the way until it has been removed.
    if (task.isHook) return {};
    const bool isHere = m_round.memory.verdicts.contains(task.id);
    if (isHere && task.options.failOnShared) {
        const auto live = m_tools.live.read(*row, task.id);
        const std::string owner = live && *live ? gitops::trackedBy(**live) : "";
        if (!owner.empty() && owner != m_round.instance)
            return std::format("Shared resource found: it is part of application {}", owner);
    }
    const bool hasNamespace = task.id.namespace_.empty() ||
                              client::get<corev1::Namespace>(m_tools.client, {}, task.id.namespace_).has_value();
    if (isHere || !hasNamespace || task.options.replace || task.options.force) return {};
    const auto tried = m_tools.client.apply({row.get(), task.id.namespace_, task.id.name, {}}, task.object->json(),
                                            {std::string(gitops::kSyncManager), true, true});
    return tried ? std::string() : refusalOf(tried.error(), task.id);
}

void Syncer::check() {
    std::vector<std::string> problems(m_tasks.size());
    (void)inParallel(m_tools.helpers, m_tasks.size(), [&](std::size_t at) -> Result<void> {
        if (!m_results[at] && !m_tasks[at].isPrune) problems[at] = tryOut(m_tasks[at]);
        return {};
    });
    for (std::size_t at = 0; at < m_tasks.size(); ++at)
        if (!problems[at].empty()) m_results[at] = failure(problems[at]);
    store();
}

void Syncer::follow() {
    for (std::size_t at = 0; at < m_tasks.size(); ++at) {
        const Task& task = m_tasks[at];
        if (!m_results[at] || m_results[at]->isDone() || task.isPrune) continue;
        TaskResult& result = *m_results[at];
        if (m_operation.dryRun) {
            result.state = State::Succeeded;
            continue;
        }
        const Row row = rowOf(task);
        const auto live = row ? m_tools.live.read(*row, task.id) : Result<ObjectRef>(nullptr);
        if (!live) continue;
        if (!*live) {
            // It was to be made, and whoever was about to make it fell.
            if (result.message.empty()) {
                m_results[at].reset();
            } else {
                result = failure("it is gone before it was well", task.isHook ? "" : "SyncFailed");
            }
            continue;
        }
        const gitops::HealthState health = gitops::healthOf(documentOf(**live));
        if (health.health == Health::Healthy) {
            result.state = State::Succeeded;
        } else if (health.health == Health::Degraded || (task.isHook && health.health == Health::Unknown)) {
            result.state = State::Failed;
        }
        if (result.isDone() || result.message.empty())
            if (!health.message.empty()) result.message = health.message;
    }
}

bool Syncer::removeOldHooks(const TaskAt& batch) {
    bool gone = true;
    for (const std::size_t at : batch) {
        const Task& task = m_tasks[at];
        const Row row = rowOf(task);
        if (!task.isHook || !task.policy.beforeCreation || !row) continue;
        const auto live = m_tools.live.read(*row, task.id);
        if (!live || !*live) continue;
        gone = false;
        if (!(*live)->meta().deletionTimestamp) remove(task, **live);
    }
    return gone;
}

Result<bool> Syncer::run(const TaskAt& batch) {
    if (m_operation.dryRun || removeOldHooks(batch)) {
        // What is about to be made is on disk before it is: whoever comes after a fall does not make it twice.
        bool hooks = false;
        for (const std::size_t at : batch)
            if (m_tasks[at].isHook) {
                m_results[at] = TaskResult{};
                hooks = true;
            }
        store();
        if (hooks && !m_operation.dryRun)
            if (auto saved = m_tools.save(); !saved) return std::unexpected(saved.error());
    } else {
        state()["message"] = "waiting for deletion of the last hook";
        m_round.lookAgain(kLookForGone);
        return false;
    }
    for (std::size_t begin = 0; begin < batch.size();) {
        std::size_t end = begin + 1;
        const relations::Kind& kind = m_tasks[batch[begin]].id.kind;
        while (end < batch.size() && m_tasks[batch[end]].id.kind == kind) ++end;
        (void)inParallel(m_tools.helpers, end - begin, [&](std::size_t i) -> Result<void> {
            const std::size_t at = batch[begin + i];
            m_results[at] = m_tasks[at].isPrune ? pruneOne(m_tasks[at]) : applyOne(m_tasks[at]);
            return {};
        });
        begin = end;
    }
    // One that waits for a person's word has no result yet.
    const bool waits = std::ranges::any_of(
        batch, [&](std::size_t at) { return m_results[at] && !m_results[at]->isDone() && m_tasks[at].isPrune; });
    if (!waits) return true;
    for (const std::size_t at : batch)
        if (m_tasks[at].isPrune && m_results[at] && !m_results[at]->isDone()) m_results[at].reset();
    state()["message"] = "waiting for pruning confirmation";
    store();
    return false;
}

std::string Syncer::textOf(const Task& task) const {
    if (!m_options.respectIgnored || m_round.sync.ignored.empty()) return task.object->json();
    const Row row = rowOf(task);
    const auto live = row ? m_tools.live.read(*row, task.id) : Result<ObjectRef>(nullptr);
    if (!live || !*live) return task.object->json();
    std::string text;
    schema::writeDocument(
        text, gitops::withIgnoredKept(documentOf(*task.object), documentOf(**live), task.id, m_round.sync.ignored));
    return text;
}

Result<ObjectRef> Syncer::send(const Task& task, const resources::Resource& row) const {
    const client::Target target{&row, task.id.namespace_, task.id.name, {}};
    const client::ApplyOptions options{std::string(gitops::kSyncManager), true, m_operation.dryRun};
    if (!task.options.replace || m_operation.dryRun) {
        auto applied = m_tools.client.apply(target, textOf(task), options);
        if (applied || !task.options.force || !status::isInvalid(applied.error()) || m_operation.dryRun) return applied;
    }
    const auto live = m_tools.live.read(row, task.id);
    if (!live) return live;
    if (*live && !task.options.force) {
        json::object whole = documentOf(*task.object);
        objectIn(whole, "metadata")["resourceVersion"] = (*live)->meta().resourceVersion;
        std::string text;
        schema::writeDocument(text, whole);
        return m_tools.client.update(target, std::move(text));
    }
    if (*live)
        if (auto gone = m_tools.client.remove(target, {.propagationPolicy = "Background", .uid = (*live)->uid()});
            !gone)
            return std::unexpected(gone.error());
    return m_tools.client.apply(target, task.object->json(), options);
}

TaskResult Syncer::applyOne(const Task& task) const {
    const Row row = rowOf(task);
    const std::string status = task.isHook ? "" : "Synced";
    if (!row)
        return failure(std::format("the cluster serves no {}", task.id.kind.text()), task.isHook ? "" : "SyncFailed");
    const std::string name =
        std::format("{}{}{}/{}", row->singular, row->group.empty() ? "" : ".", row->group, task.id.name);
    if (task.options.outOfSyncOnly && !task.isHook)
        if (const auto known = m_round.memory.verdicts.find(task.id);
            known != m_round.memory.verdicts.end() && known->second.synced)
            return {State::Running, status, name + " unchanged"};
    const auto sent = send(task, *row);
    if (!sent) return failure(refusalOf(sent.error(), task.id), task.isHook ? "" : "SyncFailed");
    return {State::Running, status,
            name + (m_operation.dryRun ? " serverside-applied (dry run)" : " serverside-applied")};
}

TaskResult Syncer::pruneOne(const Task& task) const {
    const Row row = rowOf(task);
    if (!row) return failure(std::format("the cluster serves no {}", task.id.kind.text()));
    const bool keeps = gitops::annotationOf(documentOf(*task.object), gitops::annotation::kHelmKeep) == "keep";
    if (task.options.prune == gitops::Consent::No || keeps)
        return {State::Succeeded, "PruneSkipped", "ignored (no prune)"};
    if (!m_operation.prune) return {State::Succeeded, "PruneSkipped", "ignored (requires pruning)"};
    if (m_operation.dryRun) return {State::Succeeded, "Pruned", "pruned (dry run)"};
    if (task.options.prune == gitops::Consent::Confirm) {
        const auto approved =
                       schema::Time::parse(gitops::annotationOf(m_round.document, gitops::annotation::kApproved)),
                   started = schema::Time::parse(gitops::wordAt(state(), "startedAt"));
        if (!approved || (started && *approved < *started)) return {State::Running, "PruneSkipped", {}};
    }
    std::string policy = task.options.propagation;
    policy.front() = static_cast<char>(policy.front() - 'a' + 'A');
    const auto removed = m_tools.client.remove({row.get(), task.id.namespace_, task.id.name, {}},
                                               {.propagationPolicy = policy, .uid = task.object->uid()});
    if (!removed && !status::isNotFound(removed.error())) return failure(removed.error().message);
    return {State::Succeeded, "Pruned", "pruned"};
}

void Syncer::remove(const Task& task, const Object& object) const {
    if (const Row row = rowOf(task))
        (void)m_tools.client.remove({row.get(), task.id.namespace_, task.id.name, {}},
                                    {.propagationPolicy = "Background", .uid = object.uid()});
}

void Syncer::removeHooks(bool good) {
    for (std::size_t at = 0; at < m_tasks.size(); ++at) {
        const Task& task = m_tasks[at];
        if (!task.isHook || !m_results[at] || !m_results[at]->isDone()) continue;
        const bool leaves = m_results[at]->isGood() ? task.policy.onSuccess && good : task.policy.onFailure;
        const Row row = rowOf(task);
        if (!leaves || !row) continue;
        if (const auto live = m_tools.live.read(*row, task.id); live && *live) remove(task, **live);
    }
}

void Syncer::finish(bool good, const std::string& message) {
    removeHooks(good);
    const std::int64_t tries = gitops::numberAt(state(), "retryCount").value_or(0);
    const gitops::Retry& retry = m_operation.retry;
    if (!good && (retry.limit < 0 || tries < retry.limit)) {
        const auto pause = retry.pauseAfter(tries);
        state()["retryCount"] = tries + 1;
        state()["finishedAt"] = m_round.now;
        state()["message"] = std::format(
            "{}. Retrying attempt #{} at {}.", gitops::bounded(message), tries + 1,
            schema::Time(m_tools.clock.now() + std::chrono::duration_cast<async::SystemTime::duration>(pause)).text());
        m_round.lookAgain(pause);
        return;
    }
    abandon(m_round, good ? "Succeeded" : "Failed", message);
    if (good && !m_operation.dryRun && m_operation.selected.empty())
        gitops::writeHistory(m_round.status, m_round.sync.historyLimit);
}

}  // namespace armillary::controllers::applications
