#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/join/settings.h"

namespace armillary::agent {

/// Which cluster the server at the node's address serves: the UID of its namespace kube-system, as its public map
/// says. A node keeps the one that it met first; what another one lacks is no reason to remove anything here.
class ClusterIdentity {
public:
    /// `asking` reads the public map; `settings` gets the identity when it has none yet.
    ClusterIdentity(const Layout& layout, Settings& settings, std::unique_ptr<client::Client> asking,
                    async::Clock& clock);

    /// Waits until the server has answered, or `stopped`. The error is one sentence with the way out, when it is
    /// another cluster or the node was stopped before. A recent answer counts for a moment. Thread-safe.
    std::expected<void, std::string> await(const std::function<bool()>& stopped);

private:
    /// False while the server does not say.
    std::expected<bool, std::string> ask();

    const Layout& m_layout;
    Settings& m_settings;
    const std::unique_ptr<client::Client> m_asking;
    async::Clock& m_clock;
    std::mutex m_mutex;
    async::SteadyTime m_trustedUntil{};
    std::string m_said;  ///< to the log, last
};

}  // namespace armillary::agent
