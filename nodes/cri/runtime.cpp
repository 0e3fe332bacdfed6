#include "nodes/cri/runtime.h"

#include <format>

namespace armillary::cri {

std::string Error::text() const {
    std::string_view name = status.empty() ? "Unknown" : std::string_view(status);
    switch (code) {
        case Code::NotFound:
            name = "NotFound";
            break;
        case Code::AlreadyExists:
            name = "AlreadyExists";
            break;
        case Code::Unavailable:
            name = "Unavailable";
            break;
        case Code::Deadline:
            name = "DeadlineExceeded";
            break;
        case Code::Unsupported:
            name = "Unimplemented";
            break;
        case Code::Other:
            break;
    }
    return std::format("rpc error: code = {} desc = {}", name, message);
}

}  // namespace armillary::cri
