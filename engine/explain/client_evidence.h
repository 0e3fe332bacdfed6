#pragma once

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/explain/evidence.h"
#include "engine/explain/kinds.h"

namespace armillary::explain {

/// Evidence from a cluster, read with the client's rights: objects, events, the last lines of logs, and whether anyone
/// answers behind a service, asked through the API server's proxy. Lists end at 50,000 objects.
class ClientEvidence final : public Evidence {
public:
    /// `client` and `clock` outlive it.
    explicit ClientEvidence(client::Client& client, async::Clock& clock = async::realClock())
        : m_client(client), m_clock(clock), m_kinds(client) {}

    Result<ObjectRef> object(const Kind& kind, const std::string& namespace_, const std::string& name) override;
    Result<std::vector<ObjectRef>> objects(const Kind& kind, const std::string& namespace_) override;
    Result<std::vector<ObjectRef>> events(const Object& about) override;
    Result<std::string> log(const std::string& namespace_, const std::string& pod, const std::string& container,
                            bool previous) override;
    Result<Knock> knock(const std::string& namespace_, const std::string& service, std::int32_t port) override;
    std::int64_t now() override;

    Kinds& kinds() { return m_kinds; }

private:
    client::Client& m_client;
    async::Clock& m_clock;
    Kinds m_kinds;
};

}  // namespace armillary::explain
