#include "engine/server/api.h"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <semaphore>

#include "engine/schema/api/flowcontrolv1.h"
#include "engine/server/aggregation/aggregator.h"
#include "engine/server/answer.h"
#include "engine/server/compression.h"
#include "engine/server/computed/node_stats.h"
#include "engine/server/core.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/dispatch.h"
#include "engine/server/documents.h"
#include "engine/server/endpoints.h"
#include "engine/server/fairness/fairness.h"
#include "engine/server/health.h"
#include "engine/server/local_access.h"
#include "engine/server/metrics.h"
#include "engine/server/outbound/conversion_webhook.h"
#include "engine/server/outbound/outbound.h"
#include "engine/server/server.h"

namespace armillary::server {

Core::Core(const ApiConfig& config)
    : store(config.store),
      cache(config.cache),
      signer(config.signer),
      clock(config.clock),
      identifiers(config.identifiers),
      health(config.health),
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
      fairness(std::make_unique<fairness::Fairness>(config.cache, config.seats)),
      metrics(std::make_unique<Metrics>()),
      nodeStats(
          std::make_unique<computed::NodeStats>(*outbound, config.clock, config.agentClient, config.clusterCaPem)) {
    addStorageChecks(health, store, cache);
}

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

int codeOf(const Reply& reply) {
    const auto* response = std::get_if<Response>(&reply);
    return response ? response->code : 200;
}

std::string metricVerb(const Route& route, const Request& request) {
    constexpr std::array<std::string_view, 5> kConnections = {"attach", "exec", "log", "portforward", "proxy"};
    constexpr std::array<std::string_view, 10> kKnown = {
        "GET", "HEAD", "LIST", "WATCH", "POST", "PUT", "PATCH", "DELETE", "DELETECOLLECTION", "OPTIONS"};
    if (route.isResource && std::ranges::find(kConnections, route.subresource) != kConnections.end()) return "CONNECT";
    if (route.verb == "create") return "POST";
    if (route.verb == "update") return "PUT";
    if (route.verb == "patch" && mediaType(request.header("content-type")) == "application/apply-patch+yaml")
        return "APPLY";
    std::string verb = route.verb;
    for (char& c : verb) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return std::ranges::find(kKnown, verb) == kKnown.end() ? "OTHER" : verb;
}

RequestLabels labelsOf(const Route& route, const Request& request) {
    RequestLabels labels{.verb = metricVerb(route, request)};
    // Names that nothing is served under are anybody's invention.
    if (!route.resource) return labels;
    labels.group = route.group;
    labels.version = route.version;
    labels.resource = route.plural;
    if (route.resource->subresource(route.subresource)) labels.subresource = route.subresource;
    labels.scope = !route.name.empty() ? "resource" : !route.namespace_.empty() ? "namespace" : "cluster";
    labels.dryRun = request.hasParameter("dryRun");
    return labels;
}

/// As upstream's filter answers, which comes before anything that speaks of Status.
Response tooManyRequests() {
    Response response{.code = 429,
                      .contentType = "text/plain; charset=utf-8",
                      .body = "Too many requests, please try again later.\n"};
    response.headers = {{"Retry-After", "1"}, {"X-Content-Type-Options", "nosniff"}};
    return response;
}

class ApiOfCore final : public Api {
public:
    explicit ApiOfCore(const ApiConfig& config) : m_core(config) {}

    Reply handle(Request request) override {
        Entered entered = enter(std::move(request));
        if (auto* reply = std::get_if<Reply>(&entered)) return std::move(*reply);
        const auto& pending = std::get<std::unique_ptr<Pending>>(entered);
        auto over = std::make_shared<std::binary_semaphore>(0);
        pending->whenOver([over] { over->release(); });
        (void)over->try_acquire_for(kLongestWait);
        return pending->proceed();
    }

    Entered enter(Request request) override {
        auto visit = std::make_unique<Visit>(*this, std::move(request));
        if (std::optional<Reply> reply = visit->begin()) return std::move(*reply);
        return std::unique_ptr<Pending>(std::move(visit));
    }

    Reply handleAs(const User& caller, Request request) override {
        return guarded(request, [&]() -> Handled {
            const async::SteadyTime begin = m_core.clock.steady();
            auto user = impersonated(request, caller, *m_core.authorizer);
            if (!user) return refuse(user.error());
            const Route route = resolved(request);
            auto handled = serve({*user, request, route, route.attributes(*user, request), begin});
            // A caller in this process has no connection that could be handed on.
            if (auto* proxy = handled ? std::get_if<ProxyReply>(&*handled) : nullptr; proxy && proxy->trust)
                return m_core.aggregator->fetch(*proxy, request);
            return handled;
        });
    }

    Result<ObjectList> listObjects(const User& user, const ObjectsQuery& query) override {
        const outbound::Outbound::Request asking(*m_core.outbound);
        return guardedResult([&] { return listLocally(m_core, user, query); });
    }

    Result<std::unique_ptr<Producer>> watchObjects(const User& user, const ObjectsQuery& query,
                                                   std::shared_ptr<ObjectWatcher> watcher) override {
        const outbound::Outbound::Request asking(*m_core.outbound);
        return guardedResult([&] { return watchLocally(m_core, user, query, std::move(watcher)); });
    }

private:
    /// The one place where an exception, which means something broken, becomes an answer.
    template <class Function>
    static Reply guarded(const Request& request, Function&& function) {
        try {
            Handled handled = function();
            if (handled) return std::move(*handled);
            return refused(request, handled.error());
        } catch (const std::exception& broken) {
            return refused(request, status::internalError(broken.what()));
        }
    }

    static Response refused(const Request& request, const Status& status) {
        Response response = refusal(request, status);
        finish(request, {}, response);
        return response;
    }

    template <class Function>
    static auto guardedResult(Function&& function) -> decltype(function()) {
        try {
            return function();
        } catch (const std::exception& broken) {
            return refuse(status::internalError(broken.what()));
        }
    }

    struct Served {
        const User& user;
        const Request& request;
        const Route& route;
        const Attributes& attributes;
        async::SteadyTime begin;
    };

    /// A request from a connection, from its authentication until it is answered.
    class Visit final : public Pending {
    public:
        Visit(ApiOfCore& api, Request request)
            : m_api(api), m_begin(api.m_core.clock.steady()), m_request(std::move(request)) {}

        /// Nothing when it has to wait.
        std::optional<Reply> begin() {
            bool waits = false;
            Reply reply = guarded(m_request, [&]() -> Handled {
                if (auto known = identify(); !known) return refuse(known.error());
                m_ticket = m_api.m_core.fairness->enter(m_class);
                waits = m_ticket && m_ticket->state() == fairness::Ticket::State::Waiting;
                return waits ? Handled(Response()) : serve();
            });
            if (waits) return std::nullopt;
            return marked(std::move(reply));
        }

        void whenOver(std::function<void()> call) override { m_ticket->whenOver(std::move(call)); }

        Reply proceed() override {
            return marked(guarded(m_request, [&] { return serve(); }));
        }

    private:
        Result<void> identify() {
            Core& core = m_api.m_core;
            auto caller = core.authenticator->authenticate(m_request);
            if (!caller) return refuse(caller.error());
            auto user = impersonated(m_request, *caller, *core.authorizer);
            if (!user) return refuse(user.error());
            m_user = std::move(*user);
            m_route = m_api.resolved(m_request);
            m_attributes = m_route.attributes(m_user, m_request);
            m_class = core.fairness->classify(m_attributes);
            return {};
        }

        Handled serve() {
            const Served served{m_user, m_request, m_route, m_attributes, m_begin};
            const bool rejected = m_ticket && m_ticket->settle() == fairness::Ticket::State::Rejected;
            Handled handled = rejected ? Handled(tooManyRequests()) : m_api.serve(served);
            if (rejected) m_api.count(served, 429);
            m_ticket.reset();
            return handled;
        }

        /// What an answer says of its request. Source: k8s.io/apiserver/pkg/endpoints/filters, WithAuditInit, and
        /// https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#diagnostics.
        Reply marked(Reply reply) const {
            const std::string_view given = m_request.header("audit-id");
            const std::string id = given.empty() ? m_api.m_core.identifiers.uid() : std::string(given);
            if (auto* response = std::get_if<Response>(&reply)) {
                response->headers.emplace_back("Audit-Id", id);
                addFlow(response->headers);
            } else if (auto* stream = std::get_if<StreamReply>(&reply)) {
                stream->headers.emplace_back("Audit-Id", id);
                addFlow(stream->headers);
            } else {
                auto& proxy = std::get<ProxyReply>(reply);
                proxy.answerHeaders = {{"Audit-Id", id}, {"Cache-Control", "no-cache, private"}};
                if (!proxy.trust) return reply;
                addFlow(proxy.answerHeaders);
                if (given.empty()) proxy.headers.emplace_back("Audit-Id", id);
            }
            return reply;
        }

        void addFlow(std::vector<std::pair<std::string, std::string>>& headers) const {
            using namespace flowcontrolv1;
            if (!m_class.schemaUid.empty())
                headers.emplace_back(kResponseHeaderMatchedFlowSchemaUID, m_class.schemaUid);
            if (!m_class.levelUid.empty())
                headers.emplace_back(kResponseHeaderMatchedPriorityLevelConfigurationUID, m_class.levelUid);
        }

        ApiOfCore& m_api;
        const async::SteadyTime m_begin;
        const Request m_request;
        User m_user;
        Route m_route;
        Attributes m_attributes;
        fairness::Classification m_class;
        std::unique_ptr<fairness::Ticket> m_ticket;  ///< null: needs no seat
    };

    Route resolved(const Request& request) const {
        Route route = routeOf(m_core.table, request);
        if (!route.isResource || route.resource) return route;
        route.custom = m_core.custom->find(route.group, route.version, route.plural);
        route.resource = route.custom.get();
        return route;
    }

    /// Always an answer, be it a refusal's.
    Handled serve(const Served& served) {
        const outbound::Outbound::Request asking(*m_core.outbound);
        Call call{.core = m_core,
                  .user = served.user,
                  .request = served.request,
                  .route = served.route,
                  .media = {},
                  .warnings = {}};
        Handled handled = answer(call, served.attributes);
        if (!handled) handled = refusal(call.request, handled.error());
        if (auto* response = std::get_if<Response>(&*handled)) {
            finish(call.request, call.warnings, *response);
            if (call.route.isResource) compress(call.request, *response);
        }
        count(served, codeOf(*handled));
        return handled;
    }

    void count(const Served& served, int code) {
        m_core.metrics->count(labelsOf(served.route, served.request), code, m_core.clock.steady() - served.begin);
    }

    Handled answer(Call& call, const Attributes& attributes) {
        if (auto allowed = authorize(m_core, attributes); !allowed) return refuse(allowed.error());
        // The legacy path /watch/… makes every method a watch, here and behind aggregated API servers.
        if (call.route.isResource && attributes.verb == "watch" && call.request.method != "GET") {
            const std::string& group = attributes.group;
            const std::string qualified = attributes.resource + (group.empty() ? "" : "." + group);
            return refuse(status::methodNotSupported(qualified, attributes.verb));
        }
        if (const ObjectRef remote = m_core.aggregator->remoteFor(call.request.path))
            return m_core.aggregator->forward(remote->as<aggregation::APIService>(), call.user, call.request);
        if (!call.route.isResource) return answerEndpoint(m_core, call.request);
        return dispatch(call);
    }

    Core m_core;
};

}  // namespace

std::unique_ptr<Api> makeApi(const ApiConfig& config) {
    return std::make_unique<ApiOfCore>(config);
}

}  // namespace armillary::server
