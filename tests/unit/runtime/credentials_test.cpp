#include <doctest/doctest.h>

#include <fstream>

#include "engine/async/clock.h"
#include "engine/runtime/credentials.h"
#include "tests/support/engine/running_engine.h"

using namespace armillary;
using armillary::test::TemporaryDir;
namespace fs = std::filesystem;

namespace {

using Groups = std::vector<std::string>;

Groups groupsOf(const pki::Credential& credential) {
    return pki::inspect(credential.certificatePem).value().organizations;
}

runtime::Credentials load(const fs::path& dir) {
    auto made = runtime::loadOrCreateCredentials(dir, {"localhost"}, {"127.0.0.1"}, async::realClock());
    REQUIRE_MESSAGE(made, made.error());
    return std::move(*made);
}

}  // namespace

TEST_CASE("one certificate alone is of system:masters, and it is kept apart") {
    TemporaryDir dir;
    const auto credentials = load(dir.path);
    const auto admin = runtime::loadOrCreateAdmin(dir.path, credentials.authority, async::realClock()).value();
    const auto superAdmin =
        runtime::loadOrCreateSuperAdmin(dir.path, credentials.authority, async::realClock()).value();
    CHECK(groupsOf(admin) == Groups{"kubeadm:cluster-admins"});
    CHECK(groupsOf(superAdmin) == Groups{"system:masters"});
    for (const auto& entry : fs::directory_iterator(dir.path)) {
        CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
        const auto text = runtime::readFile(entry.path()).value();
        const auto info = pki::inspect(text);
        if (!info || entry.path().filename() == "super-admin.crt") continue;
        CHECK_MESSAGE(!std::ranges::contains(info->organizations, "system:masters"), entry.path().string());
    }
    CHECK(runtime::loadOrCreateAdmin(dir.path, credentials.authority, async::realClock())->certificatePem ==
          admin.certificatePem);
}

TEST_CASE("a folder of an earlier version gets certificates of today's groups, and keeps its authority") {
    TemporaryDir dir;
    const auto before = load(dir.path);
    const auto old = [&](const std::string& file, const std::string& name) {
        const auto made =
            before.authority
                .issue({.commonName = name, .organizations = {"system:masters"}, .client = true}, async::realClock())
                .value();
        REQUIRE(runtime::writeFileAtomically(dir.path / (file + ".crt"), made.certificatePem));
        REQUIRE(runtime::writeFileAtomically(dir.path / (file + ".key"), made.keyPem));
    };
    old("admin", "kubernetes-admin");
    old("apiserver-kubelet-client", "kube-apiserver-kubelet-client");
    const auto after = load(dir.path);
    CHECK(after.authority.certificatePem() == before.authority.certificatePem());
    CHECK(after.serving.certificatePem == before.serving.certificatePem);
    CHECK(groupsOf(after.proxyClient).empty());
    const auto admin = runtime::loadOrCreateAdmin(dir.path, after.authority, async::realClock()).value();
    CHECK(groupsOf(admin) == Groups{"kubeadm:cluster-admins"});
}
