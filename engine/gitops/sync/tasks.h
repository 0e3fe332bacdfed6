#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/sync/spec.h"
#include "engine/relations/relations.h"

/// What a sync does, in which order, and what comes next. Pure. Source: Argo CD's "Sync Phases and Waves" and "Resource
/// Hooks".
namespace armillary::gitops {

enum class Phase : std::uint8_t { PreSync, Sync, PostSync, SyncFail };
std::string_view nameOf(Phase phase);

/// When a hook's object goes.
struct HookPolicy {
    bool beforeCreation = false, onSuccess = false, onFailure = false;
};

/// How an object takes part.
struct Part {
    std::vector<Phase> phases;  ///< a hook's; {Sync} of what is none
    bool isHook = false;
    bool isSkipped = false;     ///< it says Skip, or is run by nothing here (Helm's test and rollback hooks)
    bool isAtDeletion = false;  ///< PreDelete or PostDelete
    HookPolicy policy;
    int wave = 0;
};
Part partOf(const boost::json::object& object);

/// One step: an object that is applied, run as a hook, or removed.
struct Task {
    relations::ObjectId id;
    std::string version;
    Phase phase = Phase::Sync;
    int wave = 0;
    bool isHook = false, isPrune = false;
    HookPolicy policy;
    SyncOptions options;
    ObjectRef object;  ///< as it is to be; of a prune, as it is
};

struct TaskInput {
    const std::vector<ObjectRef>& wanted;
    const std::vector<ObjectRef>& surplus;  ///< tracked and not wanted
    SyncOptions options;
    const std::vector<Operation::Selected>& selected;
};
/// In the order in which they are done: phase, wave, prunes first, kind, name. What is pruned goes in the reverse order
/// of its waves; with PruneLast after everything else. Where only some are selected no hook runs.
std::vector<Task> tasksOf(const TaskInput& input);

/// What has become of a task.
struct TaskResult {
    enum class State : std::uint8_t { Running, Succeeded, Failed, Error };
    State state = State::Running;
    std::string status;  ///< "Synced", "SyncFailed", "Pruned", "PruneSkipped"; "" of a hook
    std::string message;
    bool isDone() const { return state != State::Running; }
    bool isGood() const { return state == State::Succeeded; }
};
using TaskResults = std::vector<std::optional<TaskResult>>;  ///< beside the tasks; empty: not begun

struct NextStep {
    enum class Kind : std::uint8_t { Run, Wait, Succeeded, Failed };
    Kind kind = Kind::Succeeded;
    std::vector<std::size_t> tasks;  ///< which are to be run, or are waited for
    std::string message;
};
/// One wave of one phase at a time. Where there is more than one of these, all of one are waited for; else hooks alone.
/// After a failure only SyncFail hooks run.
NextStep nextStep(const std::vector<Task>& tasks, const TaskResults& results);

/// "apps/Deployment/web".
std::string shortName(const relations::ObjectId& id);

}  // namespace armillary::gitops
