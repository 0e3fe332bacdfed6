#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/endpoint/endpoint.h"

namespace armillary::agent {

/// Asks the cluster who a bearer of a token is (TokenReview) and what he may do to the node (SubjectAccessReview), and
/// remembers the answers for a while, as upstream's kubelet with webhook authentication and authorization.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/. Thread-safe.
class ClusterGatekeeper final : public Gatekeeper {
public:
    ClusterGatekeeper(client::Client& client, async::Clock& clock, std::string nodeName)
        : m_client(client), m_clock(clock), m_nodeName(std::move(nodeName)) {}

    Result<Asker> authenticate(const std::string& token) override;
    Result<void> authorize(const Asker& asker, std::string_view verb, std::string_view subresource) override;

private:
    template <class T>
    struct Known {
        T answer;
        async::SteadyTime until;
    };
    /// Bounded: what is over goes, and when nothing is, all of it.
    template <class Map>
    void makeRoom(Map& map);

    client::Client& m_client;
    async::Clock& m_clock;
    const std::string m_nodeName;
    std::mutex m_mutex;
    std::map<std::size_t, Known<std::pair<std::string, Asker>>> m_tokens;  ///< by the token's hash; the token beside it
    std::map<std::string, Known<bool>> m_verdicts;
};

}  // namespace armillary::agent
