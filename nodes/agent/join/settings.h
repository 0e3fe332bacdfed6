#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "engine/pki/ca.h"
#include "nodes/agent/layout.h"

namespace armillary::agent {

/// What a joined node remembers of its cluster: DIR/node/node.json.
struct Settings {
    std::string server;      ///< "https://host:port"
    std::string caPin;       ///< "sha256:…"
    std::string clusterUid;  ///< see identity.h; once the cluster has said it
    std::string nodeName, nodeIp;
    std::string podCidr;  ///< once the cluster has given one
    std::string clusterCidr = "10.244.0.0/16", serviceCidr = "10.96.0.0/16", dnsAddress = "10.96.0.10";
    std::string clusterDomain = "cluster.local";

    /// Eight hex digits that tell this cluster's things on the machine from another's.
    std::string tag() const;
    /// The host of `server`.
    std::string serverHost() const;
    /// Its port, 443 when it names none; 0 when it is not one.
    std::uint16_t serverPort() const;
};

/// The error says what to do ("armillary-node join …").
std::expected<Settings, std::string> loadSettings(const Layout& layout);
std::expected<void, std::string> saveSettings(const Layout& layout, const Settings& settings);

enum class CredentialKind { Client, Serving };

/// The node's keys and certificates below DIR/node/pki, readable by their owner alone. Replaced as a whole.
class CredentialStore {
public:
    explicit CredentialStore(const Layout& layout) : m_dir(layout.pki()) {}
    std::expected<void, std::string> saveCa(const std::string& pem) const;
    std::expected<std::string, std::string> loadCa() const;
    std::expected<void, std::string> save(CredentialKind kind, const pki::Credential& credential) const;
    /// Empty error-free answer is never given: missing or unreadable is an error.
    std::expected<pki::Credential, std::string> load(CredentialKind kind) const;
    /// Writes DIR/node/pki/kubeconfig, for kubectl as the node.
    std::expected<void, std::string> saveKubeconfig(const Settings& settings) const;

private:
    std::filesystem::path m_dir;
};

/// Writes a file of mode 0600 by way of a temporary one, so that a crash leaves the old or the new.
std::expected<void, std::string> writePrivate(const std::filesystem::path& path, const std::string& text);

}  // namespace armillary::agent
