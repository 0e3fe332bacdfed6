#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/gitops/problem.h"

namespace armillary::gitops {

/// Where a repository is: a folder of this machine, or an address.
struct Location {
    std::filesystem::path folder;  ///< empty of a remote one
    std::string url;               ///< as git takes it, credentials included; "" of a local one
    bool isLocal() const { return url.empty(); }
    /// For people: without credentials.
    std::string shown() const;
};

/// A folder, file:///folder, https://, http://, ssh:// or host:path. Refuses what begins with '-', git's other
/// transports (ext::, git://) and addresses with control characters.
Expected<Location> parseLocation(std::string_view text);

/// Whether two addresses lead to one repository, whatever the protocol, the user and the ".git" at the end.
bool isSameRepository(std::string_view left, std::string_view right);
/// The last part of an address, without ".git".
std::string repositoryName(std::string_view url);

/// A text without what may be credentials in the addresses in it: https://user:word@host becomes https://***@host.
std::string withoutSecrets(std::string_view text);

}  // namespace armillary::gitops
