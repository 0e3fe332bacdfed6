#include <doctest/doctest.h>

#include <cstdlib>
#include <format>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "engine/editor/cluster_check.h"

using namespace armillary;

namespace {

constexpr const char* kHead = R"(# Checks: what is said of manifests

The editor and `armillaryctl manifest check` say the same; their rules are in
[engine/manifest/checks/](../engine/manifest/checks/). The editor also says what the cluster that it is connected to would
make of it ([engine/editor/](../engine/editor/)). This page is made from both: `ARMILLARY_WRITE_PAGES=1
build/dev/tests/unit_editor` writes it anew, and the test fails while it says something else.

- An *error* is what a server refuses, or what cannot be read. A *warning* is taken, and will not do what it was written for. A
  *hint* may well be meant so.
- Where it is plain what a careful person would do, a finding offers to do it; where there are two ways, both. In the editor that
  is a button in the list of problems, or `Alt+Enter` in the text; `armillaryctl manifest check --fix` does all that have exactly
  one, and with `--write` into the files. Comments and style stay, and the editor's undo takes it back.
- `# armillary:ignore ID` on the line, or on the one above it, silences a check there; several ids are apart by commas.

| id | says | |
|---|---|---|
)";

std::vector<manifest::RuleInfo> everyRule() {
    std::vector<manifest::RuleInfo> all(manifest::rules().begin(), manifest::rules().end());
    all.insert(all.end(), editor::clusterRules().begin(), editor::clusterRules().end());
    return all;
}

std::string page() {
    std::string text = kHead;
    for (const auto& rule : everyRule())
        text += std::format("| [{0}](#{0}) | {1} | {2} |\n", rule.id, rule.severities, rule.about);
    for (const auto& rule : everyRule())
        text += std::format(
            "\n## {0}\n\n*{1}*: {2}.\n\n{3}\n\n**Mending it.** {4}\n\n**Silence:** `# armillary:ignore {0}`\n", rule.id,
            rule.severities, rule.about, rule.why, rule.mending);
    return text;
}

}  // namespace

TEST_CASE("The page of checks says what the rules say") {
    if (std::getenv("ARMILLARY_WRITE_PAGES")) std::ofstream(CHECKS_PAGE) << page();
    std::ifstream file(CHECKS_PAGE);
    const std::string there{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    CHECK_MESSAGE(there == page(), "ARMILLARY_WRITE_PAGES=1 and this program write docs/checks.md anew");
}

TEST_CASE("Every rule has a page of its own") {
    std::set<std::string_view> ids;
    for (const auto& rule : everyRule()) {
        CHECK(ids.insert(rule.id).second);
        REQUIRE(editor::ruleOf(rule.id));
        CHECK(editor::ruleOf(rule.id)->about == rule.about);
        CHECK(!rule.severities.empty());
        CHECK(rule.why.ends_with('.'));
        CHECK(rule.mending.ends_with('.'));
        CHECK(!rule.about.ends_with('.'));
    }
    CHECK(editor::ruleOf("nonsense") == nullptr);
}
