#pragma once

#include "engine/schema/api/corev1.h"
#include "engine/server/core.h"

namespace armillary::server {

/// Asks admission about the connection that the call is for (exec, attach, portforward, proxy). Its object is the
/// options that the query gives: PodExecOptions and so on.
Result<void> admitConnection(Call& call, const corev1::Pod* pod = nullptr);

}  // namespace armillary::server
