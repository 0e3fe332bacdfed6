#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/gitops/preview/preview.h"

/// Running what a revision deploys, on a cluster that is nobody's production, to see whether it runs.
namespace armillary::gitops {

struct TrialOptions {
    std::string id;     ///< five letters and digits that no other trial has
    std::string owner;  ///< who makes it, see mark::kOwner
    std::chrono::seconds timeout{180};
    std::chrono::milliseconds betweenLooks{500};
    std::chrono::milliseconds settling{3000};  ///< for so long all has to stay healthy
    bool substituteImages = false;
    std::function<void(const std::string& line)> say = [](const std::string&) {};  ///< of progress
};

/// Why something does not run.
struct TrialProblem {
    std::string object;  ///< as the repository has it: "Deployment shop/web"
    std::string id;      ///< explain::Statement's, or "refused" by the server, or "unhealthy" when nobody knows more
    std::string statement;
    std::vector<std::string> evidence;
    std::string next;
};

struct TrialResult {
    bool healthy = false;
    std::chrono::milliseconds took{0};   ///< until it was healthy, or given up
    std::vector<TrialProblem> problems;  ///< an image that cannot be had first; of each object what is likeliest
    std::vector<Remark> notes;           ///< what is other than in production
};

inline constexpr std::size_t kMostTrialProblems = 20;

/// Makes the head's objects of these applications in namespaces of their own, phase by phase and wave by wave, waits
/// for their health, and removes all that it made, whatever becomes of it. An image that cannot be had, a hook or a job
/// that fails, and an object that is refused end an application's part early. The problem: the cluster cannot be asked,
/// it was stopped, or something is left that did not go.
Expected<TrialResult> runTrial(client::Client& client, const std::vector<RenderedApplication>& applications,
                               const TrialOptions& options, async::Clock& clock, const std::stop_token& stop);

}  // namespace armillary::gitops
