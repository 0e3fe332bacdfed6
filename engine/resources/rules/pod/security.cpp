#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::podspec {

namespace {

void checkId(const std::optional<std::int64_t>& id, const Path& path, FieldErrors& errors) {
    if (id) addInvalidNumber(errors, path, *id, checkUserOrGroupId(*id));
}

/// Seccomp and AppArmor profiles have the same shape and the same rules.
void checkProfile(const std::string& type, const std::optional<std::string>& localhost, std::string_view name,
                  const Path& path, FieldErrors& errors) {
    static const std::vector<std::string_view> kTypes{"Localhost", "RuntimeDefault", "Unconfined"};
    const Path local = path.child("localhostProfile");
    if (type.empty())
        return errors.push_back(
            field::required(path.child("type"), "type is required when " + std::string(name) + " is set"));
    if (!std::ranges::contains(kTypes, type))
        return errors.push_back(field::notSupported(path.child("type"), type, kTypes));
    const bool isLocal = type == corev1::kSeccompProfileTypeLocalhost;
    const std::string word = name == "seccompProfile" ? "seccomp" : "AppArmor";
    if (isLocal && !localhost)
        errors.push_back(field::required(local, "must be set when " + word + " type is Localhost"));
    if (!isLocal && localhost)
        errors.push_back(field::invalid(local, *localhost, "can only be set when " + word + " type is Localhost"));
}

template <class Context>
void checkProfiles(const Context& context, const Path& path, FieldErrors& errors) {
    if (context.seccompProfile)
        checkProfile(context.seccompProfile->type, context.seccompProfile->localhostProfile, "seccompProfile",
                     path.child("seccompProfile"), errors);
    if (context.appArmorProfile)
        checkProfile(context.appArmorProfile->type, context.appArmorProfile->localhostProfile, "appArmorProfile",
                     path.child("appArmorProfile"), errors);
}

bool isSysctlName(std::string_view name) {
    const auto isEnd = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (name.empty() || name.size() > 253 || !isEnd(name.back())) return false;
    bool atStart = true;
    for (char c : name) {
        const bool separator = c == '.' || c == '/';
        if (atStart ? !isEnd(c) : !(isEnd(c) || c == '-' || c == '_' || separator)) return false;
        atStart = separator;
    }
    return true;
}

void checkSysctls(const std::vector<corev1::Sysctl>& sysctls, const Path& path, FieldErrors& errors) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < sysctls.size(); ++i) {
        const Path at = path.index(i).child("name");
        const std::string& name = sysctls[i].name;
        if (name.empty())
            errors.push_back(field::required(at, ""));
        else if (!isSysctlName(name))
            errors.push_back(field::invalid(at, name,
                                            "must have at most 253 characters and match regex "
                                            "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"));
        else if (!seen.insert(name).second)
            errors.push_back(field::duplicate(at, name));
    }
}

}  // namespace

void checkSecurityContext(const corev1::SecurityContext& context, const Path& path, FieldErrors& errors) {
    checkId(context.runAsUser, path.child("runAsUser"), errors);
    checkId(context.runAsGroup, path.child("runAsGroup"), errors);
    checkProfiles(context, path, errors);
    if (context.allowPrivilegeEscalation.value_or(true)) return;
    if (context.privileged.value_or(false))
        errors.push_back(field::invalidRaw(path, schema::toJson(context),
                                           "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
    if (context.capabilities && std::ranges::contains(context.capabilities->add, "CAP_SYS_ADMIN"))
        errors.push_back(
            field::invalidRaw(path, schema::toJson(context),
                              "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
}

void checkPodSecurityContext(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    if (!spec.securityContext) return;
    const auto& context = *spec.securityContext;
    checkId(context.fsGroup, path.child("fsGroup"), errors);
    checkId(context.runAsUser, path.child("runAsUser"), errors);
    checkId(context.runAsGroup, path.child("runAsGroup"), errors);
    for (std::size_t i = 0; i < context.supplementalGroups.size(); ++i)
        checkId(context.supplementalGroups[i], path.child("supplementalGroups").index(i), errors);
    if (spec.shareProcessNamespace.value_or(false) && spec.hostPID)
        errors.push_back(field::invalidRaw(path.child("shareProcessNamespace"), "true",
                                           "ShareProcessNamespace and HostPID cannot both be enabled"));
    checkSysctls(context.sysctls, path.child("sysctls"), errors);
    static const std::vector<std::string_view> kPolicies{"Always", "OnRootMismatch"};
    if (context.fsGroupChangePolicy && !std::ranges::contains(kPolicies, *context.fsGroupChangePolicy))
        errors.push_back(
            field::notSupported(path.child("fsGroupChangePolicy"), *context.fsGroupChangePolicy, kPolicies));
    checkProfiles(context, path, errors);
}

}  // namespace armillary::resources::podspec
