#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/resources/security/pod_security_checks.h"

/// The controls behind pod_security_checks.h, each as of the v1.N given. Source: k8s.io/pod-security-admission/policy.
namespace armillary::resources::security::controls {

using corev1::Pod;
using corev1::SecurityContext;
using Finding = std::optional<SecurityFinding>;
using Names = std::vector<std::string>;
using Control = Finding (*)(const Pod& pod, unsigned minor);

Finding appArmorProfile(const Pod& pod, unsigned minor);
Finding baselineCapabilities(const Pod& pod, unsigned minor);
Finding hostNamespaces(const Pod& pod, unsigned minor);
Finding hostPathVolumes(const Pod& pod, unsigned minor);
Finding hostPorts(const Pod& pod, unsigned minor);
Finding privileged(const Pod& pod, unsigned minor);
Finding procMount(const Pod& pod, unsigned minor);
Finding seLinuxOptions(const Pod& pod, unsigned minor);
Finding baselineSeccomp(const Pod& pod, unsigned minor);
Finding sysctls(const Pod& pod, unsigned minor);
Finding windowsHostProcess(const Pod& pod, unsigned minor);

Finding allowPrivilegeEscalation(const Pod& pod, unsigned minor);
Finding restrictedCapabilities(const Pod& pod, unsigned minor);
Finding restrictedVolumes(const Pod& pod, unsigned minor);
Finding runAsNonRoot(const Pod& pod, unsigned minor);
Finding runAsUser(const Pod& pod, unsigned minor);
Finding restrictedSeccomp(const Pod& pod, unsigned minor);

/// A container of any of the three kinds.
struct Seen {
    std::string_view name;
    const SecurityContext* context;  ///< null when the container has none
    const std::vector<corev1::ContainerPort>& ports;
};
void eachContainer(const Pod& pod, const std::function<void(const Seen&)>& visit);
Names containersThat(const Pod& pod, const std::function<bool(const SecurityContext*)>& offend);

/// `"a", "b"`
std::string quotedNames(const Names& names);
std::string quotedNames(const std::set<std::string>& names);
/// `container "a"` or `containers "a", "b"`.
std::string containers(const Names& names);
/// `pod and containers "a", "b"`: whoever of them sets what is wrong.
std::string setters(bool pod, const Names& names);
/// Which values other than the allowed ones the pod and its containers set for seccomp, and who does.
Finding forbiddenSeccomp(const Pod& pod);

}  // namespace armillary::resources::security::controls
