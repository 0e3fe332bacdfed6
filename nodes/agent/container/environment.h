#pragma once

#include <expected>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"
#include "nodes/agent/container/fields.h"

namespace armillary::agent {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// Where config maps and secrets come from; the Status is the server's when there is none.
class ObjectSource {
public:
    virtual ~ObjectSource() = default;
    virtual Result<ObjectRef> configMap(const std::string& namespace_, const std::string& name) = 0;
    virtual Result<ObjectRef> secret(const std::string& namespace_, const std::string& name) = 0;
};

/// Docker-link style variables of services, as upstream's envvars.FromServices. Headless services have none.
Environment serviceEnvironment(const std::vector<ObjectRef>& services);

struct EnvironmentInput {
    const corev1::Pod& pod;
    const corev1::Container& container;
    const std::vector<ObjectRef>& services;  ///< the namespace's, and kubernetes of the default namespace
    ObjectSource& objects;
    const NodeFacts& node;
    const std::vector<std::string>& podIps;
};

/// All variables of a container: services, then envFrom, then env with references and $(VAR) resolved; a later one
/// replaces an earlier one of the same name. The error is upstream's sentence (reason CreateContainerConfigError).
std::expected<Environment, std::string> environmentOf(const EnvironmentInput& input);

}  // namespace armillary::agent
