#pragma once

#include <string>
#include <string_view>

#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// Where events about pods and the node go. Never blocks; events may be dropped.
class EventSink {
public:
    virtual ~EventSink() = default;
    /// `container` names the container that it is about, "" for the pod.
    virtual void pod(const corev1::Pod& pod, std::string_view type, std::string_view reason, std::string message,
                     std::string_view container = {}) = 0;
    virtual void node(std::string_view type, std::string_view reason, std::string message) = 0;
};

}  // namespace armillary::agent
