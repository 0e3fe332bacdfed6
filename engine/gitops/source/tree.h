#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/problem.h"

namespace armillary::gitops {

struct TreeEntry {
    enum class Kind { File, Link, Submodule };
    std::string path;
    Kind kind = Kind::File;
    bool executable = false;
    std::string id;  ///< of its content: what differs has another one
};

/// Bounds of what is read of a repository; beyond them is a Problem.
inline constexpr std::size_t kMostEntries = 200'000, kDeepest = 100, kLargestFile = 32u << 20;
inline constexpr std::size_t kMostLinks = 16;  ///< that one path leads through

/// A snapshot of a repository's files, which nobody can write to. Nothing outside of it is ever read: a link is
/// followed within, and refused where it leaves. May be read from any thread.
class Tree {
public:
    /// The content of an entry, a link's target.
    using Reader = std::function<Expected<std::string>(const TreeEntry&)>;
    Tree(std::vector<TreeEntry> entries, Reader reader);
    /// Of files by their paths, for what is no repository.
    static std::shared_ptr<const Tree> ofFiles(std::map<std::string, std::string> files);

    std::span<const TreeEntry> entries() const { return m_entries; }  ///< sorted by path
    /// The entry itself, links not followed; null when there is none.
    const TreeEntry* find(std::string_view path) const;
    bool hasFolder(std::string_view path) const;
    /// A folder's, and its folders'; all for "".
    std::span<const TreeEntry> under(std::string_view folder) const;

    /// Where a path leads, through links. Refused when that is outside, or in a submodule.
    Expected<std::string> resolved(std::string_view path) const;
    /// A file's bytes, links followed.
    Expected<std::string> read(std::string_view path) const;
    /// A link's target as it is written.
    Expected<std::string> target(const TreeEntry& link) const { return m_reader(link); }

    /// The same for two trees if all that lies at and below these paths is: hex digits.
    std::string key(std::span<const std::string> paths) const;

private:
    std::vector<TreeEntry> m_entries;
    Reader m_reader;
};
using TreeRef = std::shared_ptr<const Tree>;

}  // namespace armillary::gitops
