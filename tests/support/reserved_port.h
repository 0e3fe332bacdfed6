#pragma once

#include <cstdint>

namespace armillary::test {

/// A TCP port of 127.0.0.1 for a test that listens on it, stops, and listens again: nobody else gets it meanwhile. It
/// lies outside the range from which the kernel takes ports for outgoing connections, and no other test reserves it
/// while this one lives, in whichever process. Throws std::runtime_error when there is none.
class ReservedPort {
public:
    ReservedPort();
    ~ReservedPort();
    ReservedPort(const ReservedPort&) = delete;
    ReservedPort& operator=(const ReservedPort&) = delete;
    std::uint16_t number() const { return m_number; }

private:
    std::uint16_t m_number = 0;
    int m_lock = -1;
};

}  // namespace armillary::test
