#pragma once

#include <filesystem>
#include <string>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "engine/client/client.h"
#include "engine/client/informer.h"
#include "engine/client/work_queue.h"
#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// The node's part in the class "standard": removes the folders of its volumes that have been deleted, then lets the
/// volumes go. Every step may be repeated: an agent that was killed half-way finds the volume still waiting and goes
/// on.
class HostPathVolumes {
public:
    /// Follows the volumes of `nodeName`, whose folders lie directly below `root`. `informers` are not started yet.
    HostPathVolumes(client::Client& client, client::Informers& informers, async::Clock& clock,
                    std::filesystem::path root, const std::string& nodeName);
    ~HostPathVolumes();
    void start();

    /// Removes the volume's folder, if it is one of `root`'s. The error says what could not be removed.
    static std::expected<void, std::string> clean(const std::filesystem::path& root,
                                                  const corev1::PersistentVolume& volume);

private:
    void run();
    bool release(const ObjectRef& object);

    client::Client& m_client;
    async::Clock& m_clock;
    const std::filesystem::path m_root;
    client::WorkQueue m_queue;
    client::Informer& m_volumes;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::agent
