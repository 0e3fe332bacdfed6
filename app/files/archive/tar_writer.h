#pragma once

#include <string>

#include "app/files/archive/tar_format.h"

namespace armillary::app::tar {

/// The header of a member, and what has to stand before it for a long name. The content follows, and padding() of it;
/// the owner is root, and nobody who is not root can take files over. GNU tar, busybox and bsdtar read it.
std::string header(const TarMember& member);
/// What header() is long.
std::uint64_t headerSize(const TarMember& member);
/// What every archive ends with.
std::string end();

}  // namespace armillary::app::tar
