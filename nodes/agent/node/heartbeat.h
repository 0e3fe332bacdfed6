#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "engine/async/guard.h"
#include "engine/client/client.h"
#include "nodes/agent/node/node_status.h"
#include "nodes/agent/pod/events.h"

namespace armillary::agent {

/// Registers the node and keeps telling the cluster that it lives: a lease every ten seconds, the status when it has
/// changed and every five minutes. Source: https://kubernetes.io/docs/reference/node/node-status/.
class Heartbeat {
public:
    /// `look` is asked for the node's present state at every beat, `mayReturn` before a node that the cluster does not
    /// know any more is registered again: it may be another cluster.
    Heartbeat(
        client::Client& client, async::Clock& clock, EventSink& events, std::function<NodeInput()> look,
        std::function<bool()> mayReturn = [] { return true; })
        : m_client(client),
          m_clock(clock),
          m_events(events),
          m_look(std::move(look)),
          m_mayReturn(std::move(mayReturn)) {}
    ~Heartbeat() { stop(); }

    /// Creates the node, or brings an existing one's labels and status up to date; its UID.
    Result<std::string> registerNode();
    /// One beat. Errors are kept for the next one.
    void beat();
    /// A beat now: something about the node has changed.
    void poke();
    void start();
    void stop();
    /// The last answer of the server was a success.
    bool connected() const;

private:
    Result<void> renewLease();
    Result<void> sendStatus();
    void tell(const std::vector<NodeEvent>& events);
    void noteCordon(const corev1::Node& node);

    client::Client& m_client;
    async::Clock& m_clock;
    EventSink& m_events;
    std::function<NodeInput()> m_look;
    std::function<bool()> m_mayReturn;
    std::string m_nodeUid;
    std::optional<coordinationv1::Lease> m_lease;
    std::optional<corev1::NodeStatus> m_sent;
    bool m_cordoned = false;
    async::SystemTime m_sentAt{};
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false, m_poked = false, m_connected = false;
    async::Thread m_thread;
};

}  // namespace armillary::agent
