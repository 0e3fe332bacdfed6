#include "engine/server/computed/computed.h"

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metricsv1beta1.h"

namespace armillary::server::computed {

Reader readerOf(const resources::Resource& resource) {
    if (resource.type == &schema::typeInfo<corev1::ComponentStatus>()) return componentStatuses;
    if (resource.type == &schema::typeInfo<metricsv1beta1::NodeMetrics>()) return nodeMetrics;
    if (resource.type == &schema::typeInfo<metricsv1beta1::PodMetrics>()) return podMetrics;
    return nullptr;
}

}  // namespace armillary::server::computed
