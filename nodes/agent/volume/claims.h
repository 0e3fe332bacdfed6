#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "engine/client/client.h"
#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// A volume of a pod that lies behind a persistent volume claim, found.
struct ClaimedVolume {
    std::filesystem::path path;
    std::string hostPathType;    ///< as of a hostPath volume
    bool isLocal = false;        ///< a `local` volume, whose owner the pod's fsGroup becomes
    bool isProvisioned = false;  ///< made by this program's provisioner: the folder is made when it is not there
    bool readOnly = false;
};

/// Whether the volume is a claim's, written out or ephemeral.
bool isClaimed(const corev1::Volume& volume);

/// The name of the claim behind such a volume.
std::string claimName(const corev1::Pod& pod, const corev1::Volume& volume);

/// Follows claims to what they are bound to. What was found once is remembered for the pod's life: a bound volume's
/// source never changes, and a pod must start again while the server is away. Thread-safe.
class ClaimResolver {
public:
    /// `root` is the folder below which provisioned volumes lie.
    ClaimResolver(client::Client& client, std::filesystem::path root) : m_client(client), m_root(std::move(root)) {}

    /// The error says why the volume cannot be used, in upstream's words.
    std::expected<ClaimedVolume, std::string> resolve(const corev1::Pod& pod, const corev1::Volume& volume);
    /// What was found before, without asking anybody.
    std::optional<ClaimedVolume> known(const corev1::Pod& pod, const corev1::Volume& volume);
    /// The same as resolve(), and makes the volume ready for the pod: once, as a large volume's owner takes long to
    /// change.
    std::expected<void, std::string> prepare(const corev1::Pod& pod, const corev1::Volume& volume);
    void forget(const std::string& podUid);

private:
    std::expected<ClaimedVolume, std::string> look(const corev1::Pod& pod, const corev1::Volume& volume);
    std::expected<ClaimedVolume, std::string> source(const corev1::PersistentVolume& volume) const;

    client::Client& m_client;
    const std::filesystem::path m_root;
    std::mutex m_mutex;
    using Key = std::pair<std::string, std::string>;  ///< pod UID, volume name
    std::map<Key, ClaimedVolume> m_found;
    std::set<Key> m_prepared;
};

/// Makes what has to be made, checks what has to be there; a `local` volume becomes the pod's fsGroup's.
std::expected<void, std::string> prepareClaimed(const ClaimedVolume& volume, const corev1::Pod& pod);

}  // namespace armillary::agent
