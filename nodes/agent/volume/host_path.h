#pragma once

#include <expected>
#include <string>

namespace armillary::agent {

/// Checks, and for the …OrCreate types makes, what a hostPath volume asks for. The error is upstream's sentence.
std::expected<void, std::string> checkHostPath(const std::string& path, const std::string& type);

}  // namespace armillary::agent
