#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::endpointslice {

/// When that happened for which a service's endpoints are written: what the annotation
/// endpoints.kubernetes.io/last-change-trigger-time says, by which latencies are measured. Thread-safe.
/// Source: k8s.io/endpointslice/util, TriggerTimeTracker.
class TriggerTimes {
public:
    /// The earliest of what is new since the last call for the service: its creation, and its pods' becoming ready or
    /// not. Its creation at the first call; nothing when all of that was known.
    std::optional<schema::Time> take(const corev1::Service& service, const std::vector<ObjectRef>& pods);
    void forget(const std::string& service);  ///< by key

private:
    struct Known {
        schema::Time created;
        std::map<std::string, schema::Time> pods;  ///< by name
    };
    std::mutex m_mutex;
    std::map<std::string, Known> m_known;  ///< by the service's key
};

/// Sets the annotation, or takes an old one off.
void annotate(metav1::ObjectMeta& meta, const std::optional<schema::Time>& trigger);

}  // namespace armillary::controllers::endpointslice
