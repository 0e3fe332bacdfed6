#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

struct Amounts {
    double cpu = 0, memory = 0;
};

/// What an answer of metrics.k8s.io comes to: one PodMetrics or NodeMetrics, or of a list those whose names are wanted.
/// Nothing when none of them is measured.
std::optional<Amounts> readMetrics(const std::string& json, const std::set<std::string>& names);

/// What the containers of a pod ask for, or may have, together. Nothing where not all of them say: then the sum says
/// nothing.
std::optional<double> sumOf(const corev1::PodSpec& spec, const std::string& resource, bool limits);

/// All restarts of a pod's containers so far.
int restartsOf(const corev1::Pod& pod);

}  // namespace armillary::app
