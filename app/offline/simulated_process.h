#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/offline/simulated_shell.h"

namespace armillary::app {

/// A container that several processes share.
struct SharedContainer {
    explicit SharedContainer(SimulatedContainer content) : content(std::move(content)) {}
    std::mutex mutex;
    SimulatedContainer content;
};

/// What is at the other end of exec, attach or port-forward, in the terms of their channels. One thread at a time.
class SimulatedProcess {
public:
    /// Messages for the client: channel and bytes.
    using Said = std::vector<std::pair<int, std::string>>;

    virtual ~SimulatedProcess() = default;
    virtual Said start() = 0;
    virtual Said message(int channel, const std::string& bytes) = 0;
    /// It has more() to say without being asked.
    virtual bool goesOn() const { return false; }
    virtual Said more() { return {}; }
    virtual bool isOver() const = 0;
};

/// What a server sends on channel 3 when a command has ended with `code`.
std::string finalStatus(int code);

/// A shell, when the command is one ("sh -c '… exec bash'") or there is none (attach), or what the window lists,
/// fetches and sends files with; anything else is not to be found in the image.
std::unique_ptr<SimulatedProcess> makeSimulatedProcess(std::shared_ptr<SharedContainer> container,
                                                       const std::vector<std::string>& command);
/// A port of a pod, in the form of v4.channel.k8s.io: channel 0 carries data, 1 errors, both begin with its number.
std::unique_ptr<SimulatedProcess> makeSimulatedPort(std::string pod, int port, bool listens);

}  // namespace armillary::app
