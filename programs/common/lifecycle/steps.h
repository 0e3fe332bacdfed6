#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

/// How a cluster of this machine goes up and down, step by step, for whoever shows it: armillaryctl in lines, the
/// window as a list with buttons. Both run the same steps and say the same of a failure.
namespace armillary::programs {

enum class StepId { Folder, ControlPlane, Join, Agent, Ready, StopAgent, ResetNode, StopControlPlane, Purge };

struct Step {
    StepId id;
    std::chrono::milliseconds usual;  ///< how long it takes on a machine like most
};
std::vector<Step> stepsUp(bool node);
/// Without `hasNode` there is no agent to stop.
std::vector<Step> stepsDown(bool hasNode);

/// What can be done about a failure.
enum class Remedy {
    Retry,             ///< go on from where it stopped
    UseFreePort,       ///< take whichever port is free, and keep it
    ChooseFolder,      ///< another data directory
    ControlPlaneOnly,  ///< without this machine as a node
    RunByHand,         ///< what needs root is started by the person, who then goes on
    Stop,              ///< what has been started
};
struct NextStep {
    Remedy remedy;
    std::string command;  ///< the command line that does it; "" when the same one again does
};

struct Failure {
    std::string text;  ///< the first line says what; log lines may follow
    std::vector<NextStep> next;
    std::filesystem::path log = {};  ///< where more of it is written; "" when nowhere
};
using Outcome = std::expected<void, Failure>;

/// Who is told how it goes, from the thread that does it.
struct Progress {
    std::function<void(StepId)> began = [](StepId) {};
    std::function<void(StepId)> ended = [](StepId) {};
    /// A sentence worth reading: "control plane is up at https://127.0.0.1:6443 (0.4 s)".
    std::function<void(const std::string&)> said = [](const std::string&) {};
    /// Asks for an end: what has been started stays.
    std::stop_token stop = {};
};

}  // namespace armillary::programs
