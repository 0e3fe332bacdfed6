#pragma once

#include "engine/gitops/child/command.h"
#include "engine/gitops/source/branch.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/repository.h"

namespace armillary::gitops {

/// Who fetches, and where to.
struct Fetching {
    std::filesystem::path git;             ///< the user's own
    std::filesystem::path cache;           ///< a folder for clones; made, for its owner alone
    std::vector<std::string> environment;  ///< the user's, with HOME and what ssh and credential helpers go by
    std::chrono::milliseconds patience{600'000};
};

/// Opens a repository; a remote one after fetching its branches and tags into a bare clone of its own in the cache. Git
/// runs with the user's configuration and credentials; it asks nobody, and takes no submodules and no other protocol
/// than the address'. No credential is in what a problem says.
Expected<Repository> openRepository(const Location& location, const Fetching& fetching, Runner& runner,
                                    const std::stop_token& stop);

/// Pushes a branch of the repository at `folder` under its own name; never by force. Git runs as above, but for local
/// addresses, which it takes, too; no hook runs.
Expected<void> pushBranch(const std::filesystem::path& folder, std::string_view branch, const Remote& remote,
                          const Fetching& fetching, Runner& runner, const std::stop_token& stop);

/// The variables of this process that git, ssh and their helpers go by.
std::vector<std::string> fetchEnvironment();

/// Where a program is, by $PATH; empty when it is nowhere.
std::filesystem::path findProgram(std::string_view name);

}  // namespace armillary::gitops
