#include "engine/resources/rules/pod/pod_spec.h"

#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/checks/quantities.h"

namespace armillary::resources::podspec {

namespace {

const std::vector<std::string_view> kDnsPolicies{"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"};
constexpr std::size_t kMaxNameservers = 3, kMaxSearches = 32, kMaxSearchCharacters = 2048;

void checkDns(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    checkOneOf(spec.dnsPolicy, kDnsPolicies, path.child("dnsPolicy"), errors);
    const Path config = path.child("dnsConfig");
    if (spec.dnsPolicy == corev1::kDNSNone) {
        if (!spec.dnsConfig)
            return errors.push_back(field::required(config, "must provide `dnsConfig` when `dnsPolicy` is None"));
        if (spec.dnsConfig->nameservers.empty())
            return errors.push_back(field::required(
                config.child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"));
    }
    if (!spec.dnsConfig) return;
    const auto& nameservers = spec.dnsConfig->nameservers;
    if (nameservers.size() > kMaxNameservers)
        errors.push_back(field::invalidRaw(config.child("nameservers"), goList(nameservers),
                                           "must not have more than 3 nameservers"));
    for (std::size_t i = 0; i < nameservers.size(); ++i)
        if (addressFamily(nameservers[i]) == 0)
            errors.push_back(field::invalid(config.child("nameservers").index(i), nameservers[i],
                                            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    const auto& searches = spec.dnsConfig->searches;
    std::size_t characters = searches.empty() ? 0 : searches.size() - 1;
    for (const auto& search : searches) characters += search.size();
    if (searches.size() > kMaxSearches)
        errors.push_back(
            field::invalidRaw(config.child("searches"), goList(searches), "must not have more than 32 search paths"));
    if (characters > kMaxSearchCharacters)
        errors.push_back(
            field::invalidRaw(config.child("searches"), goList(searches),
                              "must not have more than 2048 characters (including spaces) in the search list"));
    for (std::size_t i = 0; i < searches.size(); ++i) {
        const std::string_view name =
            std::string_view(searches[i]).substr(0, searches[i].size() - (searches[i].ends_with('.') ? 1 : 0));
        addInvalid(errors, config.child("searches").index(i), name, checkSubdomain(name));
    }
    for (std::size_t i = 0; i < spec.dnsConfig->options.size(); ++i)
        if (spec.dnsConfig->options[i].name.empty())
            errors.push_back(field::required(config.child("options").index(i), "must not be empty"));
}

void checkNames(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    const auto subdomain = [&](const std::string& value, std::string_view name) {
        if (!value.empty()) addInvalid(errors, path.child(name), value, checkSubdomain(value));
    };
    const auto label = [&](const std::string& value, std::string_view name) {
        if (!value.empty()) addInvalid(errors, path.child(name), value, checkLabel(value));
    };
    subdomain(spec.serviceAccountName, "serviceAccountName");
    subdomain(spec.nodeName, "nodeName");
    label(spec.hostname, "hostname");
    label(spec.subdomain, "subdomain");
    subdomain(spec.priorityClassName, "priorityClassName");
    if (spec.runtimeClassName) subdomain(*spec.runtimeClassName, "runtimeClassName");
    checkLabels(spec.nodeSelector, path.child("nodeSelector"), errors);
    for (std::size_t i = 0; i < spec.readinessGates.size(); ++i)
        addInvalid(errors, path.child("readinessGates").index(i).child("conditionType"),
                   spec.readinessGates[i].conditionType, checkQualifiedName(spec.readinessGates[i].conditionType));
    for (std::size_t i = 0; i < spec.hostAliases.size(); ++i) {
        const auto& alias = spec.hostAliases[i];
        const Path at = path.child("hostAliases");
        if (addressFamily(alias.ip) == 0)
            errors.push_back(field::invalid(at.index(i).child("ip"), alias.ip,
                                            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        for (std::size_t k = 0; k < alias.hostnames.size(); ++k)
            addInvalid(errors, at.index(i).child("hostnames").index(k), alias.hostnames[k],
                       checkSubdomain(alias.hostnames[k]));
    }
}

void checkGates(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    const Path gates = path.child("schedulingGates");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < spec.schedulingGates.size(); ++i) {
        const std::string& name = spec.schedulingGates[i].name;
        addInvalid(errors, gates.index(i), name, checkQualifiedName(name));
        if (!seen.insert(name).second) errors.push_back(field::duplicate(gates.index(i), name));
    }
    if (!spec.schedulingGates.empty() && !spec.nodeName.empty())
        errors.push_back(
            field::forbidden(path.child("nodeName"), "cannot be set until all schedulingGates have been cleared"));
}

void checkScalars(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    checkOneOf(spec.restartPolicy, {"Always", "OnFailure", "Never"}, path.child("restartPolicy"), errors);
    if (spec.activeDeadlineSeconds && (*spec.activeDeadlineSeconds < 1 || *spec.activeDeadlineSeconds > INT32_MAX))
        errors.push_back(field::invalidRaw(path.child("activeDeadlineSeconds"),
                                           std::to_string(*spec.activeDeadlineSeconds), inclusiveRange(1, INT32_MAX)));
    if (spec.preemptionPolicy && *spec.preemptionPolicy != corev1::kPreemptNever &&
        *spec.preemptionPolicy != corev1::kPreemptLowerPriority)
        errors.push_back(field::notSupported(path.child("preemptionPolicy"), *spec.preemptionPolicy,
                                             {"PreemptLowerPriority", "Never"}));
    if (spec.os) {
        if (spec.os->name.empty())
            errors.push_back(field::required(path.child("os").child("name"), "cannot be empty"));
        else if (spec.os->name != corev1::kLinux && spec.os->name != corev1::kWindows)
            errors.push_back(field::notSupported(path.child("os"), spec.os->name, {"linux", "windows"}));
    }
    for (const auto& [name, amount] : spec.overhead)
        checkQuantity(name, amount, path.child("overhead").key(name), errors);
}

}  // namespace

void check(const corev1::PodSpec& spec, Of of, const Path& path, FieldErrors& errors) {
    ContainerScope scope{spec, of, {}, {}};
    checkVolumes(spec.volumes, scope, path.child("volumes"), errors);
    checkContainers(scope, path, errors);
    checkScalars(spec, path, errors);
    checkDns(spec, path, errors);
    checkPodSecurityContext(spec, path.child("securityContext"), errors);
    if (spec.affinity) checkAffinity(*spec.affinity, path.child("affinity"), errors);
    checkTolerations(spec.tolerations, path.child("tolerations"), errors);
    checkTopologySpread(spec.topologySpreadConstraints, path.child("topologySpreadConstraints"), errors);
    checkNames(spec, path, errors);
    checkGates(spec, path, errors);
}

void checkTemplate(const corev1::PodTemplateSpec& pod, const Path& path, FieldErrors& errors) {
    checkLabels(pod.metadata.labels, path.child("labels"), errors);
    checkAnnotations(pod.metadata.annotations, path.child("annotations"), errors);
    check(pod.spec, Of::Template, path.child("spec"), errors);
    if (!pod.spec.ephemeralContainers.empty())
        errors.push_back(field::forbidden(path.child("spec").child("ephemeralContainers"),
                                          "ephemeral containers not allowed in pod template"));
}

}  // namespace armillary::resources::podspec
