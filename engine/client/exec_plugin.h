#pragma once

#include <condition_variable>
#include <expected>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"

/// Programs that prove who asks. Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/
/// (client-go credential plugins) and client-authentication.v1.
namespace armillary::client {

/// What a kubeconfig says of one.
struct ExecPlugin {
    std::string apiVersion;  ///< "client.authentication.k8s.io/v1", or v1beta1
    std::string command;     ///< looked up in PATH when it has no slash
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;  ///< beside the one that is there
    std::string installHint;
    bool needsTerminal = false;  ///< interactiveMode: Always
    std::string clusterJson;     ///< ExecCredentialSpec's "cluster"; "" unless provideClusterInfo
};

struct ExecCredential {
    pki::Credential certificate;
    std::string token;
    std::optional<async::SystemTime> expires;
};
/// Reads what a plugin printed; `apiVersion` is what was asked for. The error, in client-go's words, holds nothing
/// of it.
std::expected<ExecCredential, std::string> readExecCredential(std::string_view json, std::string_view apiVersion);

/// Runs a plugin when what it said is first needed, has expired, or was refused. Thread-safe: who comes while it runs
/// waits for the same answer.
class ExecCredentials {
public:
    /// `environment` is this process's, "NAME=value".
    ExecCredentials(ExecPlugin plugin, async::Clock& clock, std::vector<std::string> environment,
                    std::chrono::milliseconds patience = std::chrono::seconds(60));

    /// The error is a sentence: what the plugin wrote to standard error, and how to install it, are in it.
    std::expected<ExecCredential, std::string> get();
    /// The server said 401 to a request with this token: it is not used again.
    void refused(const std::string& token);

private:
    std::expected<ExecCredential, std::string> run() const;
    std::string failure(std::string_view why, std::string_view errors = {}) const;

    const ExecPlugin m_plugin;
    async::Clock& m_clock;
    const std::vector<std::string> m_environment;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex;
    std::condition_variable m_finished;
    bool m_running = false;
    std::uint64_t m_runs = 0;                             ///< that are over
    std::expected<ExecCredential, std::string> m_result;  ///< of the last of them
    bool m_usable = false;                                ///< m_result is a success that nobody has refused
};

/// This process's environment, "NAME=value".
std::vector<std::string> processEnvironment();

}  // namespace armillary::client
