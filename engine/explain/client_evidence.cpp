#include "engine/explain/client_evidence.h"

#include <format>

#include "engine/explain/wording.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/percent.h"

namespace armillary::explain {

namespace {

constexpr std::int64_t kPage = 500;
constexpr std::size_t kMostObjects = 50'000;
constexpr int kLogLines = 20;
constexpr std::size_t kLogBytes = 64u << 10;

/// What the API server's proxy said about a call that did not come through, or the program behind it about the call.
Result<Evidence::Knock> heardFrom(const Status& status) {
    using Answer = Evidence::Answer;
    const std::string& message = status.message;
    if (status.code == 401 || (status::isForbidden(status) && message.contains("services/proxy")))
        return std::unexpected(status);
    if (status::isNotFound(status) && message.contains("services \"")) return std::unexpected(status);
    if (mentions(message, "connection refused")) return Evidence::Knock{Answer::Refused, message};
    for (const auto* silence : {"timeout", "timed out", "deadline exceeded", "no route to host", "unreachable",
                                "no endpoints available", "connection reset by peer before"})
        if ((status.code == 503 || status.code == 504 || status.code == 500 || status.code == 502) &&
            mentions(message, silence))
            return Evidence::Knock{Answer::Silent, message};
    // A status of the program's own, or an answer that is no HTTP: somebody is there.
    return Evidence::Knock{Answer::Answers, message};
}

Status unknownKind(const Kind& kind) {
    return status::notFound(kind.text(), "");
}

}  // namespace

Result<ObjectRef> ClientEvidence::object(const Kind& kind, const std::string& namespace_, const std::string& name) {
    const auto* resource = m_kinds.of(kind);
    if (!resource) return std::unexpected(unknownKind(kind));
    return m_client.get({resource, resource->namespaced ? namespace_ : std::string(), name, {}});
}

Result<std::vector<ObjectRef>> ClientEvidence::objects(const Kind& kind, const std::string& namespace_) {
    const auto* resource = m_kinds.of(kind);
    if (!resource) return std::unexpected(unknownKind(kind));
    std::vector<ObjectRef> all;
    client::ListOptions options;
    options.limit = kPage;
    do {
        auto page = m_client.list({resource, resource->namespaced ? namespace_ : std::string(), {}, {}}, options);
        if (!page) return std::unexpected(std::move(page.error()));
        all.insert(all.end(), page->items.begin(), page->items.end());
        options.continueToken = std::move(page->continueToken);
    } while (!options.continueToken.empty() && all.size() < kMostObjects);
    return all;
}

Result<std::vector<ObjectRef>> ClientEvidence::events(const Object& about) {
    client::ListOptions options;
    options.limit = kPage;
    options.fieldSelector = std::format("involvedObject.kind={},involvedObject.name={}", about.kind(), about.name());
    auto listed = m_client.list(client::target<corev1::Event>(about.namespace_()), options);
    if (!listed) return std::unexpected(std::move(listed.error()));
    return std::move(listed->items);
}

Result<std::string> ClientEvidence::log(const std::string& namespace_, const std::string& pod,
                                        const std::string& container, bool previous) {
    return m_client.getRaw(
        std::format("/api/v1/namespaces/{}/pods/{}/log?container={}&previous={}&tailLines={}&limitBytes={}",
                    schema::percentEncoded(namespace_), schema::percentEncoded(pod), schema::percentEncoded(container),
                    previous, kLogLines, kLogBytes));
}

Result<Evidence::Knock> ClientEvidence::knock(const std::string& namespace_, const std::string& service,
                                              std::int32_t port) {
    auto heard =
        m_client.getRaw(std::format("/api/v1/namespaces/{}/services/{}:{}/proxy/", schema::percentEncoded(namespace_),
                                    schema::percentEncoded(service), port));
    if (!heard) return heardFrom(heard.error());
    return Knock{Answer::Answers, {}};
}

std::int64_t ClientEvidence::now() {
    return std::chrono::floor<std::chrono::seconds>(m_clock.now().time_since_epoch()).count();
}

}  // namespace armillary::explain
