#include "nodes/agent/join/join.h"

#include <algorithm>
#include <format>
#include <thread>

#include "engine/async/host.h"
#include "engine/client/http/http_client.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/node/machine.h"

namespace armillary::agent {

namespace {

std::string decodeBase64(const std::string& text) {
    auto holder = schema::fromJson<corev1::Secret>("{\"data\":{\"v\":\"" + text + "\"}}");
    return holder && holder->data.contains("v") ? holder->data.find("v")->second.data : std::string();
}

std::string trimmed(std::string text) {
    auto isSpace = [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '"'; };
    while (!text.empty() && isSpace(text.back())) text.pop_back();
    std::size_t begin = 0;
    while (begin < text.size() && isSpace(text[begin])) ++begin;
    return text.substr(begin);
}

bool isToken(const std::string& token) {
    if (token.size() != 23 || token[6] != '.') return false;
    for (std::size_t i = 0; i < token.size(); ++i)
        if (i != 6 && !((token[i] >= 'a' && token[i] <= 'z') || (token[i] >= '0' && token[i] <= '9'))) return false;
    return true;
}

struct ClusterInfo {
    std::string caPem;
    schema::StringMap<std::string> data;
};

/// Reads the public map without knowing whom one talks to, then checks what it says against the pin.
std::expected<ClusterInfo, std::string> discover(const JoinOptions& options) {
    client::HttpConfig config;
    config.url = options.server;
    config.insecureSkipTlsVerify = true;
    auto anonymous = client::makeHttpClient(config);
    if (!anonymous) return std::unexpected("cannot use " + options.server + ": " + anonymous.error().message);
    auto map = client::get<corev1::ConfigMap>(**anonymous, "kube-public", "cluster-info");
    if (!map)
        return std::unexpected(std::format("cannot read the cluster's public information from {}: {}", options.server,
                                           map.error().message));
    ClusterInfo info;
    info.data = (*map)->as<corev1::ConfigMap>().data;
    auto it = info.data.find("kubeconfig");
    if (it == info.data.end())
        return std::unexpected("the cluster's public information names no certificate authority");
    auto ca = caOfClusterInfo(it->second);
    if (!ca) return std::unexpected(ca.error());
    auto pin = pki::pinOf(*ca);
    if (!pin) return std::unexpected("the cluster's certificate authority is not readable: " + pin.error());
    if (*pin != options.caHash)
        return std::unexpected(
            std::format("the server at {} is not the cluster that was meant: its authority has the hash {}, expected "
                        "{}; check --server and --ca-hash",
                        options.server, *pin, options.caHash));
    info.caPem = *ca;
    return info;
}

/// Where the server is on this very machine, loopback would do for it but not for pods: then the machine's own.
std::string ownAddress(const std::string& server) {
    auto address = outgoingAddress(server);
    return address.starts_with("127.") || address.empty() ? async::primaryAddress() : address;
}

bool stillGood(const CredentialStore& store, async::Clock& clock) {
    auto credential = store.load(CredentialKind::Client);
    if (!credential) return false;
    auto info = pki::inspect(credential->certificatePem);
    return info && info->notAfter > clock.now();
}

}  // namespace

std::string nodeNameOf(std::string name) {
    for (char& byte : name) {
        byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
        if (!std::isalnum(static_cast<unsigned char>(byte)) && byte != '-' && byte != '.') byte = '-';
    }
    while (!name.empty() && !std::isalnum(static_cast<unsigned char>(name.back()))) name.pop_back();
    while (!name.empty() && !std::isalnum(static_cast<unsigned char>(name.front()))) name.erase(0, 1);
    if (name.size() > 63) name.resize(63);
    return name.empty() ? "node" : name;
}

std::expected<std::string, std::string> caOfClusterInfo(const std::string& kubeconfig) {
    constexpr std::string_view kKey = "certificate-authority-data:";
    auto at = kubeconfig.find(kKey);
    if (at == std::string::npos)
        return std::unexpected("the cluster's public information names no certificate authority");
    auto end = std::min(kubeconfig.find('\n', at), kubeconfig.size());
    auto pem = decodeBase64(trimmed(kubeconfig.substr(at + kKey.size(), end - at - kKey.size())));
    if (!pem.starts_with("-----BEGIN CERTIFICATE-----"))
        return std::unexpected("the cluster's certificate authority is not readable");
    return pem;
}

std::expected<async::SystemTime, std::string> renewalTime(const std::string& certificatePem, double fraction) {
    auto info = pki::inspect(certificatePem);
    if (!info) return std::unexpected(info.error());
    auto life = std::chrono::duration_cast<std::chrono::seconds>(info->notAfter - info->notBefore);
    return info->notBefore +
           std::chrono::seconds(static_cast<std::int64_t>(double(life.count()) * (0.7 + 0.2 * fraction)));
}

std::expected<pki::Credential, std::string> requestCertificate(client::Client& client, const CertificateAsk& ask,
                                                               std::chrono::seconds wait,
                                                               const std::function<bool()>& stopped) {
    bool serving = ask.signer.ends_with("kubelet-serving");
    pki::CertificateRequest names;
    names.commonName = "system:node:" + ask.nodeName;
    names.organizations = {"system:nodes"};
    names.dnsNames = ask.dnsNames;
    names.ipAddresses = ask.ipAddresses;
    names.server = serving;
    names.client = !serving;
    auto key = pki::newKey();
    if (!key) return std::unexpected(key.error());
    auto pem = pki::makeSigningRequest(*key, names);
    if (!pem) return std::unexpected(pem.error());

    certificatesv1::CertificateSigningRequest request;
    request.metadata.name = (serving ? "csr-" : "node-csr-") + pki::randomHex(10);
    request.spec.request.data = *pem;
    request.spec.signerName = ask.signer;
    request.spec.usages = {"digital signature", serving ? "server auth" : "client auth"};
    auto created = client::create(client, request);
    if (!created) return std::unexpected("the cluster refused the certificate request: " + created.error().message);

    auto until = std::chrono::steady_clock::now() + wait;
    auto pause = std::chrono::milliseconds(20);
    std::string lastError;
    while (std::chrono::steady_clock::now() < until && !(stopped && stopped())) {
        auto now = client::get<certificatesv1::CertificateSigningRequest>(client, {}, request.metadata.name);
        if (now) {
            const auto& status = (*now)->as<certificatesv1::CertificateSigningRequest>().status;
            if (!status.certificate.data.empty()) return pki::Credential{status.certificate.data, *key};
            for (const auto& condition : status.conditions)
                if (condition.type == "Denied" || condition.type == "Failed")
                    return std::unexpected(std::format("the certificate request {} was not signed: {}",
                                                       request.metadata.name, condition.message));
        } else {
            lastError = ": " + now.error().message;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(1000));
    }
    return std::unexpected(
        std::format("the certificate request {} was not signed within {} s{}; approve it (kubectl certificate approve) "
                    "or see why the cluster did not",
                    request.metadata.name, wait.count(), lastError));
}

std::expected<Settings, std::string> join(const Layout& layout, const JoinOptions& options, async::Clock& clock) {
    CredentialStore store(layout);
    if (auto old = loadSettings(layout); old && stillGood(store, clock)) {
        if (old->caPin != options.caHash)
            return std::unexpected(std::format(
                "this node is already in another cluster ({}); leave it first: armillary-node reset --data-dir {}",
                old->server, layout.dataDir.string()));
        if (old->server != options.server) {
            old->server = options.server;
            if (auto saved = saveSettings(layout, *old); !saved) return std::unexpected(saved.error());
        }
        return *old;
    }
    if (!isToken(options.token))
        return std::unexpected(
            "the token has not the form abcdef.0123456789abcdef; make one with armillaryctl token create");
    auto info = discover(options);
    if (!info) return std::unexpected(info.error());

    Settings settings;
    settings.server = options.server;
    settings.caPin = options.caHash;
    auto machine = readMachine("/");
    settings.nodeName = options.nodeName.empty() ? nodeNameOf(machine.hostName) : options.nodeName;
    settings.nodeIp = options.nodeIp;
    if (settings.nodeIp.empty()) settings.nodeIp = ownAddress(settings.serverHost());
    auto take = [&](const char* name, std::string& into) {
        if (auto it = info->data.find(name); it != info->data.end() && !it->second.empty()) into = it->second;
    };
    take("clusterCIDR", settings.clusterCidr);
    take("serviceCIDR", settings.serviceCidr);
    take("clusterDNS", settings.dnsAddress);
    take("clusterDomain", settings.clusterDomain);

    client::HttpConfig config;
    config.url = options.server;
    config.caPem = info->caPem;
    config.token = [token = options.token] { return token; };
    auto client = client::makeHttpClient(config);
    if (!client) return std::unexpected(client.error().message);
    auto credential = requestCertificate(
        **client, {"kubernetes.io/kube-apiserver-client-kubelet", settings.nodeName, {}, {}}, options.wait);
    if (!credential) return std::unexpected(credential.error());

    if (auto saved = store.saveCa(info->caPem); !saved) return std::unexpected(saved.error());
    if (auto saved = store.save(CredentialKind::Client, *credential); !saved) return std::unexpected(saved.error());
    if (auto saved = store.saveKubeconfig(settings); !saved) return std::unexpected(saved.error());
    if (auto saved = saveSettings(layout, settings); !saved) return std::unexpected(saved.error());
    return settings;
}

}  // namespace armillary::agent
