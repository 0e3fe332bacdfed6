#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace armillary::async {

/// Randomness as a parameter (invariant I7): object UIDs, generated name suffixes, jitter. Not for keys or tokens.
class Identifiers {
public:
    /// Seeded from the system.
    Identifiers();
    /// Repeatable.
    explicit Identifiers(std::uint64_t seed);

    /// A version 4 UUID in lower case (RFC 9562).
    std::string uid();
    /// `length` characters of upstream's name alphabet "bcdfghjklmnpqrstvwxz2456789".
    std::string suffix(std::size_t length = 5);
    /// Uniform in [0, 1).
    double fraction();
    /// Uniform in [0, bound).
    std::uint64_t below(std::uint64_t bound);

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

}  // namespace armillary::async
