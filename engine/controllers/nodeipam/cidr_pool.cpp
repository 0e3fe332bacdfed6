#include "engine/controllers/nodeipam/cidr_pool.h"

#include <arpa/inet.h>

#include <charconv>
#include <format>

namespace armillary::controllers::nodeipam {

namespace {

struct Cidr {
    std::uint32_t address;
    int bits;
};

std::optional<Cidr> parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    in_addr address{};
    if (inet_pton(AF_INET, std::string(text.substr(0, slash)).c_str(), &address) != 1) return std::nullopt;
    int bits = -1;
    const std::string_view digits = text.substr(slash + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || bits < 0 || bits > 32)
        return std::nullopt;
    const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
    return Cidr{ntohl(address.s_addr) & mask, bits};
}

}  // namespace

std::expected<CidrPool, std::string> CidrPool::create(std::string_view range, int blockBits) {
    const auto cidr = parse(range);
    if (!cidr) return std::unexpected(std::format("\"{}\" is not an IPv4 range", range));
    if (blockBits < cidr->bits || blockBits > 30 || blockBits - cidr->bits > 16)
        return std::unexpected(std::format("{} cannot be cut into /{} blocks", range, blockBits));
    CidrPool pool;
    pool.m_first = cidr->address;
    pool.m_blockBits = blockBits;
    pool.m_taken.resize(std::size_t{1} << (blockBits - cidr->bits));
    return pool;
}

std::string CidrPool::text(std::size_t index) const {
    const std::uint32_t a = m_first + (static_cast<std::uint32_t>(index) << (32 - m_blockBits));
    return std::format("{}.{}.{}.{}/{}", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255, m_blockBits);
}

std::optional<std::size_t> CidrPool::indexOf(std::string_view cidr) const {
    const auto parsed = parse(cidr);
    if (!parsed || parsed->bits != m_blockBits || parsed->address < m_first) return std::nullopt;
    const std::size_t index = (parsed->address - m_first) >> (32 - m_blockBits);
    if (index >= m_taken.size()) return std::nullopt;
    return index;
}

std::optional<std::string> CidrPool::allocate() {
    for (std::size_t i = 0; i < m_taken.size(); ++i) {
        const std::size_t index = (m_next + i) % m_taken.size();
        if (m_taken[index]) continue;
        m_taken[index] = true;
        m_next = index + 1;
        return text(index);
    }
    return std::nullopt;
}

bool CidrPool::occupy(std::string_view cidr) {
    const auto index = indexOf(cidr);
    if (!index || m_taken[*index]) return false;
    m_taken[*index] = true;
    return true;
}

void CidrPool::release(std::string_view cidr) {
    if (const auto index = indexOf(cidr)) m_taken[*index] = false;
}

}  // namespace armillary::controllers::nodeipam
