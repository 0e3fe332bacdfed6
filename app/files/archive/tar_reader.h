#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "app/files/archive/tar_format.h"

namespace armillary::app {

/// Reads a tar archive as it comes, in pieces of any size, and hands on what is in it. It keeps no content, and of
/// headers at most kMostHeader bytes. (KArchive's KTar wants a device in which it can seek: the archive would have to
/// be whole on the disk before the first file of it is.)
class TarReader {
public:
    static constexpr std::size_t kMostHeader = 64 * 1024;  ///< bytes of one long name, or of one member's pax headers

    /// Who takes what is in it. False ends the reading with Fault::Refused.
    class Taker {
    public:
        virtual ~Taker() = default;
        virtual bool begin(const TarMember& member) = 0;
        virtual bool content(std::string_view bytes) = 0;
        virtual bool end() = 0;
    };
    enum class Fault { NotAnArchive, HeaderTooLong, Refused };

    explicit TarReader(Taker& taker) : m_taker(taker) {}

    /// After a fault it is to be given nothing more.
    std::expected<void, Fault> feed(std::string_view bytes);
    /// The end that archives have has come; what follows is not looked at.
    bool isOver() const { return m_emptyBlocks >= 2; }

private:
    using Outcome = std::expected<void, Fault>;
    enum class Into { Content, Nowhere, Name, Target, Pax };

    Outcome takeHeader();
    Outcome takeMember(char type);
    Outcome finishContent();
    Outcome readPax();
    std::string_view field(std::size_t at, std::size_t size) const;

    Taker& m_taker;
    std::string m_block;  ///< as much of a header as has come
    std::uint64_t m_left = 0, m_padding = 0;
    Into m_into = Into::Content;
    std::string m_long;  ///< a long name, or pax headers, as far as they have come
    int m_emptyBlocks = 0;

    /// What headers in front of the next member's own say of it.
    struct Ahead {
        std::string name, target;
        bool hasSize = false, isSparse = false;
        std::uint64_t size = 0;
    } m_ahead;
};

}  // namespace armillary::app
