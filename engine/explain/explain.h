#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/explain/evidence.h"
#include "engine/schema/object.h"

/// Why an object is in the state that it is in: statements with what they rest on, and what to do next. Rules are
/// deterministic and small; each cites a field, an event, a log line or what a port answered, and none guesses.
namespace armillary::explain {

/// What a statement rests on.
struct Citation {
    std::string kind;  ///< "field", "event", "log", "probe" (who answered at a port), "unknown" (nobody may look)
    std::string ref;  ///< where it stands: "Pod/default/web status.phase", "FailedMount", "container web, previous run"
    std::string text;  ///< what it says; at most kMaxTextBytes
};

struct Statement {
    /// image-pull, crash, oom, unschedulable, not-ready, no-endpoints, missing-reference, unbound-claim, quota,
    /// admission, finalizer, rollout-stuck, init, policy, node, fine
    std::string id;
    std::string statement;  ///< one or two sentences
    std::vector<Citation> evidence;
    std::string next;  ///< one step that a person can take; a command where there is one
};

struct Explanation {
    std::string object;                 ///< "Pod/default/web", "Node/a"
    std::string state;                  ///< as tables show it: "CrashLoopBackOff", "1/3 ready"
    std::vector<Statement> statements;  ///< likeliest cause first; never empty
};

inline constexpr std::size_t kMaxStatements = 8, kMaxCitations = 8;
inline constexpr std::size_t kMaxStatementBytes = 600, kMaxTextBytes = 400;

/// Reads what it needs through `evidence`. What may not be read is said among the first statement's evidence, and the
/// rest answers all the same. Values of Secrets that logs repeat are hidden.
Explanation explain(const ObjectRef& object, Evidence& evidence);

/// One JSON document, as armillaryctl prints it.
std::string toJson(const Explanation& explanation);
/// For a person: at most twelve lines, wrapped at `width`.
std::string toText(const Explanation& explanation, std::size_t width = 100);

}  // namespace armillary::explain
