#include "nodes/agent/node/feature_admission.h"

#include <algorithm>
#include <array>
#include <format>
#include <fstream>

#include "nodes/agent/container/security.h"

namespace armillary::agent {

namespace {

/// Those that a namespace keeps to itself and that cannot harm the node.
constexpr std::array<std::string_view, 12> kSafe{"kernel.shm_rmid_forced",
                                                 "net.ipv4.ip_local_port_range",
                                                 "net.ipv4.tcp_syncookies",
                                                 "net.ipv4.ping_group_range",
                                                 "net.ipv4.ip_unprivileged_port_start",
                                                 "net.ipv4.ip_local_reserved_ports",
                                                 "net.ipv4.tcp_keepalive_time",
                                                 "net.ipv4.tcp_fin_timeout",
                                                 "net.ipv4.tcp_keepalive_intvl",
                                                 "net.ipv4.tcp_keepalive_probes",
                                                 "net.ipv4.tcp_rmem",
                                                 "net.ipv4.tcp_wmem"};

std::optional<Rejection> admitSysctls(const corev1::Pod& pod) {
    if (!pod.spec.securityContext) return std::nullopt;
    for (const auto& sysctl : pod.spec.securityContext->sysctls) {
        const std::string name = sysctlName(sysctl.name);
        auto refuse = [&](std::string_view why) {
            return Rejection{"SysctlForbidden", std::format("forbidden sysctl: \"{}\" {}", sysctl.name, why)};
        };
        if (!std::ranges::contains(kSafe, name)) return refuse("not allowlisted");
        if (pod.spec.hostNetwork && name.starts_with("net.")) return refuse("not allowed with host net enabled");
        if (pod.spec.hostIPC && name.starts_with("kernel.shm")) return refuse("not allowed with host ipc enabled");
    }
    return std::nullopt;
}

}  // namespace

bool readAppArmor() {
    std::ifstream in("/sys/module/apparmor/parameters/enabled");
    return in.get() == 'Y';
}

std::optional<Rejection> admitFeatures(const corev1::Pod& pod, bool hasAppArmor) {
    if (auto no = admitSysctls(pod)) return no;
    if (hasAppArmor) return std::nullopt;
    const bool asks = std::ranges::any_of(slotsOf(pod), [&](const ContainerSlot& slot) {
        const auto profile = appArmorOf(pod, *slot.spec);
        return profile && profile->type != cri::SeccompProfile::Type::Unconfined;
    });
    if (asks) return Rejection{"AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host"};
    return std::nullopt;
}

}  // namespace armillary::agent
