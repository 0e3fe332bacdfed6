#include <algorithm>

#include "engine/resources/security/pod_security_controls.h"

/// What the restricted standard asks for beyond the baseline.
namespace armillary::resources::security::controls {

namespace {

/// Pods that say so of themselves need not set what is Linux' alone.
bool isExempt(const Pod& pod, unsigned minor) {
    constexpr unsigned kSince = 25;
    return minor >= kSince && pod.spec.os && pod.spec.os->name == corev1::kWindows;
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
    if (v.flocker) return "flocker";
    if (v.fc) return "fc";
    if (v.azureFile) return "azureFile";
    if (v.vsphereVolume) return "vsphereVolume";
    if (v.quobyte) return "quobyte";
    if (v.azureDisk) return "azureDisk";
    if (v.portworxVolume) return "portworxVolume";
    if (v.scaleIO) return "scaleIO";
    if (v.storageos) return "storageos";
    if (v.photonPersistentDisk) return "photonPersistentDisk";
    return "unknown";
}

}  // namespace

Finding allowPrivilegeEscalation(const Pod& pod, unsigned minor) {
    if (isExempt(pod, minor)) return {};
    const Names bad = containersThat(pod, [](const SecurityContext* context) {
        return !context || context->allowPrivilegeEscalation.value_or(true);
    });
    if (bad.empty()) return {};
    return SecurityFinding{"allowPrivilegeEscalation != false",
                           containers(bad) + " must set securityContext.allowPrivilegeEscalation=false"};
}

Finding restrictedCapabilities(const Pod& pod, unsigned minor) {
    if (isExempt(pod, minor)) return {};
    Names undropped, adding;
    std::set<std::string> added;
    eachContainer(pod, [&](const Seen& seen) {
        const corev1::Capabilities* capabilities = seen.context ? seen.context->capabilities.get() : nullptr;
        if (!capabilities || !std::ranges::contains(capabilities->drop, "ALL")) undropped.emplace_back(seen.name);
        if (!capabilities) return;
        std::vector<std::string> wrong = capabilities->add;
        std::erase(wrong, "NET_BIND_SERVICE");
        if (!wrong.empty()) adding.emplace_back(seen.name);
        added.insert(wrong.begin(), wrong.end());
    });
    std::string detail;
    if (!undropped.empty()) detail = containers(undropped) + " must set securityContext.capabilities.drop=[\"ALL\"]";
    if (!adding.empty())
        detail += (detail.empty() ? "" : "; ") + containers(adding) + " must not include " + quotedNames(added) +
                  " in securityContext.capabilities.add";
    if (detail.empty()) return {};
    return SecurityFinding{"unrestricted capabilities", detail};
}

Finding restrictedVolumes(const Pod& pod, unsigned) {
    Names bad;
    std::set<std::string> types;
    for (const auto& volume : pod.spec.volumes)
        if (const std::string_view type = restrictedVolume(volume); !type.empty()) {
            bad.push_back(volume.name);
            types.emplace(type);
        }
    if (bad.empty()) return {};
    return SecurityFinding{"restricted volume types", (bad.size() == 1 ? "volume " : "volumes ") + quotedNames(bad) +
                                                          (bad.size() == 1 ? " uses" : " use") +
                                                          " restricted volume type" + (types.size() == 1 ? " " : "s ") +
                                                          quotedNames(types)};
}

Finding runAsNonRoot(const Pod& pod, unsigned) {
    constexpr const char* kReason = "runAsNonRoot != true";
    const auto* common = pod.spec.securityContext.get();
    const auto said = common ? common->runAsNonRoot : std::nullopt;
    const Names roots =
        containersThat(pod, [](const SecurityContext* c) { return c && c->runAsNonRoot && !*c->runAsNonRoot; });
    const bool podRoot = said && !*said;
    if (podRoot || !roots.empty())
        return SecurityFinding{kReason, setters(podRoot, roots) + " must not set securityContext.runAsNonRoot=false"};
    const Names unset =
        containersThat(pod, [&](const SecurityContext* c) { return !said.value_or(false) && !(c && c->runAsNonRoot); });
    if (unset.empty()) return {};
    return SecurityFinding{kReason, "pod or " + containers(unset) + " must set securityContext.runAsNonRoot=true"};
}

Finding runAsUser(const Pod& pod, unsigned) {
    const bool podRoot = pod.spec.securityContext && pod.spec.securityContext->runAsUser == 0;
    const Names roots = containersThat(pod, [](const SecurityContext* c) { return c && c->runAsUser == 0; });
    if (!podRoot && roots.empty()) return {};
    return SecurityFinding{"runAsUser=0", setters(podRoot, roots) + " must not set runAsUser=0"};
}

Finding restrictedSeccomp(const Pod& pod, unsigned minor) {
    if (isExempt(pod, minor)) return {};
    if (Finding forbidden = forbiddenSeccomp(pod)) return forbidden;
    if (pod.spec.securityContext && pod.spec.securityContext->seccompProfile) return {};
    const Names unset = containersThat(pod, [](const SecurityContext* c) { return !(c && c->seccompProfile); });
    if (unset.empty()) return {};
    return SecurityFinding{"seccompProfile",
                           "pod or " + containers(unset) +
                               " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""};
}

}  // namespace armillary::resources::security::controls
