#include "nodes/agent/join/certificates.h"

#include <algorithm>

#include "engine/schema/address.h"
#include "nodes/agent/log.h"

namespace armillary::agent {

namespace {

constexpr std::chrono::seconds kWait{30};

}  // namespace

Certificates::Certificates(const Layout& layout, const Settings& settings, async::Clock& clock,
                           async::Identifiers& identifiers)
    : m_settings(settings), m_store(layout), m_clock(clock), m_fraction(identifiers.fraction()) {}

std::expected<void, std::string> Certificates::load() {
    auto ca = m_store.loadCa();
    if (!ca) return std::unexpected(ca.error());
    m_caPem = *ca;
    auto client = m_store.load(CredentialKind::Client);
    if (!client) return std::unexpected(client.error());
    m_client = *client;
    auto info = pki::inspect(m_client.certificatePem);
    if (!info) return std::unexpected("the node's certificate is not readable: " + info.error());
    if (info->notAfter <= m_clock.now())
        return std::unexpected(
            "the node's certificate has expired: the node was away for too long; run armillary-node reset and join "
            "again with a new token");
    auto serving = m_store.load(CredentialKind::Serving);
    if (serving && fitsAddress(serving->certificatePem)) {
        m_serving = *serving;
        m_selfSigned = false;
        return {};
    }
    auto own = pki::CertificateAuthority::create(m_settings.nodeName + "-until-signed", m_clock);
    if (!own) return std::unexpected(own.error());
    pki::CertificateRequest names;
    names.commonName = m_settings.nodeName;
    names.dnsNames = {m_settings.nodeName};
    names.ipAddresses = {m_settings.nodeIp};
    names.server = true;
    auto issued = own->issue(names, m_clock);
    if (!issued) return std::unexpected(issued.error());
    m_serving = *issued;
    return {};
}

pki::Credential Certificates::client() const {
    std::lock_guard lock(m_mutex);
    return m_client;
}

pki::Credential Certificates::serving() const {
    std::lock_guard lock(m_mutex);
    return m_serving;
}

bool Certificates::fitsAddress(const std::string& certificatePem) const {
    auto info = pki::inspect(certificatePem);
    // One without an address is what the cluster signs for a node whose connection does not prove its own.
    return info && info->notAfter > m_clock.now() &&
           (info->ipAddresses.empty() || std::ranges::contains(info->ipAddresses, m_settings.nodeIp));
}

bool Certificates::due(const std::string& certificatePem) const {
    auto at = renewalTime(certificatePem, m_fraction);
    return !at || m_clock.now() >= *at;
}

bool Certificates::renewDue(client::Client& client) {
    bool good = true;
    if (due(this->client().certificatePem)) good &= renew(client, CredentialKind::Client);
    bool selfSigned;
    {
        std::lock_guard lock(m_mutex);
        selfSigned = m_selfSigned;
    }
    if (selfSigned || due(serving().certificatePem)) good &= renew(client, CredentialKind::Serving);
    return good;
}

bool Certificates::renew(client::Client& client, CredentialKind kind) {
    bool isClient = kind == CredentialKind::Client;
    CertificateAsk ask{isClient ? "kubernetes.io/kube-apiserver-client-kubelet" : "kubernetes.io/kubelet-serving",
                       m_settings.nodeName,
                       {},
                       {}};
    if (!isClient) {
        ask.dnsNames = {m_settings.nodeName};
        // Nobody signs for loopback, the only address of a machine without a network.
        if (schema::isProxyable(m_settings.nodeIp)) ask.ipAddresses = {m_settings.nodeIp};
    }
    const auto stopped = [this] {
        std::lock_guard lock(m_mutex);
        return m_stopping;
    };
    auto fresh = requestCertificate(client, ask, kWait, stopped);
    if (!fresh && !ask.ipAddresses.empty() && !stopped()) {
        // The API server knows the node by its name.
        log(LogLevel::Warning, "serving certificate for " + m_settings.nodeIp + ": " + fresh.error());
        ask.ipAddresses.clear();
        fresh = requestCertificate(client, ask, kWait, stopped);
    }
    if (!fresh) {
        log(LogLevel::Warning, std::string(isClient ? "client" : "serving") + " certificate: " + fresh.error());
        return false;
    }
    if (auto saved = m_store.save(kind, *fresh); !saved) log(LogLevel::Error, saved.error());
    std::lock_guard lock(m_mutex);
    (isClient ? m_client : m_serving) = *fresh;
    if (!isClient) m_selfSigned = false;
    return true;
}

void Certificates::start(client::Client& client) {
    m_thread = async::Thread("certificates", [this, &client](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            lock.unlock();
            bool good = renewDue(client);
            lock.lock();
            if (!m_stopping) m_clock.waitUntil(m_wake, lock, m_clock.steady() + std::chrono::seconds(good ? 60 : 5));
        }
    });
}

void Certificates::stop() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
