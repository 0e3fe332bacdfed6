#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "app/files/archive/tar_format.h"

namespace armillary::app {

/// Why files of this machine cannot be sent.
struct PackFault {
    enum class Kind { TooMany, System };
    Kind kind = Kind::System;
    int error = 0;  ///< errno, of System
    std::string path;
};

/// One file, folder or link of this machine, and what it is called in the archive.
struct PackItem {
    std::string path;
    TarMember member;
};

/// What an archive is going to hold, in order, and how long it is to the byte: whoever reads it may have to be told
/// before it begins.
struct PackPlan {
    static constexpr std::size_t kMostItems = 500'000;
    std::vector<PackItem> items;
    std::uint64_t archiveBytes = 0;
    std::uint64_t contentBytes = 0;
    std::size_t leftOut = 0;  ///< devices, pipes, sockets

    /// Of files and of folders with all that is in them. What is named itself may be a link to it; links within folders
    /// stay links. Blocks.
    static std::expected<PackPlan, PackFault> of(const std::vector<std::string>& paths);
};

}  // namespace armillary::app
