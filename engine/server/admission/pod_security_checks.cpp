#include "engine/server/admission/pod_security_checks.h"

#include <algorithm>
#include <functional>
#include <set>

namespace armillary::server::admission {
namespace {

using corev1::Pod;
using corev1::SecurityContext;
using Findings = std::vector<SecurityFinding>;
using Names = std::vector<std::string>;

constexpr std::string_view kBaselineCapabilities[] = {"AUDIT_WRITE", "CHOWN",  "DAC_OVERRIDE",     "FOWNER",  "FSETID",
                                                      "KILL",        "MKNOD",  "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                                                      "SETPCAP",     "SETUID", "SYS_CHROOT"};
constexpr std::string_view kSafeSysctls[] = {"kernel.shm_rmid_forced",
                                             "net.ipv4.ip_local_port_range",
                                             "net.ipv4.tcp_syncookies",
                                             "net.ipv4.ping_group_range",
                                             "net.ipv4.ip_unprivileged_port_start",
                                             "net.ipv4.ip_local_reserved_ports",
                                             "net.ipv4.tcp_keepalive_time",
                                             "net.ipv4.tcp_fin_timeout",
                                             "net.ipv4.tcp_keepalive_intvl",
                                             "net.ipv4.tcp_keepalive_probes"};
constexpr std::string_view kSelinuxTypes[] = {"", "container_t", "container_init_t", "container_kvm_t",
                                              "container_engine_t"};

struct Seen {
    std::string_view name;
    const SecurityContext* context;  ///< null when the container has none
};

/// Containers of all three kinds.
void each(const Pod& pod, const std::function<void(Seen, const std::vector<corev1::ContainerPort>&)>& visit) {
    for (const auto& one : pod.spec.initContainers) visit({one.name, one.securityContext.get()}, one.ports);
    for (const auto& one : pod.spec.containers) visit({one.name, one.securityContext.get()}, one.ports);
    for (const auto& one : pod.spec.ephemeralContainers) visit({one.name, one.securityContext.get()}, one.ports);
}

Names offenders(const Pod& pod, const std::function<bool(const SecurityContext*)>& offends) {
    Names names;
    each(pod, [&](Seen seen, const auto&) {
        if (offends(seen.context)) names.emplace_back(seen.name);
    });
    return names;
}

std::string quotedNames(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "\"" : ", \"") + name + "\"";
    return text;
}

/// `container "a"` or `containers "a", "b"`.
std::string containers(const Names& names) {
    return (names.size() == 1 ? "container " : "containers ") + quotedNames(names);
}

std::string joinedValues(const std::set<std::string>& values) {
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? "\"" : ", \"") + value + "\"";
    return text;
}

void hostNamespaces(const Pod& pod, Findings& findings) {
    std::string detail;
    auto add = [&](bool used, std::string_view what) {
        if (used) detail.append(detail.empty() ? "" : ", ").append(what);
    };
    add(pod.spec.hostNetwork, "hostNetwork=true");
    add(pod.spec.hostPID, "hostPID=true");
    add(pod.spec.hostIPC, "hostIPC=true");
    if (!detail.empty()) findings.push_back({"host namespaces", detail});
}

void privileged(const Pod& pod, Findings& findings) {
    Names bad =
        offenders(pod, [](const SecurityContext* context) { return context && context->privileged.value_or(false); });
    if (!bad.empty())
        findings.push_back({"privileged", containers(bad) + " must not set securityContext.privileged=true"});
}

void addedCapabilities(const Pod& pod, Findings& findings) {
    Names bad;
    std::set<std::string> values;
    each(pod, [&](Seen seen, const auto&) {
        bool offends = false;
        if (seen.context && seen.context->capabilities)
            for (const std::string& one : seen.context->capabilities->add)
                if (!std::ranges::contains(kBaselineCapabilities, one)) offends = values.insert(one).second || true;
        if (offends) bad.emplace_back(seen.name);
    });
    if (!bad.empty())
        findings.push_back({"non-default capabilities", containers(bad) + " must not include " + joinedValues(values) +
                                                            " in securityContext.capabilities.add"});
}

void hostPaths(const Pod& pod, Findings& findings) {
    Names bad;
    for (const auto& volume : pod.spec.volumes)
        if (volume.hostPath) bad.push_back(volume.name);
    if (!bad.empty())
        findings.push_back({"hostPath volumes", (bad.size() == 1 ? "volume " : "volumes ") + quotedNames(bad)});
}

void hostPorts(const Pod& pod, Findings& findings) {
    Names bad;
    std::set<std::int32_t> ports;
    each(pod, [&](Seen seen, const std::vector<corev1::ContainerPort>& list) {
        bool offends = false;
        for (const auto& port : list)
            if (port.hostPort != 0) {
                ports.insert(port.hostPort);
                offends = true;
            }
        if (offends) bad.emplace_back(seen.name);
    });
    if (bad.empty()) return;
    std::string text;
    for (std::int32_t port : ports) text += (text.empty() ? "" : ", ") + std::to_string(port);
    findings.push_back(
        {"hostPort", containers(bad) + (ports.size() == 1 ? " uses hostPort " : " uses hostPorts ") + text});
}

void procMount(const Pod& pod, Findings& findings) {
    Names bad = offenders(pod, [](const SecurityContext* context) {
        return context && context->procMount && *context->procMount != "Default";
    });
    if (!bad.empty())
        findings.push_back({"procMount", containers(bad) + " must not set securityContext.procMount to \"Unmasked\""});
}

void sysctls(const Pod& pod, Findings& findings) {
    std::set<std::string> bad;
    if (pod.spec.securityContext)
        for (const auto& one : pod.spec.securityContext->sysctls)
            if (!std::ranges::contains(kSafeSysctls, one.name)) bad.insert(one.name);
    if (bad.empty()) return;
    std::string text;
    for (const std::string& name : bad) text += (text.empty() ? "" : ", ") + name;
    findings.push_back({"forbidden sysctls", text});
}

void seLinux(const Pod& pod, Findings& findings) {
    auto offends = [](const auto& options) {
        return options && (!std::ranges::contains(kSelinuxTypes, options->type) || !options->user.empty() ||
                           !options->role.empty());
    };
    Names bad =
        offenders(pod, [&](const SecurityContext* context) { return context && offends(context->seLinuxOptions); });
    bool podBad = pod.spec.securityContext && offends(pod.spec.securityContext->seLinuxOptions);
    if (podBad || !bad.empty())
        findings.push_back({"seLinuxOptions", (podBad ? std::string("pod") : containers(bad)) +
                                                  " set forbidden securityContext.seLinuxOptions"});
}

void unconfined(const Pod& pod, Findings& findings) {
    auto offends = [](const auto& profile) { return profile && profile->type == "Unconfined"; };
    Names seccomp =
        offenders(pod, [&](const SecurityContext* context) { return context && offends(context->seccompProfile); });
    bool podSeccomp = pod.spec.securityContext && offends(pod.spec.securityContext->seccompProfile);
    if (podSeccomp || !seccomp.empty())
        findings.push_back(
            {"seccompProfile", (podSeccomp ? std::string("pod") : containers(seccomp)) +
                                   " must not set securityContext.seccompProfile.type to \"Unconfined\""});
    Names armor =
        offenders(pod, [&](const SecurityContext* context) { return context && offends(context->appArmorProfile); });
    bool podArmor = pod.spec.securityContext && offends(pod.spec.securityContext->appArmorProfile);
    if (podArmor || !armor.empty())
        findings.push_back({"forbidden AppArmor profile", (podArmor ? std::string("pod") : containers(armor)) +
                                                              " must not set AppArmor profile type to \"Unconfined\""});
}

void escalation(const Pod& pod, Findings& findings) {
    Names bad = offenders(pod, [](const SecurityContext* context) {
        return !context || context->allowPrivilegeEscalation.value_or(true);
    });
    if (!bad.empty())
        findings.push_back({"allowPrivilegeEscalation != false",
                            containers(bad) + " must set securityContext.allowPrivilegeEscalation=false"});
}

void restrictedCapabilities(const Pod& pod, Findings& findings) {
    Names undropped, adding;
    std::set<std::string> added;
    each(pod, [&](Seen seen, const auto&) {
        const corev1::Capabilities* capabilities = seen.context ? seen.context->capabilities.get() : nullptr;
        if (!capabilities || !std::ranges::contains(capabilities->drop, "ALL")) undropped.emplace_back(seen.name);
        bool offends = false;
        if (capabilities)
            for (const std::string& one : capabilities->add)
                if (one != "NET_BIND_SERVICE") offends = added.insert(one).second || true;
        if (offends) adding.emplace_back(seen.name);
    });
    std::string detail;
    if (!undropped.empty()) detail = containers(undropped) + " must set securityContext.capabilities.drop=[\"ALL\"]";
    if (!adding.empty())
        detail += (detail.empty() ? "" : "; ") + containers(adding) + " must not include " + joinedValues(added) +
                  " in securityContext.capabilities.add";
    if (!detail.empty()) findings.push_back({"unrestricted capabilities", detail});
}

/// The volume's type when it is one that the restricted standard does not allow.
std::string_view restrictedVolume(const corev1::Volume& v) {
    if (v.configMap || v.csi || v.downwardAPI || v.emptyDir || v.ephemeral || v.persistentVolumeClaim || v.projected ||
        v.secret || v.image)
        return {};
    if (v.hostPath) return "hostPath";
    if (v.gcePersistentDisk) return "gcePersistentDisk";
    if (v.awsElasticBlockStore) return "awsElasticBlockStore";
    if (v.gitRepo) return "gitRepo";
    if (v.nfs) return "nfs";
    if (v.iscsi) return "iscsi";
    if (v.glusterfs) return "glusterfs";
    if (v.rbd) return "rbd";
    if (v.flexVolume) return "flexVolume";
    if (v.cinder) return "cinder";
    if (v.cephfs) return "cephfs";
    if (v.fc) return "fc";
    if (v.azureFile) return "azureFile";
    if (v.azureDisk) return "azureDisk";
    return "unknown";
}

void restrictedVolumes(const Pod& pod, Findings& findings) {
    Names bad;
    std::set<std::string> types;
    for (const auto& volume : pod.spec.volumes)
        if (std::string_view type = restrictedVolume(volume); !type.empty()) {
            bad.push_back(volume.name);
            types.emplace(type);
        }
    if (bad.empty()) return;
    findings.push_back({"restricted volume types", (bad.size() == 1 ? "volume " : "volumes ") + quotedNames(bad) +
                                                       (bad.size() == 1 ? " uses" : " use") +
                                                       " restricted volume type" + (types.size() == 1 ? " " : "s ") +
                                                       joinedValues(types)});
}

void nonRoot(const Pod& pod, Findings& findings) {
    const auto* common = pod.spec.securityContext.get();
    bool podSets = common && common->runAsNonRoot.value_or(false);
    Names explicitRoot =
        offenders(pod, [](const SecurityContext* c) { return c && c->runAsNonRoot && !*c->runAsNonRoot; });
    Names unset = offenders(pod, [&](const SecurityContext* c) { return !podSets && !(c && c->runAsNonRoot); });
    if (!explicitRoot.empty())
        findings.push_back(
            {"runAsNonRoot != true", containers(explicitRoot) + " must not set securityContext.runAsNonRoot=false"});
    else if (!unset.empty())
        findings.push_back(
            {"runAsNonRoot != true", "pod or " + containers(unset) + " must set securityContext.runAsNonRoot=true"});

    Names roots = offenders(pod, [](const SecurityContext* c) { return c && c->runAsUser == 0; });
    bool podRoot = common && common->runAsUser == 0;
    if (podRoot || !roots.empty())
        findings.push_back(
            {"runAsUser=0", (podRoot ? std::string("pod") : containers(roots)) + " must not set runAsUser=0"});
}

void seccompSet(const Pod& pod, Findings& findings) {
    auto good = [](const auto& profile) {
        return profile && (profile->type == "RuntimeDefault" || profile->type == "Localhost");
    };
    bool podGood = pod.spec.securityContext && good(pod.spec.securityContext->seccompProfile);
    Names unset = offenders(pod, [&](const SecurityContext* c) { return !podGood && !(c && c->seccompProfile); });
    if (!unset.empty())
        findings.push_back(
            {"seccompProfile",
             "pod or " + containers(unset) +
                 " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""});
}

}  // namespace

Findings securityFindings(SecurityLevel level, const Pod& pod) {
    Findings findings;
    if (level == SecurityLevel::Privileged) return findings;
    hostNamespaces(pod, findings);
    privileged(pod, findings);
    if (level == SecurityLevel::Baseline) addedCapabilities(pod, findings);
    if (level == SecurityLevel::Baseline) hostPaths(pod, findings);
    hostPorts(pod, findings);
    procMount(pod, findings);
    sysctls(pod, findings);
    seLinux(pod, findings);
    unconfined(pod, findings);
    if (level == SecurityLevel::Baseline) return findings;
    escalation(pod, findings);
    restrictedCapabilities(pod, findings);
    restrictedVolumes(pod, findings);
    nonRoot(pod, findings);
    seccompSet(pod, findings);
    return findings;
}

}  // namespace armillary::server::admission
