#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::podspec {

namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::string_view kOnlySidecars = "may not be set for init containers without restartPolicy=Always";

void checkPorts(const std::vector<corev1::ContainerPort>& ports, const Path& path, FieldErrors& errors) {
    Names names;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto& port = ports[i];
        const Path at = path.index(i);
        if (!port.name.empty()) {
            if (const Messages wrong = checkPortName(port.name); !wrong.empty())
                addInvalid(errors, at.child("name"), port.name, wrong);
            else if (!names.insert(port.name).second)
                errors.push_back(field::duplicate(at.child("name"), port.name));
        }
        if (port.containerPort == 0)
            errors.push_back(field::required(at.child("containerPort"), ""));
        else
            addInvalidNumber(errors, at.child("containerPort"), port.containerPort,
                             checkPortNumber(port.containerPort));
        if (port.hostPort != 0)
            addInvalidNumber(errors, at.child("hostPort"), port.hostPort, checkPortNumber(port.hostPort));
        checkOneOf(port.protocol, {"SCTP", "TCP", "UDP"}, at.child("protocol"), errors);
    }
}

void checkHostPorts(const corev1::Container& container, Names& taken, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < container.ports.size(); ++i) {
        const auto& port = container.ports[i];
        if (port.hostPort == 0) continue;
        const std::string key = port.protocol + "/" + port.hostIP + "/" + std::to_string(port.hostPort);
        if (!taken.insert(key).second)
            errors.push_back(field::duplicate(path.child("ports").index(i).child("hostPort"), key));
    }
}

/// In the host's network a container's port is the host's.
void checkHostNetwork(const ContainerScope& scope, const Path& path, FieldErrors& errors) {
    if (!scope.spec.hostNetwork) return;
    for (std::size_t i = 0; i < scope.spec.containers.size(); ++i) {
        const auto& ports = scope.spec.containers[i].ports;
        for (std::size_t k = 0; k < ports.size(); ++k) {
            const bool open = scope.of == Of::Template && ports[k].hostPort == 0;
            if (!open && ports[k].hostPort != ports[k].containerPort)
                errors.push_back(field::invalidRaw(path.index(i).child("ports").index(k).child("hostPort"),
                                                   std::to_string(ports[k].hostPort),
                                                   "must match `containerPort` when `hostNetwork` is true"));
        }
    }
}

void checkImage(const std::string& image, Of of, const Path& path, FieldErrors& errors) {
    constexpr std::string_view kSpaces = " \t\r\n\v\f";
    if (image.empty())
        errors.push_back(field::required(path, ""));
    else if (of == Of::Pod && (kSpaces.contains(image.front()) || kSpaces.contains(image.back())))
        errors.push_back(field::invalid(path, image, "must not have leading or trailing whitespace"));
}

void checkVolumeDevices(const corev1::Container& container, const ContainerScope& scope, const Path& path,
                        FieldErrors& errors) {
    Names names, paths;
    for (std::size_t i = 0; i < container.volumeDevices.size(); ++i) {
        const auto& device = container.volumeDevices[i];
        const Path at = path.index(i);
        const auto wrong = [&](std::string_view name, const std::string& value, std::string detail) {
            errors.push_back(field::invalid(at.child(name), value, std::move(detail)));
        };
        if (device.name.empty()) errors.push_back(field::required(at.child("name"), ""));
        if (!device.name.empty() && !names.insert(device.name).second) wrong("name", device.name, "must be unique");
        if (!scope.volumes.contains(device.name))
            errors.push_back(field::notFound(at.child("name"), device.name));
        else if (!scope.devices.contains(device.name))
            wrong("name", device.name,
                  "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        if (device.devicePath.empty()) errors.push_back(field::required(at.child("devicePath"), ""));
        if (!paths.insert(device.devicePath).second) wrong("devicePath", device.devicePath, "must be unique");
        if (std::ranges::contains(container.volumeMounts, device.name, &corev1::VolumeMount::name))
            wrong("name", device.name, "must not already exist in volumeMounts");
        if (std::ranges::contains(container.volumeMounts, device.devicePath, &corev1::VolumeMount::mountPath))
            wrong("devicePath", device.devicePath, "must not already exist as a path in volumeMounts");
    }
}

/// What holds for containers of every sort.
void checkCommon(const corev1::Container& container, const ContainerScope& scope, const Path& path,
                 FieldErrors& errors) {
    if (container.name.empty())
        errors.push_back(field::required(path.child("name"), ""));
    else
        addInvalid(errors, path.child("name"), container.name, checkLabel(container.name));
    checkImage(container.image, scope.of, path.child("image"), errors);
    checkOneOf(container.terminationMessagePolicy,
               {corev1::kTerminationMessageReadFile, corev1::kTerminationMessageFallbackToLogsOnError},
               path.child("terminationMessagePolicy"), errors);
    checkPorts(container.ports, path.child("ports"), errors);
    checkEnv(container.env, path.child("env"), errors);
    checkEnvFrom(container.envFrom, path.child("envFrom"), errors);
    checkVolumeMounts(container, scope, path.child("volumeMounts"), errors);
    checkVolumeDevices(container, scope, path.child("volumeDevices"), errors);
    checkOneOf(container.imagePullPolicy, {corev1::kPullAlways, corev1::kPullIfNotPresent, corev1::kPullNever},
               path.child("imagePullPolicy"), errors);
    checkResources(container.resources, path.child("resources"), errors);
    if (container.securityContext)
        checkSecurityContext(*container.securityContext, path.child("securityContext"), errors);
}

void checkOnlyOneSuccess(const corev1::Probe& probe, const Path& path, FieldErrors& errors) {
    if (probe.successThreshold != 1)
        errors.push_back(
            field::invalidRaw(path.child("successThreshold"), std::to_string(probe.successThreshold), "must be 1"));
}

/// Probes and hooks of a container that runs as long as its pod does.
void checkLiving(const corev1::Container& container, const corev1::PodSpec& spec, const Path& path,
                 FieldErrors& errors) {
    if (container.lifecycle)
        checkLifecycle(*container.lifecycle, spec.terminationGracePeriodSeconds.value_or(30), path.child("lifecycle"),
                       errors);
    if (container.livenessProbe) {
        checkProbe(*container.livenessProbe, path.child("livenessProbe"), errors);
        checkOnlyOneSuccess(*container.livenessProbe, path.child("livenessProbe"), errors);
    }
    if (container.readinessProbe) {
        const Path at = path.child("readinessProbe");
        checkProbe(*container.readinessProbe, at, errors);
        if (const auto& grace = container.readinessProbe->terminationGracePeriodSeconds)
            errors.push_back(field::invalidRaw(at.child("terminationGracePeriodSeconds"), std::to_string(*grace),
                                               "must not be set for readinessProbes"));
    }
    if (container.startupProbe) {
        checkProbe(*container.startupProbe, path.child("startupProbe"), errors);
        checkOnlyOneSuccess(*container.startupProbe, path.child("startupProbe"), errors);
    }
}

void checkInitContainers(const ContainerScope& scope, Names& names, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < scope.spec.initContainers.size(); ++i) {
        const auto& container = scope.spec.initContainers[i];
        const Path at = path.index(i);
        checkCommon(container, scope, at, errors);
        const bool sidecar = container.restartPolicy == corev1::kContainerRestartPolicyAlways;
        if (container.restartPolicy && !sidecar)
            errors.push_back(field::notSupported(at.child("restartPolicy"), *container.restartPolicy,
                                                 {corev1::kContainerRestartPolicyAlways}));
        if (!container.name.empty() && !names.insert(container.name).second)
            errors.push_back(field::duplicate(at.child("name"), container.name));
        Names hostPorts;
        checkHostPorts(container, hostPorts, at, errors);
        if (sidecar) {
            checkLiving(container, scope.spec, at, errors);
            continue;
        }
        const auto forbid = [&](bool isSet, std::string_view name) {
            if (isSet) errors.push_back(field::forbidden(at.child(name), std::string(kOnlySidecars)));
        };
        forbid(container.lifecycle.has_value(), "lifecycle");
        forbid(container.livenessProbe.has_value(), "livenessProbe");
        forbid(container.readinessProbe.has_value(), "readinessProbe");
        forbid(container.startupProbe.has_value(), "startupProbe");
    }
}

/// Containers that are put into a running pod to look around in it.
void checkEphemeral(const ContainerScope& scope, Names& names, const Path& path, FieldErrors& errors) {
    const Names targets = names;
    for (std::size_t i = 0; i < scope.spec.ephemeralContainers.size(); ++i) {
        const auto& ephemeral = scope.spec.ephemeralContainers[i];
        const Path at = path.index(i);
        // The two types have the same fields; only their names differ.
        const corev1::EphemeralContainerCommon& common = ephemeral;
        const auto container = schema::fromJson<corev1::Container>(schema::toJson(common));
        if (!container) continue;
        checkCommon(*container, scope, at, errors);
        if (!names.insert(ephemeral.name).second) errors.push_back(field::duplicate(at.child("name"), ephemeral.name));
        if (!ephemeral.targetContainerName.empty() && !targets.contains(ephemeral.targetContainerName))
            errors.push_back(field::notFound(at.child("targetContainerName"), ephemeral.targetContainerName));
        const auto forbid = [&](bool isSet, std::string_view name) {
            if (isSet) errors.push_back(field::forbidden(at.child(name), "cannot be set for an Ephemeral Container"));
        };
        forbid(!ephemeral.ports.empty(), "ports");
        forbid(!ephemeral.resources.limits.empty() || !ephemeral.resources.requests.empty(), "resources");
        forbid(ephemeral.restartPolicy.has_value(), "restartPolicy");
        forbid(ephemeral.livenessProbe.has_value(), "livenessProbe");
        forbid(ephemeral.readinessProbe.has_value(), "readinessProbe");
        forbid(ephemeral.startupProbe.has_value(), "startupProbe");
        forbid(ephemeral.lifecycle.has_value(), "lifecycle");
        for (std::size_t k = 0; k < ephemeral.volumeMounts.size(); ++k)
            if (!ephemeral.volumeMounts[k].subPath.empty())
                errors.push_back(field::forbidden(at.child("volumeMounts").index(k).child("subPath"),
                                                  "cannot be set for an Ephemeral Container"));
    }
}

}  // namespace

void checkContainers(const ContainerScope& scope, const Path& path, FieldErrors& errors) {
    const Path containers = path.child("containers");
    if (scope.spec.containers.empty()) errors.push_back(field::required(containers, ""));
    Names names, hostPorts;
    for (std::size_t i = 0; i < scope.spec.containers.size(); ++i) {
        const auto& container = scope.spec.containers[i];
        const Path at = containers.index(i);
        checkCommon(container, scope, at, errors);
        if (!container.name.empty() && !names.insert(container.name).second)
            errors.push_back(field::duplicate(at.child("name"), container.name));
        checkLiving(container, scope.spec, at, errors);
        if (container.restartPolicy)
            errors.push_back(field::forbidden(at.child("restartPolicy"), "may not be set for non-init containers"));
        checkHostPorts(container, hostPorts, at, errors);
    }
    checkInitContainers(scope, names, path.child("initContainers"), errors);
    checkEphemeral(scope, names, path.child("ephemeralContainers"), errors);
    checkHostNetwork(scope, containers, errors);
}

}  // namespace armillary::resources::podspec
