#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::controllers::nodeipam {

/// An IPv4 range cut into equal blocks, each given out at most once. Not thread-safe.
class CidrPool {
public:
    /// "10.244.0.0/16" and 24 make 256 blocks. At most 65,536 blocks.
    static std::expected<CidrPool, std::string> create(std::string_view range, int blockBits);

    /// A free block, the next after the one given out last, so that a block rests before it is used again.
    std::optional<std::string> allocate();
    /// Marks a block as taken; false when it was already, or does not lie in the range.
    bool occupy(std::string_view cidr);
    void release(std::string_view cidr);
    std::size_t blocks() const { return m_taken.size(); }

private:
    std::optional<std::size_t> indexOf(std::string_view cidr) const;
    std::string text(std::size_t index) const;

    std::uint32_t m_first = 0;
    int m_blockBits = 24;
    std::vector<bool> m_taken;
    std::size_t m_next = 0;
};

}  // namespace armillary::controllers::nodeipam
