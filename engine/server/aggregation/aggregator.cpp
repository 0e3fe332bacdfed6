#include "engine/server/aggregation/aggregator.h"

#include <algorithm>
#include <format>

#include "engine/resources/resource.h"
#include "engine/server/aggregation/kept.h"
#include "engine/server/node_address.h"
#include "engine/server/outbound/service_endpoint.h"
#include "engine/server/target.h"

namespace armillary::server::aggregation {
namespace {

constexpr std::chrono::seconds kFresh{60}, kRetry{10};
constexpr std::chrono::seconds kDocumentTime{5}, kCallTime{60};
constexpr std::size_t kMaxDocumentBytes = 16u << 20, kMaxAnswerBytes = 32u << 20;
constexpr std::size_t kMaxKept = 512;

const std::string& servicesKey() {
    static const std::string key = resources::resourceOf<APIService>().cacheKey();
    return key;
}

Response unavailable() {
    Response response{.code = 503, .contentType = "text/plain; charset=utf-8", .body = "service unavailable\n"};
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

/// A key of a user's extra as part of a header's name. Source: k8s.io/client-go/transport, headerKeyEscape.
std::string escapedKey(std::string_view key) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : key) {
        const bool token = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                           std::string_view("!#$&'*+-.^_`|~").find(c) != std::string_view::npos;
        if (token) {
            out += c;
        } else if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c + 32);
        } else {
            out += '%';
            out += kDigits[static_cast<unsigned char>(c) >> 4];
            out += kDigits[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> identityHeaders(const User& user) {
    std::vector<std::pair<std::string, std::string>> headers = {{"X-Remote-User", user.name}};
    for (const std::string& group : user.groups) headers.emplace_back("X-Remote-Group", group);
    for (const auto& [key, values] : user.extra)
        for (const std::string& value : values) headers.emplace_back("X-Remote-Extra-" + escapedKey(key), value);
    return headers;
}

/// As whom the server reads others' documents.
const User& aggregatorUser() {
    static const User user{.name = "system:kube-aggregator", .groups = {"system:masters"}};
    return user;
}

}  // namespace

bool isAvailable(const APIService& service) {
    return std::ranges::any_of(service.status.conditions, [](const auto& condition) {
        return condition.type == apiregistrationv1::kAvailable && condition.status == apiregistrationv1::kConditionTrue;
    });
}

Aggregator::Aggregator(const watch::Cache& cache, outbound::Outbound& outbound, async::Clock& clock,
                       pki::Credential frontProxy)
    : m_cache(cache), m_outbound(outbound), m_clock(clock), m_frontProxy(std::move(frontProxy)) {}

Aggregator::~Aggregator() = default;

ObjectRef Aggregator::remoteFor(std::string_view path) const {
    if (!path.starts_with("/apis/")) return nullptr;
    path.remove_prefix(6);
    const std::size_t group = path.find('/');
    if (group == std::string_view::npos) return nullptr;
    const std::string_view version = path.substr(group + 1, path.find('/', group + 1) - group - 1);
    if (version.empty()) return nullptr;
    ObjectRef object = m_cache.get(servicesKey(), "", std::format("{}.{}", version, path.substr(0, group)));
    return object && object->as<APIService>().spec.service ? object : nullptr;
}

std::vector<ObjectRef> Aggregator::remotes() const {
    std::vector<ObjectRef> found = m_cache.list(servicesKey()).objects;
    std::erase_if(found, [](const ObjectRef& object) { return !object->as<APIService>().spec.service; });
    return found;
}

outbound::Peer Aggregator::peerOf(const APIService& service) const {
    const auto& reference = *service.spec.service;
    return {.service = outbound::ServiceReference{reference.namespace_, reference.name, reference.port.value_or(443)},
            .caPem = service.spec.caBundle.data,
            .serverName = reference.name + "." + reference.namespace_ + ".svc",
            .insecureSkipTlsVerify = service.spec.insecureSkipTLSVerify,
            .credential = m_frontProxy};
}

Reply Aggregator::forward(const APIService& service, const User& user, const Request& request) {
    if (!isAvailable(service)) return unavailable();
    outbound::Peer peer = peerOf(service);
    auto address = outbound::resolveService(m_cache, peer.service->namespace_, peer.service->name, peer.service->port);
    if (!address) return unavailable();
    auto trust = std::make_shared<UpstreamTrust>();
    trust->caPem = std::move(peer.caPem);
    trust->insecureSkipTlsVerify = peer.insecureSkipTlsVerify;
    trust->credential = std::move(peer.credential);
    return ProxyReply{.tls = true,
                      .host = std::move(address->host),
                      .port = address->port,
                      .target = encodePath(request.path) + queryString(request.query),
                      .serverName = std::move(peer.serverName),
                      .trust = std::move(trust),
                      .headers = identityHeaders(user)};
}

Response Aggregator::fetch(const ProxyReply& reply, const Request& request) {
    outbound::Peer peer{.url = std::format("https://{}:{}", reply.serverName, reply.port),
                        .address = outbound::Address{reply.host, reply.port},
                        .caPem = reply.trust->caPem,
                        .serverName = reply.serverName,
                        .insecureSkipTlsVerify = reply.trust->insecureSkipTlsVerify,
                        .credential = reply.trust->credential};
    outbound::Call call{.method = request.method,
                        .path = reply.target,
                        .body = request.body,
                        .contentType = std::string(request.header("content-type")),
                        .headers = reply.headers,
                        .timeout = kCallTime,
                        .maxAnswerBytes = kMaxAnswerBytes};
    if (const std::string_view accept = request.header("accept"); !accept.empty())
        call.headers.emplace_back("Accept", accept);
    auto answer = m_outbound.call(peer, call);
    if (!answer)
        return {.code = 503,
                .contentType = "text/plain; charset=utf-8",
                .body = "error trying to reach service: " + answer.error() + "\n"};
    return {.code = answer->code, .contentType = std::move(answer->contentType), .body = std::move(answer->body)};
}

Aggregator::Found Aggregator::document(const ObjectRef& object, const std::string& path, const std::string& accept) {
    const auto& service = object->as<APIService>();
    const std::string key = object->name() + " " + path + " " + accept;
    const async::SteadyTime now = m_clock.steady();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_kept.size() > kMaxKept) m_kept.clear();
        Kept& kept = m_kept[key];
        const bool same = kept.uid == object->uid() && kept.spec == schema::toJson(service.spec);
        if (!same) kept = {.uid = object->uid(), .spec = schema::toJson(service.spec)};
        if (!isAvailable(service)) return kept.found(false);
        if (kept.asked && now - *kept.asked < (kept.failed ? kRetry : kFresh)) return kept.found(true);
        // Whoever comes while this one asks is given what there is.
        kept.asked = now;
    }
    auto answer = m_outbound.call(peerOf(service), {.method = "GET",
                                                    .path = path,
                                                    .headers =
                                                        [&] {
                                                            auto headers = identityHeaders(aggregatorUser());
                                                            headers.emplace_back("Accept", accept);
                                                            return headers;
                                                        }(),
                                                    .timeout = kDocumentTime,
                                                    .maxAnswerBytes = kMaxDocumentBytes});
    const std::scoped_lock lock(m_mutex);
    Kept& kept = m_kept[key];
    kept.failed = !answer || (answer->code >= 500 && !outbound::isSuccess(*answer));
    if (answer && outbound::isSuccess(*answer))
        kept.document = std::make_shared<const outbound::Answer>(std::move(*answer));
    else if (!kept.failed)
        kept.document = nullptr;  // it has no such document
    return kept.found(true);
}

std::vector<Aggregator::Found> Aggregator::documents(const std::vector<ObjectRef>& services,
                                                     const std::function<std::string(const APIService&)>& path,
                                                     const std::string& accept) {
    std::vector<Found> found(services.size());
    m_outbound.threads().forEach(services.size(), [&](std::size_t i) {
        found[i] = document(services[i], path(services[i]->as<APIService>()), accept);
    });
    return found;
}

}  // namespace armillary::server::aggregation
