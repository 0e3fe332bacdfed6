#include <algorithm>

#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

constexpr std::int64_t kTolerationSeconds = 300;
constexpr std::string_view kTroubles[] = {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"};

/// Pods stay for five minutes on a node that is in trouble, unless they say otherwise.
class DefaultTolerationSeconds final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "DefaultTolerationSeconds"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (!isPod(call) || !call.object) return {};
        auto& tolerations = objectOf<corev1::Pod>(call).spec.tolerations;
        // Both are looked for before either is added, as an added one must not count.
        bool tolerated[2];
        for (std::size_t i = 0; i < 2; ++i)
            tolerated[i] = std::ranges::any_of(tolerations, [&](const corev1::Toleration& one) {
                return (one.key == kTroubles[i] || one.key.empty()) &&
                       (one.effect == corev1::kTaintEffectNoExecute || one.effect.empty());
            });
        for (std::size_t i = 0; i < 2; ++i) {
            if (tolerated[i]) continue;
            corev1::Toleration& toleration = tolerations.emplace_back();
            toleration.key = kTroubles[i];
            toleration.operator_ = corev1::kTolerationOpExists;
            toleration.effect = corev1::kTaintEffectNoExecute;
            toleration.tolerationSeconds = kTolerationSeconds;
        }
        return {};
    }
};

}  // namespace

Plugin defaultTolerationSeconds() {
    return std::make_unique<DefaultTolerationSeconds>();
}

}  // namespace armillary::server::admission
