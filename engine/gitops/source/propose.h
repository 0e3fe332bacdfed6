#pragma once

#include <string>
#include <string_view>

namespace armillary::gitops {

/// The page at which a pull request of a branch is opened, by the address that it was pushed to; "" where nobody knows
/// what kind of host that is. Which kind it is says the host's name. No credential is in it.
std::string pullRequestPage(std::string_view remote, std::string_view branch);

}  // namespace armillary::gitops
