#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nodes/agent/pod/worker.h"
#include "nodes/agent/upkeep/shortage.h"

namespace armillary::agent {

/// What a pod uses of what the node may run out of.
struct PodLoad {
    ObjectRef object;
    std::map<std::string, std::int64_t> memory;   ///< working set, by container
    std::map<std::string, std::int64_t> disk;     ///< own files and logs, by container
    std::map<std::string, std::int64_t> volumes;  ///< emptyDir volumes, by name
    std::int64_t inodes = 0, processes = 0;

    const corev1::Pod& pod() const { return object->as<corev1::Pod>(); }
    std::int64_t memoryBytes() const;
    std::int64_t diskBytes() const;
};

/// A pod past a limit that it set itself: an emptyDir's size, a container's or its own ephemeral storage. The sentence
/// is upstream's. Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/.
std::optional<std::string> overLimit(const PodLoad& load);

/// Who goes first when the node is short: those that use more than they asked for, then the least important, then those
/// that use most beyond their request; of inodes and processes, which nobody asks for, the least important, then those
/// that have most. Critical pods stay, static ones among them. Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/.
const PodLoad* firstToGo(const std::vector<PodLoad>& loads, const Shortage& shortage);
/// "memory", "ephemeral-storage", "inodes", "pids".
std::string_view resourceName(Shortage::Resource resource);
std::string shortageMessage(const PodLoad& load, const Shortage& shortage);

/// Whether a node under pressure takes the pod: under that of memory alone all but best-effort ones that do not
/// tolerate it, else critical ones alone.
std::optional<Rejection> admitUnderPressure(const corev1::Pod& pod, const std::vector<Shortage>& shortages);

/// What lies below a folder, and the bytes of its files; counting stops after a bounded number of entries.
struct FolderUse {
    std::int64_t bytes = 0, entries = 0;
};
FolderUse usedBelow(const std::filesystem::path& folder);
inline std::int64_t bytesBelow(const std::filesystem::path& folder) {
    return usedBelow(folder).bytes;
}

}  // namespace armillary::agent
