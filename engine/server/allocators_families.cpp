#include "engine/server/allocators_families.h"

namespace armillary::server {
namespace {

using corev1::Service;

constexpr std::string_view kIPv4 = corev1::kIPv4Protocol, kIPv6 = corev1::kIPv6Protocol;
constexpr std::string_view kPolicyPath = "spec.ipFamilyPolicy";

FieldErrors checkFamilies(const Service& service) {
    FieldErrors errors;
    const std::string& policy = *service.spec.ipFamilyPolicy;
    std::string path(kPolicyPath);
    if (policy == corev1::kIPFamilyPolicySingleStack) {
        if (service.spec.clusterIPs.size() == 2)
            errors.push_back(field::invalid(
                path, policy,
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"));
        if (service.spec.ipFamilies.size() == 2)
            errors.push_back(field::invalid(
                path, policy,
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"));
    }
    if (policy == corev1::kIPFamilyPolicyRequireDualStack)
        errors.push_back(field::invalid(path, policy, "this cluster is not configured for dual-stack services"));
    for (std::size_t i = 0; i < service.spec.ipFamilies.size(); ++i)
        if (service.spec.ipFamilies[i] != kIPv4)
            errors.push_back(field::invalid("spec.ipFamilies[" + std::to_string(i) + "]", service.spec.ipFamilies[i],
                                            "not configured on this cluster"));
    return errors;
}

}  // namespace

bool isHeadless(const Service& service) {
    return service.spec.clusterIP == corev1::kClusterIPNone ||
           (!service.spec.clusterIPs.empty() && service.spec.clusterIPs.front() == corev1::kClusterIPNone);
}

bool needsClusterIp(const Service& service) {
    return service.spec.type != corev1::kServiceTypeExternalName && !isHeadless(service);
}

bool needsNodePorts(const Service& service) {
    if (service.spec.type == corev1::kServiceTypeNodePort) return true;
    return service.spec.type == corev1::kServiceTypeLoadBalancer &&
           service.spec.allocateLoadBalancerNodePorts.value_or(true);
}

bool needsHealthCheckPort(const Service& service) {
    return service.spec.type == corev1::kServiceTypeLoadBalancer &&
           service.spec.externalTrafficPolicy == corev1::kServiceExternalTrafficPolicyLocal;
}

FieldErrors settleFamilies(Service& service, const Service* old) {
    if (service.spec.type == corev1::kServiceTypeExternalName) return {};
    bool free = isHeadless(service) && service.spec.selector.empty();
    if (!service.spec.ipFamilyPolicy) {
        if (old && old->spec.ipFamilyPolicy)
            service.spec.ipFamilyPolicy = old->spec.ipFamilyPolicy;
        else
            service.spec.ipFamilyPolicy =
                free ? corev1::kIPFamilyPolicyRequireDualStack : corev1::kIPFamilyPolicySingleStack;
    }
    auto& families = service.spec.ipFamilies;
    // A headless service without selector gets its endpoints from whoever writes them, of either family.
    if (free) {
        if (families.empty()) families = {std::string(kIPv4)};
        if (families.size() == 1 && *service.spec.ipFamilyPolicy != corev1::kIPFamilyPolicySingleStack)
            families.emplace_back(families.front() == kIPv4 ? kIPv6 : kIPv4);
        return {};
    }
    if (FieldErrors errors = checkFamilies(service); !errors.empty()) return errors;
    if (families.empty()) families = {std::string(kIPv4)};
    return {};
}

}  // namespace armillary::server
