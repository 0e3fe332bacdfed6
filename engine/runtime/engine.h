#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/client/client.h"

/// The one composition root: everything that runs is made here, in order, and handed what it needs.
namespace armillary::runtime {

struct EngineConfig {
    std::filesystem::path dataDir;
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 takes a free one on the first start and keeps it
    bool inMemory = false;   ///< nothing on disk but the credentials, and no applications: for tests
    bool controllers = true, scheduler = true;
};

class Engine {
public:
    virtual ~Engine() = default;
    /// Opens or makes the cluster and serves it. The error is one sentence with the way out.
    static std::expected<std::unique_ptr<Engine>, std::string> start(const EngineConfig& config);

    virtual std::string url() const = 0;  ///< "https://127.0.0.1:6443"
    virtual std::filesystem::path kubeconfig() const = 0;
    /// As the administrator, in process: the window's client.
    virtual client::Client& adminClient() = 0;
    /// A new bootstrap token, valid for `lifetime`, and the pin of the cluster's CA, for a node to join with.
    struct JoinToken {
        std::string token, caHash;
    };
    virtual Result<JoinToken> createJoinToken(std::chrono::seconds lifetime) = 0;
};

}  // namespace armillary::runtime
