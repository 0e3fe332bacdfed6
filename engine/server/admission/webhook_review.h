#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/schema/api/admissionv1.h"
#include "engine/server/admission/webhook_match.h"

/// What webhooks are sent and what they answer.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request.
namespace armillary::server::admission {

/// The call's object, or its old one, as the webhook is to see it: in the version of `row`, or as the subresource's own
/// kind. Empty where there is none; 500 where it cannot be converted.
Result<Value> shownObject(const AdmissionCall& call, const resources::Resource& row);
Result<Value> shownOld(const AdmissionCall& call, const resources::Resource& row);

/// A value of one row as one of another version of it.
Result<Value> convertedTo(const resources::Resource& from, const resources::Resource& to, const void* object);

/// The options of the request as a document: CreateOptions and so on of meta.k8s.io/v1. "" where it has none.
std::string optionsOf(const AdmissionCall& call);

/// What a review, or an expression's `request`, says of a call that is shown as `row`: without UID and objects.
admissionv1::AdmissionRequest requestOf(const AdmissionCall& call, const resources::Resource& row);

/// The AdmissionReview to send, in `version` ("v1", "v1beta1") of admission.k8s.io.
std::string reviewOf(const AdmissionCall& call, const resources::Resource& row, const std::string& version,
                     const std::string& uid, const Value& object, const Value& old);

/// The version in which the webhook is spoken to; "" when it understands none of ours.
std::string reviewVersionOf(const Hook& hook);

/// What a webhook answered, checked. The error is upstream's sentence.
std::expected<admissionv1::AdmissionResponse, std::string> verdictOf(std::string_view body, const std::string& version,
                                                                     const std::string& uid, bool mutating);

/// The Status of a refusal: `admission webhook "x" denied the request: …`.
Status denialOf(const std::string& hook, const admissionv1::AdmissionResponse& response);

}  // namespace armillary::server::admission
