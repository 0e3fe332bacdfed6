#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/schema/api/corev1.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// The container's and the pod's settings, the container's first.
corev1::SecurityContext effectiveSecurity(const corev1::Pod& pod, const corev1::Container& container);
cri::NamespaceOptions namespacesOf(const corev1::Pod& pod);
/// `profiles` is the node's folder of seccomp profiles, which Localhost profiles are relative to.
cri::ContainerSecurity containerSecurity(const corev1::Pod& pod, const corev1::Container& container,
                                         const std::filesystem::path& profiles);
/// The AppArmor profile that a container asks for: its own, its pod's, or the older annotation's.
std::optional<cri::SeccompProfile> appArmorOf(const corev1::Pod& pod, const corev1::Container& container);
/// "kernel/shm_rmid_forced" → "kernel.shm_rmid_forced".
std::string sysctlName(std::string name);
cri::SandboxSecurity sandboxSecurity(const corev1::Pod& pod);

/// runAsNonRoot against the user that the image names; the error is upstream's sentence.
std::expected<void, std::string> verifyNonRoot(const corev1::Pod& pod, const corev1::Container& container,
                                               const cri::Image& image);

}  // namespace armillary::agent
