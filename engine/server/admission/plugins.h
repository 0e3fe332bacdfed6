#pragma once

#include <memory>

#include "engine/schema/api/corev1.h"
#include "engine/server/admission/admission.h"

/// The makers of the plugins, one file each, and what several of them need.
namespace armillary::server::admission {

using Plugin = std::unique_ptr<AdmissionPlugin>;

Plugin namespaceLifecycle(const AdmissionConfig& config);
Plugin limitRanger(const AdmissionConfig& config);
Plugin serviceAccount(const AdmissionConfig& config);
Plugin nodeRestriction(const AdmissionConfig& config);
Plugin taintNodesByCondition();
Plugin podSecurity(const AdmissionConfig& config);
Plugin priority(const AdmissionConfig& config);
Plugin defaultTolerationSeconds();
Plugin defaultStorageClass(const AdmissionConfig& config);
Plugin storageObjectInUseProtection();
Plugin persistentVolumeClaimResize(const AdmissionConfig& config);
Plugin runtimeClass(const AdmissionConfig& config);
Plugin certificateApproval(Authorizer& authorizer);
Plugin certificateSigning(Authorizer& authorizer);
Plugin certificateSubjectRestriction();
Plugin defaultIngressClass(const AdmissionConfig& config);
Plugin rbacEscalation(const AdmissionConfig& config, Authorizer& authorizer);
/// Both need an Outbound in the configuration.
Plugin mutatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer);
Plugin validatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer);
Plugin validatingPolicies(const AdmissionConfig& config, Authorizer& authorizer);
Plugin resourceQuota(const AdmissionConfig& config);

/// Whether the call writes the resource itself, or with `subresource` that part of it.
bool concerns(const AdmissionCall& call, std::string_view group, std::string_view plural,
              std::string_view subresource = {});
inline bool isPod(const AdmissionCall& call, std::string_view subresource = {}) {
    return concerns(call, "", "pods", subresource);
}

/// The object of a call that concerns() has found to be of the row's type.
template <class T>
T& objectOf(const AdmissionCall& call) {
    return *static_cast<T*>(call.object);
}
template <class T>
const T& oldOf(const AdmissionCall& call) {
    return *static_cast<const T*>(call.old);
}

/// `PLURAL "NAME" is forbidden: DETAIL`; a generateName stands in for a name.
Status refusal(const AdmissionCall& call, std::string_view detail);
/// One sentence as it is, several as "[a, b]".
std::string joined(const std::vector<std::string>& sentences);

}  // namespace armillary::server::admission
