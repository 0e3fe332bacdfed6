#pragma once

#include <string_view>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::resourcequota {

/// The resource whose objects use up what a quota calls `name` ("requests.cpu", "count/jobs.batch"); null when there is
/// none, and the quota has no usage of it.
const resources::Resource* resourceFor(std::string_view name);

/// All objects of one resource in the quota's namespace.
struct Counted {
    const resources::Resource* resource;
    std::vector<ObjectRef> objects;
};
/// The limits as they are, and how much of each is used by what the quota's scopes select.
corev1::ResourceQuotaStatus statusOf(const corev1::ResourceQuota& quota, const std::vector<Counted>& counted);

}  // namespace armillary::controllers::resourcequota
