#include "engine/manifest/checks/fixing.h"

#include <algorithm>
#include <cctype>
#include <format>
#include <numeric>

#include "engine/manifest/locate.h"
#include "engine/manifest/scalar_text.h"

namespace armillary::manifest::checks {

Edits& Edits::add(Edit::Kind kind, Path path, std::string text) {
    Path whole = m_subject.object.path;
    std::ranges::move(path, std::back_inserter(whole));
    m_operations.emplace_back(
        FileEdit{m_subject.in->index, m_subject.object.document, {kind, std::move(whole), std::move(text)}});
    return *this;
}

Edits& Edits::add(Edit::Kind kind, std::string_view path, std::string text) {
    auto parsed = parsePath(path);
    m_readable &= parsed.has_value();
    return parsed ? add(kind, std::move(*parsed), std::move(text)) : *this;
}

void Edits::offer(Finding& finding, std::string title) {
    if (m_readable && !m_operations.empty()) finding.fixes.push_back({std::move(title), std::move(m_operations)});
}

const Node* nodeAt(const Subject& subject, std::string_view path) {
    const auto parsed = parsePath(path);
    return parsed ? find(*subject.object.node, *parsed) : nullptr;
}

std::string yamlOf(std::string_view text) {
    if (const auto plain = inOneLine(text, Style::Plain, true)) return *plain;
    return *inOneLine(text, Style::DoubleQuoted, true);
}

std::string labelText(std::string_view key, std::string_view value) {
    return std::format("{}: {}", key, value);
}

namespace {

/// Of longer words no slip is looked for.
constexpr std::size_t kMostLetters = 253;

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// What tells names apart that are otherwise alike: numbers, and parts of one letter (shard-a, v2).
std::string distinction(std::string_view word) {
    std::string found;
    const auto joins = [&](std::size_t at) {
        return at < word.size() && std::isalpha(static_cast<unsigned char>(word[at]));
    };
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool digit = std::isdigit(static_cast<unsigned char>(word[i]));
        if (digit || (joins(i) && !joins(i + 1) && (i == 0 || !joins(i - 1)))) found += word[i];
    }
    return found;
}

/// Letters that were left out, added, exchanged, or swapped with their neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> words) {
    if (word.size() < 3 || word.size() > kMostLetters || words.size() > kMostWords) return std::nullopt;
    const std::size_t most = word.size() < 8 ? 1 : 2;
    const std::string own = distinction(word);
    const std::string *best = nullptr, *second = nullptr;
    std::size_t bestDistance = most + 1;
    for (const std::string& each : words) {
        if (each == word || each.size() > word.size() + most || word.size() > each.size() + most) continue;
        const bool sameButCase = std::ranges::equal(each, word, {}, lower, lower);
        const std::size_t found = sameButCase ? 0 : distance(word, each);
        if (found > most || (!sameButCase && distinction(each) != own)) continue;
        if (found < bestDistance) {
            best = &each;
            second = nullptr;
            bestDistance = found;
        } else if (found == bestDistance && *best != each) {
            second = &each;
        }
    }
    return best && !second ? std::optional(*best) : std::nullopt;
}

}  // namespace armillary::manifest::checks
