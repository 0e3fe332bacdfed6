#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

#include "engine/async/identifiers.h"

namespace armillary::server {

/// Numbers of [first, last], each held by at most one owner. Random choices come from the upper band first, so that
/// numbers chosen by hand from the lower one seldom collide with them (KEP-3070). Not thread-safe.
class NumberRange {
public:
    /// `dynamicFrom` begins the upper band; `reserved` numbers are never chosen, but may be taken by hand.
    NumberRange(std::uint32_t first, std::uint32_t last, std::uint32_t dynamicFrom,
                std::unordered_set<std::uint32_t> reserved, async::Identifiers& random);

    bool contains(std::uint32_t number) const { return number >= m_first && number <= m_last; }
    /// False when it is held already.
    bool take(std::uint32_t number) { return m_held.insert(number).second; }
    void giveBack(std::uint32_t number) { m_held.erase(number); }
    /// Takes a free one; nothing when all are held.
    std::optional<std::uint32_t> takeAny();

private:
    std::optional<std::uint32_t> takeBetween(std::uint32_t from, std::uint32_t to);

    std::uint32_t m_first, m_last, m_dynamicFrom;
    std::unordered_set<std::uint32_t> m_reserved, m_held;
    async::Identifiers& m_random;
};

}  // namespace armillary::server
