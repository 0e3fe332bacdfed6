#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/schema/status.h"

namespace armillary::agent {

/// What /logs/… answers with: a file, open and positioned at its beginning, or a folder as a page of links.
struct SystemLog {
    int file = -1;           ///< the caller's to close; -1 for a folder
    std::uint64_t size = 0;  ///< of the file, in bytes
    std::string page;        ///< of the folder, HTML as upstream's file server writes it
};

/// Opens what lies under `folder` at `path` ({"journal", "x.log"}; none: the folder itself). Nothing above the folder
/// is ever reached, by dots or by links. 404 for what is not there, and for what is neither file nor folder.
Result<SystemLog> openSystemLog(const std::string& folder, const std::vector<std::string>& path);

}  // namespace armillary::agent
