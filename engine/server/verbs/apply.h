#pragma once

#include "engine/server/body.h"
#include "engine/server/core.h"

/// Server-side apply: PATCH with application/apply-patch+yaml.
/// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
namespace armillary::server {

bool isApply(const Request& request);

/// Of a resource, or of a subresource that is an object of the resource's kind.
Handled applyObject(Call& call, bool dryRun, FieldValidation validation);

/// What the request applies, as JSON text, and who applies it.
struct Configuration {
    std::string json;
    std::string manager;
    bool force = false;
};
Result<Configuration> configurationOf(const Call& call);

/// The field manager of a patch that is no apply; 422 where ?force is given.
Result<std::string> plainPatchManager(const Call& call);

}  // namespace armillary::server
