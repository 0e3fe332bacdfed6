#include "app/files/archive/packer.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

#include "app/files/archive/tar_writer.h"

namespace armillary::app {

std::expected<std::string, PackFault> Packer::next(std::size_t most) {
    std::string piece;
    while (piece.size() < most && !m_over) {
        if (m_left > 0) {
            if (auto read = readFile(piece, most); !read) return std::unexpected(read.error());
        } else if (m_at < m_plan.items.size()) {
            if (auto begun = begin(piece); !begun) return std::unexpected(begun.error());
        } else {
            piece += tar::end();
            m_over = true;
        }
    }
    return piece;
}

std::expected<void, PackFault> Packer::begin(std::string& piece) {
    const PackItem& item = m_plan.items[m_at++];
    if (item.member.type == TarMember::Type::File) {
        // Should it have become a pipe meanwhile, nobody waits for whoever writes to it.
        m_file = FileHandle(::open(item.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (!m_file.isOpen()) return std::unexpected(PackFault{PackFault::Kind::System, errno, item.path});
        m_left = item.member.size;
    }
    piece += tar::header(item.member);
    return {};
}

std::expected<void, PackFault> Packer::readFile(std::string& piece, std::size_t most) {
    const PackItem& item = m_plan.items[m_at - 1];
    const std::size_t start = piece.size();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, most - start));
    ssize_t got = 0;
    piece.resize_and_overwrite(start + wanted, [&](char* data, std::size_t) {
        got = ::read(m_file.get(), data + start, wanted);
        return start + static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    });
    if (got < 0 && errno == EINTR) return {};
    if (got < 0) return std::unexpected(PackFault{PackFault::Kind::System, errno, item.path});
    if (got == 0) {
        // It has shrunk: zeros in its stead, as its size has been said already.
        piece.append(wanted, '\0');
        got = static_cast<ssize_t>(wanted);
        if (wanted == m_left) ++m_changed;
    }
    m_left -= static_cast<std::uint64_t>(got);
    m_sent += static_cast<std::uint64_t>(got);
    if (m_left == 0) piece.append(tar::padding(item.member.size), '\0');
    return {};
}

}  // namespace armillary::app
