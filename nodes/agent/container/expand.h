#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace armillary::agent {

/// Replaces $(NAME) by values[NAME]; unknown references stay, $$ is a dollar sign.
/// Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/, Container.args.
std::string expand(std::string_view text, const std::map<std::string, std::string>& values);
/// The same, but an unknown reference is an error: the first such name.
std::expected<std::string, std::string> expandAll(std::string_view text,
                                                  const std::map<std::string, std::string>& values);

}  // namespace armillary::agent
