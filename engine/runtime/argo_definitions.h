#pragma once

#include <string>
#include <vector>

#include "engine/client/client.h"

namespace armillary::runtime {

/// One CustomResourceDefinition, as JSON.
struct Definition {
    std::string name, json;
    std::string mark;  ///< an annotation of it: what has it is up to date, or somebody else's by now
};

/// The kinds by which Argo CD says what is deployed: Application, ApplicationSet, AppProject of argoproj.io/v1alpha1.
/// The fields are upstream's (argoproj/argo-cd, manifests/crds) where people write them; of what is repeated in a
/// status, of operations' sources and of an ApplicationSet's generators and template nothing is said: schemas are kept
/// in memory.
std::vector<Definition> argoDefinitions();

/// Serves them, unless somebody else has said otherwise: where a field of one belongs to another manager, that one
/// stays as it is. The first failure is the answer.
Result<void> serveArgoDefinitions(client::Client& client);

}  // namespace armillary::runtime
