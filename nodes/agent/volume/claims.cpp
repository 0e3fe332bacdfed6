#include "nodes/agent/volume/claims.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <format>

#include "engine/volumes/matching.h"
#include "nodes/agent/volume/host_path.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

bool isOwnedBy(const metav1::ObjectMeta& meta, const std::string& uid) {
    return std::ranges::any_of(meta.ownerReferences, [&](const metav1::OwnerReference& owner) {
        return owner.controller.value_or(false) && owner.uid == uid;
    });
}

/// One entry: the group owns it and may do what its owner may; new entries of folders inherit the group.
void giveEntry(const fs::path& path, gid_t group) {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0) return;
    (void)!::lchown(path.c_str(), static_cast<uid_t>(-1), group);
    if (S_ISLNK(info.st_mode)) return;
    mode_t mode = info.st_mode | 0660;
    if (S_ISDIR(info.st_mode)) mode |= 02110;
    ::chmod(path.c_str(), mode & 07777);
}

bool belongsToGroup(const fs::path& path, gid_t group) {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_gid == group &&
           (info.st_mode & 02770) == 02770;
}

/// Source:
/// https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods.
void giveToGroup(const fs::path& root, const corev1::PodSecurityContext& context) {
    const auto group = static_cast<gid_t>(*context.fsGroup);
    if (context.fsGroupChangePolicy.value_or("") == corev1::kFSGroupChangeOnRootMismatch && belongsToGroup(root, group))
        return;
    std::error_code error;
    for (fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error))
        giveEntry(it->path(), group);
    // The root last, so that it says that all is done.
    giveEntry(root, group);
}

}  // namespace

bool isClaimed(const corev1::Volume& volume) {
    return volume.persistentVolumeClaim || volume.ephemeral;
}

std::string claimName(const corev1::Pod& pod, const corev1::Volume& volume) {
    return volume.ephemeral ? pod.metadata.name + "-" + volume.name : volume.persistentVolumeClaim->claimName;
}

std::expected<ClaimedVolume, std::string> ClaimResolver::source(const corev1::PersistentVolume& volume) const {
    if (volume.spec.volumeMode.value_or("") == corev1::kPersistentVolumeBlock)
        return std::unexpected(
            std::format("volume \"{}\" has volumeMode Block, which this node does not support", volume.metadata.name));
    ClaimedVolume found;
    if (volume.spec.local) {
        found.path = volume.spec.local->path;
        found.isLocal = true;
        const auto by = volume.metadata.annotations.find(volumes::kProvisionedBy);
        // Whoever writes the annotation on a volume of his own gets no folder made elsewhere.
        found.isProvisioned = by != volume.metadata.annotations.end() && by->second == volumes::kHostPathProvisioner &&
                              found.path == m_root / volume.metadata.name;
        return found;
    }
    if (volume.spec.hostPath) {
        found.path = volume.spec.hostPath->path;
        found.hostPathType = volume.spec.hostPath->type.value_or("");
        return found;
    }
    return std::unexpected("no volume plugin matched");
}

std::expected<ClaimedVolume, std::string> ClaimResolver::look(const corev1::Pod& pod, const corev1::Volume& volume) {
    const std::string& space = pod.metadata.namespace_;
    const std::string name = claimName(pod, volume);
    const auto fail = [&](const std::string& why) {
        return std::unexpected(std::format("error processing PVC {}/{}: {}", space, name, why));
    };
    const auto claimObject = client::get<corev1::PersistentVolumeClaim>(m_client, space, name);
    if (!claimObject) return fail("failed to fetch PVC from API server: " + claimObject.error().message);
    const auto& claim = (*claimObject)->as<corev1::PersistentVolumeClaim>();
    if (volume.ephemeral && !isOwnedBy(claim.metadata, pod.metadata.uid))
        return fail(std::format("PVC {}/{} was not created for pod {}/{} (pod is not owner)", space, name, space,
                                pod.metadata.name));
    if (claim.metadata.deletionTimestamp) return fail("PVC is being deleted");
    if (claim.status.phase != corev1::kClaimBound || claim.spec.volumeName.empty()) return fail("PVC is not bound");
    const auto volumeObject = client::get<corev1::PersistentVolume>(m_client, {}, claim.spec.volumeName);
    if (!volumeObject)
        return fail(std::format("failed to fetch PV {} from API server: {}", claim.spec.volumeName,
                                volumeObject.error().message));
    const auto& bound = (*volumeObject)->as<corev1::PersistentVolume>();
    if (!bound.spec.claimRef || bound.spec.claimRef->uid != claim.metadata.uid)
        return fail(std::format("PV {} spec.ClaimRef is not the claim", claim.spec.volumeName));
    auto found = source(bound);
    if (found) found->readOnly = volume.persistentVolumeClaim && volume.persistentVolumeClaim->readOnly;
    return found;
}

std::expected<ClaimedVolume, std::string> ClaimResolver::resolve(const corev1::Pod& pod, const corev1::Volume& volume) {
    if (auto found = known(pod, volume)) return *found;
    auto found = look(pod, volume);
    if (!found) return found;
    const std::lock_guard lock(m_mutex);
    return m_found.insert_or_assign(Key(pod.metadata.uid, volume.name), *found).first->second;
}

std::optional<ClaimedVolume> ClaimResolver::known(const corev1::Pod& pod, const corev1::Volume& volume) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_found.find(Key(pod.metadata.uid, volume.name));
    return found == m_found.end() ? std::nullopt : std::optional(found->second);
}

void ClaimResolver::forget(const std::string& podUid) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_found, [&](const auto& entry) { return entry.first.first == podUid; });
    std::erase_if(m_prepared, [&](const Key& key) { return key.first == podUid; });
}

std::expected<void, std::string> ClaimResolver::prepare(const corev1::Pod& pod, const corev1::Volume& volume) {
    const auto found = resolve(pod, volume);
    if (!found) return std::unexpected(found.error());
    const Key key(pod.metadata.uid, volume.name);
    {
        const std::lock_guard lock(m_mutex);
        if (m_prepared.contains(key)) return {};
    }
    if (auto ready = prepareClaimed(*found, pod); !ready) return ready;
    const std::lock_guard lock(m_mutex);
    m_prepared.insert(key);
    return {};
}

std::expected<void, std::string> prepareClaimed(const ClaimedVolume& volume, const corev1::Pod& pod) {
    if (!volume.isLocal) return checkHostPath(volume.path.string(), volume.hostPathType);
    std::error_code error;
    if (volume.isProvisioned && fs::create_directories(volume.path, error))
        // Anybody's containers may write here; who gets here is the folders' above to say.
        fs::permissions(volume.path, fs::perms::all, error);
    if (error) return std::unexpected(std::format("cannot make {}: {}", volume.path.string(), error.message()));
    if (!fs::exists(volume.path, error))
        return std::unexpected(std::format("path \"{}\" does not exist", volume.path.string()));
    const auto& context = pod.spec.securityContext;
    if (context && context->fsGroup && !volume.readOnly) giveToGroup(volume.path, *context);
    return {};
}

}  // namespace armillary::agent
