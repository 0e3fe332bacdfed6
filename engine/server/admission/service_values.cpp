#include "engine/server/admission/plugins.h"
#include "engine/server/allocators_families.h"

namespace armillary::server::admission {
namespace {

/// An update that leaves out what the server chose (cluster IP, node ports) keeps it. This happens before validation,
/// which holds such values to be immutable.
class ServiceValues final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "ServiceValues"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (!concerns(call, "", "services") || !call.object) return {};
        auto& service = objectOf<corev1::Service>(call);
        const corev1::Service* old = call.old ? &oldOf<corev1::Service>(call) : nullptr;
        if (old) settleUpdate(service, *old);
        alignClusterIps(service, old);
        return {};
    }
};

}  // namespace

Plugin serviceValues() {
    return std::make_unique<ServiceValues>();
}

}  // namespace armillary::server::admission
