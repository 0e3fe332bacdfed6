#include <format>
#include <fstream>
#include <regex>

#include "engine/async/file.h"
#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/rbacv1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

std::string restrictedKubeconfig(OfflineCluster& cluster, const std::string& namespace_,
                                 const std::filesystem::path& folder) {
    client::Client& admin = cluster.client();
    corev1::ServiceAccount account;
    account.metadata.namespace_ = namespace_;
    account.metadata.name = "onlooker";
    rbacv1::Role role;
    role.metadata = account.metadata;
    role.rules.push_back(
        {.verbs = {"get", "list", "watch"}, .apiGroups = {"", "apps"}, .resources = {"pods", "deployments"}});
    rbacv1::RoleBinding binding;
    binding.metadata = account.metadata;
    binding.roleRef = {.apiGroup = "rbac.authorization.k8s.io", .kind = "Role", .name = "onlooker"};
    binding.subjects.push_back({.kind = "ServiceAccount", .name = "onlooker", .namespace_ = namespace_});
    if (!client::create(admin, account) || !client::create(admin, role) || !client::create(admin, binding)) return {};
    const auto issued = admin.create(client::target<corev1::ServiceAccount>(namespace_, "onlooker", "token"),
                                     R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}})");
    const auto known = async::readFile(cluster.kubeconfig());
    if (!issued || !known) return {};
    const std::string token = (*issued)->as<authenticationv1::TokenRequest>().status.token;
    std::string text = std::regex_replace(*known, std::regex("client-certificate-data: .*"), "token: " + token);
    text = std::regex_replace(text, std::regex(".*client-key-data: .*\n"), "");
    text = std::regex_replace(text, std::regex("(contexts:\n- name: .*\n  context:\n)"),
                              std::format("$1    namespace: {}\n", namespace_));
    const std::filesystem::path file = folder / "restricted.kubeconfig";
    std::ofstream(file) << text;
    return file.string();
}

}  // namespace armillary::app
