#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/gitops/preview/live.h"
#include "engine/gitops/trial/trial.h"

/// The clusters that a preview looks at and runs on.
namespace armillary::ctl {

/// Production, by a context that was named; `kubeconfig` is "" for the user's own files, as kubectl finds them.
gitops::Expected<std::unique_ptr<gitops::Live>> lookAt(const std::string& context, const std::string& kubeconfig);

struct RunOptions {
    std::string dataDir;
    bool all = false, substituteImages = false;
    int timeoutSeconds = 180;
};

/// Runs what changes (or all of it) on the cluster of a data directory, after it has removed what earlier ones left.
/// Progress goes to standard error.
gitops::Expected<gitops::TrialResult> runHere(const gitops::Preview& preview, const RunOptions& options,
                                              const std::stop_token& stop);

/// Removes what previews have left behind; returns how many.
gitops::Expected<std::size_t> cleanUp(const std::string& dataDir);

}  // namespace armillary::ctl
