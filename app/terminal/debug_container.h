#pragma once

#include <string>

#include "write_gate.h"

namespace armillary::app {

/// A container that is added to a pod that runs, and how it is added.
struct DebugContainer {
    QString name;  ///< "debugger-1a2b3"
    Write write;
};

/// One next to `beside`, whose processes it sees; what runs in it can be talked to. It stays until the pod goes. `key`
/// is "namespace/name" of the pod, `podPath` its call's path.
DebugContainer makeDebugContainer(const QString& key, const std::string& podPath, const QString& beside,
                                  const QString& image);

}  // namespace armillary::app
