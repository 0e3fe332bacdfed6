#include <algorithm>

#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

/// A new node takes no pods until it has said that it is ready.
class TaintNodesByCondition final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "TaintNodesByCondition"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (!concerns(call, "", "nodes") || call.operation != Operation::Create) return {};
        auto& taints = objectOf<corev1::Node>(call).spec.taints;
        bool present = std::ranges::any_of(taints, [](const corev1::Taint& taint) {
            return taint.key == corev1::kTaintNodeNotReady && taint.effect == corev1::kTaintEffectNoSchedule;
        });
        if (present) return {};
        corev1::Taint taint;
        taint.key = corev1::kTaintNodeNotReady;
        taint.effect = corev1::kTaintEffectNoSchedule;
        taints.push_back(std::move(taint));
        return {};
    }
};

}  // namespace

Plugin taintNodesByCondition() {
    return std::make_unique<TaintNodesByCondition>();
}

}  // namespace armillary::server::admission
