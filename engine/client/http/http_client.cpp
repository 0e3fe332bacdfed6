#include "engine/client/http/http_client.h"

#include "engine/client/http/endpoint.h"
#include "engine/client/http/json_slices.h"
#include "engine/client/http/watch_stream.h"
#include "engine/client/request.h"

namespace armillary::client {

namespace {

/// Lists of other servers leave apiVersion and kind out of their items.
Result<ObjectRef> itemOf(const Resource& resource, std::string_view json) {
    auto object = objectOf(std::string(json));
    if (!object || !(*object)->kind().empty() || json.size() < 2) return object;
    std::string named = "{\"kind\":";
    schema::appendJsonString(named, resource.kind);
    named += ",\"apiVersion\":";
    schema::appendJsonString(named, resource.apiVersion());
    if (json != "{}") named += ',';
    named += json.substr(1);
    return objectOf(std::move(named));
}

class HttpClient final : public Client {
public:
    HttpClient(HttpConfig config, Endpoint endpoint)
        : m_config(std::move(config)),
          m_endpoint(std::move(endpoint)),
          m_requester(m_config, m_endpoint),
          m_watches(m_config, m_endpoint) {}

    Result<ObjectRef> get(const Target& target) override { return object(call(http::verb::get, target)); }

    Result<Listed> list(const Target& target, const ListOptions& options) override {
        auto body = call(http::verb::get, target, queryOf(options));
        if (!body) return std::unexpected(std::move(body.error()));
        return listOf(*target.resource, *body);
    }

    Result<ObjectRef> create(const Target& target, std::string json) override {
        return object(call(http::verb::post, target, {}, std::move(json), "application/json"));
    }

    Result<ObjectRef> update(const Target& target, std::string json) override {
        return object(call(http::verb::put, target, {}, std::move(json), "application/json"));
    }

    Result<ObjectRef> patch(const Target& target, PatchType type, std::string patch) override {
        return object(call(http::verb::patch, target, {}, std::move(patch), contentTypeOf(type)));
    }

    Result<ObjectRef> apply(const Target& target, std::string json, const ApplyOptions& options) override {
        return object(call(http::verb::patch, target, queryOf(options), std::move(json), kApplyMedia));
    }

    Result<void> remove(const Target& target, const DeleteOptions& options) override {
        return discard(call(http::verb::delete_, target, {}, bodyOf(options), "application/json"));
    }

    Result<void> removeCollection(const Target& target, const ListOptions& list,
                                  const DeleteOptions& options) override {
        return discard(call(http::verb::delete_, target, queryOf(list), bodyOf(options), "application/json"));
    }

    Result<std::unique_ptr<Watch>> watch(const Target& target, const WatchOptions& options,
                                         WatchCallback callback) override {
        return m_watches.open(target, options, std::move(callback));
    }

    Result<std::string> getRaw(const std::string& path) override {
        auto request = makeRequest(m_config, m_endpoint, http::verb::get, path);
        request.set(http::field::accept, "*/*");
        return send(std::move(request));
    }

private:
    Result<std::string> call(http::verb verb, const Target& target, const Query& query = {}, std::string body = {},
                             std::string_view contentType = {}) {
        auto request = makeRequest(m_config, m_endpoint, verb, requestTarget(pathOf(target), query));
        if (!contentType.empty()) request.set(http::field::content_type, contentType);
        request.body() = std::move(body);
        request.prepare_payload();
        return send(std::move(request));
    }

    Result<std::string> send(HttpRequest request) {
        auto answer = m_requester.send(std::move(request));
        if (!answer) return std::unexpected(std::move(answer.error()));
        if (answer->code >= 300) return std::unexpected(statusOf(answer->code, answer->body));
        return std::move(answer->body);
    }

    static Result<ObjectRef> object(Result<std::string> body) {
        if (!body) return std::unexpected(std::move(body.error()));
        return objectOf(std::move(*body));
    }

    static Result<void> discard(Result<std::string> body) {
        if (!body) return std::unexpected(std::move(body.error()));
        return {};
    }

    static Result<Listed> listOf(const Resource& resource, std::string_view body) {
        const auto unreadable = [](std::string_view why) {
            return std::unexpected(status::internalError("the server's list cannot be read: " + std::string(why)));
        };
        const auto members = sliceObject(body);
        if (!members) return unreadable("not a JSON object");
        Listed listed;
        if (const std::string_view metadata = member(*members, "metadata"); !metadata.empty()) {
            auto meta = schema::fromJson<metav1::ListMeta>(metadata);
            if (!meta) return unreadable(meta.error().text());
            listed.resourceVersion = std::move(meta->resourceVersion);
            listed.continueToken = std::move(meta->continue_);
        }
        const std::string_view items = member(*members, "items");
        if (items.empty() || items == "null") return listed;
        const auto elements = sliceArray(items);
        if (!elements) return unreadable("items is not an array");
        listed.items.reserve(elements->size());
        for (const std::string_view element : *elements) {
            auto item = itemOf(resource, element);
            if (!item) return std::unexpected(std::move(item.error()));
            listed.items.push_back(std::move(*item));
        }
        return listed;
    }

    const HttpConfig m_config;
    const Endpoint m_endpoint;
    Requester m_requester;
    WatchThread m_watches;
};

}  // namespace

Result<std::unique_ptr<Client>> makeHttpClient(HttpConfig config) {
    auto endpoint = prepare(config);
    if (!endpoint) return std::unexpected(std::move(endpoint.error()));
    return std::make_unique<HttpClient>(std::move(config), std::move(*endpoint));
}

}  // namespace armillary::client
