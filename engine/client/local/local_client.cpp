#include "engine/client/local/local_client.h"

#include <mutex>
#include <optional>

#include "engine/client/local/dispatcher.h"
#include "engine/client/request.h"

namespace armillary::client {

namespace {

class LocalWatch final : public Watch {
public:
    LocalWatch(std::shared_ptr<LocalWatcher> watcher, std::unique_ptr<server::Producer> producer)
        : m_watcher(std::move(watcher)), m_producer(std::move(producer)) {}
    ~LocalWatch() override {
        m_producer.reset();
        m_watcher->close();
    }
    async::Activity activity() const override { return m_watcher->activity(); }

private:
    std::shared_ptr<LocalWatcher> m_watcher;
    std::unique_ptr<server::Producer> m_producer;
};

class LocalClient final : public Client {
public:
    LocalClient(server::Api& api, server::User user, std::string userAgent)
        : m_api(api), m_user(std::move(user)), m_userAgent(std::move(userAgent)) {}

    Result<ObjectRef> get(const Target& target) override { return object(request("GET", target)); }

    Result<Listed> list(const Target& target, const ListOptions& options) override {
        server::ObjectsQuery query{
            target.resource, target.namespace_,    options.labelSelector, options.fieldSelector, {},
            options.limit,   options.continueToken};
        auto listed = m_api.listObjects(m_user, query);
        if (!listed) return std::unexpected(std::move(listed.error()));
        return Listed{std::move(listed->items), std::move(listed->resourceVersion), std::move(listed->continueToken)};
    }

    Result<ObjectRef> create(const Target& target, std::string json) override {
        return object(withBody(request("POST", target), std::move(json), "application/json"));
    }

    Result<ObjectRef> update(const Target& target, std::string json) override {
        return object(withBody(request("PUT", target), std::move(json), "application/json"));
    }

    Result<ObjectRef> patch(const Target& target, PatchType type, std::string patch) override {
        return object(withBody(request("PATCH", target), std::move(patch), contentTypeOf(type)));
    }

    Result<ObjectRef> apply(const Target& target, std::string json, const ApplyOptions& options) override {
        auto call = withBody(request("PATCH", target), std::move(json), kApplyMedia);
        call.query = queryOf(options);
        return object(std::move(call));
    }

    Result<void> remove(const Target& target, const DeleteOptions& options) override {
        return discard(call(withBody(request("DELETE", target), bodyOf(options), "application/json")));
    }

    Result<void> removeCollection(const Target& target, const ListOptions& list,
                                  const DeleteOptions& options) override {
        auto call = withBody(request("DELETE", target), bodyOf(options), "application/json");
        call.query = queryOf(list);
        return discard(this->call(std::move(call)));
    }

    Result<std::unique_ptr<Watch>> watch(const Target& target, const WatchOptions& options,
                                         WatchCallback callback) override {
        server::ObjectsQuery query{target.resource,
                                   target.namespace_,
                                   options.labelSelector,
                                   options.fieldSelector,
                                   options.resourceVersion,
                                   0,
                                   {}};
        // One object's watch is a collection's with a field selector, as in the HTTP form.
        if (!target.name.empty()) query.fieldSelector = "metadata.name=" + target.name;
        auto watcher = std::make_shared<LocalWatcher>(dispatcher(), std::move(callback));
        auto producer = m_api.watchObjects(m_user, query, watcher);
        if (!producer) return std::unexpected(std::move(producer.error()));
        return std::make_unique<LocalWatch>(std::move(watcher), std::move(*producer));
    }

    Result<std::string> getRaw(const std::string& path) override {
        auto [plain, query] = splitTarget(path);
        server::Request request;
        request.method = "GET";
        request.path = std::move(plain);
        request.query = std::move(query);
        return call(std::move(request));
    }

private:
    Dispatcher& dispatcher() {
        std::call_once(m_watched, [this] { m_dispatcher.emplace(); });
        return *m_dispatcher;
    }

    server::Request request(std::string method, const Target& target) const {
        server::Request request;
        request.method = std::move(method);
        request.path = pathOf(target);
        request.headers.emplace_back("accept", "application/json");
        request.headers.emplace_back("user-agent", m_userAgent);
        request.remoteAddress = "127.0.0.1";
        return request;
    }

    static server::Request withBody(server::Request request, std::string body, std::string_view contentType) {
        request.body = std::move(body);
        request.headers.emplace_back("content-type", contentType);
        return request;
    }

    Result<std::string> call(server::Request request) {
        auto reply = m_api.handleAs(m_user, std::move(request));
        auto* response = std::get_if<server::Response>(&reply);
        if (!response)
            return std::unexpected(
                status::badRequest("this path answers with a stream, which only an HTTPS client can read"));
        std::string body = response->shared ? *response->shared : std::move(response->body);
        if (response->code >= 400) return std::unexpected(statusOf(response->code, body));
        return body;
    }

    Result<ObjectRef> object(server::Request request) {
        auto body = call(std::move(request));
        if (!body) return std::unexpected(std::move(body.error()));
        return objectOf(std::move(*body));
    }

    static Result<void> discard(Result<std::string> body) {
        if (!body) return std::unexpected(std::move(body.error()));
        return {};
    }

    server::Api& m_api;
    server::User m_user;
    const std::string m_userAgent;
    std::once_flag m_watched;
    std::optional<Dispatcher> m_dispatcher;  ///< none, and so no thread, before the first watch
};

}  // namespace

std::unique_ptr<Client> makeLocalClient(server::Api& api, server::User user, std::string userAgent) {
    return std::make_unique<LocalClient>(api, std::move(user), std::move(userAgent));
}

}  // namespace armillary::client
