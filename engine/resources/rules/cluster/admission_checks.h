#pragma once

#include "engine/resources/checks/meta.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/admissionregistrationv1.h"

/// What webhooks and policies have in common.
/// Source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation.
namespace armillary::resources::rules {

void setRuleDefaults(admissionregistrationv1::RuleWithOperations& rule);
void checkRule(const admissionregistrationv1::RuleWithOperations& rule, const Path& path, FieldErrors& errors);

/// Names, and expressions that compile.
void checkMatchConditions(const std::vector<admissionregistrationv1::MatchCondition>& conditions, bool hasParams,
                          const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::rules
