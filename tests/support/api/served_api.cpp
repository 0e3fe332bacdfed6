#include "tests/support/api/served_api.h"

#include <stdexcept>

namespace armillary::test {

ServedCredentials::ServedCredentials()
    : authority(pki::CertificateAuthority::create("test-ca", async::realClock()).value()),
      serving(issue("kube-apiserver", {}, true)),
      admin(issue("admin", {"system:masters"}, false)),
      proxy(issue("kube-apiserver-kubelet-client", {"system:masters"}, false)) {}

pki::Credential ServedCredentials::issue(const std::string& name, std::vector<std::string> organizations,
                                         bool server) const {
    pki::CertificateRequest request{
        .commonName = name, .organizations = std::move(organizations), .dnsNames = {}, .ipAddresses = {}};
    if (server) {
        request.dnsNames = {"localhost", name};
        request.ipAddresses = {"127.0.0.1"};
    }
    request.server = server;
    request.client = !server;
    return authority.issue(request, async::realClock()).value();
}

std::unique_ptr<server::Listener> serve(server::Api& api, const ServedCredentials& credentials,
                                        server::ListenerConfig config) {
    config.address = "127.0.0.1";
    config.serving = credentials.serving;
    config.proxyClient = credentials.proxy;
    config.clientCaPem = credentials.authority.certificatePem();
    auto listener = server::Listener::start(std::move(config), api);
    if (!listener) throw std::runtime_error(listener.error());
    return std::move(*listener);
}

}  // namespace armillary::test
