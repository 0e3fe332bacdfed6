#include <format>

#include "engine/manifest/check.h"
#include "engine/manifest/render.h"
#include "engine/manifest/value.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::File;

namespace {

/// Each line has ten times what the one before has.
std::string bomb(const std::string& opening, const std::string& closing, const std::string& separator) {
    std::string text = "a0: &a0 " + opening + "x" + (separator == ": 1, " ? ": 1" : "") + closing + "\n";
    for (int i = 1; i < 12; ++i) {
        text += std::format("a{}: &a{} [", i, i);
        for (int k = 0; k < 10; ++k) text += std::format("{}*a{}", k ? ", " : "", i - 1);
        text += "]\n";
    }
    return text;
}

}  // namespace

TEST_CASE("Aliases that multiply are refused, not followed") {
    const auto parsed = file(bomb("[", "]", ""));
    const auto value = manifest::valueOf(*parsed.documents()[0].root);
    REQUIRE(!value);
    CHECK(value.error() == "the document contains excessive aliasing");
    CHECK(manifest::plan(parsed, 0, {Kind::Set, path("b"), "1"}).error().reason == manifest::refusal::kUnreadable);
    CHECK(manifest::toYaml(*parsed.documents()[0].root).error() == value.error());
}

TEST_CASE("Merge keys that multiply are refused, not followed") {
    const std::string text = bomb("{", "}", ": 1, ") + "m:\n  <<: *a11\n";
    const auto parsed = file(text);
    const auto* merged = parsed.documents()[0].root->entries.back().value.get();
    CHECK(manifest::effectiveEntries(*merged).error() == "merge keys lead too far");
    const manifest::Source source{"f", text};
    CHECK(manifest::check({&source, 1}).front().id == "syntax");
}

TEST_CASE("An alias within its own anchor is refused, and one without an anchor") {
    CHECK(File::parse("a: &x {b: *x}\n").error().message == "the alias *x has no anchor &x before it");
    CHECK(File::parse("---\na: &x 1\n---\nb: *x\n").error().line == 4);
    CHECK(manifest::effectiveEntries(*file("<<: 1\n").documents()[0].root).error() == "a merge key needs a mapping");
}

TEST_CASE("Depth, size and number have bounds") {
    CHECK(File::parse(std::string(100'000, '[')).error().message == "nested deeper than 200 levels");
    std::string blocks;
    for (int i = 0; i < 300; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    CHECK(File::parse(blocks).error().message == "nested deeper than 200 levels");
    CHECK(File::parse(std::string(33u << 20, ' ')).error().message.contains("more than 33554432"));
    std::string documents;
    for (int i = 0; i < 100'001; ++i) documents += "---\n";
    CHECK(File::parse(documents).error().message == "the file has more than 100000 documents");
}

TEST_CASE("What is no text is refused where it begins to be none") {
    const auto mistake = File::parse("a: 1\nb: \xff\n").error();
    CHECK(mistake.line == 2);
    CHECK(mistake.column == 4);
    CHECK(mistake.message == "the file is not text in UTF-8");
    CHECK(File::parse(std::string("\xff\xfe"
                                  "a\0",
                                  4))
              .error()
              .line == 1);
    CHECK(File::parse("a: \x01\n").error().column == 4);
}

TEST_CASE("A block of text that the library reads wrongly is refused, and those like it are read") {
    const auto refused = File::parse("a:\n  |\n  c\n   d\n");
    REQUIRE(!refused);
    CHECK(refused.error().line == 2);
    CHECK(refused.error().message.contains("has to stand deeper than its mark"));
    CHECK(!File::parse("- a:\n    >-\n   \n    c\n     d\n"));
    const auto textOf = [](const std::string& text) { return file(text).documents()[0].root->entries[0].value->text; };
    CHECK(textOf("a: |\n\n  c\n   d\n") == "\nc\n d\n");
    CHECK(textOf("a:\n  |\n   c\n\n    d\n") == "c\n\n d\n");
    CHECK(textOf("a:\n  |\n\nb: 1\n").empty());
}

TEST_CASE("A file without documents has nothing to edit, and is no mistake") {
    for (const char* text : {"", "\n", "# only a comment\n", "\xef\xbb\xbf"}) {
        CHECK(file(text).documents().empty());
        CHECK(manifest::plan(file(text), 0, {Kind::Set, path("a"), "1"}).error().reason == "absent");
    }
}
