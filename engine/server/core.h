#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/server/admission/admission.h"
#include "engine/server/allocators.h"
#include "engine/server/authn.h"
#include "engine/server/authz.h"
#include "engine/server/media.h"
#include "engine/server/request.h"
#include "engine/server/reviews.h"
#include "engine/server/routes.h"
#include "engine/server/server.h"

namespace armillary::server {

class Documents;
class Health;
class Metrics;
namespace fairness {
class Fairness;
}
namespace outbound {
class Outbound;
}
namespace aggregation {
class Aggregator;
}
namespace custom {
class CustomResources;
}
namespace computed {
class NodeStats;
}

/// What every verb works with; made once by makeApi(). Constant but for what says of itself that it is thread-safe.
struct Core {
    explicit Core(const ApiConfig& config);
    ~Core();

    store::Store& store;
    watch::Cache& cache;
    const pki::TokenSigner& signer;
    async::Clock& clock;
    async::Identifiers& identifiers;
    Health& health;
    const resources::Table& table;
    std::unique_ptr<outbound::Outbound> outbound;     ///< calls webhooks and aggregated API servers
    std::unique_ptr<custom::CustomResources> custom;  ///< what is served beside the table; thread-safe
    std::unique_ptr<Authenticator> authenticator;
    std::unique_ptr<Authorizer> authorizer;
    std::unique_ptr<ServiceAllocator> allocator;
    std::vector<std::unique_ptr<AdmissionPlugin>> admission;
    std::unique_ptr<aggregation::Aggregator> aggregator;
    std::unique_ptr<Documents> documents;  ///< discovery and OpenAPI
    std::unique_ptr<fairness::Fairness> fairness;
    std::unique_ptr<Metrics> metrics;
    std::unique_ptr<computed::NodeStats> nodeStats;

    ReviewContext reviewContext() { return {*authenticator, *authorizer, signer, cache, clock}; }
    std::int64_t nowSeconds() const;
};

/// One request on its way through the pipeline.
struct Call {
    Core& core;
    const User& user;
    const Request& request;
    Route route;
    Media media;
    std::vector<std::string> warnings;  ///< told to the client in Warning headers

    const resources::Resource& resource() const { return *route.resource; }
    RequestNotes notes() { return {&request, &warnings}; }
};

using Handled = Result<Reply>;
using Handler = Handled (*)(Call&);

inline std::unexpected<Status> refuse(Status status) {
    return std::unexpected(std::move(status));
}

/// 403 unless the user may.
Result<void> authorize(Core& core, const Attributes& attributes);

}  // namespace armillary::server
