#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/status.h"
#include "engine/server/request.h"

namespace armillary::schema {
struct OpenApiResource;
}

namespace armillary::server {

/// What the server says of itself: discovery, plain and aggregated, and OpenAPI. Everything is written from the
/// resource table; the large documents on first use, then kept. Thread-safe.
class Documents {
public:
    Documents(const resources::Table& table, std::string gitVersion)
        : m_table(table), m_gitVersion(std::move(gitVersion)) {}

    /// /api, /apis and what is below them.
    Result<Response> discovery(const Request& request);
    /// /openapi/v2, /openapi/v3 and what is below that.
    Result<Response> openApi(const Request& request);
    const std::string& gitVersion() const { return m_gitVersion; }

private:
    struct Document {
        std::shared_ptr<const std::string> text;
        std::string hash;  ///< upper-case hex
    };
    /// The document of that name, made on the first call.
    Document kept(const std::string& name, const std::function<std::string()>& make);
    Response sent(const Request& request, const Document& document, std::string contentType);

    Result<Response> groupVersion(const std::string& group, const std::string& version);
    Result<Response> aggregated(const Request& request, bool core, const std::string& version, bool protobuf);
    Result<Response> openApiV3(const Request& request);
    Document openApiV3Document(const std::string& group, const std::string& version);
    std::vector<schema::OpenApiResource> openApiResources(const std::string* group, const std::string* version) const;

    const resources::Table& m_table;
    const std::string m_gitVersion;
    std::mutex m_mutex;
    std::map<std::string, Document> m_kept;
};

/// The verbs of a row as discovery names them, in alphabetical order.
std::vector<std::string> verbNames(const resources::Resource& resource);

}  // namespace armillary::server
