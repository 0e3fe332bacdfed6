#include "engine/gitops/source/tree.h"

#include <algorithm>
#include <format>

#include "engine/gitops/source/path.h"
#include "engine/pki/secrets.h"

namespace armillary::gitops {

Tree::Tree(std::vector<TreeEntry> entries, Reader reader) : m_entries(std::move(entries)), m_reader(std::move(reader)) {
    std::ranges::sort(m_entries, {}, &TreeEntry::path);
}

std::shared_ptr<const Tree> Tree::ofFiles(std::map<std::string, std::string> files) {
    std::vector<TreeEntry> entries;
    for (const auto& [path, content] : files)
        entries.push_back({.path = path, .id = pki::encodeBase64Url(pki::sha256(content))});
    return std::make_shared<const Tree>(
        std::move(entries),
        [files = std::move(files)](const TreeEntry& entry) -> Expected<std::string> { return files.at(entry.path); });
}

const TreeEntry* Tree::find(std::string_view path) const {
    const auto at = std::ranges::lower_bound(m_entries, path, {}, &TreeEntry::path);
    return at != m_entries.end() && at->path == path ? &*at : nullptr;
}

bool Tree::hasFolder(std::string_view path) const {
    return path.empty() || !under(path).empty();
}

std::span<const TreeEntry> Tree::under(std::string_view folder) const {
    if (folder.empty()) return m_entries;
    const std::string first = std::string(folder) + '/', behind = std::string(folder) + static_cast<char>('/' + 1);
    const auto begin = std::ranges::lower_bound(m_entries, first, {}, &TreeEntry::path);
    const auto end = std::ranges::lower_bound(m_entries, behind, {}, &TreeEntry::path);
    return {begin, end};
}

Expected<std::string> Tree::resolved(std::string_view path) const {
    const auto wanted = normalized(path);
    if (!wanted) return problem(std::format("{} is outside of the repository", path));
    std::string rest = *wanted, done;
    std::size_t links = 0;
    while (!rest.empty()) {
        const auto slash = std::min(rest.find('/'), rest.size());
        const std::string next = done + (done.empty() ? "" : "/") + rest.substr(0, slash);
        rest.erase(0, slash + 1);
        const TreeEntry* const entry = find(next);
        if (entry == nullptr || entry->kind == TreeEntry::Kind::File) {
            done = next;
            continue;
        }
        if (entry->kind == TreeEntry::Kind::Submodule)
            return problem(std::format("{} lies in the submodule {}, and submodules are not fetched", path, next));
        if (++links > kMostLinks) return problem(std::format("{} leads through more than {} links", path, kMostLinks));
        const auto written = target(*entry);
        if (!written) return std::unexpected(written.error());
        const auto leads = joined(done, *written);
        if (!leads)
            return problem(std::format("{} is a link to {}, which is outside of the repository", next, *written),
                           "Put the file itself into the repository.");
        rest = *leads + (rest.empty() || leads->empty() ? "" : "/") + rest;
        done.clear();
    }
    return done;
}

Expected<std::string> Tree::read(std::string_view path) const {
    const auto leads = resolved(path);
    if (!leads) return leads;
    const TreeEntry* const entry = find(*leads);
    if (entry == nullptr)
        return problem(hasFolder(*leads) ? std::format("{} is a folder", path)
                                         : std::format("{} is not in the repository", path));
    return m_reader(*entry);
}

std::string Tree::key(std::span<const std::string> paths) const {
    std::string all;
    const auto add = [&](const TreeEntry& entry) {
        // No path has a line break in it, and no id a blank.
        all += std::format("{} {}{} {}\n", entry.id, static_cast<int>(entry.kind), entry.executable ? 'x' : '-',
                           entry.path);
    };
    for (const std::string& path : paths) {
        all += std::format("{}\n", path);
        if (const TreeEntry* const entry = find(path)) add(*entry);
        for (const TreeEntry& entry : under(path)) add(entry);
    }
    std::string hex;
    for (const unsigned char byte : pki::sha256(all)) hex += std::format("{:02x}", byte);
    return hex;
}

}  // namespace armillary::gitops
