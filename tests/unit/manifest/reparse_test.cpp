#include <array>
#include <format>
#include <random>

#include "engine/async/file.h"
#include "engine/manifest/disk.h"
#include "engine/manifest/lines.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::File;
using manifest::Node;

/// A file that is read with the help of the one before it is the same as one that is read whole.
namespace {

void describe(const Node& node, std::string& out, int depth) {
    out += std::format("{}{} {} {} {}-{} {}-{} &{} !{} \"{}\" {}\n", std::string(static_cast<std::size_t>(depth), ' '),
                       static_cast<int>(node.form), static_cast<int>(node.style), node.flow, node.span.begin,
                       node.span.end, node.properties.begin, node.properties.end, node.anchor, node.tag, node.text,
                       node.target ? static_cast<long>(node.target->begin()) : -1L);
    for (const auto& entry : node.entries) {
        out += std::format("{}@ {} {}\n", std::string(static_cast<std::size_t>(depth), ' '), entry.begin, entry.after);
        if (entry.key) describe(*entry.key, out, depth + 1);
        describe(*entry.value, out, depth + 1);
    }
}

std::string described(const std::expected<File, manifest::Mistake>& file) {
    if (!file) return std::format("{}:{}: {}", file.error().line, file.error().column, file.error().message);
    std::string out = std::format("json {}, break {}\n", file->isJson(), file->lineBreak().size());
    for (const auto& document : file->documents()) {
        out += std::format("document {}-{} after {}\n", document.span.begin, document.span.end, document.after);
        describe(*document.root, out, 0);
    }
    return out;
}

/// What both say from there on, some of it; "" where they say the same.
std::string firstDifference(const std::string& one, const std::string& other) {
    if (one == other) return {};
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
    const std::size_t from = at < 100 ? 0 : at - 100;
    return one.substr(from, 300) + "\n\nis not\n\n" + other.substr(std::min(from, other.size()), 300);
}

constexpr std::array<std::string_view, 26> kTyped{
    "---\n",        "...\n", "\n---\n", "\n--- # c\n", "%TAG ! !x/\n", "%YAML 1.2\n", "\"",  "'",   "[",
    "{}",           "# c\n", "|\n",     " ",           "\n",           "a: b\n",      "&x ", "*x ", "\r\n",
    "\xef\xbb\xbf", "- x\n", "---",     "!s ",         "\t",           "|+\n\n",      "x",   ": "};

/// Changes the text at random, and reads it both ways each time. How many trees were taken over.
std::size_t typeAtRandom(const std::string& name, const std::string& original, std::mt19937_64& random, int changes) {
    std::string text = original;
    File before = file(text);
    std::size_t shared = 0;
    for (int i = 0; i < changes; ++i) {
        std::string next = text;
        const std::size_t at = random() % (next.size() + 1);
        if (random() % 3 == 0) next.erase(at, 1 + random() % 12);
        if (random() % 3 != 0) next.insert(std::min(at, next.size()), kTyped[random() % kTyped.size()]);
        const auto fast = File::parse(next, before), whole = File::parse(next);
        REQUIRE_MESSAGE(firstDifference(described(fast), described(whole)) == "", name << "\nbefore:\n"
                                                                                       << before.bytes() << "\nafter:\n"
                                                                                       << next);
        if (fast) {
            REQUIRE(fast->bytes() == next);
            for (const auto& document : fast->documents())
                shared += std::ranges::any_of(before.documents(),
                                              [&](const auto& old) { return old.root.get() == document.root.get(); });
        }
        // What is no YAML is gone on from half of the time, as by somebody who has not finished typing.
        if (!fast && random() % 2 == 0) continue;
        text = std::move(next);
        if (fast) before = std::move(*File::parse(text, before));
        // What a few changes have made of it, such as lines that begin with '%', does not stay for good.
        if (random() % 6 == 0) {
            text = original;
            before = file(text);
        }
    }
    return shared;
}

}  // namespace

TEST_CASE("A file read with the help of the one before is what it is when read whole") {
    std::mt19937_64 random(20261201);
    const auto samples = manifest::manifestsAt(MANIFEST_SAMPLES);
    REQUIRE(samples);
    std::string all;
    for (const auto& sample : *samples) {
        const std::string text = *async::readFile(sample);
        typeAtRandom(sample.filename().string(), text, random, 300);
        if (sample.extension() == ".yaml" && File::parse(all + "\n---\n" + text)) all += "\n---\n" + text;
    }
    const auto awkward = manifest::manifestsAt(std::filesystem::path(MANIFEST_SAMPLES).parent_path() / "awkward");
    REQUIRE(awkward);
    for (const auto& sample : *awkward) typeAtRandom(sample.filename().string(), *async::readFile(sample), random, 300);
    CHECK(typeAtRandom("all", all, random, 600) > 1000);
    CHECK(typeAtRandom("small", "a: 1\n---\nb: &x 2\nc: *x\n---\n# c\nd: |+\n  e\n\n---\n- f\n- g: {h: i}\n", random,
                       6000) > 1000);
}

TEST_CASE("Documents that did not change are not read again") {
    std::string text;
    for (int i = 0; i < 50; ++i) text += std::format("---\na: &x {}\nb: *x\n", i);
    const File before = file(text);
    const std::size_t at = text.find("25");
    const std::string longer = text.substr(0, at) + "2" + text.substr(at);
    const auto after = File::parse(longer, before);
    REQUIRE(after);
    REQUIRE(after->documents().size() == 50);
    for (std::size_t i = 0; i < 25; ++i) CHECK(after->documents()[i].root.get() == before.documents()[i].root.get());
    const auto& last = after->documents()[49];
    CHECK(last.root->span.begin == before.documents()[49].root->span.begin + 1);
    CHECK(last.root->entries[1].value->target == last.root->entries[0].value.get());
    CHECK(last.root->entries[1].value->target != before.documents()[49].root->entries[0].value.get());
    // Moved twice, and looked at only then; moved back, it is the one that was read.
    const auto further = File::parse("# x\n" + longer, *after);
    CHECK(further->documents()[30].root->span.begin == before.documents()[30].root->span.begin + 5);
    const auto back = File::parse(text, *after);
    CHECK(back->documents()[49].root.get() == before.documents()[49].root.get());
}
