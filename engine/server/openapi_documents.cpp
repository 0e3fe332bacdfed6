#include <algorithm>
#include <initializer_list>
#include <optional>

#include "engine/async/guard.h"
#include "engine/pki/secrets.h"
#include "engine/resources/custom/openapi.h"
#include "engine/schema/openapi.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/documents.h"
#include "engine/server/media.h"

namespace armillary::server {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kV2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
constexpr std::string_view kV2ProtobufBefore = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

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

/// The place of the first of `offered`, the default in front, that is accepted; nothing when none is.
std::optional<std::size_t> choose(const Request& request, std::initializer_list<std::string_view> offered) {
    const std::string_view accept = request.header("accept");
    if (accept.empty()) return 0;
    for (const MediaRange& range : parseAccept(accept)) {
        if (range.type == "*/*" || range.type == "application/*") return 0;
        const auto found = std::ranges::find(offered, range.type);
        if (found != offered.end()) return static_cast<std::size_t>(found - offered.begin());
    }
    return std::nullopt;
}

Response notAcceptable() {
    Response response{.code = 406, .contentType = "text/plain; charset=utf-8"};
    response.headers.emplace_back("Vary", "Accept");
    return response;
}

}  // namespace

Documents::Document Documents::kept(const std::string& name, bool changes, const std::function<std::string()>& make) {
    const std::scoped_lock lock(m_mutex);
    // Read before the rows are: a change in between makes the document once too often, not once too seldom.
    if (const std::uint64_t generation = m_custom.generation(); changes && generation != m_customGeneration) {
        m_keptCustom.clear();
        m_customGeneration = generation;
    }
    Document& document = (changes ? m_keptCustom : m_kept)[name];
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
    response.headers.emplace_back("Vary", "Accept");
    if (request.header("if-none-match") == tag)
        response.code = 304;
    else
        response.shared = document.text;
    return response;
}

namespace {

schema::OpenApiResource openApiResource(const resources::Resource& row) {
    schema::OpenApiResource item;
    item.group = row.group;
    item.version = row.version;
    item.kind = row.kind;
    item.plural = row.plural;
    item.namespaced = row.namespaced;
    item.verbs = verbNames(row);
    for (const resources::Subresource& sub : row.subresources) item.subresources.emplace_back(sub.name);
    item.type = row.type;
    return item;
}

/// What stands for the two types of a custom resource, which no table describes.
struct CustomModels {
    explicit CustomModels(const resources::custom::Version& of)
        : version(of), name(resources::custom::modelName(of, false)), listName(resources::custom::modelName(of, true)) {
        object.name = of.row.kind;
        object.openApiName = name;
        list.openApiName = listName;
    }
    void describe(schema::OpenApiResource& item) const {
        item.type = &object;
        item.listType = &list;
        item.context = &version;
        item.models = {{name, &written<&resources::custom::modelJson>},
                       {listName, &written<&resources::custom::listModelJson>}};
    }
    /// "" when it cannot be written: what is wrong with one definition is no reason to be silent about the others.
    template <auto write>
    static std::string written(const void* version, const std::string& prefix) {
        std::string text;
        async::guarded("OpenAPI",
                       [&] { text = write(*static_cast<const resources::custom::Version*>(version), prefix); });
        return text;
    }
    const resources::custom::Version& version;
    const std::string name, listName;
    schema::TypeInfo object{}, list{};
};

}  // namespace

std::string Documents::openApiOf(const std::vector<Row>& rows, const std::string* group, const std::string* version,
                                 std::string (*write)(std::span<const schema::OpenApiResource>,
                                                      std::string_view)) const {
    std::vector<schema::OpenApiResource> all;
    std::vector<std::unique_ptr<const CustomModels>> models;
    for (const Row& entry : rows) {
        const resources::Resource& row = *entry.row;
        if (group && (row.group != *group || row.version != *version)) continue;
        all.push_back(openApiResource(row));
        const auto* custom = resources::custom::versionOf(row);
        if (!custom) continue;
        models.push_back(std::make_unique<const CustomModels>(*custom));
        models.back()->describe(all.back());
    }
    return write(all, m_gitVersion);
}

Documents::Document Documents::openApiV3Document(const std::vector<Row>& rows, const std::string& group,
                                                 const std::string& version) {
    const bool changes = std::ranges::any_of(rows, [&](const Row& entry) {
        return entry.held && entry.row->group == group && entry.row->version == version;
    });
    return kept("openapi/v3/" + versionPath(group, version), changes,
                [&] { return openApiOf(rows, &group, &version, schema::openApiV3); });
}

Result<Response> Documents::openApi(const Request& request) {
    if (request.path.starts_with("/openapi/v3")) return openApiV3(request);
    if (request.path != "/openapi/v2") return std::unexpected(status::unknownPath());
    const auto chosen = choose(request, {kJson, kV2Protobuf, kV2ProtobufBefore});
    if (!chosen) return notAcceptable();
    if (*chosen > 0) {
        const Document document = kept("openapi/v2/protobuf", true,
                                       [&] { return openApiOf(rows(), nullptr, nullptr, schema::openApiV2Protobuf); });
        return sent(request, document, std::string(kV2Protobuf));
    }
    const Document document =
        kept("openapi/v2", true, [&] { return openApiOf(rows(), nullptr, nullptr, schema::openApiV2); });
    return sent(request, document, "application/json");
}

Result<Response> Documents::openApiV3(const Request& request) {
    std::string index = R"({"paths":{)";
    std::vector<std::string> seen;
    const std::vector<Row> all = rows();
    for (const Row& entry : all) {
        const resources::Resource& row = *entry.row;
        const std::string path = versionPath(row.group, row.version);
        if (std::ranges::find(seen, path) != seen.end()) continue;
        seen.push_back(path);
        const std::string url = "/openapi/v3/" + path;
        if (request.path == url) {
            const Document document = openApiV3Document(all, row.group, row.version);
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
                 "?hash=" + openApiV3Document(all, row.group, row.version).hash + "\"}";
    }
    if (request.path != "/openapi/v3") return std::unexpected(status::unknownPath());
    return Response{.body = index + "}}"};
}

}  // namespace armillary::server
