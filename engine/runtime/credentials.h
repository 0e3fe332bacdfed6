#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"

namespace armillary::runtime {

/// Everything secret that a cluster keeps under DIR/pki, made on the first start and read on the next ones.
struct Credentials {
    pki::CertificateAuthority authority;
    std::string tokenKeyPem;      ///< signs service-account tokens
    pki::Credential serving;      ///< the API server's face; made anew when its names change or it nears its end
    pki::Credential proxyClient;  ///< the API server towards agents
    std::string frontProxyCaPem;  ///< by whom aggregated API servers know the API server's word for a user's name
    pki::Credential frontProxy;   ///< the API server towards them
};

/// `names` are the DNS names and addresses that the serving certificate must cover. Files are 0600, the folder 0700.
/// The error is a sentence that names the file and the way out.
std::expected<Credentials, std::string> loadOrCreateCredentials(const std::filesystem::path& dir,
                                                                const std::vector<std::string>& dnsNames,
                                                                const std::vector<std::string>& ipAddresses,
                                                                async::Clock& clock);

/// Who the administrator is, and the group that makes one: bound to cluster-admin by RBAC, so that it can be taken
/// away. The names are kubeadm's.
inline constexpr std::string_view kAdministrator = "kubernetes-admin", kAdministratorsGroup = "kubeadm:cluster-admins";

/// The administrator, for admin.kubeconfig. Apart, for its RSA key takes longer than all of the above.
std::expected<pki::Credential, std::string> loadOrCreateAdmin(const std::filesystem::path& dir,
                                                              const pki::CertificateAuthority& authority,
                                                              async::Clock& clock);

/// A member of system:masters, whom no role and no binding can shut out: for the day when RBAC does.
std::expected<pki::Credential, std::string> loadOrCreateSuperAdmin(const std::filesystem::path& dir,
                                                                   const pki::CertificateAuthority& authority,
                                                                   async::Clock& clock);

/// Writes a file whole or not at all: to a temporary one beside it, synced, then renamed. Mode 0600. Does nothing when
/// the file has that content and mode.
std::expected<void, std::string> writeFileAtomically(const std::filesystem::path& path, std::string_view content);
std::expected<std::string, std::string> readFile(const std::filesystem::path& path);

}  // namespace armillary::runtime
