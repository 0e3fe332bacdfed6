#include "engine/async/identifiers.h"

#include <string_view>

namespace armillary::async {

Identifiers::Identifiers() {
    std::random_device source;
    std::seed_seq seed{source(), source(), source(), source(), source(), source(), source(), source()};
    m_engine.seed(seed);
}

Identifiers::Identifiers(std::uint64_t seed) : m_engine(seed) {}

std::string Identifiers::uid() {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::uint64_t words[2];
    {
        const std::lock_guard lock(m_mutex);
        words[0] = m_engine();
        words[1] = m_engine();
    }
    words[0] = (words[0] & ~0xF000ull) | 0x4000ull;
    words[1] = (words[1] & ~(3ull << 62)) | (2ull << 62);
    std::string text;
    text.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
        text += kHex[(words[nibble / 16] >> (60 - 4 * (nibble % 16))) & 0xF];
    }
    return text;
}

std::string Identifiers::suffix(std::size_t length) {
    constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    std::string text(length, '\0');
    for (char& c : text) c = kAlphabet[below(kAlphabet.size())];
    return text;
}

double Identifiers::fraction() {
    const std::lock_guard lock(m_mutex);
    return std::uniform_real_distribution<double>(0, 1)(m_engine);
}

std::uint64_t Identifiers::below(std::uint64_t bound) {
    const std::lock_guard lock(m_mutex);
    return std::uniform_int_distribution<std::uint64_t>(0, bound - 1)(m_engine);
}

}  // namespace armillary::async
