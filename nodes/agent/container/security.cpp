#include "nodes/agent/container/security.h"

#include <format>

#include "nodes/agent/pod/plan.h"

namespace armillary::agent {

namespace {

/// Paths of /proc and /sys that a container does not see, or sees read-only, unless procMount is Unmasked.
constexpr const char* kMasked[] = {"/proc/asound",     "/proc/acpi",        "/proc/interrupts",
                                   "/proc/kcore",      "/proc/keys",        "/proc/latency_stats",
                                   "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
                                   "/proc/scsi",       "/sys/firmware",     "/sys/devices/virtual/powercap"};
constexpr const char* kReadOnly[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};

std::optional<cri::SeccompProfile> seccompOf(const schema::Ptr<corev1::SeccompProfile>& profile) {
    if (!profile) return std::nullopt;
    cri::SeccompProfile out;
    if (profile->type == corev1::kSeccompProfileTypeRuntimeDefault) {
        out.type = cri::SeccompProfile::Type::RuntimeDefault;
    } else if (profile->type == corev1::kSeccompProfileTypeLocalhost) {
        out.type = cri::SeccompProfile::Type::Localhost;
        out.localhostPath = profile->localhostProfile.value_or("");
    }
    return out;
}

void addGroups(std::vector<std::int64_t>& out, const corev1::PodSecurityContext& pod) {
    out.insert(out.end(), pod.supplementalGroups.begin(), pod.supplementalGroups.end());
    if (pod.fsGroup) out.push_back(*pod.fsGroup);
}

}  // namespace

corev1::SecurityContext effectiveSecurity(const corev1::Pod& pod, const corev1::Container& container) {
    corev1::SecurityContext out = container.securityContext ? *container.securityContext : corev1::SecurityContext();
    if (const auto* shared = pod.spec.securityContext.get()) {
        if (!out.runAsUser) out.runAsUser = shared->runAsUser;
        if (!out.runAsGroup) out.runAsGroup = shared->runAsGroup;
        if (!out.runAsNonRoot) out.runAsNonRoot = shared->runAsNonRoot;
        if (!out.seccompProfile) out.seccompProfile = shared->seccompProfile;
    }
    return out;
}

cri::NamespaceOptions namespacesOf(const corev1::Pod& pod) {
    cri::NamespaceOptions out;
    if (pod.spec.hostNetwork) out.network = cri::NamespaceMode::Node;
    if (pod.spec.hostIPC) out.ipc = cri::NamespaceMode::Node;
    if (pod.spec.hostPID)
        out.pid = cri::NamespaceMode::Node;
    else if (pod.spec.shareProcessNamespace.value_or(false))
        out.pid = cri::NamespaceMode::Pod;
    return out;
}

cri::ContainerSecurity containerSecurity(const corev1::Pod& pod, const corev1::Container& container) {
    auto in = effectiveSecurity(pod, container);
    cri::ContainerSecurity out;
    if (in.capabilities) {
        out.addCapabilities = in.capabilities->add;
        out.dropCapabilities = in.capabilities->drop;
    }
    out.privileged = in.privileged.value_or(false);
    out.namespaces = namespacesOf(pod);
    out.runAsUser = in.runAsUser;
    out.runAsGroup = in.runAsGroup;
    out.readOnlyRoot = in.readOnlyRootFilesystem.value_or(false);
    if (pod.spec.securityContext) addGroups(out.supplementalGroups, *pod.spec.securityContext);
    out.noNewPrivileges = in.allowPrivilegeEscalation && !*in.allowPrivilegeEscalation;
    out.seccomp = seccompOf(in.seccompProfile);
    if (!out.privileged && in.procMount.value_or("Default") != "Unmasked") {
        out.maskedPaths.assign(std::begin(kMasked), std::end(kMasked));
        out.readOnlyPaths.assign(std::begin(kReadOnly), std::end(kReadOnly));
    }
    return out;
}

cri::SandboxSecurity sandboxSecurity(const corev1::Pod& pod) {
    cri::SandboxSecurity out;
    out.namespaces = namespacesOf(pod);
    for (const auto& slot : slotsOf(pod))
        if (slot.spec->securityContext && slot.spec->securityContext->privileged.value_or(false)) out.privileged = true;
    cri::SeccompProfile runtimeDefault;
    runtimeDefault.type = cri::SeccompProfile::Type::RuntimeDefault;
    out.seccomp = runtimeDefault;
    if (const auto* shared = pod.spec.securityContext.get()) {
        out.runAsUser = shared->runAsUser;
        out.runAsGroup = shared->runAsUser ? shared->runAsGroup : std::nullopt;
        addGroups(out.supplementalGroups, *shared);
    }
    return out;
}

std::expected<void, std::string> verifyNonRoot(const corev1::Pod& pod, const corev1::Container& container,
                                               const cri::Image& image) {
    auto security = effectiveSecurity(pod, container);
    if (!security.runAsNonRoot.value_or(false)) return {};
    auto where = std::format("(pod: \"{}_{}({})\", container: {})", pod.metadata.name, pod.metadata.namespace_,
                             pod.metadata.uid, container.name);
    if (security.runAsUser) {
        if (*security.runAsUser == 0) return std::unexpected("container's runAsUser breaks non-root policy " + where);
        return {};
    }
    if (!image.username.empty() && !image.uid)
        return std::unexpected(std::format(
            "container has runAsNonRoot and image has non-numeric user ({}), cannot verify user is non-root {}",
            image.username, where));
    if (!image.uid || *image.uid == 0)
        return std::unexpected("container has runAsNonRoot and image will run as root " + where);
    return {};
}

}  // namespace armillary::agent
