#include "engine/runtime/join_token.h"

#include "engine/pki/ca.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/text.h"

namespace armillary::runtime {

namespace {

constexpr std::string_view kPublicNamespace = "kube-public";
constexpr std::string_view kClusterInfo = "cluster-info";

/// Creates the object, or brings the one that is there to the same content.
template <schema::ApiStruct T>
Result<void> ensure(client::Client& client, T object) {
    auto created = client::create(client, object);
    if (created || !status::isAlreadyExists(created.error()))
        return created ? Result<void>() : std::unexpected(created.error());
    auto updated = client::update(client, std::move(object));
    if (!updated) return std::unexpected(updated.error());
    return {};
}

}  // namespace

Result<std::string> createBootstrapToken(client::Client& client, async::Clock& clock, std::chrono::seconds lifetime) {
    const std::string id = pki::randomHex(3), secret = pki::randomHex(8);
    corev1::Secret object;
    object.metadata.namespace_ = "kube-system";
    object.metadata.name = "bootstrap-token-" + id;
    object.type = "bootstrap.kubernetes.io/token";
    const std::pair<std::string, std::string> fields[] = {
        {"token-id", id},
        {"token-secret", secret},
        {"expiration", schema::Time(clock.now() + lifetime).text()},
        {"usage-bootstrap-authentication", "true"},
        {"auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token"},
    };
    for (const auto& [name, value] : fields) object.data[name].data = value;
    if (auto created = client::create(client, std::move(object)); !created) return std::unexpected(created.error());
    return id + "." + secret;
}

Result<void> publishClusterInfo(client::Client& client, const ClusterInfo& info) {
    std::string encodedCa;
    schema::appendBase64(encodedCa, info.caPem);
    corev1::ConfigMap map;
    map.metadata.namespace_ = kPublicNamespace;
    map.metadata.name = kClusterInfo;
    map.data["clusterUID"] = info.uid;
    map.data["clusterCIDR"] = info.podCidr;
    map.data["serviceCIDR"] = info.serviceCidr;
    map.data["clusterDNS"] = info.dnsAddress;
    map.data["kubeconfig"] =
        "apiVersion: v1\nkind: Config\nclusters:\n- name: \"\"\n  cluster:\n    certificate-authority-data: " +
        encodedCa + "\n    server: " + info.url +
        "\ncontexts: null\ncurrent-context: \"\"\npreferences: {}\nusers: null\n";
    return ensure(client, std::move(map));
}

}  // namespace armillary::runtime
