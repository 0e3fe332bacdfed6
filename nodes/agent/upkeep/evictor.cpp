#include "nodes/agent/upkeep/evictor.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <fstream>

#include "nodes/agent/container/resources.h"
#include "nodes/agent/node/node_status.h"
#include "nodes/agent/pod/container_use.h"
#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

/// Counting files is work; limits on them are looked at this often, as upstream.
constexpr std::chrono::seconds kDiskEvery{60};
/// What one eviction frees must show before the next is decided.
constexpr std::chrono::seconds kSettle{10};

/// Processes by their pod's UID, as their control groups ("…/podUID/…") tell.
std::map<std::string, std::int64_t> processesByPod() {
    constexpr std::string_view kMarker = "/pod";
    std::map<std::string, std::int64_t> out;
    std::error_code error;
    for (auto it = fs::directory_iterator("/proc", error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const auto name = it->path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream in(it->path() / "cgroup");
        for (std::string line; std::getline(in, line);) {
            const auto at = line.find(kMarker);
            if (at == std::string::npos) continue;
            const auto begin = at + kMarker.size();
            ++out[line.substr(begin, line.find('/', begin) - begin)];
            break;
        }
    }
    return out;
}

bool limitsDisk(const corev1::Pod& pod) {
    for (const auto& volume : pod.spec.volumes)
        if (volume.emptyDir && volume.emptyDir->sizeLimit) return true;
    return limitsOf(pod).ephemeral > 0;
}

}  // namespace

std::vector<PodLoad> Evictor::loads(bool withDisk) {
    std::map<std::string, PodLoad> byUid;
    for (const ObjectRef& object : m_workers.pods()) {
        const auto& pod = object->as<corev1::Pod>();
        if (pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed) continue;
        byUid[object->uid()].object = object;
    }
    if (const auto containers = runningUse(m_runtime)) {
        for (const ContainerUse& container : *containers) {
            const auto& one = container.stats;
            const auto uid = one.labels.find(keys::kPodUid);
            const auto load = uid == one.labels.end() ? byUid.end() : byUid.find(uid->second);
            if (load == byUid.end()) continue;
            load->second.memory[one.name] = static_cast<std::int64_t>(one.workingSetBytes);
            load->second.disk[one.name] = static_cast<std::int64_t>(one.writableBytes);
            load->second.inodes += static_cast<std::int64_t>(one.writableInodes);
        }
    }
    std::vector<PodLoad> out;
    for (auto& [uid, load] : byUid) {
        const auto& meta = load.pod().metadata;
        if (withDisk) {
            const auto logs = m_layout.podLog(meta.namespace_, meta.name, uid);
            const auto used = [&load](const fs::path& folder) {
                const FolderUse use = usedBelow(folder);
                load.inodes += use.entries;
                return use.bytes;
            };
            for (auto& [name, bytes] : load.disk) bytes += used(logs / name);
            for (const auto& volume : load.pod().spec.volumes)
                if (volume.emptyDir)
                    load.volumes[volume.name] =
                        used(m_layout.pod(uid) / "volumes" / "kubernetes.io~empty-dir" / volume.name);
        }
        out.push_back(std::move(load));
    }
    return out;
}

bool Evictor::act(const PodLoad& load, const std::string& message, bool isDisruption) {
    m_evictedAt = m_clock.steady();
    return m_workers.evict(load.object->uid(), {"Evicted", message, isDisruption});
}

void Evictor::check(const Pressure& pressure) {
    const auto now = m_clock.steady();
    if (m_diskLookedAt == async::SteadyTime() || now - m_diskLookedAt >= kDiskEvery) {
        m_diskLookedAt = now;
        const auto pods = m_workers.pods();
        const bool any =
            std::ranges::any_of(pods, [](const auto& pod) { return limitsDisk(pod->template as<corev1::Pod>()); });
        if (any)
            for (const PodLoad& load : loads(true))
                if (const auto message = overLimit(load)) act(load, *message, false);
    }
    const auto shortages = shortagesOf(pressure);
    if (shortages.empty() || now - m_evictedAt < kSettle) return;
    const Shortage& shortage = shortages.front();
    const bool disk = shortage.ofDisk();
    m_events.node("Warning", "EvictionThresholdMet",
                  std::format("Attempting to reclaim {}", resourceName(shortage.resource)));
    m_evictedAt = now;
    if (disk) {
        m_reclaimDisk();
        const auto left = shortagesOf(readPressure(m_layout.dataDir));
        if (!std::ranges::contains(left, shortage.resource, &Shortage::resource)) return;
    }
    auto all = loads(disk);
    if (shortage.resource == Shortage::Resource::Pids) {
        auto processes = processesByPod();
        for (PodLoad& load : all) load.processes = processes[load.object->uid()];
    }
    if (const PodLoad* load = firstToGo(all, shortage)) act(*load, shortageMessage(*load, shortage), true);
}

void removeOrphans(const Layout& layout, Mounter& mounter, const std::function<std::set<std::string>()>& known) {
    std::error_code error;
    std::vector<std::pair<fs::path, std::string>> folders;  // and whose they are
    for (const auto& entry : fs::directory_iterator(layout.pods(), error))
        folders.emplace_back(entry.path(), entry.path().filename().string());
    for (const auto& entry : fs::directory_iterator(layout.podLogs(), error)) {
        const auto name = entry.path().filename().string();
        // NAMESPACE_NAME_UID; neither a name nor a UID has an underscore.
        if (const auto at = name.rfind('_'); at != std::string::npos)
            folders.emplace_back(entry.path(), name.substr(at + 1));
    }
    if (folders.empty()) return;
    const auto pods = known();
    for (const auto& [path, uid] : folders)
        if (!pods.contains(uid) && mounter.unmountBelow(path)) fs::remove_all(path, error);
}

}  // namespace armillary::agent
