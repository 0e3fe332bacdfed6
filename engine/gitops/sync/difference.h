#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "engine/gitops/sync/spec.h"
#include "engine/relations/relations.h"

/// Whether the cluster has what a repository says. Pure.
namespace armillary::gitops {

/// Whether applying would change anything: `live` is the object as it is, `applied` what a dry run of applying it
/// answered, so that defaults are no difference. What servers count and report (status, managedFields, resourceVersion,
/// generation) is none, and neither is what `ignored` names of this object.
bool wouldChange(const boost::json::object& live, const boost::json::object& applied, const relations::ObjectId& id,
                 const std::vector<IgnoredDifference>& ignored);

/// `wanted` with what `ignored` names of it as it is in `live`, so that applying leaves that alone: fields by pointer
/// have the live values, fields of other managers are left to these.
boost::json::object withIgnoredKept(boost::json::object wanted, const boost::json::object& live,
                                    const relations::ObjectId& id, const std::vector<IgnoredDifference>& ignored);

/// What makes `after` of `before` as a JSON merge patch (RFC 7396); empty when they are the same.
boost::json::object mergePatchOf(const boost::json::object& before, const boost::json::object& after);

}  // namespace armillary::gitops
