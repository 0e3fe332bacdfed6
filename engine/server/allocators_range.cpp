#include "engine/server/allocators_range.h"

#include <utility>

namespace armillary::server {

NumberRange::NumberRange(std::uint32_t first, std::uint32_t last, std::uint32_t dynamicFrom,
                         std::unordered_set<std::uint32_t> reserved, async::Identifiers& random)
    : m_first(first), m_last(last), m_dynamicFrom(dynamicFrom), m_reserved(std::move(reserved)), m_random(random) {}

std::optional<std::uint32_t> NumberRange::takeAny() {
    if (auto number = takeBetween(m_dynamicFrom, m_last)) return number;
    return m_dynamicFrom > m_first ? takeBetween(m_first, m_dynamicFrom - 1) : std::nullopt;
}

std::optional<std::uint32_t> NumberRange::takeBetween(std::uint32_t from, std::uint32_t to) {
    if (from > to) return std::nullopt;
    std::uint64_t size = static_cast<std::uint64_t>(to) - from + 1;
    std::uint64_t start = m_random.below(size);
    for (std::uint64_t step = 0; step < size; ++step) {
        auto number = static_cast<std::uint32_t>(from + (start + step) % size);
        if (!m_reserved.contains(number) && take(number)) return number;
    }
    return std::nullopt;
}

}  // namespace armillary::server
