#pragma once

#include <functional>
#include <string>

#include "engine/gitops/preview/preview.h"
#include "engine/gitops/trial/trial.h"

namespace CLI {
class App;
}

namespace armillary::ctl {

/// Adds `gitops render|preview`. Who is chosen on the command line puts what it does into `chosen`. The exit status of
/// render is 0 or 1, of preview 0 when nothing would change, 10 when something would, and 1 when it cannot be told.
void addGitops(CLI::App& app, std::function<int()>& chosen);

/// All that there is to print.
struct Told {
    const gitops::Preview& preview;
    std::string base, head;
    std::string against;                         ///< the context that was looked at; "" when none was
    const gitops::TrialResult* trial = nullptr;  ///< how it ran; null when it was not run
};

/// A preview for people, for programs, and for a pull request.
std::string printText(const Told& told);
std::string printJson(const Told& told);
std::string printMarkdown(const Told& told);

}  // namespace armillary::ctl
