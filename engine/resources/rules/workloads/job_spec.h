#pragma once

#include "engine/resources/checks/path.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::jobspec {

/// What holds for jobs and for the jobs that a cron job makes.
void check(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::jobspec
