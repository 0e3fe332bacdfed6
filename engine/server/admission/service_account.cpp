#include <algorithm>
#include <chrono>

#include "engine/async/identifiers.h"
#include "engine/server/admission/plugins.h"
#include "engine/server/node_authorizer_references.h"
#include "engine/watch/follow.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kDefaultAccount = "default";
constexpr std::string_view kVolumePrefix = "kube-api-access-";
constexpr std::string_view kMountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
/// An hour and seven seconds, by which upstream's own tokens are told apart from those that users ask for.
constexpr std::int64_t kExpirationSeconds = 3607;
constexpr std::int32_t kReadableByAll = 0644;
/// How young a namespace is that may still be without its default account.
constexpr std::chrono::seconds kNewborn{10};

corev1::Volume tokenVolume(std::string name) {
    corev1::Volume volume;
    volume.name = std::move(name);
    auto& projected = volume.projected.ensure();
    projected.defaultMode = kReadableByAll;
    projected.sources.resize(3);
    auto& token = projected.sources[0].serviceAccountToken.ensure();
    token.path = "token";
    token.expirationSeconds = kExpirationSeconds;
    auto& authority = projected.sources[1].configMap.ensure();
    authority.name = "kube-root-ca.crt";
    authority.items.push_back({"ca.crt", "ca.crt", std::nullopt});
    auto& file = projected.sources[2].downwardAPI.ensure().items.emplace_back();
    file.path = "namespace";
    file.fieldRef.ensure() = {"v1", "metadata.namespace"};
    return volume;
}

/// Whether a mount had to be added.
bool mountInto(std::vector<corev1::Container>& containers, const std::string& volume) {
    bool added = false;
    for (corev1::Container& container : containers) {
        if (std::ranges::contains(container.volumeMounts, kMountPath, &corev1::VolumeMount::mountPath)) continue;
        corev1::VolumeMount& mount = container.volumeMounts.emplace_back();
        mount.name = volume;
        mount.readOnly = true;
        mount.mountPath = kMountPath;
        added = true;
    }
    return added;
}

/// Gives each pod its account, the account's pull secrets, and a volume with the account's token.
class ServiceAccountPlugin final : public AdmissionPlugin {
public:
    explicit ServiceAccountPlugin(const AdmissionConfig& config)
        : m_cache(config.cache), m_clock(config.clock), m_patience(config.accountPatience) {}
    std::string_view name() const override { return "ServiceAccount"; }

    Result<void> mutate(AdmissionCall& call) override {
        if (!isPod(call) || call.operation != Operation::Create) return {};
        auto& pod = objectOf<corev1::Pod>(call);
        if (pod.spec.serviceAccountName.empty()) pod.spec.serviceAccountName = pod.spec.serviceAccount;
        if (isMirrorPod(pod)) return {};
        if (pod.spec.serviceAccountName.empty()) pod.spec.serviceAccountName = kDefaultAccount;
        pod.spec.serviceAccount = pod.spec.serviceAccountName;

        ObjectRef object = find(call.namespace_, pod.spec.serviceAccountName);
        if (!object)
            return std::unexpected(refusal(call, "error looking up service account " + call.namespace_ + "/" +
                                                     pod.spec.serviceAccountName + ": serviceaccount \"" +
                                                     pod.spec.serviceAccountName + "\" not found"));
        const auto& account = object->as<corev1::ServiceAccount>();
        if (mounts(account, pod)) mountToken(pod);
        if (pod.spec.imagePullSecrets.empty()) pod.spec.imagePullSecrets = account.imagePullSecrets;
        return {};
    }

    Result<void> validate(const AdmissionCall& call) override {
        if (!isPod(call) || call.operation != Operation::Create) return {};
        const auto& pod = objectOf<corev1::Pod>(call);
        if (!isMirrorPod(pod)) return {};
        if (!pod.spec.serviceAccountName.empty())
            return std::unexpected(refusal(call, "a mirror pod may not reference service accounts"));
        for (const auto& volume : pod.spec.volumes)
            if (volume.projected)
                for (const auto& source : volume.projected->sources)
                    if (source.serviceAccountToken)
                        return std::unexpected(
                            refusal(call, "a mirror pod may not use ServiceAccountToken volume projections"));
        return {};
    }

private:
    static bool mounts(const corev1::ServiceAccount& account, const corev1::Pod& pod) {
        if (pod.spec.automountServiceAccountToken) return *pod.spec.automountServiceAccountToken;
        return account.automountServiceAccountToken.value_or(true);
    }

    void mountToken(corev1::Pod& pod) {
        auto& volumes = pod.spec.volumes;
        auto existing =
            std::ranges::find_if(volumes, [](const auto& one) { return one.name.starts_with(kVolumePrefix); });
        std::string name =
            existing == volumes.end() ? std::string(kVolumePrefix) + m_identifiers.suffix() : existing->name;
        bool inInit = mountInto(pod.spec.initContainers, name);
        bool inMain = mountInto(pod.spec.containers, name);
        if ((inInit || inMain) && existing == volumes.end()) volumes.push_back(tokenVolume(name));
    }

    /// The default account of a new namespace is made a moment after the namespace; whoever makes both in one go would
    /// otherwise fail at random. The wait is in real time: it bounds how long a thread is held, and decides nothing.
    ObjectRef find(const std::string& namespace_, const std::string& name) {
        ObjectRef account = m_cache.get("/serviceaccounts", namespace_, name);
        if (account || name != kDefaultAccount || !isNewborn(namespace_)) return account;
        watch::Follow follow(m_cache, "/serviceaccounts",
                             [&](const ObjectRef& previous, const ObjectRef& current) {
                                 if ((current ? current : previous)->name() == name) account = current;
                             },
                             {.namespace_ = namespace_});
        const auto until = std::chrono::steady_clock::now() + m_patience;
        do follow.takeIn();
        while (!account && follow.awaitPending(until));
        return account;
    }

    bool isNewborn(const std::string& namespace_) const {
        ObjectRef object = m_cache.get("/namespaces", "", namespace_);
        if (!object || !object->meta().creationTimestamp.isSet()) return false;
        return m_clock.now() - object->meta().creationTimestamp.timePoint() < kNewborn;
    }

    const watch::Cache& m_cache;
    async::Clock& m_clock;
    std::chrono::milliseconds m_patience;
    async::Identifiers m_identifiers;
};

}  // namespace

Plugin serviceAccount(const AdmissionConfig& config) {
    return std::make_unique<ServiceAccountPlugin>(config);
}

}  // namespace armillary::server::admission
