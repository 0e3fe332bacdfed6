#include "engine/runtime/credentials.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
#include <functional>

#include "engine/async/file.h"
#include "engine/pki/token.h"

namespace armillary::runtime {

namespace {

namespace fs = std::filesystem;
using Made = std::expected<pki::Credential, std::string>;

constexpr auto kRenewBefore = std::chrono::hours(24 * 30);
constexpr auto kYear = std::chrono::hours(24 * 365);

std::string systemError(std::string_view doing, const fs::path& path) {
    const int code = errno;
    std::string text = std::format("cannot {} {}: {}", doing, path.string(), std::strerror(code));
    if (code == ENOSPC) text += "; free some space and start again";
    if (code == EACCES || code == EPERM)
        text += "; the data directory must belong to the user who starts the control plane";
    return text;
}

/// NAME.crt and NAME.key; made by `make` when absent or when `usable` says no.
Made loadOrMake(const fs::path& dir, const std::string& name,
                const std::function<bool(const pki::CertificateInfo&)>& usable, const std::function<Made()>& make) {
    const fs::path certificate = dir / (name + ".crt"), key = dir / (name + ".key");
    if (fs::exists(certificate) && fs::exists(key)) {
        auto certificatePem = readFile(certificate), keyPem = readFile(key);
        if (!certificatePem) return std::unexpected(certificatePem.error());
        if (!keyPem) return std::unexpected(keyPem.error());
        const auto info = pki::inspect(*certificatePem);
        if (info && usable(*info)) return pki::Credential{*certificatePem, *keyPem};
    }
    auto made = make();
    if (!made) return std::unexpected("cannot make the certificate " + name + ": " + made.error());
    if (auto written = writeFileAtomically(key, made->keyPem); !written) return std::unexpected(written.error());
    if (auto written = writeFileAtomically(certificate, made->certificatePem); !written)
        return std::unexpected(written.error());
    return made;
}

std::expected<pki::CertificateAuthority, std::string> loadOrMakeAuthority(const fs::path& dir, async::Clock& clock,
                                                                          const std::string& file = "ca",
                                                                          std::string_view name = "armillary-ca") {
    const fs::path certificate = dir / (file + ".crt");
    const auto credential = loadOrMake(
        dir, file, [](const pki::CertificateInfo& info) { return info.isAuthority; },
        [&]() -> Made {
            // A new authority would shut out everybody whom the old one has signed: only an empty folder gets one.
            if (fs::exists(certificate))
                return std::unexpected(std::format(
                    "{} is damaged; restore it from a copy, or remove the whole data directory to start afresh",
                    certificate.string()));
            auto made = pki::CertificateAuthority::create(name, clock);
            if (!made) return std::unexpected(made.error());
            return made->credential();
        });
    if (!credential) return std::unexpected(credential.error());
    return pki::CertificateAuthority::load(*credential);
}

auto notEndingSoon(async::Clock& clock) {
    return [&clock](const pki::CertificateInfo& info) { return info.notAfter > clock.now() + kRenewBefore; };
}

/// The same, of a certificate for just these groups; earlier versions gave other ones.
auto freshOf(std::vector<std::string> groups, async::Clock& clock) {
    return [groups = std::move(groups), fresh = notEndingSoon(clock)](const pki::CertificateInfo& info) {
        return info.organizations == groups && fresh(info);
    };
}

/// A file that has its content already is left alone, so that a start needs no room on the disk.
bool holds(const fs::path& path, std::string_view content) {
    struct stat status{};
    if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || (status.st_mode & 0777) != 0600) return false;
    if (static_cast<std::size_t>(status.st_size) != content.size()) return false;
    const auto found = readFile(path);
    return found && *found == content;
}

std::expected<std::string, std::string> loadOrMakeTokenKey(const fs::path& path) {
    if (fs::exists(path)) return readFile(path);
    auto key = pki::TokenSigner::newKey();
    if (!key) return key;
    if (auto written = writeFileAtomically(path, *key); !written) return std::unexpected(written.error());
    return key;
}

}  // namespace

std::expected<std::string, std::string> readFile(const fs::path& path) {
    auto text = async::readFile(path);
    if (!text) return std::unexpected(systemError("read", path));
    return std::move(*text);
}

std::expected<void, std::string> writeFileAtomically(const fs::path& path, std::string_view content) {
    if (holds(path, content)) return {};
    const fs::path temporary = path.string() + ".new";
    // What an interrupted write has left, whoever it belonged to.
    unlink(temporary.c_str());
    const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return std::unexpected(systemError("write", temporary));
    const auto fail = [&] {
        auto error = systemError("write", temporary);
        close(file);
        unlink(temporary.c_str());
        return std::unexpected(std::move(error));
    };
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t count = write(file, content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail();
        done += static_cast<std::size_t>(count);
    }
    if (fsync(file) != 0) return fail();
    close(file);
    if (rename(temporary.c_str(), path.c_str()) == 0) return {};
    auto error = systemError("rename to", path);
    unlink(temporary.c_str());
    return std::unexpected(std::move(error));
}

std::expected<Credentials, std::string> loadOrCreateCredentials(const fs::path& dir,
                                                                const std::vector<std::string>& dnsNames,
                                                                const std::vector<std::string>& ipAddresses,
                                                                async::Clock& clock) {
    std::error_code failed;
    fs::create_directories(dir, failed);
    if (failed) return std::unexpected(std::format("cannot create {}: {}", dir.string(), failed.message()));
    fs::permissions(dir, fs::perms::owner_all, failed);

    auto authority = loadOrMakeAuthority(dir, clock);
    if (!authority) return std::unexpected(authority.error());
    auto tokenKey = loadOrMakeTokenKey(dir / "sa.key");
    if (!tokenKey) return std::unexpected(tokenKey.error());

    const auto fresh = notEndingSoon(clock);
    const auto covers = [](const std::vector<std::string>& have, const std::vector<std::string>& want) {
        return std::ranges::all_of(
            want, [&](const std::string& name) { return std::ranges::find(have, name) != have.end(); });
    };
    const auto issue = [&](pki::CertificateRequest request) {
        return [&, request = std::move(request)]() -> Made { return authority->issue(request, clock); };
    };
    auto serving = loadOrMake(
        dir, "apiserver",
        [&](const pki::CertificateInfo& info) {
            return fresh(info) && covers(info.dnsNames, dnsNames) && covers(info.ipAddresses, ipAddresses);
        },
        issue({.commonName = "kube-apiserver",
               .dnsNames = dnsNames,
               .ipAddresses = ipAddresses,
               .server = true,
               .validity = kYear}));
    if (!serving) return std::unexpected(serving.error());
    auto proxyClient =
        loadOrMake(dir, "apiserver-kubelet-client", freshOf({}, clock),
                   issue({.commonName = "kube-apiserver-kubelet-client", .client = true, .validity = kYear}));
    if (!proxyClient) return std::unexpected(proxyClient.error());
    // An authority of its own: whoever holds a certificate of the cluster's may not speak for others.
    const auto frontProxyCa = loadOrMakeAuthority(dir, clock, "front-proxy-ca", "armillary-front-proxy-ca");
    if (!frontProxyCa) return std::unexpected(frontProxyCa.error());
    auto frontProxy = loadOrMake(dir, "front-proxy-client", fresh, [&]() -> Made {
        return frontProxyCa->issue({.commonName = "front-proxy-client", .client = true, .validity = kYear}, clock);
    });
    if (!frontProxy) return std::unexpected(frontProxy.error());
    return Credentials{std::move(*authority),   std::move(*tokenKey),           std::move(*serving),
                       std::move(*proxyClient), frontProxyCa->certificatePem(), std::move(*frontProxy)};
}

std::expected<pki::Credential, std::string> loadOrCreateAdmin(const fs::path& dir,
                                                              const pki::CertificateAuthority& authority,
                                                              async::Clock& clock) {
    const std::vector<std::string> groups = {std::string(kAdministratorsGroup)};
    return loadOrMake(dir, "admin", freshOf(groups, clock), [&] {
        return authority.issue({.commonName = std::string(kAdministrator),
                                .organizations = groups,
                                .client = true,
                                .keyType = pki::KeyType::Rsa2048,
                                .validity = kYear},
                               clock);
    });
}

std::expected<pki::Credential, std::string> loadOrCreateSuperAdmin(const fs::path& dir,
                                                                   const pki::CertificateAuthority& authority,
                                                                   async::Clock& clock) {
    return loadOrMake(dir, "super-admin", notEndingSoon(clock), [&] {
        return authority.issue({.commonName = "kubernetes-super-admin",
                                .organizations = {"system:masters"},
                                .client = true,
                                .validity = kYear},
                               clock);
    });
}

}  // namespace armillary::runtime
