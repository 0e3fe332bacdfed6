#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/schema/api/statsv1alpha1.h"
#include "engine/server/outbound/outbound.h"

namespace armillary::server::computed {

/// One node's agent, and where it listens.
struct AgentAddress {
    std::string nodeName, host;
    std::uint16_t port = 0;
};

/// What nodes say of their use, asked of their agents on demand and kept for a moment, so that many who ask at once (or
/// an autoscaler for each of its targets) cost one question to each node. Thread-safe.
class NodeStats {
public:
    using Summary = std::shared_ptr<const statsv1alpha1::Summary>;

    NodeStats(outbound::Outbound& outbound, async::Clock& clock, pki::Credential credential, std::string caPem)
        : m_outbound(outbound), m_clock(clock), m_credential(std::move(credential)), m_caPem(std::move(caPem)) {}

    /// Asks each for at most kPatience. Nodes that do not answer are left out.
    std::vector<Summary> read(std::span<const AgentAddress> nodes);

    static constexpr std::chrono::seconds kPatience{2}, kKept{5};

private:
    Summary ask(const AgentAddress& node);
    Summary kept(const std::string& nodeName);

    struct Kept {
        Summary summary;
        async::SteadyTime asked;
    };

    outbound::Outbound& m_outbound;
    async::Clock& m_clock;
    const pki::Credential m_credential;
    const std::string m_caPem;
    std::mutex m_mutex;
    std::map<std::string, Kept> m_kept;  ///< of the last kKept; older ones go with the next question
};

}  // namespace armillary::server::computed
