#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/schema/api/corev1.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// Whom a probe or hook is about.
struct ProbeTarget {
    const corev1::Pod& pod;
    const corev1::Container& container;
    std::string containerId;
    std::string podIp;
};

struct CheckResult {
    /// Warning counts as success; Error: could not be tried, counts as nothing.
    enum class Outcome { Success, Failure, Error, Warning };
    Outcome outcome = Outcome::Success;
    std::string output;
    int exitCode = 0;  ///< of a command
    bool good() const { return outcome == Outcome::Success || outcome == Outcome::Warning; }
};

/// Carries out one check or hook; blocks at most for the probe's timeout.
class Checker {
public:
    virtual ~Checker() = default;
    virtual CheckResult check(const ProbeTarget& target, const corev1::Probe& probe) = 0;
    /// A postStart or preStop handler; `limit` 0 is unbounded for a command.
    virtual CheckResult hook(const ProbeTarget& target, const corev1::LifecycleHandler& handler,
                             std::chrono::seconds limit) = 0;
};

std::unique_ptr<Checker> makeChecker(cri::Runtime& runtime);

/// The number of a port given by number or by name of one of the container's ports; 0 when there is none such.
int resolvePort(const corev1::Container& container, const schema::IntOrString& port);

}  // namespace armillary::agent
