#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace armillary::ctl {

/// Adds `manifest get|set|remove|insert|check`. Who is chosen on the command line puts what it does into `chosen`,
/// whose exit status is 0 when it is done, 1 when check found errors or get nothing, 2 when the question makes no sense
/// (an object, a field or a type that is not there), 3 when the edit was refused, each but the first with a sentence.
void addManifest(CLI::App& app, std::function<int()>& chosen);

}  // namespace armillary::ctl
