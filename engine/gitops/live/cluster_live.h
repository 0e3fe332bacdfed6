#pragma once

#include <map>
#include <memory>
#include <set>

#include "engine/client/client.h"
#include "engine/explain/client_evidence.h"
#include "engine/gitops/preview/live.h"

namespace armillary::gitops {

/// A cluster, looked at through a client: gets and lists, page by page, and nothing else (layers.sh holds it). One
/// thread.
class ClusterLive final : public Live {
public:
    explicit ClusterLive(std::unique_ptr<client::Client> client) : m_client(std::move(client)), m_evidence(*m_client) {}

    Result<ObjectRef> get(const relations::Kind& kind, const std::string& namespace_, const std::string& name) override;
    Result<std::vector<ObjectRef>> list(const relations::Kind& kind, const std::string& namespace_) override;
    Result<bool> serves(const std::string& apiVersion, const std::string& kind) override;

private:
    const std::unique_ptr<client::Client> m_client;
    explain::ClientEvidence m_evidence;
    std::map<std::string, std::set<std::string>> m_served;  ///< kinds by version
};

}  // namespace armillary::gitops
