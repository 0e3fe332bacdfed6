#pragma once

#include <string>
#include <vector>

#include "engine/client/client.h"

namespace armillary::runtime {

/// One CustomResourceDefinition, as JSON.
struct Definition {
    std::string name, json;
};

/// The kinds by which Argo CD says what is deployed: Application, ApplicationSet, AppProject of argoproj.io/v1alpha1.
/// The fields are upstream's (argoproj/argo-cd, manifests/crds); of a generator of an ApplicationSet nothing is said.
std::vector<Definition> argoDefinitions();

/// Serves them, unless somebody else has said otherwise: where a field of one belongs to another manager, that one
/// stays as it is. The first failure is the answer.
Result<void> serveArgoDefinitions(client::Client& client);

}  // namespace armillary::runtime
