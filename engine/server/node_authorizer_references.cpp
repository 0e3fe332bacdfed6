#include "engine/server/node_authorizer_references.h"

namespace armillary::server {
namespace {

using Visit = std::function<void(ReferenceKind, const std::string& name)>;

void secret(const std::string& name, const Visit& visit) {
    if (!name.empty()) visit(ReferenceKind::Secret, name);
}
void configMap(const std::string& name, const Visit& visit) {
    if (!name.empty()) visit(ReferenceKind::ConfigMap, name);
}

/// Containers, init containers and ephemeral ones alike.
template <class Container>
void visitContainer(const Container& container, const Visit& visit) {
    for (const auto& source : container.envFrom) {
        if (source.configMapRef) configMap(source.configMapRef->name, visit);
        if (source.secretRef) secret(source.secretRef->name, visit);
    }
    for (const auto& variable : container.env) {
        if (!variable.valueFrom) continue;
        if (variable.valueFrom->configMapKeyRef) configMap(variable.valueFrom->configMapKeyRef->name, visit);
        if (variable.valueFrom->secretKeyRef) secret(variable.valueFrom->secretKeyRef->name, visit);
    }
}

/// Drivers that take their credentials from a secret of the pod's namespace.
void visitDriverSecrets(const corev1::Volume& volume, const Visit& visit) {
    if (volume.azureFile) secret(volume.azureFile->secretName, visit);
    if (volume.cephfs && volume.cephfs->secretRef) secret(volume.cephfs->secretRef->name, visit);
    if (volume.cinder && volume.cinder->secretRef) secret(volume.cinder->secretRef->name, visit);
    if (volume.flexVolume && volume.flexVolume->secretRef) secret(volume.flexVolume->secretRef->name, visit);
    if (volume.rbd && volume.rbd->secretRef) secret(volume.rbd->secretRef->name, visit);
    if (volume.scaleIO && volume.scaleIO->secretRef) secret(volume.scaleIO->secretRef->name, visit);
    if (volume.iscsi && volume.iscsi->secretRef) secret(volume.iscsi->secretRef->name, visit);
    if (volume.storageos && volume.storageos->secretRef) secret(volume.storageos->secretRef->name, visit);
    if (volume.csi && volume.csi->nodePublishSecretRef) secret(volume.csi->nodePublishSecretRef->name, visit);
}

void visitVolume(const corev1::Pod& pod, const corev1::Volume& volume, const Visit& visit) {
    if (volume.secret) secret(volume.secret->secretName, visit);
    if (volume.configMap) configMap(volume.configMap->name, visit);
    if (volume.persistentVolumeClaim) visit(ReferenceKind::Claim, volume.persistentVolumeClaim->claimName);
    if (volume.ephemeral) visit(ReferenceKind::Claim, pod.metadata.name + "-" + volume.name);
    if (volume.projected)
        for (const auto& source : volume.projected->sources) {
            if (source.secret) secret(source.secret->name, visit);
            if (source.configMap) configMap(source.configMap->name, visit);
        }
    visitDriverSecrets(volume, visit);
}

}  // namespace

void visitReferences(const corev1::Pod& pod, const Visit& visit) {
    if (!pod.spec.serviceAccountName.empty()) visit(ReferenceKind::ServiceAccount, pod.spec.serviceAccountName);
    for (const auto& pull : pod.spec.imagePullSecrets) secret(pull.name, visit);
    for (const auto& container : pod.spec.initContainers) visitContainer(container, visit);
    for (const auto& container : pod.spec.containers) visitContainer(container, visit);
    for (const auto& container : pod.spec.ephemeralContainers) visitContainer(container, visit);
    for (const auto& volume : pod.spec.volumes) visitVolume(pod, volume, visit);
}

bool isMirrorPod(const corev1::Pod& pod) {
    return pod.metadata.annotations.contains("kubernetes.io/config.mirror");
}

}  // namespace armillary::server
