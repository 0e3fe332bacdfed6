#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/appsv1.h"

namespace armillary::app {

inline const std::vector<std::string> kSampleNamespaces = {"shop", "platform", "data"};

/// What a workload's second revision gets wrong, and how many pods it costs: as many are replaced, and the others stay.
enum class Mistake { None, Crashes, NoSuchImage, TooBig };

struct SampleWorkload {
    std::string namespace_, name, image;
    Mistake mistake = Mistake::None;
    int replicas = 0;

    /// How many pods do not run after the mistake.
    int broken() const;
};
/// Eight of them, with `pods` replicas together.
std::vector<SampleWorkload> sampleWorkloads(int pods);

/// A pod asks for a tenth of a processor and 64Mi.
appsv1::Deployment sampleDeployment(const SampleWorkload& workload);
/// A strategic merge patch of the deployment that makes the mistake.
std::string mistakePatch(const SampleWorkload& workload);

}  // namespace armillary::app
