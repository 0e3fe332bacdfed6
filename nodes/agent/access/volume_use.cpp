#include "nodes/agent/access/volume_use.h"

#include <sys/statvfs.h>

#include <utility>

#include "engine/async/guard.h"
#include "nodes/agent/upkeep/eviction.h"

namespace armillary::agent {

namespace {

constexpr std::chrono::minutes kEvery{1};
constexpr std::chrono::milliseconds kPatience{500};

VolumeUse look(const VolumePlace& place) {
    VolumeUse out{place.name, place.claim, place.onDisk, {}};
    struct statvfs info{};
    if (::statvfs(place.path.c_str(), &info) != 0) return out;
    FileUse& files = out.files;
    files.capacity = info.f_blocks * info.f_frsize;
    files.available = info.f_bavail * info.f_frsize;
    files.inodes = info.f_files;
    files.inodesFree = info.f_ffree;
    if (!place.claim.empty()) {
        files.used = (info.f_blocks - info.f_bfree) * info.f_frsize;
        files.inodesUsed = info.f_files - info.f_ffree;
        return out;
    }
    const FolderUse folder = usedBelow(place.path);
    files.used = static_cast<std::uint64_t>(folder.bytes);
    files.inodesUsed = static_cast<std::uint64_t>(folder.entries + 1);  // and the folder itself
    return out;
}

}  // namespace

VolumeReader::Uses VolumeReader::read(const Places& places) {
    std::unique_lock lock(m_mutex);
    const auto now = m_clock.steady();
    std::erase_if(m_entries, [&](const auto& entry) { return !places.contains(entry.first); });
    Places old;
    for (const auto& [uid, ofPod] : places) {
        const auto known = m_entries.find(uid);
        if (known == m_entries.end() || now - known->second.at >= kEvery) old[uid] = ofPod;
    }
    if (!old.empty() && !std::exchange(m_measuring, true)) {
        lock.unlock();
        m_tasks.run([this, old = std::move(old)] { measure(old); });
        lock.lock();
    }
    while (m_measuring && m_clock.steady() < now + kPatience) m_clock.waitUntil(m_measured, lock, now + kPatience);
    Uses out;
    for (const auto& [uid, entry] : m_entries) out[uid] = entry.volumes;
    return out;
}

void VolumeReader::measure(const Places& places) {
    for (const auto& [uid, ofPod] : places) {
        Entry entry{m_clock.steady(), {}};
        async::guarded("volumes of pod " + uid, [&] {
            for (const auto& place : ofPod) entry.volumes.push_back(look(place));
        });
        const std::lock_guard lock(m_mutex);
        m_entries[uid] = std::move(entry);
    }
    const std::lock_guard lock(m_mutex);
    m_measuring = false;
    m_measured.notify_all();
}

}  // namespace armillary::agent
