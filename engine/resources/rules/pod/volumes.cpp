#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

using Names = std::set<std::string, std::less<>>;
const std::vector<std::string_view> kVolumeFields{"metadata.annotations", "metadata.labels", "metadata.name",
                                                  "metadata.namespace", "metadata.uid"};

bool hasParentStep(std::string_view path) {
    for (;;) {
        const auto slash = path.find('/');
        if (path.substr(0, slash) == "..") return true;
        if (slash == std::string_view::npos) return false;
        path.remove_prefix(slash + 1);
    }
}

/// A path inside a volume.
void checkDescending(const std::string& value, const Path& path, FieldErrors& errors) {
    if (value.starts_with('/')) errors.push_back(field::invalid(path, value, "must be a relative path"));
    if (hasParentStep(value)) errors.push_back(field::invalid(path, value, "must not contain '..'"));
}

void checkItemPath(const std::string& value, const Path& path, FieldErrors& errors) {
    if (value.empty()) return errors.push_back(field::required(path, ""));
    checkDescending(value, path, errors);
    if (value.starts_with("..") && !value.starts_with("../"))
        errors.push_back(field::invalid(path, value, "must not start with '..'"));
}

void checkMode(const std::optional<std::int32_t>& mode, const Path& path, FieldErrors& errors) {
    if (mode && (*mode < 0 || *mode > 0777))
        errors.push_back(field::invalidRaw(path, std::to_string(*mode),
                                           "must be a number between 0 and 0777 (octal), both inclusive"));
}

void checkItems(const std::vector<corev1::KeyToPath>& items, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Path at = path.index(i);
        if (items[i].key.empty()) errors.push_back(field::required(at.child("key"), ""));
        checkItemPath(items[i].path, at.child("path"), errors);
        checkMode(items[i].mode, at.child("mode"), errors);
    }
}

void checkDownward(const std::vector<corev1::DownwardAPIVolumeFile>& items, const Path& path, FieldErrors& errors) {
    for (const auto& item : items) {
        if (item.path.empty())
            errors.push_back(field::required(path.child("path"), ""));
        else
            checkItemPath(item.path, path.child("path"), errors);
        if (item.fieldRef) {
            checkFieldRef(*item.fieldRef, kVolumeFields, path.child("fieldRef"), errors);
            if (item.resourceFieldRef)
                errors.push_back(field::invalid(path, "resource",
                                                "fieldRef and resourceFieldRef can not be specified simultaneously"));
        } else if (item.resourceFieldRef) {
            checkResourceFieldRef(*item.resourceFieldRef, true, path.child("resourceFieldRef"), errors);
        } else {
            errors.push_back(field::required(path, "one of fieldRef and resourceFieldRef is required"));
        }
        checkMode(item.mode, path.child("mode"), errors);
    }
}

void checkToken(const corev1::ServiceAccountTokenProjection& token, const Path& path, FieldErrors& errors) {
    const std::int64_t seconds = token.expirationSeconds.value_or(0);
    if (seconds < 600)
        errors.push_back(field::invalidRaw(path.child("expirationSeconds"), std::to_string(seconds),
                                           "may not specify a duration less than 10 minutes"));
    if (seconds > (std::int64_t(1) << 32))
        errors.push_back(field::invalidRaw(path.child("expirationSeconds"), std::to_string(seconds),
                                           "may not specify a duration larger than 2^32 seconds"));
    if (token.path.empty())
        errors.push_back(field::required(path.child("path"), ""));
    else
        checkItemPath(token.path, path.child("path"), errors);
}

void checkProjected(const corev1::ProjectedVolumeSource& projected, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < projected.sources.size(); ++i) {
        const auto& source = projected.sources[i];
        const Path at = path.child("sources").index(i);
        int count = 0;
        const auto first = [&](bool isSet, std::string_view name) {
            if (!isSet) return false;
            if (count++ == 0) return true;
            errors.push_back(field::forbidden(at.child(name), "may not specify more than 1 volume type per source"));
            return false;
        };
        if (first(source.secret.has_value(), "secret")) {
            if (source.secret->name.empty()) errors.push_back(field::required(at.child("secret").child("name"), ""));
            checkItems(source.secret->items, at.child("secret").child("items"), errors);
        }
        if (first(source.configMap.has_value(), "configMap")) {
            if (source.configMap->name.empty())
                errors.push_back(field::required(at.child("configMap").child("name"), ""));
            checkItems(source.configMap->items, at.child("configMap").child("items"), errors);
        }
        if (first(source.downwardAPI.has_value(), "downwardAPI"))
            checkDownward(source.downwardAPI->items, at.child("downwardAPI"), errors);
        if (first(source.serviceAccountToken.has_value(), "serviceAccountToken"))
            checkToken(*source.serviceAccountToken, at.child("serviceAccountToken"), errors);
        if (count == 0) errors.push_back(field::required(at, "must specify a projected volume source"));
    }
    checkMode(projected.defaultMode, path.child("defaultMode"), errors);
}

void checkHostPath(const corev1::HostPathVolumeSource& source, const Path& path, FieldErrors& errors) {
    if (source.path.empty()) return errors.push_back(field::required(path.child("path"), ""));
    if (hasParentStep(source.path))
        errors.push_back(field::invalid(path.child("path"), source.path, "must not contain '..'"));
    static const std::vector<std::string_view> kTypes{
        "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"};
    if (source.type && !std::ranges::contains(kTypes, *source.type))
        errors.push_back(field::notSupported(path.child("type"), *source.type, kTypes));
}

void checkNfs(const corev1::NFSVolumeSource& source, const Path& path, FieldErrors& errors) {
    if (source.server.empty()) errors.push_back(field::required(path.child("server"), ""));
    if (source.path.empty())
        errors.push_back(field::required(path.child("path"), ""));
    else if (!source.path.starts_with('/'))
        errors.push_back(field::invalid(path.child("path"), source.path, "must be an absolute path"));
}

void checkSource(const corev1::Volume& volume, const Path& path, FieldErrors& errors) {
    if (volume.emptyDir && volume.emptyDir->sizeLimit && volume.emptyDir->sizeLimit->sign() < 0)
        errors.push_back(field::forbidden(path.child("emptyDir").child("sizeLimit"),
                                          "SizeLimit field must be a valid resource quantity"));
    if (volume.hostPath) checkHostPath(*volume.hostPath, path.child("hostPath"), errors);
    if (volume.nfs) checkNfs(*volume.nfs, path.child("nfs"), errors);
    if (volume.secret) {
        const Path at = path.child("secret");
        if (volume.secret->secretName.empty()) errors.push_back(field::required(at.child("secretName"), ""));
        checkMode(volume.secret->defaultMode, at.child("defaultMode"), errors);
        checkItems(volume.secret->items, at.child("items"), errors);
    }
    if (volume.configMap) {
        const Path at = path.child("configMap");
        if (volume.configMap->name.empty()) errors.push_back(field::required(at.child("name"), ""));
        checkMode(volume.configMap->defaultMode, at.child("defaultMode"), errors);
        checkItems(volume.configMap->items, at.child("items"), errors);
    }
    if (volume.persistentVolumeClaim && volume.persistentVolumeClaim->claimName.empty())
        errors.push_back(field::required(path.child("persistentVolumeClaim").child("claimName"), ""));
    if (volume.downwardAPI) {
        checkMode(volume.downwardAPI->defaultMode, path.child("downwardAPI").child("defaultMode"), errors);
        checkDownward(volume.downwardAPI->items, path.child("downwardAPI"), errors);
    }
    if (volume.projected) checkProjected(*volume.projected, path.child("projected"), errors);
    if (volume.csi && volume.csi->driver.empty())
        errors.push_back(field::required(path.child("csi").child("driver"), ""));
    if (volume.ephemeral && !volume.ephemeral->volumeClaimTemplate)
        errors.push_back(field::required(path.child("ephemeral").child("volumeClaimTemplate"), ""));
}

/// Exactly one of a volume's alternatives is set.
void checkOneSource(const corev1::Volume& volume, const Path& path, FieldErrors& errors) {
    const char* source = reinterpret_cast<const char*>(static_cast<const corev1::VolumeSource*>(&volume));
    int count = 0;
    for (const auto& field : schema::typeInfo<corev1::VolumeSource>().fields)
        if (field.ops && field.ops->size(source + field.offset) != 0 && ++count > 1)
            errors.push_back(field::forbidden(path.child(field.jsonName), "may not specify more than 1 volume type"));
    if (count == 0) errors.push_back(field::required(path, "must specify a volume type"));
}

/// Whether what is mounted below the mount is read-only as well.
void checkRecursive(const corev1::VolumeMount& mount, const Path& path, FieldErrors& errors) {
    if (!mount.recursiveReadOnly || *mount.recursiveReadOnly == "Disabled") return;
    if (*mount.recursiveReadOnly != "Enabled" && *mount.recursiveReadOnly != "IfPossible")
        return errors.push_back(
            field::notSupported(path, *mount.recursiveReadOnly, {"Disabled", "Enabled", "IfPossible"}));
    if (!mount.readOnly) errors.push_back(field::forbidden(path, "may only be specified when readOnly is true"));
    if (mount.mountPropagation.value_or("None") != corev1::kMountPropagationNone)
        errors.push_back(
            field::forbidden(path, "may only be specified when mountPropagation is None or not specified"));
}

}  // namespace

void checkVolumes(const std::vector<corev1::Volume>& volumes, ContainerScope& scope, const Path& path,
                  FieldErrors& errors) {
    Names seen;
    for (std::size_t i = 0; i < volumes.size(); ++i) {
        const auto& volume = volumes[i];
        const Path at = path.index(i);
        const std::size_t before = errors.size();
        checkOneSource(volume, at, errors);
        checkSource(volume, at, errors);
        if (volume.name.empty())
            errors.push_back(field::required(at.child("name"), ""));
        else if (const Messages wrong = checkLabel(volume.name); !wrong.empty())
            addInvalid(errors, at.child("name"), volume.name, wrong);
        else if (!seen.insert(volume.name).second)
            errors.push_back(field::duplicate(at.child("name"), volume.name));
        // A mount of a volume that is itself wrong is not reported a second time as missing.
        if (errors.size() == before || !volume.name.empty()) {
            scope.volumes.insert(volume.name);
            if (volume.persistentVolumeClaim || volume.ephemeral) scope.devices.insert(volume.name);
        }
    }
}

void checkVolumeMounts(const corev1::Container& container, const ContainerScope& scope, const Path& path,
                       FieldErrors& errors) {
    Names paths;
    for (std::size_t i = 0; i < container.volumeMounts.size(); ++i) {
        const auto& mount = container.volumeMounts[i];
        const Path at = path.index(i);
        if (mount.name.empty())
            errors.push_back(field::required(at.child("name"), ""));
        else if (!scope.volumes.contains(mount.name))
            errors.push_back(field::notFound(at.child("name"), mount.name));
        if (mount.mountPath.empty())
            errors.push_back(field::required(at.child("mountPath"), ""));
        else if (!paths.insert(mount.mountPath).second)
            errors.push_back(field::invalid(at.child("mountPath"), mount.mountPath, "must be unique"));
        if (std::ranges::contains(container.volumeDevices, mount.name, &corev1::VolumeDevice::name))
            errors.push_back(field::invalid(at.child("name"), mount.name, "must not already exist in volumeDevices"));
        if (std::ranges::contains(container.volumeDevices, mount.mountPath, &corev1::VolumeDevice::devicePath))
            errors.push_back(field::invalid(at.child("mountPath"), mount.mountPath,
                                            "must not already exist as a path in volumeDevices"));
        checkRecursive(mount, path.child("recursiveReadOnly"), errors);
        if (!mount.subPath.empty()) checkDescending(mount.subPath, path.child("subPath"), errors);
        if (!mount.subPathExpr.empty()) {
            if (!mount.subPath.empty())
                errors.push_back(field::invalid(at.child("subPathExpr"), mount.subPathExpr,
                                                "subPathExpr and subPath are mutually exclusive"));
            checkDescending(mount.subPathExpr, path.child("subPathExpr"), errors);
        }
        if (!mount.mountPropagation) continue;
        const bool privileged = container.securityContext && container.securityContext->privileged.value_or(false);
        if (mount.mountPropagation == corev1::kMountPropagationBidirectional && !privileged)
            errors.push_back(
                field::forbidden(path.child("mountPropagation"),
                                 "Bidirectional mount propagation is available only to privileged containers"));
        static const std::vector<std::string_view> kModes{"Bidirectional", "HostToContainer", "None"};
        if (!std::ranges::contains(kModes, *mount.mountPropagation))
            errors.push_back(field::notSupported(path.child("mountPropagation"), *mount.mountPropagation, kModes));
    }
}

}  // namespace armillary::resources::podspec
