#include "engine/explain/wording.h"

#include <algorithm>
#include <array>
#include <format>

#include "engine/resources/resource.h"
#include "engine/schema/scalars.h"
#include "engine/schema/text.h"

namespace armillary::explain {

std::string bounded(std::string_view text, std::size_t limit) {
    std::string out;
    constexpr std::string_view kCut = "…";
    for (std::size_t at = 0; at < text.size();) {
        const auto point = schema::codePointAt(text, at);
        const bool blank = point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0);
        if (out.size() + point.length > limit - kCut.size() && text.size() - at > limit - out.size())
            return out + std::string(kCut);
        if (blank) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (point.valid) {
            out += text.substr(at, point.length);
        } else {
            out += '?';
        }
        at += point.length;
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string counted(std::size_t count, std::string_view what) {
    return std::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string listed(std::span<const std::string> names, std::size_t shown) {
    std::string out;
    const std::size_t most = names.size() > shown ? shown : names.size();
    for (std::size_t i = 0; i < most; ++i) {
        const bool last = i + 1 == most && most == names.size();
        out += (i == 0 ? "" : last ? " and " : ", ") + names[i];
    }
    if (names.size() > most) out += std::format(" and {} more", names.size() - most);
    return out;
}

std::string age(std::int64_t seconds) {
    return resources::humanDuration(std::max<std::int64_t>(seconds, 0));
}

std::string amount(std::string_view resource, std::int64_t value) {
    if (resource == "cpu") return std::string(schema::Quantity::fromMilli(value).text());
    const bool bytes = resource == "memory" || resource == "ephemeral-storage" || resource.starts_with("hugepages-");
    if (!bytes) return std::to_string(value);
    constexpr std::array<std::string_view, 5> kUnits{"", "Ki", "Mi", "Gi", "Ti"};
    double scaled = static_cast<double>(value);
    std::size_t unit = 0;
    for (; unit + 1 < kUnits.size() && (scaled >= 1024 || scaled <= -1024); ++unit) scaled /= 1024;
    std::string text = std::format("{:.1f}", scaled);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text + std::string(kUnits[unit]);
}

namespace {

/// Levenshtein's distance, neighbours that have changed places counting once.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before(to.size() + 1), above(to.size() + 1), row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[to.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view wanted, std::span<const std::string> candidates) {
    // Names are short; whatever is not is nobody's slip of the finger.
    constexpr std::size_t kLongest = 256, kMost = 5'000;
    if (wanted.empty() || wanted.size() > kLongest) return {};
    std::size_t best = std::max<std::size_t>(2, wanted.size() / 3) + 1;
    best = std::min(best, wanted.size());
    std::optional<std::string> found;
    for (const std::string& each : candidates.first(std::min(candidates.size(), kMost))) {
        if (each.empty() || each.size() > kLongest || each == wanted) continue;
        if (const std::size_t far = distance(wanted, each); far < best) {
            best = far;
            found = each;
        }
    }
    return found;
}

std::vector<std::string> lastLines(std::string_view text, std::size_t count) {
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < count) {
        const auto at = text.rfind('\n');
        const std::string_view line = at == std::string_view::npos ? text : text.substr(at + 1);
        text = at == std::string_view::npos ? std::string_view() : text.substr(0, at);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.emplace_back(line);
    }
    std::ranges::reverse(lines);
    return lines;
}

bool mentions(std::string_view text, std::string_view part) {
    const auto small = [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each + ('a' - 'A')) : each;
    };
    return !std::ranges::search(text, part, {}, small).empty() || part.empty();
}

std::string quotedAfter(std::string_view text, std::string_view marker) {
    const auto from = text.find(marker);
    if (from == std::string_view::npos) return {};
    const auto open = text.find('"', from);
    const auto close = open == std::string_view::npos ? open : text.find('"', open + 1);
    return close == std::string_view::npos ? std::string() : std::string(text.substr(open + 1, close - open - 1));
}

}  // namespace armillary::explain
