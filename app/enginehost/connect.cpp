#include <algorithm>

#include "connection.h"
#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"

namespace armillary::app {

namespace {

std::expected<std::shared_ptr<client::Calls>, std::string> callsOf(const client::HttpConfig& config) {
    auto made = client::makeHttpCalls(config);
    if (!made) return std::unexpected(made.error().message);
    return std::shared_ptr<client::Calls>(std::move(*made));
}

}  // namespace

std::expected<Connection, std::string> connectionInProcess(const std::shared_ptr<void>& owner, client::Client& client,
                                                           const std::filesystem::path& kubeconfig,
                                                           const QString& context) {
    const auto config = client::loadKubeconfig(kubeconfig.string(), {});
    if (!config) return std::unexpected(config.error());
    auto calls = callsOf(*config);
    if (!calls) return std::unexpected(calls.error());
    return Connection{.owner = owner,
                      .client = std::shared_ptr<client::Client>(owner, &client),
                      .calls = std::move(*calls),
                      .where = QString::fromStdString(config->url),
                      .context = context};
}

Connect connectKubeconfig(std::vector<std::string> files, std::string context) {
    return [files, context]() -> std::expected<Connection, std::string> {
        auto config = client::loadContext(files, context);
        if (!config) return std::unexpected(config.error());
        const auto known = client::readContexts(files);
        const auto chosen = std::ranges::find_if(known.contexts, [&](const client::Context& candidate) {
            return context.empty() ? candidate.current : candidate.name == context;
        });
        auto calls = callsOf(*config);
        if (!calls) return std::unexpected(calls.error());
        Connection connection{.calls = std::move(*calls), .where = QString::fromStdString(config->url)};
        if (chosen != known.contexts.end()) {
            connection.context = QString::fromStdString(chosen->name);
            connection.namespace_ = QString::fromStdString(chosen->namespace_);
            connection.insecure = chosen->insecure;
        }
        auto made = client::makeHttpClient(std::move(*config));
        if (!made) return std::unexpected(made.error().message);
        connection.client = std::move(*made);
        return connection;
    };
}

}  // namespace armillary::app
