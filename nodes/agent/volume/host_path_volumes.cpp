#include "nodes/agent/volume/host_path_volumes.h"

#include <format>

#include "engine/volumes/matching.h"
#include "nodes/agent/log.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

client::InformerOptions volumesOf(const std::string& nodeName) {
    return {{}, std::format("{}={}", volumes::kHostPathNode, nodeName), {}};
}

/// Deleted, nobody's, and not to be kept.
bool isToGo(const corev1::PersistentVolume& volume) {
    return volume.metadata.deletionTimestamp && volume.status.phase != corev1::kVolumeBound &&
           volume.spec.persistentVolumeReclaimPolicy == corev1::kPersistentVolumeReclaimDelete;
}

}  // namespace

HostPathVolumes::HostPathVolumes(client::Client& client, client::Informers& informers, async::Clock& clock,
                                 fs::path root, const std::string& nodeName)
    : m_client(client),
      m_clock(clock),
      m_root(std::move(root)),
      m_queue(clock),
      m_volumes(informers.filtered(resources::resourceOf<corev1::PersistentVolume>(), volumesOf(nodeName))) {
    m_queue.onChange([this] {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_all();
    });
    m_volumes.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && isToGo(current->as<corev1::PersistentVolume>())) m_queue.add(current->key());
    });
}

HostPathVolumes::~HostPathVolumes() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.stop();
}

void HostPathVolumes::start() {
    m_thread = async::Thread("volumes", [this](const std::stop_token&) { run(); });
}

std::expected<void, std::string> HostPathVolumes::clean(const fs::path& root, const corev1::PersistentVolume& volume) {
    const std::string& name = volume.metadata.name;
    // A volume that somebody wrote by hand must not have anything else removed.
    if (!volume.spec.local || name.empty() || name.contains('/') || name == "." || name == ".." ||
        fs::path(volume.spec.local->path) != root / name)
        return {};
    std::error_code error;
    fs::remove_all(root / name, error);
    if (error) return std::unexpected(std::format("cannot remove {}: {}", (root / name).string(), error.message()));
    return {};
}

bool HostPathVolumes::release(const ObjectRef& object) {
    auto volume = object->as<corev1::PersistentVolume>();
    if (!isToGo(volume)) return true;
    if (auto cleaned = clean(m_root, volume); !cleaned) {
        log(LogLevel::Warning, cleaned.error());
        return false;
    }
    if (std::erase(volume.metadata.finalizers, volumes::kHostPathFinalizer) == 0) return true;
    const auto done = client::update(m_client, std::move(volume));
    return done || status::isNotFound(done.error());
}

void HostPathVolumes::run() {
    for (;;) {
        const auto key = m_queue.take();
        if (!key) {
            std::unique_lock lock(m_mutex);
            if (m_stopping) return;
            if (m_queue.hasReady()) continue;
            if (const auto due = m_queue.nextDue())
                m_clock.waitUntil(m_changed, lock, *due);
            else
                m_changed.wait(lock);
            continue;
        }
        bool released = false;
        async::guarded("volume " + *key, [&] {
            const ObjectRef object = m_volumes.getByKey(*key);
            released = !object || release(object);
        });
        if (released)
            m_queue.forget(*key);
        else
            m_queue.addRateLimited(*key);
        m_queue.done(*key);
    }
}

}  // namespace armillary::agent
