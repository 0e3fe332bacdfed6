#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <map>
#include <set>

#include "engine/async/file.h"
#include "engine/manifest/disk.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/schema/yaml.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::Edit;
using manifest::File;
using manifest::Form;
using manifest::Node;
using manifest::Path;
using manifest::Step;

/// Every scalar, list and map of many manifests is edited in every way. What came out is judged by another reader of
/// YAML than the one that the edits stand on.
namespace {

namespace json = boost::json;

struct Tally {
    std::size_t files = 0, unread = 0;
    std::size_t edits = 0, judged = 0;  ///< judged: by the other reader as well
    std::map<std::string, std::size_t> refused;

    void print(const std::string& what) const {
        std::size_t all = 0;
        std::string reasons;
        for (const auto& [reason, count] : refused) {
            all += count;
            reasons += std::format(" {} {}", reason, count);
        }
        MESSAGE(std::format("{}: {} of {} files read; {} edits, {} judged by another reader, {} refused ({:.2f} %):{}",
                            what, files - unread, files, edits, judged, all,
                            100.0 * static_cast<double>(all) / static_cast<double>(std::max<std::size_t>(edits, 1)),
                            reasons));
    }
    double share() const {
        std::size_t all = 0;
        for (const auto& [reason, count] : refused) all += count;
        return static_cast<double>(all) / static_cast<double>(std::max<std::size_t>(edits, 1));
    }
};

/// Every place below a node, as paths by keys and positions. Keys that cannot be said by a path alone are left out.
void collect(const Node& written, Path& path, std::vector<std::pair<Path, const Node*>>& places,
             std::size_t depth = 0) {
    const Node& node = manifest::resolved(written);
    places.emplace_back(path, &node);
    if (depth > 40) return;
    std::set<std::string> keys;
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
        const auto& entry = node.entries[i];
        if (entry.key && (entry.isMerge() || manifest::resolved(*entry.key).form != Form::Scalar)) continue;
        if (entry.key && !keys.insert(manifest::resolved(*entry.key).text).second) continue;
        path.push_back(entry.key ? Step::member(manifest::resolved(*entry.key).text) : Step::item(i));
        collect(*entry.value, path, places, depth + 1);
        path.pop_back();
    }
}

std::vector<Edit> editsOf(const Path& path, const Node& node) {
    std::vector<Edit> edits;
    const auto inside = [&](const char* key) {
        Path deeper = path;
        deeper.push_back(Step::member(key));
        return deeper;
    };
    if (!path.empty()) {
        edits.push_back({Edit::Kind::Remove, path});
        edits.push_back({Edit::Kind::Set, path, "{armillary-new: [a, {b: c, d: \"1\"}]}"});
        edits.push_back({Edit::Kind::Set, path, "# why\narmillary: 1 # who\nnew: # what\n- a # it\n"});
        if (path.back().kind == Step::Kind::Key) {
            edits.push_back({Edit::Kind::Rename, path, "armillary-renamed"});
            edits.push_back({Edit::Kind::Rename, path, "armillary: #, \"renamed\" "});
        }
    }
    if (node.form == Form::Scalar && !path.empty()) {
        edits.push_back({Edit::Kind::Set, path, "changed"});
        edits.push_back({Edit::Kind::Set, path, "\"two\\nlines: # both\\n\""});
    } else if (node.form == Form::Mapping) {
        edits.push_back({Edit::Kind::Set, inside("armillary-added"), "12"});
        edits.push_back({Edit::Kind::Set, inside("armillary.added/deep"), "{b: {c: x}}"});
    } else if (node.form == Form::Sequence) {
        edits.push_back({Edit::Kind::Insert, path, "{name: new, value: \"3\"}"});
        edits.push_back({Edit::Kind::Insert, path, "# why\nname: new # who\nvalue: |\n  text\n"});
        edits.push_back({Edit::Kind::Insert, path, "new", 0});
        edits.push_back({Edit::Kind::Insert, path, "new", node.entries.size() / 2});
        const auto move = [&](std::size_t from, std::size_t to) {
            Path item = path;
            item.push_back(Step::item(from));
            if (from != to) edits.push_back({Edit::Kind::Move, item, {}, to});
        };
        const std::size_t count = node.entries.size();
        if (count > 1) move(0, count - 1), move(count - 1, 0);
        if (count > 2) move(0, 1), move(count - 1, count / 2), move(count / 2, 0);
    }
    return edits;
}

/// Paths at which two documents differ; of lists that are not equally long, the list's own.
void differences(const json::value& left, const json::value& right, const Path& path, std::vector<Path>& found) {
    if (left == right) return;
    Path deeper = path;
    deeper.emplace_back();
    if (left.is_object() && right.is_object()) {
        std::set<std::string> keys;
        for (const auto& member : left.get_object()) keys.emplace(member.key());
        for (const auto& member : right.get_object()) keys.emplace(member.key());
        for (const auto& key : keys) {
            const auto *ours = left.get_object().if_contains(key), *theirs = right.get_object().if_contains(key);
            deeper.back() = Step::member(key);
            if (!ours || !theirs)
                found.push_back(deeper);
            else
                differences(*ours, *theirs, deeper, found);
        }
    } else if (left.is_array() && right.is_array() && left.get_array().size() == right.get_array().size()) {
        for (std::size_t i = 0; i < left.get_array().size(); ++i) {
            deeper.back() = Step::item(i);
            differences(left.get_array()[i], right.get_array()[i], deeper, found);
        }
    } else {
        found.push_back(path);
    }
}

/// Where the edit may make a difference: what it names, the list that it changes, or the mapping of a new key.
Path reachOf(const Edit& edit) {
    Path reach = edit.path;
    const bool inList = !reach.empty() && reach.back().kind == Step::Kind::Index;
    const bool wholeList = (edit.kind == Edit::Kind::Remove || edit.kind == Edit::Kind::Move) && inList;
    if (wholeList || edit.kind == Edit::Kind::Rename) reach.pop_back();
    return reach;
}

bool isAtOrBelow(const Path& path, const Path& reach) {
    return path.size() >= reach.size() && std::equal(reach.begin(), reach.end(), path.begin());
}

/// What the other reader makes of a file; nothing where it refuses it, as it does with keys that are there twice.
std::optional<std::vector<json::value>> otherReading(const std::string& bytes) {
    // It leaves empty documents out, and so would change the documents' numbers.
    const auto documents = schema::yamlStreamToJson(bytes);
    if (!documents) return std::nullopt;
    std::vector<json::value> values;
    for (const auto& document : *documents) values.push_back(json::parse(document));
    return values;
}

/// Whether the other reader could judge as well.
bool judge(const std::string& before, const std::optional<std::vector<json::value>>& readBefore, const Edit& edit,
           const manifest::Change& change) {
    const std::string& after = change.file.bytes();
    REQUIRE(change.splice.applied(before) == after);
    REQUIRE(change.splice.inverse().applied(after) == before);
    if (before.contains("\r\n")) {
        const auto bare = std::ranges::count(after, '\n') - std::ranges::count(after, '\r');
        REQUIRE_MESSAGE(bare == 0, manifest::print(edit.path));
    }
    if (!readBefore) return false;
    const auto readAfter = otherReading(after);
    REQUIRE_MESSAGE(readAfter.has_value(), manifest::print(edit.path) << "\n" << after);
    if (readAfter->size() != readBefore->size()) return false;  // a document has become empty, or is no longer
    std::vector<Path> found;
    for (std::size_t i = 0; i < readAfter->size(); ++i) differences((*readBefore)[i], (*readAfter)[i], {}, found);
    const Path reach = reachOf(edit);
    for (const Path& path : found)
        REQUIRE_MESSAGE(isAtOrBelow(path, reach),
                        "asked for " << manifest::print(edit.path) << ", changed " << manifest::print(path));
    return true;
}

/// Makes every `stride`-th of the edits that a file allows, each on the file as it was.
void editAll(const std::string& name, const std::string& bytes, std::size_t stride, Tally& tally) {
    const auto parsed = File::parse(bytes);
    ++tally.files;
    if (!parsed) {
        ++tally.unread;
        REQUIRE(!parsed.error().message.empty());
        if (std::getenv("ARMILLARY_SHOW_REFUSED"))
            MESSAGE(std::format("{}:{}: {}", name, parsed.error().line, parsed.error().message));
        return;
    }
    const auto read = otherReading(bytes);
    std::size_t count = 0;
    for (std::size_t document = 0; document < parsed->documents().size(); ++document) {
        std::vector<std::pair<Path, const Node*>> places;
        Path path;
        collect(*parsed->documents()[document].root, path, places);
        for (const auto& [where, node] : places)
            for (const Edit& edit : editsOf(where, *node)) {
                if (count++ % stride != 0) continue;
                CAPTURE(name);
                CAPTURE(manifest::print(edit.path));
                const auto change = manifest::plan(*parsed, document, edit);
                ++tally.edits;
                if (change) {
                    tally.judged += judge(bytes, read, edit, *change) ? 1 : 0;
                    continue;
                }
                REQUIRE(!change.error().reason.empty());
                REQUIRE(!change.error().message.empty());
                ++tally.refused[std::string(change.error().reason)];
                if (std::getenv("ARMILLARY_SHOW_REFUSED"))
                    MESSAGE(std::format("{} {} {}: {}: {}", name, static_cast<int>(edit.kind),
                                        manifest::print(edit.path), change.error().reason, change.error().message));
            }
    }
}

std::string withCarriageReturns(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
    return out;
}

}  // namespace

TEST_CASE("Each edit of the samples changes its path alone, and is undone to the byte") {
    Tally tally;
    const auto samples = manifest::manifestsAt(MANIFEST_SAMPLES);
    REQUIRE(samples);
    REQUIRE(samples->size() >= 8);
    for (const auto& sample : *samples) {
        const std::string text = *async::readFile(sample), name = sample.filename().string();
        REQUIRE_MESSAGE(File::parse(text), name);
        editAll(name, text, 1, tally);
        editAll(name + ", CRLF", withCarriageReturns(text), 3, tally);
        editAll(name + ", with mark", std::string(manifest::kByteOrderMark) + text, 4, tally);
        editAll(name + ", no line break at the end", text.substr(0, text.find_last_not_of('\n') + 1), 3, tally);
    }
    tally.print("samples");
    CHECK(tally.edits > 2000);
    CHECK(tally.judged > 1500);
    CHECK(tally.share() < 0.1);  // a tenth of the samples' places is shared through anchors
}

TEST_CASE("Awkward YAML opens, and each edit of it does what it says or is refused with a reason") {
    Tally tally;
    const auto files = manifest::manifestsAt(std::filesystem::path(MANIFEST_SAMPLES).parent_path() / "awkward");
    REQUIRE(files);
    REQUIRE(files->size() == 7);
    for (const auto& path : *files) {
        const std::string text = *async::readFile(path), name = path.filename().string();
        REQUIRE_MESSAGE(File::parse(text), name << ": " << File::parse(text).error().message);
        editAll(name, text, 1, tally);
        editAll(name + ", CRLF", withCarriageReturns(text), 2, tally);
    }
    tally.print("awkward");
    CHECK(tally.edits > 1500);
    CHECK(tally.judged > 1000);
    CHECK(tally.share() < 0.15);
}

/// ARMILLARY_CORPUS names a folder of other people's manifests; without it there is nothing to do.
TEST_CASE("Each edit of a corpus changes its path alone, and is undone to the byte") {
    const char* corpus = std::getenv("ARMILLARY_CORPUS");
    if (!corpus) return;
    Tally tally;
    const auto files = manifest::manifestsAt(corpus);
    REQUIRE(files);
    for (const auto& path : *files) {
        const auto text = manifest::readBytes(path);
        if (text) editAll(path.string(), *text, 1 + text->size() / 400, tally);
    }
    tally.print("corpus");
    CHECK(tally.share() < 0.02);
}
