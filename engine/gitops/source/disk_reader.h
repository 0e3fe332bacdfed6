#pragma once

#include <filesystem>
#include <string>

#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// Files of a working tree, which others may write to meanwhile: no link on the way to one is followed.
class DiskReader {
public:
    explicit DiskReader(const std::filesystem::path& root);
    ~DiskReader();
    DiskReader(const DiskReader&) = delete;

    struct File {
        TreeEntry::Kind kind = TreeEntry::Kind::File;
        bool executable = false;
        std::string content;  ///< a link's target
    };
    /// Bounded by kLargestFile. Refuses what is neither a file nor a link.
    Expected<File> read(const std::string& path) const;

private:
    int m_root;
};

}  // namespace armillary::gitops
