#include "engine/controllers/job/indexes.h"

#include <algorithm>
#include <charconv>

namespace armillary::controllers::job {

namespace {

std::optional<std::int32_t> number(std::string_view text) {
    std::int32_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::set<std::int32_t> readIndexes(std::string_view text, std::int32_t limit) {
    std::set<std::int32_t> indexes;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view part = text.substr(0, comma);
        const std::size_t dash = std::min(part.find('-'), part.size());
        const auto first = number(part.substr(0, dash));
        const auto last = dash < part.size() ? number(part.substr(dash + 1)) : first;
        if (first && last)
            for (std::int32_t i = *first; i <= std::min(*last, limit - 1); ++i) indexes.insert(i);
        text.remove_prefix(std::min(text.size(), comma + 1));
    }
    return indexes;
}

std::string writeIndexes(const std::set<std::int32_t>& indexes) {
    std::string text;
    for (auto at = indexes.begin(); at != indexes.end();) {
        const std::int32_t first = *at;
        std::int32_t last = first;
        while (++at != indexes.end() && *at == last + 1) last = *at;
        if (!text.empty()) text += ',';
        text += std::to_string(first);
        if (last > first) text += (last == first + 1 ? "," : "-") + std::to_string(last);
    }
    return text;
}

std::optional<std::int32_t> indexOf(const corev1::Pod& pod) {
    const auto found = pod.metadata.annotations.find(kIndexAnnotation);
    return found == pod.metadata.annotations.end() ? std::nullopt : number(found->second);
}

}  // namespace armillary::controllers::job
