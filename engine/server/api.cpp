#include "engine/server/api.h"

#include <algorithm>
#include <exception>

#include "engine/server/aggregation/aggregator.h"
#include "engine/server/compression.h"
#include "engine/server/computed/node_stats.h"
#include "engine/server/core.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/custom/serving.h"
#include "engine/server/dispatch.h"
#include "engine/server/documents.h"
#include "engine/server/endpoints.h"
#include "engine/server/local_access.h"
#include "engine/server/metrics.h"
#include "engine/server/outbound/conversion_webhook.h"
#include "engine/server/outbound/outbound.h"
#include "engine/server/render.h"
#include "engine/server/server.h"

namespace armillary::server {

Core::Core(const ApiConfig& config)
    : store(config.store),
      cache(config.cache),
      signer(config.signer),
      clock(config.clock),
      identifiers(config.identifiers),
      table(resources::Table::builtIn()),
      outbound(std::make_unique<outbound::Outbound>(&config.cache)),
      custom(std::make_unique<custom::CustomResources>(
          config.cache,
          [this](const apiextensionsv1::CustomResourceDefinition& definition) {
              return outbound::makeConverter(definition, *outbound, identifiers);
          })),
      authenticator(makeAuthenticator(config.cache, config.signer, config.clock)),
      authorizer(makeAuthorizer(config.cache)),
      allocator(makeServiceAllocator(config.cache, config.services)),
      admission(makeAdmission({.cache = config.cache,
                               .clock = config.clock,
                               .authorizer = authorizer.get(),
                               .outbound = outbound.get(),
                               .identifiers = &config.identifiers})),
      aggregator(std::make_unique<aggregation::Aggregator>(config.cache, *outbound, config.clock, config.frontProxy)),
      documents(std::make_unique<Documents>(table, *custom, config.gitVersion + "+armillary")),
      metrics(std::make_unique<Metrics>()),
      nodeStats(
          std::make_unique<computed::NodeStats>(*outbound, config.clock, config.agentClient, config.clusterCaPem)) {}

Core::~Core() = default;

std::int64_t Core::nowSeconds() const {
    return schema::Time(clock.now()).seconds;
}

Result<void> authorize(Core& core, const Attributes& attributes) {
    Decision decision = core.authorizer->authorize(attributes);
    if (decision.allowed) return {};
    return refuse(denied(attributes, decision.reason));
}

namespace {

/// A Warning header's value (RFC 9111's predecessor, code 299) as client-go reads it.
std::string warningHeader(std::string_view text) {
    std::string out = "299 - \"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) continue;
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

int codeOf(const Reply& reply) {
    const auto* response = std::get_if<Response>(&reply);
    return response ? response->code : 200;
}

class ApiOfCore final : public Api {
public:
    explicit ApiOfCore(const ApiConfig& config) : m_core(config) {}

    Reply handle(Request request) override {
        return guarded([&]() -> Handled {
            auto user = m_core.authenticator->authenticate(request);
            if (!user) return refuse(user.error());
            return serve(*user, request);
        });
    }

    Reply handleAs(const User& user, Request request) override {
        return guarded([&]() -> Handled {
            auto handled = serve(user, request);
            // A caller in this process has no connection that could be handed on.
            if (auto* proxy = handled ? std::get_if<ProxyReply>(&*handled) : nullptr; proxy && proxy->trust)
                return m_core.aggregator->fetch(*proxy, request);
            return handled;
        });
    }

    Result<ObjectList> listObjects(const User& user, const ObjectsQuery& query) override {
        return guardedResult([&] { return listLocally(m_core, user, query); });
    }

    Result<std::unique_ptr<Producer>> watchObjects(const User& user, const ObjectsQuery& query,
                                                   std::shared_ptr<ObjectWatcher> watcher) override {
        return guardedResult([&] { return watchLocally(m_core, user, query, std::move(watcher)); });
    }

private:
    /// The one place where an exception, which means something broken, becomes an answer.
    template <class Function>
    Reply guarded(Function&& function) {
        try {
            Handled handled = function();
            if (handled) return std::move(*handled);
            return respond(handled.error());
        } catch (const custom::ConversionFailed& failed) {
            return respond(failed.status);
        } catch (const std::exception& broken) {
            return respond(status::internalError(broken.what()));
        }
    }

    template <class Function>
    static auto guardedResult(Function&& function) -> decltype(function()) {
        try {
            return function();
        } catch (const custom::ConversionFailed& failed) {
            return refuse(failed.status);
        }
    }

    Handled serve(const User& caller, const Request& request) {
        const async::SteadyTime begin = m_core.clock.steady();
        auto user = impersonated(request, caller, *m_core.authorizer);
        if (!user) return refuse(user.error());
        Call call{.core = m_core,
                  .user = *user,
                  .request = request,
                  .route = routeOf(m_core.table, request),
                  .media = {},
                  .warnings = {}};
        if (call.route.isResource && !call.route.resource) {
            call.route.custom = m_core.custom->find(call.route.group, call.route.version, call.route.plural);
            call.route.resource = call.route.custom.get();
        }
        Handled handled = answer(call);
        if (!handled) handled = respond(handled.error());
        if (auto* response = std::get_if<Response>(&*handled)) finish(call, *response);
        const std::string resource = !call.route.isResource ? std::string("-")
                                     : call.route.resource  ? call.route.resource->plural
                                                            : std::string("unknown");
        m_core.metrics->count(call.route.isResource ? call.route.verb : "-",
                              call.route.resource ? call.route.group : "", resource, codeOf(*handled),
                              m_core.clock.steady() - begin);
        return handled;
    }

    Handled answer(Call& call) {
        if (auto allowed = authorize(m_core, call.route.attributes(call.user, call.request)); !allowed)
            return refuse(allowed.error());
        if (const ObjectRef remote = m_core.aggregator->remoteFor(call.request.path))
            return m_core.aggregator->forward(remote->as<aggregation::APIService>(), call.user, call.request);
        if (!call.route.isResource) return answerEndpoint(m_core, call.request);
        return dispatch(call);
    }

    static void finish(const Call& call, Response& response) {
        for (const std::string& warning : call.warnings)
            response.headers.emplace_back("Warning", warningHeader(warning));
        const auto isCacheControl = [](const auto& header) { return header.first == "Cache-Control"; };
        if (std::ranges::none_of(response.headers, isCacheControl))
            response.headers.emplace_back("Cache-Control", "no-cache, private");
        if (call.route.isResource) compress(call.request, response);
    }

    Core m_core;
};

}  // namespace

std::unique_ptr<Api> makeApi(const ApiConfig& config) {
    return std::make_unique<ApiOfCore>(config);
}

}  // namespace armillary::server
