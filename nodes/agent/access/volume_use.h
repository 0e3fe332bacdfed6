#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "nodes/agent/pod/tasks.h"
#include "nodes/agent/volume/volumes.h"

namespace armillary::agent {

/// Of a file system, or of a folder in one: then what is used is the folder's, the rest its file system's. Bytes.
struct FileUse {
    std::uint64_t capacity = 0, available = 0, used = 0, inodes = 0, inodesFree = 0, inodesUsed = 0;
};

struct VolumeUse {
    std::string name, claim;  ///< the claim's name where the volume is one's
    bool onDisk = false;      ///< of the node's own, and gone with the pod
    FileUse files;
};

/// What volumes use. Counting files is work: it is done as a task, and for each pod once a minute at most, as
/// upstream's kubelet does by default. Whoever asks for how much the containers use must not wait long for it.
/// Thread-safe; tasks must have ended when this goes.
class VolumeReader {
public:
    using Places = std::map<std::string, std::vector<VolumePlace>>;  ///< by pod UID
    using Uses = std::map<std::string, std::vector<VolumeUse>>;

    VolumeReader(async::Clock& clock, Tasks& tasks) : m_clock(clock), m_tasks(tasks) {}

    /// What is known of these pods' volumes, after a moment in which old news may become new. All others are forgotten.
    Uses read(const Places& places);

private:
    struct Entry {
        async::SteadyTime at;
        std::vector<VolumeUse> volumes;
    };
    void measure(const Places& places);

    async::Clock& m_clock;
    Tasks& m_tasks;
    std::mutex m_mutex;
    std::condition_variable m_measured;
    bool m_measuring = false;
    std::map<std::string, Entry> m_entries;
};

}  // namespace armillary::agent
