#pragma once

#include "engine/pki/ca.h"
#include "engine/server/listener.h"
#include "tests/support/api/api_harness.h"
#include "tests/support/api/tls_client.h"

namespace armillary::test {

/// An authority and the credentials that a served API needs.
struct ServedCredentials {
    ServedCredentials();
    pki::Credential issue(const std::string& name, std::vector<std::string> organizations, bool server) const;

    pki::CertificateAuthority authority;
    pki::Credential serving, admin, proxy;
};

/// Listens on a free port of loopback. `config`'s credentials and address are filled in.
std::unique_ptr<server::Listener> serve(server::Api& api, const ServedCredentials& credentials,
                                        server::ListenerConfig config = {});

}  // namespace armillary::test
