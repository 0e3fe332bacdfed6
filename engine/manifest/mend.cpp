#include "engine/manifest/mend.h"

#include <algorithm>
#include <set>
#include <variant>

namespace armillary::manifest {

namespace {

/// Where a fix takes bytes away by their place; nothing for those that go by paths.
const TextEdit* textEditOf(const Fix& fix) {
    return fix.operations.empty() ? nullptr : std::get_if<TextEdit>(&fix.operations.front());
}

}  // namespace

std::vector<Fix> plainFixes(std::span<const Finding> findings) {
    std::vector<Fix> byText, byPath;
    std::set<std::pair<std::size_t, std::size_t>> places;
    // An edit of the bytes is right as long as nothing in front of it has changed; so they come first, from the end on.
    for (auto finding = findings.rbegin(); finding != findings.rend(); ++finding)
        if (const auto* edit = isPlain(*finding) ? textEditOf(finding->fixes.front()) : nullptr;
            edit && places.emplace(edit->file, edit->offset).second)
            byText.push_back(finding->fixes.front());
    std::ranges::stable_sort(byText, std::greater(), [](const Fix& fix) { return textEditOf(fix)->offset; });
    for (const Finding& finding : findings) {
        if (!isPlain(finding) || textEditOf(finding.fixes.front())) continue;
        // Findings that share a fix are near one another; two of the rest may set the same place the same way.
        const auto recent = std::span(byPath).last(std::min<std::size_t>(byPath.size(), 50));
        if (!std::ranges::contains(recent, finding.fixes.front())) byPath.push_back(finding.fixes.front());
    }
    std::ranges::move(byPath, std::back_inserter(byText));
    return byText;
}

Mended mend(std::vector<Source> sources, const Schemas& schemas) {
    Mended mended{std::move(sources), {}, {}, 0};
    mended.left = check(mended.sources, schemas);
    for (int round = 0; round < kMostRounds; ++round) {
        const auto fixes = plainFixes(mended.left);
        if (fixes.empty()) return mended;
        Workspace workspace;
        for (const Source& source : mended.sources) workspace.open(source.name, source.bytes);
        std::size_t made = 0;
        for (const Fix& fix : fixes)
            if (auto notes = workspace.perform(fix.title, fix.operations)) {
                ++made;
                std::ranges::move(*notes, std::back_inserter(mended.notes));
            }
        if (made == 0) return mended;
        mended.made += made;
        for (std::size_t i = 0; i < mended.sources.size(); ++i) mended.sources[i].bytes = workspace.files()[i].text;
        mended.left = check(mended.sources, schemas);
    }
    return mended;
}

}  // namespace armillary::manifest
