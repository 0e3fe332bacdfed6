#include "nodes/agent/runtime_wait.h"

#include <utility>

namespace armillary::agent {

namespace {

constexpr std::chrono::milliseconds kPause{200};

/// containerd's words come with a code that says nothing.
bool isStarting(const cri::Error& error) {
    using enum cri::Error::Code;
    return error.code == Unavailable || error.code == Deadline || error.message.contains("not initialized yet");
}

}  // namespace

cri::Outcome<cri::Version> awaitRuntime(cri::Runtime& runtime, async::Clock& clock, const RuntimeWait& wait) {
    const auto until = clock.steady() + wait.limit;
    for (bool told = false;; wait.pause(kPause)) {
        auto version = runtime.version();
        if (version || !isStarting(version.error()) || wait.stopped() || clock.steady() >= until) return version;
        if (!std::exchange(told, true)) wait.told(version.error().message);
    }
}

}  // namespace armillary::agent
