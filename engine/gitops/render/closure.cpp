#include "engine/gitops/render/closure.h"

#include <deque>
#include <format>
#include <set>

#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

/// A link of `entry`, as the path that it leads to; the repository's root is "".
Expected<std::string> destinationOf(const Tree& tree, const TreeEntry& entry) {
    const auto written = tree.target(entry);
    if (!written) return written;
    const auto leads = joined(folderOf(entry.path), *written);
    if (!leads)
        return problem(std::format("{} is a link to {}, which is outside of the repository", entry.path, *written),
                       "Put the file itself into the repository.");
    return *leads;
}

}  // namespace

Expected<std::vector<std::string>> withLinks(const Tree& tree, std::vector<std::string> paths) {
    std::deque<std::string> waiting(paths.begin(), paths.end());
    std::set<std::string> seen, found;
    const auto follow = [&](const TreeEntry& link, std::string_view rest) -> Expected<void> {
        found.insert(link.path);
        auto leads = destinationOf(tree, link);
        if (!leads) return std::unexpected(std::move(leads.error()));
        waiting.push_back(rest.empty() ? *leads : *leads + (leads->empty() ? "" : "/") + std::string(rest));
        return {};
    };
    while (!waiting.empty()) {
        const std::string path = std::move(waiting.front());
        waiting.pop_front();
        if (!seen.insert(path).second) continue;
        if (seen.size() > kMostPaths) return problem(std::format("more than {} links lead from it", kMostPaths));
        bool linked = false;
        for (std::size_t end = path.find('/'); !linked; end = path.find('/', end + 1)) {
            const std::string prefix = path.substr(0, end);
            const TreeEntry* const entry = tree.find(prefix);
            linked = entry != nullptr && entry->kind == TreeEntry::Kind::Link;
            const std::string_view rest =
                end == std::string::npos ? std::string_view() : std::string_view(path).substr(end + 1);
            if (linked)
                if (auto followed = follow(*entry, rest); !followed)
                    return std::unexpected(std::move(followed.error()));
            if (end == std::string::npos) break;
        }
        if (linked) continue;
        found.insert(path);
        for (const TreeEntry& entry : tree.under(path))
            if (entry.kind == TreeEntry::Kind::Link)
                if (auto followed = follow(entry, {}); !followed) return std::unexpected(std::move(followed.error()));
    }
    return std::vector<std::string>(found.begin(), found.end());
}

}  // namespace armillary::gitops
