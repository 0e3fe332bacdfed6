#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Says in the status of validating admission policies what type checking has found in them.
/// Source: k8s.io/kubernetes/pkg/controller/validatingadmissionpolicystatus.
class AdmissionPolicyController final : public QueuedController {
public:
    explicit AdmissionPolicyController(const Context& context);
    std::string_view name() const override { return "validatingadmissionpolicy-status-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer& m_policies;
};

}  // namespace armillary::controllers
