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

std::optional<cri::SeccompProfile> seccompOf(const schema::Ptr<corev1::SeccompProfile>& profile,
                                             const std::filesystem::path& profiles) {
    if (!profile) return std::nullopt;
    cri::SeccompProfile out;
    if (profile->type == corev1::kSeccompProfileTypeRuntimeDefault) {
        out.type = cri::SeccompProfile::Type::RuntimeDefault;
    } else if (profile->type == corev1::kSeccompProfileTypeLocalhost) {
        out.type = cri::SeccompProfile::Type::Localhost;
        out.localhostPath = (profiles / profile->localhostProfile.value_or("")).string();
    }
    return out;
}

std::optional<cri::SeccompProfile> appArmorProfile(std::string_view type, std::string_view name) {
    cri::SeccompProfile out;
    if (type == corev1::kAppArmorProfileTypeRuntimeDefault) {
        out.type = cri::SeccompProfile::Type::RuntimeDefault;
    } else if (type == corev1::kAppArmorProfileTypeLocalhost) {
        out.type = cri::SeccompProfile::Type::Localhost;
        out.localhostPath = name;
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

std::optional<cri::SeccompProfile> appArmorOf(const corev1::Pod& pod, const corev1::Container& container) {
    using namespace corev1;
    const auto* own = container.securityContext ? container.securityContext->appArmorProfile.get() : nullptr;
    if (!own && pod.spec.securityContext) own = pod.spec.securityContext->appArmorProfile.get();
    if (own) return appArmorProfile(own->type, own->localhostProfile.value_or(""));
    const auto it = pod.metadata.annotations.find("container.apparmor.security.beta.kubernetes.io/" + container.name);
    if (it == pod.metadata.annotations.end() || it->second.empty()) return std::nullopt;
    constexpr std::string_view kLocalhost = "localhost/";
    if (it->second == "runtime/default") return appArmorProfile(kAppArmorProfileTypeRuntimeDefault, "");
    if (it->second.starts_with(kLocalhost))
        return appArmorProfile(kAppArmorProfileTypeLocalhost, it->second.substr(kLocalhost.size()));
    return appArmorProfile(kAppArmorProfileTypeUnconfined, "");
}

std::string sysctlName(std::string name) {
    // As sysctl(8): the separator that comes first is the one that separates.
    const auto first = name.find_first_of("./");
    if (first == std::string::npos || name[first] == '.') return name;
    for (char& byte : name) byte = byte == '/' ? '.' : byte == '.' ? '/' : byte;
    return name;
}

cri::ContainerSecurity containerSecurity(const corev1::Pod& pod, const corev1::Container& container,
                                         const std::filesystem::path& profiles) {
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
    out.seccomp = seccompOf(in.seccompProfile, profiles);
    out.appArmor = appArmorOf(pod, container);
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
