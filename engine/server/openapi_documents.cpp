#include <algorithm>

#include "engine/pki/secrets.h"
#include "engine/schema/openapi.h"
#include "engine/server/documents.h"
#include "engine/server/media.h"

namespace armillary::server {
namespace {

constexpr std::string_view kV2Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

std::string upperHex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
        out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
    }
    return out;
}

/// "apis/apps/v1" or "api/v1".
std::string versionPath(const std::string& group, const std::string& version) {
    return group.empty() ? "api/" + version : "apis/" + group + "/" + version;
}

bool wantsProtobuf(const Request& request) {
    for (const MediaRange& range : parseAccept(request.header("accept"))) {
        if (range.type == kV2Protobuf || range.type == "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
            return true;
        if (range.type == "application/json" || range.type == "*/*") return false;
    }
    return false;
}

}  // namespace

Documents::Document Documents::kept(const std::string& name, const std::function<std::string()>& make) {
    const std::scoped_lock lock(m_mutex);
    Document& document = m_kept[name];
    if (!document.text) {
        document.text = std::make_shared<const std::string>(make());
        document.hash = upperHex(pki::sha256(*document.text));
    }
    return document;
}

Response Documents::sent(const Request& request, const Document& document, std::string contentType) {
    Response response{.contentType = std::move(contentType)};
    const std::string tag = "\"" + document.hash + "\"";
    response.headers.emplace_back("Etag", tag);
    if (request.header("if-none-match") == tag)
        response.code = 304;
    else
        response.shared = document.text;
    return response;
}

std::vector<schema::OpenApiResource> Documents::openApiResources(const std::string* group,
                                                                 const std::string* version) const {
    std::vector<schema::OpenApiResource> all;
    for (const resources::Resource& row : m_table.rows()) {
        if (group && (row.group != *group || row.version != *version)) continue;
        schema::OpenApiResource& item = all.emplace_back();
        item.group = row.group;
        item.version = row.version;
        item.kind = row.kind;
        item.plural = row.plural;
        item.namespaced = row.namespaced;
        item.verbs = verbNames(row);
        for (const resources::Subresource& sub : row.subresources) item.subresources.emplace_back(sub.name);
        item.type = row.type;
    }
    return all;
}

Documents::Document Documents::openApiV3Document(const std::string& group, const std::string& version) {
    return kept("openapi/v3/" + versionPath(group, version),
                [&] { return schema::openApiV3(openApiResources(&group, &version), m_gitVersion); });
}

Result<Response> Documents::openApi(const Request& request) {
    if (request.path.starts_with("/openapi/v3")) return openApiV3(request);
    if (request.path != "/openapi/v2") return std::unexpected(status::unknownPath());
    if (wantsProtobuf(request)) {
        const Document document = kept("openapi/v2/protobuf", [&] {
            return schema::openApiV2Protobuf(openApiResources(nullptr, nullptr), m_gitVersion);
        });
        return sent(request, document, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    }
    const Document document =
        kept("openapi/v2", [&] { return schema::openApiV2(openApiResources(nullptr, nullptr), m_gitVersion); });
    return sent(request, document, "application/json");
}

Result<Response> Documents::openApiV3(const Request& request) {
    std::string index = R"({"paths":{)";
    std::vector<std::string> seen;
    for (const resources::Resource& row : m_table.rows()) {
        const std::string path = versionPath(row.group, row.version);
        if (std::ranges::find(seen, path) != seen.end()) continue;
        seen.push_back(path);
        const std::string url = "/openapi/v3/" + path;
        if (request.path == url) {
            const Document document = openApiV3Document(row.group, row.version);
            const std::string_view hash = request.parameter("hash");
            if (!hash.empty() && hash != document.hash) {
                Response moved{.code = 301};
                moved.headers.emplace_back("Location", url + "?hash=" + document.hash);
                return moved;
            }
            Response response = sent(request, document, "application/json");
            if (!hash.empty()) response.headers.emplace_back("Cache-Control", "public, immutable");
            return response;
        }
        if (request.path != "/openapi/v3") continue;
        index += (seen.size() > 1 ? ",\"" : "\"") + path + R"(":{"serverRelativeURL":")" + url +
                 "?hash=" + openApiV3Document(row.group, row.version).hash + "\"}";
    }
    if (request.path != "/openapi/v3") return std::unexpected(status::unknownPath());
    return Response{.body = index + "}}"};
}

}  // namespace armillary::server
