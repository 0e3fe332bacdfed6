#pragma once

#include <string>

#include "engine/client/client.h"

namespace armillary::runtime {

/// Keeps the config map kube-system/extension-apiserver-authentication, from which aggregated API servers learn whom
/// to believe: the cluster's authority for users' certificates, the front proxy's for names in request headers.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/.
Result<void> publishAuthentication(client::Client& client, const std::string& clientCaPem,
                                   const std::string& frontProxyCaPem);

}  // namespace armillary::runtime
