#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

const std::vector<std::string_view> kEnvFields{
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
    "status.hostIP", "status.hostIPs",     "status.podIP", "status.podIPs"};
const std::vector<std::string_view> kResourceFields{"limits.cpu",   "limits.ephemeral-storage",   "limits.memory",
                                                    "requests.cpu", "requests.ephemeral-storage", "requests.memory"};
constexpr std::string_view kKnownFields[] = {
    "metadata.annotations", "metadata.labels", "metadata.name",      "metadata.namespace",
    "metadata.uid",         "spec.nodeName",   "spec.restartPolicy", "spec.serviceAccountName",
    "spec.schedulerName",   "status.phase",    "status.hostIP",      "status.hostIPs",
    "status.podIP",         "status.podIPs"};

void checkKeyRef(const std::string& name, const std::string& key, const Path& path, FieldErrors& errors) {
    addInvalid(errors, path.child("name"), name, checkSubdomain(name));
    if (key.empty())
        errors.push_back(field::required(path.child("key"), ""));
    else
        addInvalid(errors, path.child("key"), key, checkConfigMapKey(key));
}

void checkValueFrom(const corev1::EnvVar& variable, const Path& path, FieldErrors& errors) {
    const auto& from = *variable.valueFrom;
    int sources = 0;
    if (from.fieldRef) ++sources, checkFieldRef(*from.fieldRef, kEnvFields, path.child("fieldRef"), errors);
    if (from.resourceFieldRef)
        ++sources, checkResourceFieldRef(*from.resourceFieldRef, false, path.child("resourceFieldRef"), errors);
    if (from.configMapKeyRef)
        ++sources,
            checkKeyRef(from.configMapKeyRef->name, from.configMapKeyRef->key, path.child("configMapKeyRef"), errors);
    if (from.secretKeyRef)
        ++sources, checkKeyRef(from.secretKeyRef->name, from.secretKeyRef->key, path.child("secretKeyRef"), errors);
    if (sources == 0)
        errors.push_back(field::invalid(
            path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"));
    else if (!variable.value.empty())
        errors.push_back(field::invalid(path, "", "may not be specified when `value` is not empty"));
    else if (sources > 1)
        errors.push_back(field::invalid(path, "", "may not have more than one field specified at a time"));
}

void checkSourceName(const std::string& name, const Path& path, FieldErrors& errors) {
    if (name.empty())
        errors.push_back(field::required(path, ""));
    else
        addInvalid(errors, path, name, checkSubdomain(name));
}

}  // namespace

void checkEnv(const std::vector<corev1::EnvVar>& env, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < env.size(); ++i) {
        const Path at = path.index(i);
        if (env[i].name.empty())
            errors.push_back(field::required(at.child("name"), ""));
        else
            addInvalid(errors, at.child("name"), env[i].name, checkEnvVarName(env[i].name));
        if (env[i].valueFrom) checkValueFrom(env[i], at.child("valueFrom"), errors);
    }
}

void checkEnvFrom(const std::vector<corev1::EnvFromSource>& sources, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& source = sources[i];
        const Path at = path.index(i);
        if (!source.prefix.empty())
            addInvalid(errors, at.child("prefix"), source.prefix, checkEnvVarName(source.prefix));
        if (source.configMapRef)
            checkSourceName(source.configMapRef->name, at.child("configMapRef").child("name"), errors);
        if (source.secretRef) checkSourceName(source.secretRef->name, at.child("secretRef").child("name"), errors);
        if (!source.configMapRef && !source.secretRef)
            errors.push_back(field::invalid(at, "", "must specify one of: `configMapRef` or `secretRef`"));
        else if (source.configMapRef && source.secretRef)
            errors.push_back(field::invalid(at, "", "may not have more than one field specified at a time"));
    }
}

void checkFieldRef(const corev1::ObjectFieldSelector& selector, const std::vector<std::string_view>& allowed,
                   const Path& path, FieldErrors& errors) {
    if (selector.apiVersion.empty()) return errors.push_back(field::required(path.child("apiVersion"), ""));
    if (selector.fieldPath.empty()) return errors.push_back(field::required(path.child("fieldPath"), ""));
    const Path at = path.child("fieldPath");
    const std::string_view text = selector.fieldPath;
    const auto bracket = text.find("['");
    if (bracket != std::string_view::npos && text.ends_with("']")) {
        const std::string_view base = text.substr(0, bracket),
                               key = text.substr(bracket + 2, text.size() - bracket - 4);
        if (base == "metadata.annotations" || base == "metadata.labels")
            return addInvalid(errors, at, key, checkQualifiedName(key));
        return errors.push_back(field::invalid(at, text, "does not support subscript"));
    }
    if (!std::ranges::contains(kKnownFields, text))
        return errors.push_back(
            field::invalid(at, text, "error converting fieldPath: field label not supported: " + selector.fieldPath));
    if (!std::ranges::contains(allowed, text)) errors.push_back(field::notSupported(at, text, allowed));
}

void checkResourceFieldRef(const corev1::ResourceFieldSelector& selector, bool needsContainer, const Path& path,
                           FieldErrors& errors) {
    if (needsContainer && selector.containerName.empty())
        errors.push_back(field::required(path.child("containerName"), ""));
    else if (selector.resource.empty())
        errors.push_back(field::required(path.child("resource"), ""));
    else if (!std::ranges::contains(kResourceFields, std::string_view(selector.resource)) &&
             !selector.resource.starts_with("limits.hugepages-") &&
             !selector.resource.starts_with("requests.hugepages-"))
        errors.push_back(field::notSupported(path.child("resource"), selector.resource, kResourceFields));
}

}  // namespace armillary::resources::podspec
