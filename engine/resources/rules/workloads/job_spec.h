#pragma once

#include "engine/resources/checks/path.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::jobspec {

/// What is the same for jobs and for the jobs that a cron job makes: a condition of pods is meant to be true.
void setPolicyDefaults(batchv1::JobSpec& spec);
/// What holds for jobs and for the jobs that a cron job makes.
void check(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors);
/// When pods' failures and successes decide over the job.
void checkPolicies(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors);
void warn(const batchv1::JobSpec& spec, const Path& path, Warnings& warnings);

}  // namespace armillary::resources::jobspec
