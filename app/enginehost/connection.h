#pragma once

#include <QString>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "engine/client/http/calls.h"

namespace armillary::app {

/// What a connection is made of; made off the window's thread.
struct Connection {
    std::shared_ptr<void> owner;  ///< a cluster of this process, when it is one
    std::shared_ptr<client::Client> client;
    std::shared_ptr<client::Calls> calls;
    QString where;          ///< "https://127.0.0.1:6443"
    QString context;        ///< as kubeconfigs name it; "armillary" for our own
    QString namespace_;     ///< the context's; "" when it names none
    bool insecure = false;  ///< nobody checks the server's certificate
};

/// Makes a connection; the error is one sentence with the way out. May take as long as a cluster takes to start.
using Connect = std::function<std::expected<Connection, std::string>()>;

/// To a context of these files together, the current one for "".
Connect connectKubeconfig(std::vector<std::string> files, std::string context);

/// To a cluster of this process: typed objects are shared with it, everything else goes over HTTPS as `kubeconfig`
/// says. `owner` keeps `client` alive.
std::expected<Connection, std::string> connectionInProcess(const std::shared_ptr<void>& owner, client::Client& client,
                                                           const std::filesystem::path& kubeconfig,
                                                           const QString& context);

}  // namespace armillary::app
