#pragma once

#include "app/offline/simulated_process.h"

namespace armillary::app {

/// Plays the commands with which the window lists a folder, and fetches and sends files: what a shell, stat and tar
/// make of them in a container that has these. Below /proc nothing can be written. Of what is long, the beginning is
/// kept. Null for any other command.
std::unique_ptr<SimulatedProcess> makeSimulatedFileCommand(std::shared_ptr<SharedContainer> container,
                                                           const std::vector<std::string>& command);

}  // namespace armillary::app
