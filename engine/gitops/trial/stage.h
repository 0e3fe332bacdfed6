#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/gitops/preview/preview.h"
#include "engine/gitops/sync/tasks.h"

/// What is tried of a repository's objects, and how: each in a namespace of the trial's own, beside whatever else runs.
namespace armillary::gitops {

/// What the cluster has on which it is tried.
struct Ground {
    std::set<std::string> priorityClasses, storageClasses, runtimeClasses;
    std::map<relations::Kind, bool> customKinds;  ///< that it serves; whether they have namespaces
};

struct StageOptions {
    std::string id;                 ///< a few letters and digits
    bool substituteImages = false;  ///< the sample image in the place of every other
};

struct StagedObject {
    std::string title;  ///< as the repository has it: "Deployment shop/web"
    ObjectRef object;   ///< as it is made
    Part turn;
    bool isAwaited = true;  ///< its health counts
};

/// What is made at once; the next step is for when all of it is healthy.
struct Step {
    Phase phase = Phase::Sync;
    int wave = 0;
    std::vector<StagedObject> objects;
};

struct StagedApplication {
    std::string name;
    std::vector<Step> steps;
    std::vector<Step> afterFailure;  ///< hooks for when it fails
    std::set<std::string> namespaces;
};

struct Staged {
    std::map<std::string, std::string> namespaces;  ///< the repository's → the trial's
    std::vector<ObjectRef> foundation;              ///< namespaces first, then what is no application's turn
    std::vector<StagedApplication> applications;
    std::vector<Remark> notes;  ///< what is renamed, led elsewhere, stood in for, or left out
};

/// Pure. `applications` are the head's. Objects of the whole cluster come along where they can be kept apart (roles, by
/// another name, and bound in the trial's namespaces alone; definitions of kinds that the cluster does not have), and
/// are left out by name elsewhere. Finalizers and owners are left out, so that everything can go again.
Staged stage(const std::vector<RenderedApplication>& applications, const Ground& ground, const StageOptions& options);

}  // namespace armillary::gitops
