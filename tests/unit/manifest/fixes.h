#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <format>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "engine/manifest/check.h"

/// What a fix has to hold, whatever it is about.
namespace armillary::test {

using Sources = std::vector<manifest::Source>;

inline Sources sources(const std::vector<std::string>& texts) {
    Sources all;
    for (const auto& text : texts) all.push_back({std::format("{}.yaml", all.size()), text});
    return all;
}

/// How often each thing is said: lines move, what is said of them stays.
inline std::map<std::string, int> said(const std::vector<manifest::Finding>& findings, bool errorsAlone) {
    static const std::regex kPlace("at line [0-9]+|\\[[0-9]+\\]");
    std::map<std::string, int> found;
    for (const auto& each : findings)
        if (!errorsAlone || each.severity == manifest::Severity::Error)
            ++found[std::format("{} {} {}", each.file, each.id, std::regex_replace(each.message, kPlace, ""))];
    return found;
}

/// Nothing of what is beside the documents that the fix names has changed, and undo gives the bytes back.
inline void leavesTheRest(const Sources& before, const manifest::Fix& fix, manifest::Workspace& workspace) {
    for (std::size_t file = 0; file < before.size(); ++file) {
        const auto parsed = manifest::File::parse(before[file].bytes);
        const auto now = manifest::File::parse(workspace.files()[file].text);
        if (!parsed) continue;
        REQUIRE(now);
        REQUIRE(parsed->documents().size() == now->documents().size());
        for (std::size_t document = 0; document < parsed->documents().size(); ++document) {
            const bool named = std::ranges::any_of(fix.operations, [&](const manifest::Operation& operation) {
                const auto* edit = std::get_if<manifest::FileEdit>(&operation);
                const auto* text = std::get_if<manifest::TextEdit>(&operation);
                return edit ? edit->file == file && edit->document == document : text && text->file == file;
            });
            const auto bytesOf = [&](const manifest::File& whose) {
                const auto span = whose.documents()[document].span;
                return whose.bytes().substr(span.begin, span.end - span.begin);
            };
            if (!named) CHECK(bytesOf(*parsed) == bytesOf(*now));
        }
    }
    REQUIRE(workspace.undo());
    CHECK(workspace.undoDepth() == 0);
    for (std::size_t file = 0; file < before.size(); ++file) CHECK(workspace.files()[file].text == before[file].bytes);
}

/// The files after one fix of a finding, with the proof that it goes away, that nothing else becomes wrong, and that
/// the rest stays. None where the edit was refused, and `why` then.
inline Sources mended(const Sources& before, const manifest::Finding& finding, const manifest::Fix& fix,
                      std::string* why = nullptr) {
    INFO(manifest::print(finding, before[finding.file].name), "; ", fix.title);
    CHECK(!fix.title.empty());
    manifest::Workspace workspace;
    for (const auto& each : before) workspace.open(each.name, each.bytes);
    const auto made = workspace.perform(fix.title, fix.operations);
    if (!made && why) {
        *why = made.error().message;
        return {};
    }
    REQUIRE_MESSAGE(made, (made ? std::string() : made.error().message));
    Sources after = before;
    for (std::size_t i = 0; i < after.size(); ++i) after[i].bytes = workspace.files()[i].text;
    const auto was = manifest::check(before), is = manifest::check(after);
    const auto all = said(was, false), left = said(is, false);
    const std::string own = said({finding}, false).begin()->first;
    CHECK_MESSAGE((left.contains(own) ? left.at(own) : 0) < all.at(own), after[finding.file].bytes);
    const auto errors = said(was, true);
    for (const auto& [what, times] : said(is, true))
        CHECK_MESSAGE(times <= (errors.contains(what) ? errors.at(what) : 0), what);
    leavesTheRest(before, fix, workspace);
    return after;
}

}  // namespace armillary::test
