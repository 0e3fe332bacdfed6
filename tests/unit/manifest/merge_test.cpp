#include "engine/manifest/merge.h"

#include <doctest/doctest.h>

#include <random>

#include "engine/manifest/line_diff.h"

using namespace armillary;
using manifest::Conflict;
using manifest::merge;

namespace {

const std::string kBase =
    "kind: Deployment\nmetadata:\n  name: web # ours\nspec:\n  replicas: 1\n  paused: false\n  template:\n    spec:\n"
    "      containers:\n      - name: web\n        image: a:1\n";

std::string with(std::string text, const std::string& old, const std::string& fresh) {
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), fresh);
}

}  // namespace

TEST_CASE("Changes that do not touch each other are both taken") {
    const std::string ours = with(kBase, "replicas: 1", "replicas: 3 # three");
    const std::string theirs = with(kBase, "image: a:1", "image: a:2");
    const auto merged = merge(kBase, ours, theirs);
    CHECK(merged.conflicts.empty());
    CHECK(merged.text == with(ours, "image: a:1", "image: a:2"));
    CHECK(merge(kBase, theirs, ours).text == merged.text);
}

TEST_CASE("Where one side changed nothing, the other's text is the outcome, to the byte") {
    const std::string ours = with(kBase, "name: web # ours\n", "name: web # ours\r\n") + "# no line break at the end";
    for (const auto& text : {merge(kBase, ours, kBase), merge(kBase, kBase, ours), merge(kBase, ours, ours)}) {
        CHECK(text.conflicts.empty());
        CHECK(text.text == ours);
    }
    CHECK(merge("", "a: 1\n", "").text == "a: 1\n");
    CHECK(merge("a: 1\n", "", "a: 1\n").text.empty());
}

TEST_CASE("Of lines that both changed, each side is told, and what is around them is merged") {
    const std::string ours = with(kBase, "replicas: 1", "replicas: 3");
    const std::string theirs = with(with(kBase, "replicas: 1", "replicas: 4"), "image: a:1", "image: a:2");
    const auto merged = merge(kBase, ours, theirs);
    REQUIRE(merged.conflicts.size() == 1);
    const Conflict& conflict = merged.conflicts[0];
    CHECK(conflict.reason == Conflict::Reason::Lines);
    CHECK(conflict.base == "  replicas: 1\n");
    CHECK(conflict.ours == "  replicas: 3\n");
    CHECK(conflict.theirs == "  replicas: 4\n");
    CHECK(merged.text.substr(conflict.place.begin, conflict.place.end - conflict.place.begin) == conflict.ours);
    CHECK(manifest::decided(merged, {false}) == with(ours, "image: a:1", "image: a:2"));
    CHECK(manifest::decided(merged, {true}) == theirs);
    CHECK(manifest::decided(merged, {}) == merged.text);
}

TEST_CASE("Lines beside each other, and two additions at one place, are asked about") {
    const auto beside =
        merge(kBase, with(kBase, "replicas: 1", "replicas: 3"), with(kBase, "paused: false", "paused: true"));
    REQUIRE(beside.conflicts.size() == 1);
    CHECK(beside.conflicts[0].theirs == "  replicas: 1\n  paused: true\n");
    const auto added = merge("a: 1\n", "a: 1\nb: 2\n", "a: 1\nc: 3\n");
    REQUIRE(added.conflicts.size() == 1);
    CHECK(added.conflicts[0].base.empty());
    CHECK(manifest::decided(added, {true}) == "a: 1\nc: 3\n");
    CHECK(merge("a: 1\n", "a: 1\nb: 2\n", "a: 1\nb: 2\n").text == "a: 1\nb: 2\n");
}

TEST_CASE("What one side removed and the other changed is a conflict, and both removed is none") {
    const auto removed = merge("a: 1\nb: 2\nc: 3\n", "a: 1\nc: 3\n", "a: 1\nb: 4\nc: 3\n");
    REQUIRE(removed.conflicts.size() == 1);
    CHECK(removed.conflicts[0].ours.empty());
    CHECK(removed.conflicts[0].theirs == "b: 4\n");
    CHECK(merge("a: 1\nb: 2\nc: 3\n", "a: 1\nc: 3\n", "a: 1\nc: 3\n").text == "a: 1\nc: 3\n");
}

TEST_CASE("Changes that together are no YAML, or say a key twice, are one conflict of the whole text") {
    const std::string base = "a: x\nb: 1\nc: 2\nd: y\n";
    const auto broken = merge(base, "a: [x,\nb: 1\nc: 2\nd: y]\n", with(base, "c: 2", "c: 'it'"));
    CHECK(broken.conflicts.size() <= 1);
    const auto quoted = merge("a: >\n  x\n  y\n  z\n  w\nb: 1\n", "a: >\n  x\n  y\n  z\n  w\n v\n",
                              "a:\n  x: 0\n  y: 1\n  z: 2\n  w: 3\nb: 1\n");
    REQUIRE(quoted.conflicts.size() == 1);
    const auto twice = merge(base, "k: 1\n" + base, base + "k: 2\n");
    REQUIRE(twice.conflicts.size() == 1);
    CHECK(twice.conflicts[0].reason == Conflict::Reason::DoubleKey);
    CHECK(twice.text == "k: 1\n" + base);
    CHECK(manifest::decided(twice, {true}) == base + "k: 2\n");
    const auto syntax = merge("x: 1\ny: 2\nz: 3\n", "x: 1\ny: 2\nz: &a 3\n", "x: 1\ny: 2\nz: 3\n");
    CHECK(syntax.conflicts.empty());
    // One side takes an anchor away, the other begins to use it.
    const auto anchor = merge("x: &a 1\ny: 2\nz: 3\n", "x: 1\ny: 2\nz: 3\n", "x: &a 1\ny: 2\nz: *a\n");
    REQUIRE(anchor.conflicts.size() == 1);
    CHECK(anchor.conflicts[0].reason == Conflict::Reason::Syntax);
    // Whoever has no YAML yet is not told about it by a merge.
    CHECK(merge(base, "a: [\n" + with(base, "a: x\n", ""), base + "e: 5\n").conflicts.empty());
}

TEST_CASE("The differences of two lists of lines lead from one to the other") {
    std::mt19937_64 random(20261202);
    for (int round = 0; round < 3000; ++round) {
        std::vector<std::size_t> before(random() % 12), after(random() % 12);
        for (auto& line : before) line = random() % 4;
        for (auto& line : after) line = random() % 4;
        std::vector<std::size_t> made;
        std::size_t at = 0;
        bool apart = true;
        const auto hunks = manifest::differences(before, after);
        for (const auto& hunk : hunks) {
            apart = apart && (&hunk == hunks.data() || hunk.begin > at);
            made.insert(made.end(), before.begin() + static_cast<std::ptrdiff_t>(at),
                        before.begin() + static_cast<std::ptrdiff_t>(hunk.begin));
            REQUIRE(made.size() == hunk.otherBegin);
            made.insert(made.end(), after.begin() + static_cast<std::ptrdiff_t>(hunk.otherBegin),
                        after.begin() + static_cast<std::ptrdiff_t>(hunk.otherEnd));
            at = hunk.end;
        }
        made.insert(made.end(), before.begin() + static_cast<std::ptrdiff_t>(at), before.end());
        REQUIRE(made == after);
        REQUIRE(apart);
    }
    std::vector<std::size_t> many(9000), others(9000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = i, others[i] = i + 20'000;
    const auto hunks = manifest::differences(many, others);
    REQUIRE(hunks.size() == 1);
    CHECK((hunks[0].begin == 0 && hunks[0].end == 9000 && hunks[0].otherEnd == 9000));
}

TEST_CASE("Whatever is merged, each side's own lines are found in the outcome or in a conflict") {
    std::mt19937_64 random(20261203);
    for (int round = 0; round < 2000; ++round) {
        std::string base, ours, theirs, both;
        for (int i = 0; i < 12; ++i) {
            const std::string line = "k" + std::to_string(i) + ": v\n";
            const auto changed = random() % 8;
            base += line;
            ours += changed == 0 ? "o" + line : line;
            theirs += changed == 1 ? "t" + line : line;
        }
        const auto merged = merge(base, ours, theirs);
        const std::string mine = manifest::decided(merged, std::vector<bool>(merged.conflicts.size(), false));
        const std::string other = manifest::decided(merged, std::vector<bool>(merged.conflicts.size(), true));
        for (int i = 0; i < 12; ++i) {
            const std::string key = "k" + std::to_string(i) + ": v\n";
            if (ours.contains("o" + key)) REQUIRE(mine.contains("o" + key));
            if (theirs.contains("t" + key)) REQUIRE(other.contains("t" + key));
        }
        REQUIRE(mine.size() <= base.size() + 12);
    }
}
