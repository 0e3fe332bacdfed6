#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

constexpr std::int32_t kFileMode = 0644;

template <class T>
void fill(std::optional<T>& field, T value) {
    if (!field) field = value;
}

void fill(std::string& field, std::string_view value) {
    if (field.empty()) field = value;
}

void fill(std::int32_t& field, std::int32_t value) {
    if (field == 0) field = value;
}

/// Always for images without a fixed tag or digest: what they name may change.
std::string_view pullPolicy(std::string_view image) {
    const auto at = image.find('@');
    const bool digest = at != std::string_view::npos;
    const std::string_view name = image.substr(0, at);
    const auto colon = name.rfind(':');
    const auto slash = name.rfind('/');
    const bool tagged = colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
    if (tagged) return name.substr(colon + 1) == "latest" ? corev1::kPullAlways : corev1::kPullIfNotPresent;
    return digest || image.empty() ? corev1::kPullIfNotPresent : corev1::kPullAlways;
}

void setHttpDefaults(corev1::HTTPGetAction* action) {
    if (!action) return;
    fill(action->path, "/");
    fill(action->scheme, corev1::kURISchemeHTTP);
}

void setHandlerDefaults(corev1::LifecycleHandler* handler) {
    if (handler) setHttpDefaults(handler->httpGet.get());
}

void setFieldRefDefaults(corev1::ObjectFieldSelector* selector) {
    if (selector) fill(selector->apiVersion, "v1");
}

/// Container and EphemeralContainer have the same fields.
template <class Container>
void setContainerDefaults(Container& container) {
    fill(container.imagePullPolicy, pullPolicy(container.image));
    fill(container.terminationMessagePath, corev1::kTerminationMessagePathDefault);
    fill(container.terminationMessagePolicy, corev1::kTerminationMessageReadFile);
    for (auto& port : container.ports) fill(port.protocol, corev1::kProtocolTCP);
    for (auto& variable : container.env)
        if (variable.valueFrom) setFieldRefDefaults(variable.valueFrom->fieldRef.get());
    setProbeDefaults(container.livenessProbe.get());
    setProbeDefaults(container.readinessProbe.get());
    setProbeDefaults(container.startupProbe.get());
    if (container.lifecycle) {
        setHandlerDefaults(container.lifecycle->postStart.get());
        setHandlerDefaults(container.lifecycle->preStop.get());
    }
}

void setProjectedDefaults(corev1::ProjectedVolumeSource& projected) {
    fill(projected.defaultMode, kFileMode);
    for (auto& source : projected.sources) {
        if (source.serviceAccountToken) fill(source.serviceAccountToken->expirationSeconds, std::int64_t(3600));
        if (source.downwardAPI)
            for (auto& item : source.downwardAPI->items) setFieldRefDefaults(item.fieldRef.get());
    }
}

void setRemoteVolumeDefaults(corev1::Volume& volume) {
    if (volume.iscsi) fill(volume.iscsi->iscsiInterface, "default");
    if (volume.rbd) {
        fill(volume.rbd->pool, "rbd");
        fill(volume.rbd->user, "admin");
        fill(volume.rbd->keyring, "/etc/ceph/keyring");
    }
    if (volume.scaleIO) {
        fill(volume.scaleIO->storageMode, "ThinProvisioned");
        fill(volume.scaleIO->fsType, "xfs");
    }
    if (volume.azureDisk) {
        fill(volume.azureDisk->cachingMode, std::string("ReadWrite"));
        fill(volume.azureDisk->kind, std::string("Shared"));
        fill(volume.azureDisk->fsType, std::string("ext4"));
        fill(volume.azureDisk->readOnly, false);
    }
}

void setRequests(corev1::Container& container) {
    for (const auto& [name, limit] : container.resources.limits) container.resources.requests.try_emplace(name, limit);
}

void setHostPorts(corev1::Container& container) {
    for (auto& port : container.ports) fill(port.hostPort, port.containerPort);
}

}  // namespace

void setProbeDefaults(corev1::Probe* probe) {
    if (!probe) return;
    fill(probe->timeoutSeconds, 1);
    fill(probe->periodSeconds, 10);
    fill(probe->successThreshold, 1);
    fill(probe->failureThreshold, 3);
    setHttpDefaults(probe->httpGet.get());
    if (probe->grpc) fill(probe->grpc->service, std::string());
}

void setVolumeDefaults(corev1::Volume& volume) {
    const schema::TypeInfo& type = schema::typeInfo<corev1::VolumeSource>();
    bool hasSource = false;
    void* source = static_cast<corev1::VolumeSource*>(&volume);
    for (const auto& field : type.fields)
        if (field.ops && field.ops->size(static_cast<char*>(source) + field.offset) != 0) hasSource = true;
    if (!hasSource) volume.emptyDir.ensure();
    if (volume.hostPath) fill(volume.hostPath->type, std::string());
    if (volume.secret) fill(volume.secret->defaultMode, kFileMode);
    if (volume.configMap) fill(volume.configMap->defaultMode, kFileMode);
    if (volume.downwardAPI) {
        fill(volume.downwardAPI->defaultMode, kFileMode);
        for (auto& item : volume.downwardAPI->items) setFieldRefDefaults(item.fieldRef.get());
    }
    if (volume.projected) setProjectedDefaults(*volume.projected);
    if (volume.ephemeral && volume.ephemeral->volumeClaimTemplate)
        fill(volume.ephemeral->volumeClaimTemplate->spec.volumeMode, std::string(corev1::kPersistentVolumeFilesystem));
    setRemoteVolumeDefaults(volume);
}

void setDefaults(corev1::PodSpec& spec) {
    dropDisabled(spec);
    fill(spec.dnsPolicy, corev1::kDNSClusterFirst);
    fill(spec.restartPolicy, corev1::kRestartPolicyAlways);
    fill(spec.schedulerName, corev1::kDefaultSchedulerName);
    fill(spec.terminationGracePeriodSeconds, std::int64_t(30));
    spec.securityContext.ensure();
    // The older spelling mirrors the newer one.
    fill(spec.serviceAccountName, spec.serviceAccount);
    spec.serviceAccount = spec.serviceAccountName;
    for (auto& volume : spec.volumes) setVolumeDefaults(volume);
    for (auto& container : spec.initContainers) setContainerDefaults(container);
    for (auto& container : spec.containers) setContainerDefaults(container);
    for (auto& container : spec.ephemeralContainers) setContainerDefaults(container);
}

void setPodDefaults(corev1::PodSpec& spec) {
    fill(spec.enableServiceLinks, true);
    for (auto* containers : {&spec.initContainers, &spec.containers})
        for (auto& container : *containers) {
            setRequests(container);
            if (spec.hostNetwork) setHostPorts(container);
        }
}

}  // namespace armillary::resources::podspec
