#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "nodes/agent/pod/events.h"

/// What several of the agent's tests put in the place of the rest of it.
namespace armillary::agent {

/// Whether `condition` comes true within a bound that only something broken meets.
inline bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 20'000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

class NoEvents final : public EventSink {
public:
    void pod(const corev1::Pod&, std::string_view, std::string_view, std::string, std::string_view) override {}
    void node(std::string_view, std::string_view, std::string) override {}
};

}  // namespace armillary::agent
