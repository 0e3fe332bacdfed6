#include "engine/resources/security/pod_security_checks.h"

#include <algorithm>
#include <limits>

#include "engine/resources/security/pod_security_controls.h"

namespace armillary::resources::security {

namespace controls {

void eachContainer(const Pod& pod, const std::function<void(const Seen&)>& visit) {
    for (const auto& one : pod.spec.initContainers) visit({one.name, one.securityContext.get(), one.ports});
    for (const auto& one : pod.spec.containers) visit({one.name, one.securityContext.get(), one.ports});
    for (const auto& one : pod.spec.ephemeralContainers) visit({one.name, one.securityContext.get(), one.ports});
}

Names containersThat(const Pod& pod, const std::function<bool(const SecurityContext*)>& offend) {
    Names names;
    eachContainer(pod, [&](const Seen& seen) {
        if (offend(seen.context)) names.emplace_back(seen.name);
    });
    return names;
}

std::string quotedNames(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "\"" : ", \"") + name + "\"";
    return text;
}

std::string quotedNames(const std::set<std::string>& names) {
    return quotedNames(Names(names.begin(), names.end()));
}

std::string containers(const Names& names) {
    return (names.size() == 1 ? "container " : "containers ") + quotedNames(names);
}

std::string setters(bool pod, const Names& names) {
    std::string text = pod ? "pod" : "";
    if (!names.empty()) text += (pod ? " and " : "") + containers(names);
    return text;
}

}  // namespace controls

namespace {

constexpr unsigned kNever = std::numeric_limits<unsigned>::max();

/// A control of the baseline; the restricted standard has one of its own in its place from v1.`replacedFrom` on.
struct BaselineRow {
    controls::Control find;
    unsigned replacedFrom = kNever;
};
constexpr BaselineRow kBaseline[] = {{controls::appArmorProfile},     {controls::baselineCapabilities, 22},
                                     {controls::hostNamespaces},      {controls::hostPathVolumes, 0},
                                     {controls::hostPorts},           {controls::privileged},
                                     {controls::procMount},           {controls::seLinuxOptions},
                                     {controls::baselineSeccomp, 19}, {controls::sysctls},
                                     {controls::windowsHostProcess}};

/// A control that the restricted standard adds in v1.`from`.
struct RestrictedRow {
    controls::Control find;
    unsigned from;
};
constexpr RestrictedRow kRestricted[] = {{controls::allowPrivilegeEscalation, 8},
                                         {controls::restrictedCapabilities, 22},
                                         {controls::restrictedVolumes, 0},
                                         {controls::runAsNonRoot, 0},
                                         {controls::runAsUser, 23},
                                         {controls::restrictedSeccomp, 19}};

}  // namespace

std::vector<SecurityFinding> securityFindings(SecurityLevel level, unsigned minor, const corev1::Pod& pod) {
    std::vector<SecurityFinding> findings;
    if (level == SecurityLevel::Privileged) return findings;
    minor = std::min(minor, kNewestStandard);
    const auto look = [&](controls::Control find) {
        if (auto found = find(pod, minor)) findings.push_back(std::move(*found));
    };
    for (const BaselineRow& row : kBaseline)
        if (level == SecurityLevel::Baseline || minor < row.replacedFrom) look(row.find);
    if (level == SecurityLevel::Baseline) return findings;
    for (const RestrictedRow& row : kRestricted)
        if (minor >= row.from) look(row.find);
    return findings;
}

}  // namespace armillary::resources::security
