#include "cluster.h"
#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/runtime/engine.h"

namespace armillary::app {

Connect connectEmbedded(std::string dataDir) {
    return [dataDir]() -> std::expected<Connection, std::string> {
        auto engine = runtime::Engine::start({.dataDir = dataDir});
        if (!engine) return std::unexpected(engine.error());
        const std::shared_ptr<runtime::Engine> owner = std::move(*engine);
        // The client is the engine's; sharing the engine's ownership keeps both alive.
        return Connection{owner, std::shared_ptr<client::Client>(owner, &owner->adminClient()),
                          QString::fromStdString(owner->url())};
    };
}

Connect connectKubeconfig(std::string file, std::string context) {
    return [file, context]() -> std::expected<Connection, std::string> {
        auto config = client::loadKubeconfig(file, context);
        if (!config) return std::unexpected(config.error());
        const std::string url = config->url;
        auto made = client::makeHttpClient(std::move(*config));
        if (!made) return std::unexpected(made.error().message);
        return Connection{nullptr, std::move(*made), QString::fromStdString(url)};
    };
}

}  // namespace armillary::app
