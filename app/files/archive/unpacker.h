#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/files/archive/file_handle.h"
#include "app/files/archive/tar_reader.h"

namespace armillary::app {

/// Why an archive was not unpacked, or not to its end.
struct UnpackFault {
    enum class Kind { NotAnArchive, HeaderTooLong, TooMany, TooDeep, NoSpace, System, Incomplete };
    Kind kind = Kind::System;
    int error = 0;     ///< errno, of System
    std::string path;  ///< what it was about, relative to the folder
};

struct UnpackLimits {
    std::size_t members = 1'000'000;
    std::uint64_t spare = 256ull << 20;  ///< bytes that stay free on the file system
};

/// Unpacks what a container sends into a folder, as it comes. Whatever the archive says, nothing is made or changed
/// outside of that folder, and in it only what was asked for:
/// - a member whose first part is not a name that was asked for, or that has ".." in it, is left out;
/// - no link is followed on the way to where something is made, be it there already or new;
/// - a link is made only if it stays within the top folder that it is in: relative, with ".." at its beginning alone;
/// - devices, pipes and sockets are left out, and so are the set-user and set-group bits.
/// What is there already is replaced as a whole once the new file is complete, never written into.
class Unpacker final : private TarReader::Taker {
public:
    using Outcome = std::expected<void, UnpackFault>;

    /// `names` says what was asked for, and what it is called here.
    static std::expected<std::unique_ptr<Unpacker>, UnpackFault> open(const std::string& folder,
                                                                      std::map<std::string, std::string> names,
                                                                      const UnpackLimits& limits = {});
    ~Unpacker() override;

    /// The next bytes of the archive. After a fault it is to be given nothing more.
    Outcome feed(std::string_view bytes);
    /// There is nothing more. A fault when the archive stops in the middle.
    Outcome finish();

    std::uint64_t bytes() const { return m_bytes; }  ///< of files' contents
    std::size_t made() const { return m_made; }
    /// How many were left out, for being hostile or of a sort that is not taken along.
    std::size_t leftOut() const { return m_leftOut; }

private:
    Unpacker(FileHandle root, std::map<std::string, std::string> names, const UnpackLimits& limits)
        : m_root(std::move(root)), m_names(std::move(names)), m_limits(limits) {}

    using Parts = std::vector<std::string>;
    bool begin(const TarMember& member) override;
    bool content(std::string_view bytes) override;
    bool end() override;

    bool make(const TarMember& member, const Parts& parts);
    bool beginFile(const TarMember& member);
    bool makeFolder(const TarMember& member);
    bool makeLink(const TarMember& member, const Parts& parts);
    bool makeHardLink(const TarMember& member);
    /// The parts of a name that may be made here; none for one that may not.
    Parts partsOf(const std::string& name) const;
    /// The folder in which it is, opened without following a link; made if need be.
    bool enterFolder(const Parts& folder);
    bool putInPlace();
    void dropPart();
    bool hasSpace();
    bool fail(UnpackFault::Kind kind, int error = 0);

    const FileHandle m_root;
    const std::map<std::string, std::string> m_names;
    const UnpackLimits m_limits;
    TarReader m_reader{*this};
    UnpackFault m_fault;

    FileHandle m_folder;  ///< where the present member goes
    Parts m_folderParts;  ///< which one that is
    bool m_inFolder = false;
    FileHandle m_file;  ///< being written, as m_part in m_folder
    std::string m_part, m_name, m_path;
    std::int64_t m_modified = 0;
    std::uint64_t m_bytes = 0, m_sinceChecked = 0;
    std::size_t m_members = 0, m_made = 0, m_leftOut = 0, m_parts = 0;
    bool m_isBetween = true;
};

}  // namespace armillary::app
