#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How impacts say things. For the sources of this folder only.
namespace armillary::plan {

/// "1 pod", "3 pods", "2 policies".
std::string counted(std::int64_t count, std::string_view what);
/// "a, b and 4 more"; `nobody` when there is none.
std::string listed(std::span<const std::string> names, std::string_view nobody = "nobody", std::size_t shown = 3);
/// One line, cut at 120 bytes between two characters.
std::string shortened(std::string_view text);
/// "a=b, c=d".
template <class Map>
std::string pairsOf(const Map& labels) {
    std::string out;
    for (const auto& [key, value] : labels) out += (out.empty() ? "" : ", ") + key + "=" + value;
    return out;
}
/// What is in `all` and not in `without`, in its order.
std::vector<std::string> lacking(const std::vector<std::string>& all, const std::vector<std::string>& without);

}  // namespace armillary::plan
