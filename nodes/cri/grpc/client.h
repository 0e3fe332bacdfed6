#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "nodes/cri/runtime.h"

namespace armillary::cri {

struct GrpcOptions {
    std::filesystem::path socket;
    std::chrono::seconds callTimeout{120};  ///< of calls without a length of their own
    std::chrono::seconds pullTimeout{1800};
};

/// A runtime behind a Unix socket. The connection is made on the first call and again whenever it was lost; calls made
/// while nobody listens fail with Code::Unavailable.
std::unique_ptr<Runtime> connectGrpc(const GrpcOptions& options);

}  // namespace armillary::cri
