#include <algorithm>

#include "engine/resources/security/pod_security_controls.h"
#include "engine/schema/text.h"

namespace armillary::resources::security::controls {

namespace {

constexpr std::string_view kCapabilities[] = {"AUDIT_WRITE", "CHOWN",  "DAC_OVERRIDE",     "FOWNER",  "FSETID",
                                              "KILL",        "MKNOD",  "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                                              "SETPCAP",     "SETUID", "SYS_CHROOT"};

/// What is allowed from v1.`since` on.
struct Allowed {
    std::string_view name;
    unsigned since = 0;
};
constexpr Allowed kSysctls[] = {{"kernel.shm_rmid_forced"},
                                {"net.ipv4.ip_local_port_range"},
                                {"net.ipv4.tcp_syncookies"},
                                {"net.ipv4.ping_group_range"},
                                {"net.ipv4.ip_unprivileged_port_start"},
                                {"net.ipv4.ip_local_reserved_ports", 27},
                                {"net.ipv4.tcp_keepalive_time", 29},
                                {"net.ipv4.tcp_fin_timeout", 29},
                                {"net.ipv4.tcp_keepalive_intvl", 29},
                                {"net.ipv4.tcp_keepalive_probes", 29},
                                {"net.ipv4.tcp_rmem", 32},
                                {"net.ipv4.tcp_wmem", 32}};
constexpr Allowed kSelinuxTypes[] = {
    {""}, {"container_t"}, {"container_init_t"}, {"container_kvm_t"}, {"container_engine_t", 31}};

bool isAllowed(std::span<const Allowed> list, std::string_view name, unsigned minor) {
    return std::ranges::any_of(list, [&](const Allowed& one) { return one.name == name && one.since <= minor; });
}

/// `KEY="VALUE"` of the annotations that begin so and are not allowed, in order.
std::set<std::string> forbiddenAnnotations(const Pod& pod, std::string_view prefix,
                                           bool (*isAllowedValue)(std::string_view)) {
    std::set<std::string> found;
    for (const auto& [key, value] : pod.metadata.annotations)
        if (std::string_view(key).starts_with(prefix) && !isAllowedValue(value))
            found.insert(key + "=" + schema::quoted(value));
    return found;
}

std::string_view annotationWord(std::size_t count) {
    return count == 1 ? "annotation" : "annotations";
}

/// Who sets a profile whose type is neither the runtime's nor the node's, and which types those are.
struct Profiles {
    bool pod = false;
    Names containers;
    std::set<std::string> types;
};
Profiles wrongProfiles(const auto& common, const Pod& pod, const auto& profileOf) {
    Profiles wrong;
    const auto isWrong = [&](const auto& profile) {
        if (!profile || profile->type == "RuntimeDefault" || profile->type == "Localhost") return false;
        wrong.types.insert(profile->type);
        return true;
    };
    wrong.pod = common && isWrong(profileOf(*common));
    wrong.containers =
        containersThat(pod, [&](const SecurityContext* context) { return context && isWrong(profileOf(*context)); });
    return wrong;
}

/// Until v1.19 annotations said it.
Finding annotatedSeccomp(const Pod& pod) {
    const auto isGood = [](std::string_view value) {
        return value == "runtime/default" || value == "docker/default" || value.starts_with("localhost/");
    };
    std::set<std::string> found = forbiddenAnnotations(pod, "seccomp.security.alpha.kubernetes.io/pod", isGood);
    eachContainer(pod, [&](const Seen& seen) {
        const std::string key = "container.seccomp.security.alpha.kubernetes.io/" + std::string(seen.name);
        if (const auto value = pod.metadata.annotations.find(key);
            value != pod.metadata.annotations.end() && !isGood(value->second))
            found.insert(key + "=" + schema::quoted(value->second));
    });
    if (found.empty()) return {};
    std::string list;
    for (const std::string& one : found) list += (list.empty() ? "" : ", ") + one;
    return SecurityFinding{"seccompProfile", "forbidden " + std::string(annotationWord(found.size())) + " " + list};
}

}  // namespace

Finding appArmorProfile(const Pod& pod, unsigned) {
    Profiles wrong = wrongProfiles(pod.spec.securityContext, pod,
                                   [](const auto& context) -> const auto& { return context.appArmorProfile; });
    const std::set<std::string> annotations =
        forbiddenAnnotations(pod, "container.apparmor.security.beta.kubernetes.io/", [](std::string_view value) {
            return value.empty() || value == "runtime/default" || value.starts_with("localhost/");
        });
    std::string who = setters(wrong.pod, wrong.containers);
    Names values(wrong.types.begin(), wrong.types.end());
    if (!annotations.empty()) {
        who.append(who.empty() ? "" : " and ").append(annotationWord(annotations.size()));
        values.insert(values.end(), annotations.begin(), annotations.end());
    }
    if (who.empty()) return {};
    return SecurityFinding{values.size() == 1 ? "forbidden AppArmor profile" : "forbidden AppArmor profiles",
                           who + " must not set AppArmor profile type to " + quotedNames(values)};
}

Finding baselineCapabilities(const Pod& pod, unsigned) {
    std::set<std::string> values;
    const Names bad = containersThat(pod, [&](const SecurityContext* context) {
        bool offends = false;
        if (context && context->capabilities)
            for (const std::string& one : context->capabilities->add)
                if (!std::ranges::contains(kCapabilities, one)) {
                    values.insert(one);
                    offends = true;
                }
        return offends;
    });
    if (bad.empty()) return {};
    return SecurityFinding{"non-default capabilities", containers(bad) + " must not include " + quotedNames(values) +
                                                           " in securityContext.capabilities.add"};
}

Finding hostNamespaces(const Pod& pod, unsigned) {
    std::string detail;
    const auto add = [&](bool used, std::string_view what) {
        if (used) detail.append(detail.empty() ? "" : ", ").append(what);
    };
    add(pod.spec.hostNetwork, "hostNetwork=true");
    add(pod.spec.hostPID, "hostPID=true");
    add(pod.spec.hostIPC, "hostIPC=true");
    if (detail.empty()) return {};
    return SecurityFinding{"host namespaces", detail};
}

Finding hostPathVolumes(const Pod& pod, unsigned) {
    Names bad;
    for (const auto& volume : pod.spec.volumes)
        if (volume.hostPath) bad.push_back(volume.name);
    if (bad.empty()) return {};
    return SecurityFinding{"hostPath volumes", (bad.size() == 1 ? "volume " : "volumes ") + quotedNames(bad)};
}

Finding hostPorts(const Pod& pod, unsigned) {
    Names bad;
    std::set<std::string> ports;  // in the order of texts
    eachContainer(pod, [&](const Seen& seen) {
        bool offends = false;
        for (const auto& port : seen.ports)
            if (port.hostPort != 0) {
                ports.insert(std::to_string(port.hostPort));
                offends = true;
            }
        if (offends) bad.emplace_back(seen.name);
    });
    if (bad.empty()) return {};
    std::string list;
    for (const std::string& port : ports) list += (list.empty() ? "" : ", ") + port;
    return SecurityFinding{"hostPort", containers(bad) + (bad.size() == 1 ? " uses" : " use") +
                                           (ports.size() == 1 ? " hostPort " : " hostPorts ") + list};
}

Finding privileged(const Pod& pod, unsigned) {
    const Names bad = containersThat(
        pod, [](const SecurityContext* context) { return context && context->privileged.value_or(false); });
    if (bad.empty()) return {};
    return SecurityFinding{"privileged", containers(bad) + " must not set securityContext.privileged=true"};
}

Finding procMount(const Pod& pod, unsigned) {
    std::set<std::string> types;
    const Names bad = containersThat(pod, [&](const SecurityContext* context) {
        return context && context->procMount && *context->procMount != "Default" &&
               (types.insert(*context->procMount), true);
    });
    if (bad.empty()) return {};
    return SecurityFinding{"procMount",
                           containers(bad) + " must not set securityContext.procMount to " + quotedNames(types)};
}

Finding seLinuxOptions(const Pod& pod, unsigned minor) {
    std::set<std::string> types;
    bool user = false, role = false;
    const auto offends = [&](const auto& options) {
        if (!options) return false;
        const bool wrongType = !isAllowed(kSelinuxTypes, options->type, minor);
        if (wrongType) types.insert(options->type);
        user = user || !options->user.empty();
        role = role || !options->role.empty();
        return wrongType || !options->user.empty() || !options->role.empty();
    };
    const bool podBad = pod.spec.securityContext && offends(pod.spec.securityContext->seLinuxOptions);
    const Names bad = containersThat(
        pod, [&](const SecurityContext* context) { return context && offends(context->seLinuxOptions); });
    if (!podBad && bad.empty()) return {};
    std::string detail;
    if (!types.empty()) detail = (types.size() == 1 ? "type " : "types ") + quotedNames(types);
    if (user) detail.append(detail.empty() ? "" : "; ").append("user may not be set");
    if (role) detail.append(detail.empty() ? "" : "; ").append("role may not be set");
    return SecurityFinding{"seLinuxOptions",
                           setters(podBad, bad) + " set forbidden securityContext.seLinuxOptions: " + detail};
}

Finding forbiddenSeccomp(const Pod& pod) {
    const Profiles wrong = wrongProfiles(pod.spec.securityContext, pod,
                                         [](const auto& context) -> const auto& { return context.seccompProfile; });
    if (wrong.types.empty()) return {};
    return SecurityFinding{"seccompProfile", setters(wrong.pod, wrong.containers) +
                                                 " must not set securityContext.seccompProfile.type to " +
                                                 quotedNames(wrong.types)};
}

Finding baselineSeccomp(const Pod& pod, unsigned minor) {
    constexpr unsigned kFieldSince = 19;
    return minor < kFieldSince ? annotatedSeccomp(pod) : forbiddenSeccomp(pod);
}

Finding sysctls(const Pod& pod, unsigned minor) {
    std::string list;
    if (pod.spec.securityContext)
        for (const auto& one : pod.spec.securityContext->sysctls)
            if (!isAllowed(kSysctls, one.name, minor)) list += (list.empty() ? "" : ", ") + one.name;
    if (list.empty()) return {};
    return SecurityFinding{"forbidden sysctls", list};
}

Finding windowsHostProcess(const Pod& pod, unsigned) {
    const auto offends = [](const auto& options) { return options && options->hostProcess.value_or(false); };
    const Names bad = containersThat(
        pod, [&](const SecurityContext* context) { return context && offends(context->windowsOptions); });
    const bool podBad = pod.spec.securityContext && offends(pod.spec.securityContext->windowsOptions);
    if (!podBad && bad.empty()) return {};
    return SecurityFinding{"hostProcess",
                           setters(podBad, bad) + " must not set securityContext.windowsOptions.hostProcess=true"};
}

}  // namespace armillary::resources::security::controls
