#pragma once

#include "engine/schema/api/corev1.h"
#include "engine/server/core.h"

namespace armillary::server {

/// Asks admission about the connection that the call is for (exec, attach, portforward, proxy). Its object is the
/// options that the query gives: PodExecOptions and so on. What comes back has the query to go on with, which is the
/// call's own unless the options have been changed.
Result<Request> admitConnection(Call& call, const corev1::Pod* pod = nullptr);

}  // namespace armillary::server
