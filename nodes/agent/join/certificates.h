#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/client/client.h"
#include "nodes/agent/join/join.h"

namespace armillary::agent {

/// The node's two certificates in use, each replaced when 70 to 90 % of its life is over. Thread-safe.
class Certificates {
public:
    Certificates(const Layout& layout, const Settings& settings, async::Clock& clock, async::Identifiers& identifiers);
    ~Certificates() { stop(); }

    /// Reads what was stored; without a serving certificate a self-signed one serves until the cluster has given one.
    std::expected<void, std::string> load();
    pki::Credential client() const;
    pki::Credential serving() const;
    const std::string& caPem() const { return m_caPem; }

    /// Replaces what is due; true when both are then good. Errors are logged.
    bool renewDue(client::Client& client);
    /// A thread that does so, every minute or sooner while something is missing.
    void start(client::Client& client);
    void stop();

private:
    bool renew(client::Client& client, CredentialKind kind);
    bool due(const std::string& certificatePem) const;
    bool fitsAddress(const std::string& certificatePem) const;

    const Settings m_settings;
    CredentialStore m_store;
    async::Clock& m_clock;
    double m_fraction;
    std::string m_caPem;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    pki::Credential m_client, m_serving;
    bool m_selfSigned = true, m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::agent
