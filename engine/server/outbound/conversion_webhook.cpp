#include "engine/server/outbound/conversion_webhook.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <format>

#include "engine/schema/json_document.h"
#include "engine/schema/text.h"

namespace armillary::server::outbound {
namespace {

namespace json = boost::json;
using apiextensionsv1::ConversionReview;

constexpr std::chrono::seconds kTimeout{30};
constexpr std::string_view kGroup = "apiextensions.k8s.io/";

Status failure(std::string message) {
    Status status;
    status.status = "Failure";
    status.code = 500;
    status.message = std::move(message);
    return status;
}

std::string textOf(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// The object's member "metadata"; null when it has none that is an object.
json::object* metadataOf(json::object& object) {
    json::value* value = object.if_contains("metadata");
    return value ? value->if_object() : nullptr;
}

using Checked = std::expected<void, std::string>;

Checked sameIdentity(json::object& before, json::object& after) {
    json::object none;
    json::object& old = metadataOf(before) ? *metadataOf(before) : none;
    json::object* now = metadataOf(after);
    static constexpr std::pair<std::string_view, std::string_view> kFields[] = {
        {"name", "name"}, {"namespace", "namespace"}, {"uid", "UID"}};
    for (const auto& [field, said] : kFields) {
        const std::string expected = textOf(old, field), got = now ? textOf(*now, field) : std::string();
        if (expected != got)
            return std::unexpected(std::format("must have the same {}: {} != {}", said, expected, got));
    }
    return {};
}

/// Takes the original's metadata over, but for labels and annotations, which are the webhook's to change.
Checked restoreMetadata(json::object& before, json::object& after) {
    json::object* now = metadataOf(after);
    if (!now)
        return std::unexpected(after.contains("metadata")
                                   ? "invalid metadata of type " + std::string(schema::goKind(after.at("metadata"))) +
                                         " in converted object"
                                   : std::string("missing metadata in converted object"));
    json::object restored = metadataOf(before) ? *metadataOf(before) : json::object();
    for (const std::string_view field : {"labels", "annotations"}) {
        const json::value* given = now->if_contains(field);
        if (!given || given->is_null()) {
            restored.erase(field);
            continue;
        }
        if (!given->is_object())
            return std::unexpected(
                std::format("invalid metadata.{} of type {} in converted object", field, schema::goKind(*given)));
        for (const auto& [key, value] : given->get_object())
            if (!value.is_string())
                return std::unexpected(std::format("metadata.{}[{}] must be a string, but is {} in converted object",
                                                   field, std::string_view(key), schema::goKind(value)));
        restored[field] = *given;
    }
    after["metadata"] = std::move(restored);
    return {};
}

class WebhookConverter final : public custom::Converter {
public:
    WebhookConverter(const apiextensionsv1::CustomResourceDefinition& definition, Outbound& outbound,
                     async::Identifiers& identifiers)
        : m_kind(definition.spec.names.kind), m_outbound(outbound), m_identifiers(identifiers) {
        const auto& conversion = definition.spec.conversion;
        if (!conversion || !conversion->webhook || !conversion->webhook->clientConfig) return;
        const auto& webhook = *conversion->webhook;
        const auto known = std::ranges::find_if(webhook.conversionReviewVersions, [](const std::string& version) {
            return version == "v1" || version == "v1beta1";
        });
        if (known != webhook.conversionReviewVersions.end()) m_version = *known;
        m_peer.caPem = webhook.clientConfig->caBundle.data;
        if (m_peer.caPem.find_first_not_of(" \t\r\n") == std::string::npos) m_peer.caPem.clear();
        if (webhook.clientConfig->url) m_peer.url = *webhook.clientConfig->url;
        if (!webhook.clientConfig->service) return;
        const auto& service = *webhook.clientConfig->service;
        m_peer.service = {service.namespace_, service.name, service.port.value_or(443)};
        m_peer.url = service.path.value_or("");
    }

    bool asksOthers() const override { return true; }

    Result<std::vector<std::string>> convert(std::vector<std::string> objects,
                                             const std::string& apiVersion) const override {
        Work work{.wanted = apiVersion, .many = objects.size() > 1};
        for (std::size_t i = 0; i < objects.size(); ++i) {
            auto parsed = schema::parseDocument(objects[i]);
            if (!parsed || !parsed->is_object()) return std::unexpected(failure("object to convert is not an object"));
            if (textOf(parsed->get_object(), "apiVersion") == apiVersion) continue;
            work.places.push_back(i);
            work.before.push_back(std::move(parsed->get_object()));
        }
        if (work.places.empty()) return objects;
        if (auto turn = m_outbound.takeTurn(); !turn) return std::unexpected(std::move(turn.error()));
        work.kind =
            std::format("{}, Kind={}{}", textOf(work.before.front(), "apiVersion"), m_kind, work.many ? "List" : "");
        auto converted = ask(work, objects);
        if (!converted)
            return std::unexpected(
                failure(std::format("conversion webhook for {} failed: {}", work.kind, converted.error())));
        if (converted->size() != work.places.size())
            return std::unexpected(failure(std::format("conversion webhook for {} returned {} objects, expected {}",
                                                       work.kind, converted->size(), work.places.size())));
        for (std::size_t i = 0; i < work.places.size(); ++i) {
            auto checked = check(work, i, (*converted)[i].text);
            if (!checked) return std::unexpected(failure(checked.error()));
            objects[work.places[i]] = std::move(*checked);
        }
        return objects;
    }

private:
    struct Work {
        std::string wanted, kind;
        bool many = false;
        std::vector<std::size_t> places;   ///< of the objects that are of another version
        std::vector<json::object> before;  ///< those objects
    };

    std::expected<std::vector<schema::RawJson>, std::string> ask(const Work& work,
                                                                 const std::vector<std::string>& objects) const {
        if (m_version.empty()) return std::unexpected("no supported conversion review versions");
        ConversionReview review;
        review.apiVersion = std::string(kGroup) + m_version;
        review.kind = "ConversionReview";
        auto& request = review.request.ensure();
        request.uid = m_identifiers.uid();
        request.desiredAPIVersion = work.wanted;
        for (const std::size_t place : work.places) request.objects.push_back({objects[place]});
        const auto answer = m_outbound.call(m_peer, {.body = schema::toJson(review),
                                                     .contentType = "application/json",
                                                     .timeout = kTimeout,
                                                     .maxAnswerBytes = schema::kMaxDocumentBytes});
        if (!answer) return std::unexpected(answer.error());
        if (!isSuccess(*answer)) return std::unexpected(refusalText(*answer));
        auto said = schema::fromJson<ConversionReview>(answer->body);
        if (!said) return std::unexpected("couldn't get version/kind; json parse error: " + said.error().text());
        if (m_version == "v1" && (said->apiVersion != review.apiVersion || said->kind != review.kind))
            return std::unexpected(
                std::format("expected webhook response of {}, Kind={}, got {}{}, Kind={}", review.apiVersion,
                            review.kind, said->apiVersion.contains('/') ? "" : "/", said->apiVersion, said->kind));
        if (!said->response) return std::unexpected("no response provided");
        auto& response = *said->response;
        if (m_version == "v1" && response.uid != request.uid)
            return std::unexpected(std::format("expected response.uid={}, got {}", schema::quoted(request.uid),
                                               schema::quoted(response.uid)));
        if (response.result.status != "Success")
            return std::unexpected(
                response.result.message.empty()
                    ? std::format("response.result.status was '{}', not 'Success'", response.result.status)
                    : response.result.message);
        return std::move(response.convertedObjects);
    }

    /// The converted object's text, its metadata restored; the whole sentence otherwise.
    static std::expected<std::string, std::string> check(Work& work, std::size_t index, const std::string& text) {
        const auto wrong = [&](std::string_view what, const std::string& why) {
            return std::unexpected(
                work.many ? std::format("conversion webhook for {} returned invalid {} at index {}: {}", work.kind,
                                        what == "metadata" ? "metadata in object" : "converted object", index, why)
                          : std::format("conversion webhook for {} returned invalid {}: {}", work.kind, what, why));
        };
        auto parsed = schema::parseDocument(text);
        if (!parsed) return wrong("object at index 0", parsed.error());
        json::object* after = parsed->if_object();
        if (!after) return wrong("object at index 0", "not an object");
        json::object& before = work.before[index];
        if (const std::string got = textOf(*after, "apiVersion"); got != work.wanted)
            return wrong("object at index 0",
                         std::format("invalid groupVersion (expected {}, received {})", work.wanted, got));
        if (const std::string expected = textOf(before, "kind"), got = textOf(*after, "kind"); expected != got)
            return wrong("object at index 0", std::format("invalid kind (expected {}, received {})", expected, got));
        if (auto same = sameIdentity(before, *after); !same) return wrong("object", same.error());
        if (auto restored = restoreMetadata(before, *after); !restored) return wrong("metadata", restored.error());
        std::string out;
        schema::writeDocument(out, *parsed);
        return out;
    }

    const std::string m_kind;
    std::string m_version;  ///< of ConversionReview; "" when the webhook understands none of ours
    Peer m_peer;
    Outbound& m_outbound;
    async::Identifiers& m_identifiers;
};

}  // namespace

std::unique_ptr<const custom::Converter> makeWebhookConverter(
    const apiextensionsv1::CustomResourceDefinition& definition, Outbound& outbound, async::Identifiers& identifiers) {
    return std::make_unique<WebhookConverter>(definition, outbound, identifiers);
}

std::unique_ptr<const custom::Converter> makeConverter(const apiextensionsv1::CustomResourceDefinition& definition,
                                                       Outbound& outbound, async::Identifiers& identifiers) {
    const auto& conversion = definition.spec.conversion;
    if (conversion && conversion->strategy == apiextensionsv1::kWebhookConverter)
        return makeWebhookConverter(definition, outbound, identifiers);
    return custom::makeConverter(definition);
}

}  // namespace armillary::server::outbound
