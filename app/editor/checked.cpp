#include "checked.h"

#include <algorithm>
#include <tuple>

namespace armillary::app {

std::shared_ptr<const Checked> checked(const std::vector<manifest::Source>& sources, const std::string& homeNamespace,
                                       std::uint64_t revision, const std::shared_ptr<const ClusterSide>& side,
                                       const std::shared_ptr<const Checked>& known) {
    const std::uint64_t digest = side ? std::max<std::uint64_t>(side->digest(), 1) : 0;
    const bool sameFiles = known && known->revision == revision;
    if (sameFiles && known->digest == digest) return known;
    auto made = std::make_shared<Checked>(Checked{.revision = revision, .digest = digest});
    made->own = sameFiles ? known->own : manifest::check(sources);
    if (!side) return made;
    auto verdict = editor::checkAgainst(sources, homeNamespace,
                                        {*side, [&](const relations::ObjectId& id) { return side->knows(id); }});
    made->cluster = std::move(verdict.findings);
    made->changes = std::move(verdict.changes);
    return made;
}

std::vector<manifest::Finding> allOf(const Checked& checked, std::vector<manifest::Finding> refusals) {
    std::vector<manifest::Finding> all = checked.own;
    std::ranges::copy(checked.cluster, std::back_inserter(all));
    std::ranges::move(refusals, std::back_inserter(all));
    std::ranges::stable_sort(
        all, {}, [](const manifest::Finding& each) { return std::tuple(each.file, each.line, each.column); });
    return all;
}

bool saysTheSame(std::span<const editor::Finding> before, const std::vector<manifest::Finding>& now) {
    return std::ranges::equal(before, now, [](const editor::Finding& old, const manifest::Finding& each) {
        const manifest::Finding& what = old.what;
        return std::tie(what.file, what.line, what.column, what.severity, what.id, what.message) ==
               std::tie(each.file, each.line, each.column, each.severity, each.id, each.message);
    });
}

}  // namespace armillary::app
