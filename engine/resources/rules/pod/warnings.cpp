#include "engine/resources/rules/pod/warnings.h"

#include <map>
#include <set>

#include "engine/resources/checks/meta.h"

namespace armillary::resources::podspec {

namespace {

using Names = std::set<std::string_view>;

constexpr std::string_view kNullSelector = "a null labelSelector results in matching no pod";

class Advice {
public:
    explicit Advice(Warnings& warnings) : m_warnings(warnings) {}
    void operator()(const Path& path, std::string_view what) const {
        m_warnings.push_back(path.text() + ": " + std::string(what));
    }

private:
    Warnings& m_warnings;
};

void adviseOnNodeTerm(const corev1::NodeSelectorTerm& term, const Path& path, const Advice& advise) {
    for (std::size_t i = 0; i < term.matchExpressions.size(); ++i) {
        const std::string& key = term.matchExpressions[i].key;
        if (const auto why = deprecatedNodeLabel(key); !why.empty())
            advise(path.child("matchExpressions").index(i).child("key"), key + " is " + std::string(why));
    }
}

void adviseOnNodeAffinity(const corev1::NodeAffinity& affinity, const Path& path, const Advice& advise) {
    if (const auto& required = affinity.requiredDuringSchedulingIgnoredDuringExecution) {
        const Path terms = path.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms");
        for (std::size_t i = 0; i < required->nodeSelectorTerms.size(); ++i)
            adviseOnNodeTerm(required->nodeSelectorTerms[i], terms.index(i), advise);
    }
    const auto& preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
    const Path at = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < preferred.size(); ++i)
        adviseOnNodeTerm(preferred[i].preference, at.index(i).child("preference"), advise);
}

/// PodAffinity and PodAntiAffinity have the same fields.
template <class Affinity>
void adviseOnPodAffinity(const Affinity& affinity, const Path& path, const Advice& advise) {
    const auto& required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
    for (std::size_t i = 0; i < required.size(); ++i)
        if (!required[i].labelSelector)
            advise(path.child("requiredDuringSchedulingIgnoredDuringExecution").index(i).child("labelSelector"),
                   kNullSelector);
    const auto& preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
    for (std::size_t i = 0; i < preferred.size(); ++i)
        if (!preferred[i].podAffinityTerm.labelSelector)
            advise(path.child("preferredDuringSchedulingIgnoredDuringExecution")
                       .index(i)
                       .child("podAffinityTerm")
                       .child("labelSelector"),
                   kNullSelector);
}

void adviseOnPlacement(const corev1::PodSpec& spec, const Path& path, const Advice& advise) {
    for (const auto& [key, value] : spec.nodeSelector)
        if (const auto why = deprecatedNodeLabel(key); !why.empty()) advise(path.child("nodeSelector").key(key), why);
    const Path affinity = path.child("affinity");
    if (spec.affinity && spec.affinity->nodeAffinity)
        adviseOnNodeAffinity(*spec.affinity->nodeAffinity, affinity.child("nodeAffinity"), advise);
    const Path spread = path.child("topologySpreadConstraints");
    for (std::size_t i = 0; i < spec.topologySpreadConstraints.size(); ++i) {
        const auto& constraint = spec.topologySpreadConstraints[i];
        if (const auto why = deprecatedNodeLabel(constraint.topologyKey); !why.empty())
            advise(spread.index(i).child("topologyKey"), constraint.topologyKey + " is " + std::string(why));
        if (!constraint.labelSelector) advise(spread.index(i).child("labelSelector"), kNullSelector);
    }
}

void adviseOnAnnotations(const metav1::ObjectMeta& meta, const Path& path, const Advice& advise) {
    constexpr std::pair<std::string_view, std::string_view> kDeprecated[] = {
        {"scheduler.alpha.kubernetes.io/critical-pod",
         "non-functional in v1.16+; use the \"priorityClassName\" field instead"},
        {"security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
        {"security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"}};
    for (const auto& [key, why] : kDeprecated)
        if (meta.annotations.contains(key)) advise(path.child("annotations").key(key), why);
}

void adviseOnVolumes(const corev1::PodSpec& spec, const Path& path, Warnings& warnings) {
    const Advice advise(warnings);
    for (std::size_t i = 0; i < spec.volumes.size(); ++i) {
        const auto& volume = spec.volumes[i];
        const Path at = path.child("volumes").index(i);
        const auto old = [&](bool isSet, std::string_view name, std::string_view why) {
            if (isSet) advise(at.child(name), why);
        };
        old(volume.photonPersistentDisk.has_value(), "photonPersistentDisk",
            "deprecated in v1.11, non-functional in v1.16+");
        old(volume.gitRepo.has_value(), "gitRepo", "deprecated in v1.11");
        old(volume.scaleIO.has_value(), "scaleIO", "deprecated in v1.16, non-functional in v1.22+");
        old(volume.flocker.has_value(), "flocker", "deprecated in v1.22, non-functional in v1.25+");
        old(volume.storageos.has_value(), "storageOS", "deprecated in v1.22, non-functional in v1.25+");
        old(volume.quobyte.has_value(), "quobyte", "deprecated in v1.22, non-functional in v1.25+");
        old(volume.glusterfs.has_value(), "glusterfs", "deprecated in v1.25, non-functional in v1.26+");
        if (volume.ephemeral && volume.ephemeral->volumeClaimTemplate)
            warn(volume.ephemeral->volumeClaimTemplate->spec,
                 at.child("ephemeral").child("volumeClaimTemplate").child("spec"), warnings);
        old(volume.cephfs.has_value(), "cephfs", "deprecated in v1.28, non-functional in v1.31+");
        old(volume.rbd.has_value(), "rbd", "deprecated in v1.28, non-functional in v1.31+");
    }
}

void adviseOnLists(const corev1::PodSpec& spec, const Path& path, const Advice& advise) {
    Names addresses, secrets;
    for (std::size_t i = 0; i < spec.hostAliases.size(); ++i)
        if (!addresses.insert(spec.hostAliases[i].ip).second)
            advise(path.child("hostAliases").index(i).child("ip"), "duplicate ip " + goQuoted(spec.hostAliases[i].ip));
    const Path pulls = path.child("imagePullSecrets");
    for (std::size_t i = 0; i < spec.imagePullSecrets.size(); ++i)
        if (!secrets.insert(spec.imagePullSecrets[i].name).second)
            advise(pulls.index(i).child("name"), "duplicate name " + goQuoted(spec.imagePullSecrets[i].name));
    for (std::size_t i = 0; i < spec.imagePullSecrets.size(); ++i)
        if (spec.imagePullSecrets[i].name.empty()) advise(pulls.index(i).child("name"), "invalid empty name \"\"");
}

/// Half a byte is nothing that could be asked for.
void adviseOnAmounts(const schema::StringMap<schema::Quantity>& amounts, std::initializer_list<std::string_view> names,
                     const Path& path, const Advice& advise) {
    for (const std::string_view name : names) {
        const auto found = amounts.find(name);
        if (found == amounts.end() || found->second == schema::Quantity::fromUnits(found->second.value())) continue;
        advise(path.key(name),
               "fractional byte value " + goQuoted(found->second.text()) + " is invalid, must be an integer");
    }
}

/// A variable that is set again without a look at what it was.
void adviseOnEnv(const std::vector<corev1::EnvVar>& env, const Path& path, const Advice& advise) {
    Names seen;
    for (std::size_t i = 0; i < env.size(); ++i) {
        if (seen.insert(env[i].name).second) continue;
        const std::string reference = "$(" + env[i].name + ")";
        if (env[i].valueFrom || env[i].value == reference || !env[i].value.contains(reference))
            advise(path.index(i),
                   "hides previous definition of " + goQuoted(env[i].name) + ", which may be dropped when using apply");
    }
}

/// As upstream prints a container's port.
std::string goValue(const corev1::ContainerPort& port) {
    return "{Name:" + port.name + " HostPort:" + std::to_string(port.hostPort) +
           " ContainerPort:" + std::to_string(port.containerPort) + " Protocol:" + port.protocol +
           " HostIP:" + port.hostIP + "}";
}

/// The ports of all containers together, by number and protocol.
class Ports {
public:
    void add(const corev1::ContainerPort& port, const Path& path, const Advice& advise) {
        if (!port.hostIP.empty() && port.hostPort == 0) advise(path, "hostIP set without hostPort: " + goValue(port));
        auto& others = m_known[std::pair(port.containerPort, std::string_view(port.protocol))];
        for (const auto& [other, where] : others) {
            if (port.hostIP == other->hostIP && port.hostPort == other->hostPort)
                advise(path, "duplicate port definition with " + where.text());
            else if (port.hostPort == 0 || other->hostPort == 0)
                advise(path, "overlapping port definition with " + where.text());
            else if (port.hostPort == other->hostPort && port.hostIP.empty() != other->hostIP.empty())
                advise(path, "dangerously ambiguous port definition with " + where.text());
        }
        others.emplace_back(&port, path);
    }

private:
    std::map<std::pair<std::int32_t, std::string_view>, std::vector<std::pair<const corev1::ContainerPort*, Path>>>
        m_known;
};

/// Containers of all three sorts, in upstream's order.
void eachContainer(const corev1::PodSpec& spec, const Path& path, const auto& visit) {
    const auto all = [&](const auto& containers, std::string_view name) {
        for (std::size_t i = 0; i < containers.size(); ++i) visit(containers[i], path.child(name).index(i));
    };
    all(spec.initContainers, "initContainers");
    all(spec.containers, "containers");
    all(spec.ephemeralContainers, "ephemeralContainers");
}

void adviseOnProfiles(const corev1::PodSpec& spec, const metav1::ObjectMeta& meta, bool isTemplate,
                      const Path& specPath, const Path& metaPath, const Advice& advise) {
    const auto annotated = [&](const std::string& key, std::string_view why) {
        if (meta.annotations.contains(key)) advise(metaPath.child("annotations").key(key), why);
    };
    // Upstream's sentences have the backslashes.
    constexpr std::string_view kSeccomp = R"(non-functional in v1.27+; use the \"seccompProfile\" field instead)",
                               kAppArmor = R"(deprecated since v1.30; use the \"appArmorProfile\" field instead)";
    const auto* pod = spec.securityContext.get();
    if (!pod || !pod->seccompProfile) annotated("seccomp.security.alpha.kubernetes.io/pod", kSeccomp);
    eachContainer(spec, specPath, [&](const auto& container, const Path&) {
        const auto* own = container.securityContext.get();
        if (!own || !own->seccompProfile)
            annotated("container.seccomp.security.alpha.kubernetes.io/" + container.name, kSeccomp);
        const bool confined = (pod && pod->appArmorProfile) || (own && own->appArmorProfile);
        if (isTemplate && !confined)
            annotated("container.apparmor.security.beta.kubernetes.io/" + container.name, kAppArmor);
    });
}

void adviseOnContainers(const corev1::PodSpec& spec, const Path& path, const Advice& advise) {
    eachContainer(spec, path, [&](const auto& container, const Path& at) {
        const Path limits = at.child("resources").child("limits"), requests = at.child("resources").child("requests");
        for (const std::string_view name : {corev1::kResourceMemory, corev1::kResourceEphemeralStorage}) {
            adviseOnAmounts(container.resources.limits, {name}, limits, advise);
            adviseOnAmounts(container.resources.requests, {name}, requests, advise);
        }
        adviseOnEnv(container.env, at.child("env"), advise);
    });
    Ports ports;
    eachContainer(spec, path, [&](const auto& container, const Path& at) {
        for (std::size_t i = 0; i < container.ports.size(); ++i)
            ports.add(container.ports[i], at.child("ports").index(i), advise);
    });
}

void adviseOn(const corev1::PodSpec& spec, const metav1::ObjectMeta& meta, bool isTemplate, const Path& specPath,
              const Path& metaPath, Warnings& warnings) {
    const Advice advise(warnings);
    adviseOnPlacement(spec, specPath, advise);
    adviseOnAnnotations(meta, metaPath, advise);
    adviseOnVolumes(spec, specPath, warnings);
    adviseOnLists(spec, specPath, advise);
    adviseOnAmounts(spec.overhead, {corev1::kResourceMemory, corev1::kResourceEphemeralStorage},
                    specPath.child("overhead"), advise);
    adviseOnProfiles(spec, meta, isTemplate, specPath, metaPath, advise);
    adviseOnContainers(spec, specPath, advise);
    if (spec.terminationGracePeriodSeconds.value_or(0) < 0)
        advise(specPath.child("terminationGracePeriodSeconds"),
               "must be >= 0; negative values are invalid and will be treated as 1");
    if (!spec.affinity) return;
    const Path affinity = specPath.child("affinity");
    if (spec.affinity->podAffinity)
        adviseOnPodAffinity(*spec.affinity->podAffinity, affinity.child("podAffinity"), advise);
    if (spec.affinity->podAntiAffinity)
        adviseOnPodAffinity(*spec.affinity->podAntiAffinity, affinity.child("podAntiAffinity"), advise);
}

std::string labelMessages(const std::string& name) {
    std::string out;
    for (const auto& message : checkLabel(name)) out += (out.empty() ? "[" : " ") + message;
    return out.empty() ? out : out + "]";
}

}  // namespace

std::string_view deprecatedNodeLabel(std::string_view key) {
    constexpr std::pair<std::string_view, std::string_view> kDeprecated[] = {
        {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
        {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
        {"failure-domain.beta.kubernetes.io/region",
         "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
        {"failure-domain.beta.kubernetes.io/zone",
         "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
        {"beta.kubernetes.io/instance-type",
         "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"}};
    for (const auto& [label, why] : kDeprecated)
        if (label == key) return why;
    return {};
}

void warn(const corev1::Pod& pod, Warnings& warnings) {
    adviseOn(pod.spec, pod.metadata, false, Path("spec"), Path("metadata"), warnings);
}

void warn(const corev1::PodTemplateSpec& pod, const Path& path, Warnings& warnings) {
    adviseOn(pod.spec, pod.metadata, true, path.child("spec"), path.child("metadata"), warnings);
}

void warnOfName(const std::string& name, Warnings& warnings) {
    if (const std::string messages = labelMessages(name); !messages.empty())
        warnings.push_back(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising "
            "behavior; a DNS label is recommended: " +
            messages);
}

void warn(const corev1::PersistentVolumeClaimSpec& claim, const Path& path, Warnings& warnings) {
    const Advice advise(warnings);
    const Path resources = path.child("resources");
    adviseOnAmounts(claim.resources.requests, {corev1::kResourceStorage}, resources.child("requests"), advise);
    adviseOnAmounts(claim.resources.limits, {corev1::kResourceStorage}, resources.child("limits"), advise);
}

}  // namespace armillary::resources::podspec
