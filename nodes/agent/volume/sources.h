#pragma once

#include <expected>
#include <string>

#include "engine/schema/api/corev1.h"
#include "nodes/agent/container/environment.h"
#include "nodes/agent/volume/atomic_writer.h"

namespace armillary::agent {

/// What the sources of config map, secret and downward API volumes amount to, as files; pure but for the objects.
struct SourceInput {
    const corev1::Pod& pod;
    const NodeFacts& node;
    const std::vector<std::string>& podIps;
    ObjectSource& objects;
    unsigned defaultMode = 0644;
};

/// Whether the object is there: an `optional` one need not be.
std::expected<bool, std::string> addConfigMap(const SourceInput& in, const std::string& name,
                                              const std::vector<corev1::KeyToPath>& items, bool optional, Files& out);
std::expected<bool, std::string> addSecret(const SourceInput& in, const std::string& name,
                                           const std::vector<corev1::KeyToPath>& items, bool optional, Files& out);
std::expected<void, std::string> addDownward(const SourceInput& in,
                                             const std::vector<corev1::DownwardAPIVolumeFile>& items, Files& out);

}  // namespace armillary::agent
