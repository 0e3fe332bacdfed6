#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/status.h"
#include "engine/server/request.h"

namespace armillary::schema {
struct OpenApiResource;
}

namespace armillary::server {

namespace custom {
class CustomResources;
}

/// What the server says of itself: discovery, plain and aggregated, and OpenAPI. Everything is written from the rows
/// that are served; the large documents on first use, then kept until those change. Thread-safe.
class Documents {
public:
    Documents(const resources::Table& table, const custom::CustomResources& custom, std::string gitVersion)
        : m_table(table), m_custom(custom), m_gitVersion(std::move(gitVersion)) {}

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
    /// A row that is served.
    struct Row {
        const resources::Resource* row = nullptr;
        bool terminating = false;          ///< nothing new is created of it
        std::shared_ptr<const void> held;  ///< keeps a custom row
    };
    /// In discovery's order: built-in ones, then custom ones by group, version and name.
    std::vector<Row> rows() const;
    /// The document of that name, made on the first call. `changes`: with the custom resources.
    Document kept(const std::string& name, bool changes, const std::function<std::string()>& make);
    Response sent(const Request& request, const Document& document, std::string contentType);

    Result<Response> groupVersion(const std::string& group, const std::string& version);
    Result<Response> aggregated(const Request& request, bool core, const std::string& version, bool protobuf);
    Result<Response> openApiV3(const Request& request);
    Document openApiV3Document(const std::vector<Row>& rows, const std::string& group, const std::string& version);
    std::string openApiOf(const std::vector<Row>& rows, const std::string* group, const std::string* version,
                          std::string (*write)(std::span<const schema::OpenApiResource>, std::string_view)) const;

    const resources::Table& m_table;
    const custom::CustomResources& m_custom;
    const std::string m_gitVersion;
    std::mutex m_mutex;
    std::map<std::string, Document> m_kept, m_keptCustom;
    std::uint64_t m_customGeneration = 0;  ///< of m_keptCustom
};

/// The verbs of a row as discovery names them, in alphabetical order.
std::vector<std::string> verbNames(const resources::Resource& resource);

}  // namespace armillary::server
