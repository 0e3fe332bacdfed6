#pragma once

#include <functional>
#include <string>

#include "engine/gitops/preview/preview.h"

namespace CLI {
class App;
}

namespace armillary::ctl {

/// Adds `gitops render|preview`. Who is chosen on the command line puts what it does into `chosen`. The exit status of
/// render is 0 or 1, of preview 0 when nothing would change, 10 when something would, and 1 when it cannot be told.
void addGitops(CLI::App& app, std::function<int()>& chosen);

/// A preview for people, for programs, and for a pull request.
std::string printText(const gitops::Preview& preview);
std::string printJson(const gitops::Preview& preview);
std::string printMarkdown(const gitops::Preview& preview, const std::string& base, const std::string& head);

}  // namespace armillary::ctl
