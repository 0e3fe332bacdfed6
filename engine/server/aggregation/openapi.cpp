#include <algorithm>
#include <format>

#include "engine/pki/secrets.h"
#include "engine/schema/openapi.h"
#include "engine/server/aggregation/aggregator.h"
#include "engine/server/aggregation/kept.h"

/// Other servers' OpenAPI documents among this one's own.
namespace armillary::server::aggregation {
namespace {

constexpr std::string_view kIndex = "/openapi/v3";

std::string hashOf(std::string_view text) {
    std::string hash;
    for (const char c : pki::sha256(text)) hash += std::format("{:02X}", static_cast<unsigned char>(c));
    return hash;
}

std::string versionPath(const APIService& service) {
    return "apis/" + service.spec.group + "/" + service.spec.version;
}

Response tagged(const Request& request, const std::string& hash, std::string contentType,
                std::shared_ptr<const std::string> text) {
    Response response{.contentType = std::move(contentType)};
    response.headers.emplace_back("Etag", "\"" + hash + "\"");
    response.headers.emplace_back("Vary", "Accept");
    if (request.header("if-none-match") == "\"" + hash + "\"")
        response.code = 304;
    else
        response.shared = std::move(text);
    return response;
}

std::string_view textOf(const Response& response) {
    return response.shared ? std::string_view(*response.shared) : std::string_view(response.body);
}

/// The header without which the own answer is always whole.
Request unconditional(Request request) {
    std::erase_if(request.headers, [](const auto& header) { return header.first == "if-none-match"; });
    return request;
}

}  // namespace

Result<Response> Aggregator::openApi(const Request& request,
                                     const std::function<Result<Response>(const Request&)>& own) {
    const std::vector<ObjectRef> services = remotes();
    if (services.empty()) return own(request);
    if (request.path.starts_with(std::string(kIndex) + "/")) {
        for (const ObjectRef& object : services) {
            if (request.path != std::format("{}/{}", kIndex, versionPath(object->as<APIService>()))) continue;
            const Found found = document(object, request.path, "application/json");
            if (!found) return std::unexpected(status::unknownPath());
            Response response = tagged(request, hashOf(found->body), "application/json",
                                       std::make_shared<const std::string>(found->body));
            if (request.hasParameter("hash")) response.headers.emplace_back("Cache-Control", "public, immutable");
            return response;
        }
        return own(request);
    }
    Request whole = unconditional(request);
    if (request.path == kIndex) {
        auto response = own(whole);
        return response ? Result<Response>(openApiIndex(*response, services)) : response;
    }
    // The document is merged as JSON, in whichever form it is sent.
    auto sent = own(whole);
    if (!sent || sent->code != 200) return sent;
    if (sent->contentType == "application/json") return openApiV2(request, *sent, services);
    std::erase_if(whole.headers, [](const auto& header) { return header.first == "accept"; });
    whole.headers.emplace_back("accept", "application/json");
    auto json = own(whole);
    if (!json) return json;
    json->contentType = sent->contentType;
    return openApiV2(request, *json, services);
}

Response Aggregator::openApiIndex(const Response& own, const std::vector<ObjectRef>& services) {
    const auto found = documents(
        services, [](const APIService& service) { return std::format("{}/{}", kIndex, versionPath(service)); },
        "application/json");
    Response response = own;
    response.body = textOf(own);
    response.shared.reset();
    // The own index ends with the braces of "paths" and of itself.
    if (!response.body.ends_with("}}")) return response;
    response.body.resize(response.body.size() - 2);
    for (std::size_t i = 0; i < services.size(); ++i) {
        const std::string path = versionPath(services[i]->as<APIService>());
        if (!found[i] || response.body.contains("\"" + path + "\":")) continue;
        response.body +=
            std::format(R"({}"{}":{{"serverRelativeURL":"{}/{}?hash={}"}})", response.body.ends_with('{') ? "" : ",",
                        path, kIndex, path, hashOf(found[i]->body));
    }
    response.body += "}}";
    return response;
}

Response Aggregator::openApiV2(const Request& request, const Response& own, const std::vector<ObjectRef>& services) {
    const auto found =
        documents(services, [](const APIService&) { return std::string("/openapi/v2"); }, "application/json");
    std::vector<std::string> prefixes;
    std::string key = own.contentType + hashOf(textOf(own));
    for (std::size_t i = 0; i < services.size(); ++i) {
        prefixes.push_back("/" + versionPath(services[i]->as<APIService>()));
        if (found[i]) key += prefixes[i] + hashOf(found[i]->body);
    }
    {
        const std::scoped_lock lock(m_mutex);
        if (m_merged && m_mergedKey == key) return tagged(request, hashOf(key), own.contentType, m_merged);
    }
    std::vector<schema::ForeignOpenApi> others;
    for (std::size_t i = 0; i < services.size(); ++i)
        if (found[i]) others.push_back({found[i]->body, prefixes[i]});
    auto merged = std::make_shared<const std::string>(
        schema::mergeOpenApiV2(textOf(own), others, own.contentType != "application/json"));
    const std::scoped_lock lock(m_mutex);
    m_mergedKey = key;
    m_merged = merged;
    return tagged(request, hashOf(key), own.contentType, std::move(merged));
}

}  // namespace armillary::server::aggregation
