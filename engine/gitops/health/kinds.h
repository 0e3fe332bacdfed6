#pragma once

#include "engine/gitops/health/health.h"

/// A rule for each kind that has one. For the sources of this folder.
namespace armillary::gitops::health {

using Rule = HealthState (*)(const boost::json::object& live);
/// Null for kinds that go by convention.
Rule ruleOf(std::string_view group, std::string_view kind);

// The kinds that make pods, and pods themselves.
HealthState deployment(const boost::json::object& live);
HealthState statefulSet(const boost::json::object& live);
HealthState daemonSet(const boost::json::object& live);
HealthState replicaSet(const boost::json::object& live);
HealthState pod(const boost::json::object& live);
HealthState job(const boost::json::object& live);

}  // namespace armillary::gitops::health
