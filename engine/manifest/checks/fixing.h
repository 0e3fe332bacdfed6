#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/path.h"

/// How rules offer fixes. For the sources of this folder.
namespace armillary::manifest::checks {

/// Edits of one object; paths begin at the object, and are as parsePath() reads them.
class Edits {
public:
    explicit Edits(const Subject& subject) : m_subject(subject) {}

    Edits& set(Path path, std::string yaml) { return add(Edit::Kind::Set, std::move(path), std::move(yaml)); }
    Edits& set(std::string_view path, std::string yaml) { return add(Edit::Kind::Set, path, std::move(yaml)); }
    Edits& remove(Path path) { return add(Edit::Kind::Remove, std::move(path), {}); }
    Edits& remove(std::string_view path) { return add(Edit::Kind::Remove, path, {}); }
    Edits& rename(Path path, std::string key) { return add(Edit::Kind::Rename, std::move(path), std::move(key)); }
    Edits& rename(std::string_view path, std::string key) { return add(Edit::Kind::Rename, path, std::move(key)); }
    Edits& insert(std::string_view path, std::string yaml) { return add(Edit::Kind::Insert, path, std::move(yaml)); }

    /// As one more fix of the finding; not where a path could not be read, or nothing is to be done.
    void offer(Finding& finding, std::string title);

private:
    Edits& add(Edit::Kind kind, Path path, std::string text);
    Edits& add(Edit::Kind kind, std::string_view path, std::string text);

    const Subject& m_subject;
    std::vector<Operation> m_operations;
    bool m_readable = true;
};

/// The value at a path of the object, aliases followed; null when it is not there.
const Node* nodeAt(const Subject& subject, std::string_view path);
/// A string as YAML, in quotes where it needs them.
std::string yamlOf(std::string_view text);
/// How people write a label: "app: web".
std::string labelText(std::string_view key, std::string_view value);

/// What a container is given to start with that says nothing: enough for most, and little enough to be placed.
inline constexpr std::string_view kUsualCpu = "100m", kUsualMemory = "128Mi";

/// Words that one is compared with; of more nothing is said.
inline constexpr std::size_t kMostWords = 300;
/// The one of the words that was meant by one that is not among them: a letter or two away, and nearer than all others.
/// What differs in a number or in a part of one letter is another thing, and not a slip.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> words);

}  // namespace armillary::manifest::checks
