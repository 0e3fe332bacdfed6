#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/container/environment.h"
#include "nodes/agent/layout.h"
#include "nodes/agent/volume/atomic_writer.h"
#include "nodes/agent/volume/claims.h"
#include "nodes/agent/volume/mounter.h"
#include "nodes/agent/volume/tokens.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// Where a volume of a pod lies on this machine.
struct VolumePlace {
    std::string name, claim;  ///< the claim's name where the volume is one's
    std::filesystem::path path;
    bool onDisk = false;  ///< of the node's own, and gone with the pod
};

/// The pods' volumes below DIR/node/pods/UID/volumes/PLUGIN/NAME. All calls may be repeated.
class Volumes {
public:
    Volumes(const Layout& layout, ObjectSource& objects, TokenSource& tokens, ClaimResolver& claims, Mounter& mounter,
            async::Clock& clock)
        : m_layout(layout),
          m_objects(objects),
          m_tokens(tokens),
          m_claims(claims),
          m_mounter(mounter),
          m_clock(clock) {}

    /// Makes all volumes, or brings their content up to date. The error is the message of a FailedMount event. On
    /// success the time at which to look again (tokens), if any.
    std::expected<std::optional<async::SystemTime>, std::string> prepare(const corev1::Pod& pod, const NodeFacts& node,
                                                                         const std::vector<std::string>& podIps);
    /// The container's mounts. `environment` feeds subPathExpr; `canRecursiveReadOnly` is the runtime's word.
    std::expected<std::vector<cri::Mount>, std::string> mountsOf(const corev1::Pod& pod,
                                                                 const corev1::Container& container,
                                                                 const Environment& environment,
                                                                 bool canRecursiveReadOnly);
    /// Those whose use can be told: all but the host's own paths, and of claims those that have been found.
    std::vector<VolumePlace> placesOf(const corev1::Pod& pod);
    /// Unmounts and removes all that is the pod's.
    void remove(const std::string& podUid);
    /// How large a memory-backed emptyDir may grow: to its own limit, within the pod's, within what the node can give.
    /// 0: no bound is known. Source: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir.
    static std::uint64_t memoryVolumeBytes(const corev1::Pod& pod, const corev1::EmptyDirVolumeSource& source,
                                           const NodeFacts& node);
    /// Whether the pod names this config map or secret.
    static bool uses(const corev1::Pod& pod, const std::string& objectName);

private:
    struct Wanted;  ///< of one projected volume: files, and when to look again
    std::filesystem::path pathOf(const corev1::Pod& pod, const corev1::Volume& volume) const;
    std::expected<std::optional<async::SystemTime>, std::string> prepareOne(const corev1::Pod& pod,
                                                                            const corev1::Volume& volume,
                                                                            const NodeFacts& node,
                                                                            const std::vector<std::string>& podIps);
    std::expected<void, std::string> prepareEmptyDir(const corev1::Pod& pod, const corev1::Volume& volume,
                                                     const NodeFacts& node);
    std::expected<void, std::string> collect(const corev1::Pod& pod, const corev1::Volume& volume,
                                             const NodeFacts& node, const std::vector<std::string>& podIps,
                                             Wanted& out);
    std::expected<std::string, std::string> subPath(const corev1::Pod& pod, const corev1::Container& container,
                                                    std::size_t index, const std::filesystem::path& volume,
                                                    const std::string& subPath);

    const Layout& m_layout;
    ObjectSource& m_objects;
    TokenSource& m_tokens;
    ClaimResolver& m_claims;
    Mounter& m_mounter;
    async::Clock& m_clock;
};

}  // namespace armillary::agent
