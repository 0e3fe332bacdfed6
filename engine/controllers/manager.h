#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/controllers/framework/accounts.h"
#include "engine/controllers/framework/controller.h"
#include "engine/pki/token.h"

namespace armillary::controllers {

struct ManagerConfig {
    ClientMaker makeClient;  ///< called within create(); the clients last as long as the manager
    async::Clock& clock;
    async::Identifiers& identifiers;
    const pki::CertificateAuthority& authority;  ///< signs approved kubelet certificates; its PEM is the root-CA map's
    const pki::TokenSigner& signer;              ///< signs the tokens of service-account-token secrets
    pki::Credential frontProxy = {};             ///< as which aggregated API servers are asked whether they answer
    std::string podCidr = "10.244.0.0/16", serviceCidr = "10.96.0.0/12";
    int nodeMaskBits = 24;
    unsigned workers = 4;
    /// For repositories that are fetched and what is rendered of them; "" keeps nothing, and then none can be fetched.
    std::filesystem::path gitopsCache = {};
};

/// All controllers on one set of informers and one worker pool, each with an account of its own (see
/// framework/accounts.h). Running from create() until destroyed.
class Manager {
public:
    virtual ~Manager() = default;
    static Result<std::unique_ptr<Manager>> create(const ManagerConfig& config);
    /// Of informers, controllers and events together: idle when no controller has anything to do until something
    /// changes or time passes.
    virtual async::Activity activity() const = 0;
};

}  // namespace armillary::controllers
