#include "engine/resources/checks/quantities.h"
#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

bool isHugePages(std::string_view name) {
    return name.starts_with(corev1::kResourceHugePagesPrefix);
}

bool isStandard(std::string_view name) {
    return name == corev1::kResourceCPU || name == corev1::kResourceMemory ||
           name == corev1::kResourceEphemeralStorage || isHugePages(name);
}

void checkEach(const schema::StringMap<schema::Quantity>& amounts, const Path& path, FieldErrors& errors) {
    for (const auto& [name, amount] : amounts) {
        const Path at = path.key(name);
        checkResourceName(name, at, errors);
        checkQuantity(name, amount, at, errors);
    }
}

bool hasCpuOrMemory(const schema::StringMap<schema::Quantity>& amounts) {
    return amounts.contains(corev1::kResourceCPU) || amounts.contains(corev1::kResourceMemory);
}

}  // namespace

void checkResourceName(std::string_view name, const Path& path, FieldErrors& errors) {
    addInvalid(errors, path, name, checkQualifiedName(name));
    if (!name.contains('/') && !isStandard(name))
        errors.push_back(field::invalid(path, name, "must be a standard resource for containers"));
}

void checkResources(const corev1::ResourceRequirements& resources, const Path& path, FieldErrors& errors) {
    const Path limits = path.child("limits"), requests = path.child("requests");
    checkEach(resources.limits, limits, errors);
    checkEach(resources.requests, requests, errors);
    bool hugePages = false;
    for (const auto& [name, amount] : resources.limits) hugePages |= isHugePages(name);
    for (const auto& [name, amount] : resources.requests) {
        hugePages |= isHugePages(name);
        const bool overcommits = name == corev1::kResourceCPU || name == corev1::kResourceMemory ||
                                 name == corev1::kResourceEphemeralStorage;
        const auto limit = resources.limits.find(name);
        if (limit == resources.limits.end()) {
            if (!overcommits)
                errors.push_back(field::required(limits, "Limit must be set for non overcommitable resources"));
        } else if (!overcommits && amount != limit->second) {
            errors.push_back(
                field::invalid(requests, amount.text(),
                               "must be equal to " + name + " limit of " + std::string(limit->second.text())));
        } else if (amount > limit->second) {
            errors.push_back(field::invalid(
                requests, amount.text(),
                "must be less than or equal to " + name + " limit of " + std::string(limit->second.text())));
        }
    }
    if (hugePages && !hasCpuOrMemory(resources.limits) && !hasCpuOrMemory(resources.requests))
        errors.push_back(field::forbidden(path, "HugePages require cpu or memory"));
}

std::string_view qosClass(const corev1::PodSpec& spec) {
    bool any = false, guaranteed = true;
    const auto positive = [](const schema::StringMap<schema::Quantity>& amounts, std::string_view name) {
        const auto found = amounts.find(name);
        return found != amounts.end() && found->second.sign() > 0 ? &found->second : nullptr;
    };
    for (const auto* containers : {&spec.containers, &spec.initContainers})
        for (const auto& container : *containers)
            for (std::string_view name : {corev1::kResourceCPU, corev1::kResourceMemory}) {
                const auto* limit = positive(container.resources.limits, name);
                const auto* request = positive(container.resources.requests, name);
                any |= limit || request;
                guaranteed &= limit && (!request || *request == *limit);
            }
    if (!any) return corev1::kPodQOSBestEffort;
    return guaranteed ? corev1::kPodQOSGuaranteed : corev1::kPodQOSBurstable;
}

}  // namespace armillary::resources::podspec
