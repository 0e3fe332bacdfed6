#include "engine/plan/wording.h"

#include <algorithm>
#include <format>

#include "engine/schema/text.h"

namespace armillary::plan {

std::string counted(std::int64_t count, std::string_view what) {
    if (count == 1) return std::format("1 {}", what);
    if (what.ends_with("icy")) return std::format("{} {}ies", count, what.substr(0, what.size() - 1));
    return std::format("{} {}{}", count, what, what.ends_with("s") ? "es" : "s");
}

std::string listed(std::span<const std::string> names, std::string_view nobody, std::size_t shown) {
    if (names.empty()) return std::string(nobody);
    std::string out;
    const std::size_t most = std::min(names.size(), shown);
    for (std::size_t i = 0; i < most; ++i) {
        const bool last = i + 1 == most && most == names.size();
        out += (i == 0 ? "" : last ? " and " : ", ") + names[i];
    }
    if (names.size() > most) out += std::format(" and {} more", names.size() - most);
    return out;
}

std::string shortened(std::string_view text) {
    constexpr std::size_t kMost = 120;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = schema::codePointAt(text, at);
        if (out.size() + point.length > kMost) return out + "…";
        if (!point.valid || point.value < 0x20)
            out += ' ';
        else
            out += text.substr(at, point.length);
        at += point.length;
    }
    return out;
}

std::vector<std::string> lacking(const std::vector<std::string>& all, const std::vector<std::string>& without) {
    std::vector<std::string> rest;
    for (const std::string& each : all)
        if (!std::ranges::contains(without, each)) rest.push_back(each);
    return rest;
}

}  // namespace armillary::plan
