#include "engine/server/endpoints.h"

#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <map>

#include "engine/schema/json_codec.h"
#include "engine/server/aggregation/aggregator.h"
#include "engine/server/documents.h"
#include "engine/server/fairness/fairness.h"
#include "engine/server/health.h"
#include "engine/server/media.h"
#include "engine/server/metrics.h"
#include "engine/server/presentation.h"
#include "engine/server/render.h"

namespace armillary::server {
namespace {

using Endpoint = Handled (*)(Core&, const Request&);

struct EndpointRow {
    std::string_view path;
    bool below;  ///< also answers what is below the path
    Endpoint answer;
};

std::string jsonString(std::string_view text) {
    std::string out;
    schema::appendJsonString(out, text);
    return out;
}

Handled handled(Result<Response> response) {
    if (!response) return refuse(response.error());
    return std::move(*response);
}

template <schema::ApiStruct T>
Response encoded(const Response& json, const Media& media) {
    auto value = schema::fromJson<T>(json.body);
    if (!value) throw std::logic_error("discovery does not decode: " + value.error().text());
    return respondValue(media, json.code, schema::typeInfo<T>(), &*value);
}

/// A discovery document, which is JSON, in another encoding; its type follows from the path.
Response encoded(const Response& json, const Media& media, std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const auto depth = std::ranges::count(path, '/');
    const bool core = path.starts_with("/api/") || path == "/api";
    if (depth == 1 && core) return encoded<metav1::APIVersions>(json, media);
    if (depth == 1) return encoded<metav1::APIGroupList>(json, media);
    if (depth == 2 && !core) return encoded<metav1::APIGroup>(json, media);
    return encoded<metav1::APIResourceList>(json, media);
}

Handled discovery(Core& core, const Request& request) {
    auto found = handled(
        core.aggregator->discovery(request, [&](const Request& asked) { return core.documents->discovery(asked); }));
    auto* response = found ? std::get_if<Response>(&*found) : nullptr;
    if (!response || response->contentType != "application/json") return found;
    auto media = negotiate(request.header("accept"), {.protobuf = true, .metaForms = false});
    if (!media) return refuse(media.error());
    if (media->encoding == Encoding::Json) return found;
    return encoded(*response, *media, request.path);
}
Handled openApi(Core& core, const Request& request) {
    return handled(
        core.aggregator->openApi(request, [&](const Request& asked) { return core.documents->openApi(asked); }));
}

std::string platform() {
    utsname name{};
    uname(&name);
    const std::string_view machine = name.machine;
    return "linux/" + std::string(machine == "x86_64" ? "amd64" : machine == "aarch64" ? "arm64" : machine);
}

Handled version(Core& core, const Request&) {
    const std::string& git = core.documents->gitVersion();
    return Response{
        .body = indentedJson(
            R"({"major":"1","minor":"32","gitVersion":)" + jsonString(git) +
            R"(,"gitCommit":"","gitTreeState":"clean","buildDate":"1970-01-01T00:00:00Z","goVersion":"go1.23.6",)"
            R"("compiler":"gc","platform":)" +
            jsonString(platform()) + "}")};
}

Handled health(Core& core, const Request& request) {
    return handled(core.health.answer(request));
}

Handled metrics(Core& core, const Request&) {
    std::map<std::string, std::size_t> objects;
    for (const watch::ResourceKey& key : core.cache.resources()) {
        const std::size_t slash = key.find('/');
        const std::string group = key.substr(0, slash), plural = key.substr(slash + 1);
        objects[group.empty() ? plural : plural + "." + group] = core.cache.size(key);
    }
    return Response{.contentType = "text/plain; version=0.0.4; charset=utf-8",
                    .body = core.metrics->text(objects, core.cache.revision()) + core.fairness->metrics()};
}

/// Who verifies tokens may keep what it has read.
Response forAnHour(Response response) {
    response.headers.emplace_back("Cache-Control", "public, max-age=3600");
    return response;
}

Handled keySet(Core& core, const Request&) {
    return forAnHour({.contentType = "application/jwk-set+json", .body = core.signer.keySet()});
}

Handled issuer(Core& core, const Request&) {
    const std::string& issuer = core.signer.issuer();
    return forAnHour({.body = R"({"issuer":)" + jsonString(issuer) + R"(,"jwks_uri":)" +
                              jsonString(issuer + "/openid/v1/jwks") +
                              R"(,"response_types_supported":["id_token"],"subject_types_supported":["public"],)"
                              R"("id_token_signing_alg_values_supported":["RS256","ES256"]})"});
}

Handled root(Core& core, const Request&);

/// Every path that is served beside the resources.
constexpr std::array<EndpointRow, 13> kEndpoints = {{{"/", false, root},
                                                     {"/api", true, discovery},
                                                     {"/apis", true, discovery},
                                                     {"/openapi/v2", false, openApi},
                                                     {"/openapi/v3", true, openApi},
                                                     {"/version", false, version},
                                                     {"/healthz", true, health},
                                                     {"/livez", true, health},
                                                     {"/readyz", true, health},
                                                     {"/metrics", false, metrics},
                                                     {"/openid/v1/jwks", false, keySet},
                                                     {"/.well-known/openid-configuration", false, issuer},
                                                     {"/version/", false, version}}};

Handled root(Core& core, const Request&) {
    std::vector<std::string> paths;
    for (const EndpointRow& row : kEndpoints)
        if (row.path.back() != '/') paths.emplace_back(row.path);
    for (const resources::Resource& row : core.table.rows()) {
        if (!row.group.empty()) paths.push_back("/apis/" + row.group);
        paths.push_back((row.group.empty() ? "/api/" : "/apis/") + row.apiVersion());
    }
    std::ranges::sort(paths);
    paths.erase(std::ranges::unique(paths).begin(), paths.end());
    std::string body = R"({"paths":[)";
    for (const std::string& path : paths) body += (body.back() == '[' ? "" : ",") + jsonString(path);
    return Response{.body = indentedJson(body + "]}")};
}

}  // namespace

Handled answerEndpoint(Core& core, const Request& request) {
    for (const EndpointRow& row : kEndpoints) {
        const bool exact = request.path == row.path;
        const bool below = row.below && request.path.size() > row.path.size() && request.path.starts_with(row.path) &&
                           request.path[row.path.size()] == '/';
        if (!exact && !below) continue;
        if (request.method != "GET" && request.method != "HEAD")
            return refuse(status::methodNotSupported(row.path, request.method));
        return row.answer(core, request);
    }
    return refuse(status::unknownPath());
}

}  // namespace armillary::server
