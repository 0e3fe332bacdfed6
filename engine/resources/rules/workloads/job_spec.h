#pragma once

#include "engine/resources/checks/path.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::jobspec {

/// What holds for jobs and for the jobs that a cron job makes.
void check(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors);
/// Nothing when `schedule` is a cron expression with five fields or a macro (@hourly), else what is wrong with it.
std::string checkSchedule(std::string_view schedule);

}  // namespace armillary::resources::jobspec
