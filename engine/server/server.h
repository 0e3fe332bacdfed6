#pragma once

#include <memory>
#include <string>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/pki/ca.h"
#include "engine/pki/token.h"
#include "engine/server/allocators.h"
#include "engine/server/api.h"
#include "engine/store/store.h"
#include "engine/watch/cache.h"

namespace armillary::server {

class Health;

struct ApiConfig {
    store::Store& store;
    watch::Cache& cache;
    const pki::TokenSigner& signer;
    async::Clock& clock;
    async::Identifiers& identifiers;
    Health& health;  ///< gets the storage's checks
    ServiceRanges services;
    pki::Credential frontProxy = {};  ///< as which aggregated API servers see this one
    /// How the server presents itself to agents, and the authority of their certificates.
    pki::Credential agentClient = {};
    std::string clusterCaPem = {};
    std::size_t seats = 64;              ///< requests that are served at once, by priority level; as many as workers
    std::string gitVersion = "v1.32.3";  ///< /version's gitVersion, before the build's own suffix
};

/// The API over a store and its cache: authenticator, authorizer, admission and allocators are made here.
std::unique_ptr<Api> makeApi(const ApiConfig& config);

/// Creates what a cluster has from the start, if absent: the four system namespaces, the bootstrap RBAC policy, system
/// priority classes, the default configuration of priority and fairness, the `kubernetes` service with its
/// EndpointSlice and Endpoints. What the RBAC policy's objects have lost since is added again. Runs as system:masters
/// through the API. `advertiseAddress` and `port` are where the server is reached from pods. `health` is told what is
/// done; whoever serves before has it say so with expectBootstrap().
Result<void> bootstrap(Api& api, Health& health, const ServiceRanges& services, const std::string& advertiseAddress,
                       std::uint16_t port);
void expectBootstrap(Health& health);

}  // namespace armillary::server
