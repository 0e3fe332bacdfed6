#include "nodes/agent/join/settings.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <charconv>
#include <cstring>
#include <format>

#include "engine/async/file.h"

namespace armillary::agent {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::expected<std::string, std::string> readAll(const fs::path& path) {
    auto text = async::readFile(path);
    if (!text) return std::unexpected("cannot read " + path.string());
    return std::move(*text);
}

std::string fileOf(CredentialKind kind) {
    return kind == CredentialKind::Client ? "client.pem" : "serving.pem";
}

/// Certificates first, then the key: one file, so that the two can never be of different generations.
constexpr std::string_view kKeyBegin = "-----BEGIN PRIVATE KEY-----";
constexpr std::string_view kEcKeyBegin = "-----BEGIN EC PRIVATE KEY-----";

}  // namespace

std::string Settings::tag() const {
    auto colon = caPin.find(':');
    return caPin.substr(colon == std::string::npos ? 0 : colon + 1, 8);
}

std::string Settings::serverHost() const {
    auto begin = server.find("://");
    auto rest = begin == std::string::npos ? server : server.substr(begin + 3);
    rest = rest.substr(0, rest.find('/'));
    if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
    return rest.substr(0, rest.rfind(':'));
}

std::uint16_t Settings::serverPort() const {
    const auto begin = server.find("://");
    auto authority = begin == std::string::npos ? server : server.substr(begin + 3);
    authority = authority.substr(0, authority.find('/'));
    const auto colon = authority.rfind(':');
    if (colon == std::string::npos || authority.find(']', colon) != std::string::npos) return 443;
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(authority.data() + colon + 1, authority.data() + authority.size(), port);
    return error == std::errc() && end == authority.data() + authority.size() ? port : 0;
}

std::expected<void, std::string> writePrivate(const fs::path& path, const std::string& text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    auto temporary = path.string() + ".new";
    ::unlink(temporary.c_str());
    int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    auto fail = [&] {
        return std::unexpected(std::format("cannot write {}: {}", path.string(), std::strerror(errno)));
    };
    if (fd < 0) return fail();
    bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
    ::close(fd);
    if (!good || ::rename(temporary.c_str(), path.c_str()) != 0) return fail();
    return {};
}

std::expected<Settings, std::string> loadSettings(const Layout& layout) {
    auto text = readAll(layout.settings());
    if (!text)
        return std::unexpected(
            std::format("this node has not joined a cluster: {} is missing; run armillary-node join --server URL "
                        "--token T --ca-hash sha256:H --data-dir {}",
                        layout.settings().string(), layout.dataDir.string()));
    boost::system::error_code error;
    auto value = json::parse(*text, error);
    if (error || !value.is_object())
        return std::unexpected(layout.settings().string() +
                               " is not readable; remove the node (armillary-node reset) and join again");
    const auto& object = value.get_object();
    auto read = [&](std::string_view name, std::string fallback) {
        auto* member = object.if_contains(name);
        return member && member->is_string() ? std::string(member->get_string()) : fallback;
    };
    Settings out;
    out.server = read("server", "");
    out.caPin = read("caPin", "");
    out.clusterUid = read("clusterUID", "");
    out.nodeName = read("nodeName", "");
    out.nodeIp = read("nodeIp", "");
    out.podCidr = read("podCIDR", "");
    out.clusterCidr = read("clusterCIDR", out.clusterCidr);
    out.serviceCidr = read("serviceCIDR", out.serviceCidr);
    out.dnsAddress = read("clusterDNS", out.dnsAddress);
    out.clusterDomain = read("clusterDomain", out.clusterDomain);
    return out;
}

std::expected<void, std::string> saveSettings(const Layout& layout, const Settings& settings) {
    json::object out{{"server", settings.server},           {"caPin", settings.caPin},
                     {"clusterUID", settings.clusterUid},   {"nodeName", settings.nodeName},
                     {"nodeIp", settings.nodeIp},           {"podCIDR", settings.podCidr},
                     {"clusterCIDR", settings.clusterCidr}, {"serviceCIDR", settings.serviceCidr},
                     {"clusterDNS", settings.dnsAddress},   {"clusterDomain", settings.clusterDomain}};
    return writePrivate(layout.settings(), json::serialize(out) + "\n");
}

std::expected<void, std::string> CredentialStore::saveCa(const std::string& pem) const {
    return writePrivate(m_dir / "ca.crt", pem);
}
std::expected<std::string, std::string> CredentialStore::loadCa() const {
    return readAll(m_dir / "ca.crt");
}

std::expected<void, std::string> CredentialStore::save(CredentialKind kind, const pki::Credential& credential) const {
    return writePrivate(m_dir / fileOf(kind), credential.certificatePem + credential.keyPem);
}

std::expected<pki::Credential, std::string> CredentialStore::load(CredentialKind kind) const {
    auto path = m_dir / fileOf(kind);
    auto text = readAll(path);
    if (!text) return std::unexpected(text.error());
    auto key = std::min(text->find(kKeyBegin), text->find(kEcKeyBegin));
    if (key == std::string::npos) return std::unexpected(path.string() + " holds no private key");
    return pki::Credential{text->substr(0, key), text->substr(key)};
}

std::expected<void, std::string> CredentialStore::saveKubeconfig(const Settings& settings) const {
    auto file = (m_dir / fileOf(CredentialKind::Client)).string();
    return writePrivate(
        m_dir / "kubeconfig",
        std::format(
            "apiVersion: v1\nkind: Config\nclusters:\n- name: armillary\n  cluster:\n    certificate-authority: {}\n"
            "    server: {}\nusers:\n- name: node\n  user:\n    client-certificate: {}\n    client-key: {}\n"
            "contexts:\n- name: node\n  context: {{cluster: armillary, user: node}}\ncurrent-context: node\n",
            (m_dir / "ca.crt").string(), settings.server, file, file));
}

}  // namespace armillary::agent
