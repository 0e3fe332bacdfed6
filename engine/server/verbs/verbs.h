#pragma once

#include "engine/server/core.h"

/// One handler per verb and per subresource. Each is called after the request has been authenticated, authorised and
/// routed to a resource that is served.
namespace armillary::server {

Handled getObject(Call& call);
Handled listObjects(Call& call);
Handled watchObjects(Call& call);
Handled getComputed(Call& call);  ///< of what is not stored
Handled listComputed(Call& call);
Handled createObject(Call& call);
Handled updateObject(Call& call);
Handled patchObject(Call& call);
Handled deleteObject(Call& call);
Handled deleteCollection(Call& call);

Handled getScale(Call& call);
Handled updateScale(Call& call);
Handled patchScale(Call& call);
Handled evictPod(Call& call);
Handled bindPod(Call& call);        ///< pods/NAME/binding
Handled createBinding(Call& call);  ///< bindings, the pod's name in the body
Handled createToken(Call& call);
Handled podLog(Call& call);
Handled podExec(Call& call);
Handled podAttach(Call& call);
Handled podPortForward(Call& call);
Handled proxyNode(Call& call);
Handled proxyPod(Call& call);
Handled proxyService(Call& call);

}  // namespace armillary::server
