#include "engine/runtime/published.h"

#include "engine/schema/api/corev1.h"

namespace armillary::runtime {

Result<void> publishAuthentication(client::Client& client, const std::string& clientCaPem,
                                   const std::string& frontProxyCaPem) {
    corev1::ConfigMap map;
    map.metadata.namespace_ = "kube-system";
    map.metadata.name = "extension-apiserver-authentication";
    map.data = {{"client-ca-file", clientCaPem},
                {"requestheader-allowed-names", R"(["front-proxy-client"])"},
                {"requestheader-client-ca-file", frontProxyCaPem},
                {"requestheader-extra-headers-prefix", R"(["X-Remote-Extra-"])"},
                {"requestheader-group-headers", R"(["X-Remote-Group"])"},
                {"requestheader-username-headers", R"(["X-Remote-User"])"}};
    auto created = client::create(client, map);
    if (created) return {};
    if (!status::isAlreadyExists(created.error())) return std::unexpected(created.error());
    const auto existing = client::get<corev1::ConfigMap>(client, map.metadata.namespace_, map.metadata.name);
    if (!existing) return std::unexpected(existing.error());
    corev1::ConfigMap changed = (*existing)->as<corev1::ConfigMap>();
    if (changed.data == map.data) return {};
    changed.data = std::move(map.data);
    if (auto updated = client::update(client, std::move(changed)); !updated) return std::unexpected(updated.error());
    return {};
}

}  // namespace armillary::runtime
