#include <algorithm>
#include <set>

#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

using Names = std::set<std::string, std::less<>>;

/// Container and EphemeralContainer have the same fields.
template <class Containers>
void dropFromContainers(Containers& containers, const Names& imageVolumes) {
    for (auto& container : containers) {
        container.resizePolicy.clear();
        container.resources.claims.clear();
        if (container.securityContext) container.securityContext->procMount.reset();
        std::erase_if(container.volumeMounts, [&](const auto& mount) { return imageVolumes.contains(mount.name); });
    }
}

/// Takes the volumes that are images, and gives back their names.
Names dropImageVolumes(std::vector<corev1::Volume>& volumes) {
    Names dropped;
    std::erase_if(volumes, [&](const corev1::Volume& volume) {
        if (volume.image) dropped.insert(volume.name);
        return volume.image.has_value();
    });
    return dropped;
}

}  // namespace

void dropDisabled(corev1::PodSpec& spec) {
    spec.hostUsers.reset();
    spec.resourceClaims.clear();
    spec.resources.reset();
    if (spec.securityContext) {
        spec.securityContext->seLinuxChangePolicy.reset();
        spec.securityContext->supplementalGroupsPolicy.reset();
    }
    const Names imageVolumes = dropImageVolumes(spec.volumes);
    for (auto& volume : spec.volumes) {
        if (!volume.projected) continue;
        for (auto& source : volume.projected->sources) source.clusterTrustBundle.reset();
    }
    dropFromContainers(spec.initContainers, imageVolumes);
    dropFromContainers(spec.containers, imageVolumes);
    dropFromContainers(spec.ephemeralContainers, imageVolumes);
}

}  // namespace armillary::resources::podspec
