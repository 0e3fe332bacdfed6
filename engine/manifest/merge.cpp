#include "engine/manifest/merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "engine/manifest/file.h"
#include "engine/manifest/line_diff.h"
#include "engine/manifest/lines.h"

namespace armillary::manifest {

namespace {

/// A text as lines with their line breaks, equal ones under one number.
struct Numbered {
    std::vector<std::size_t> begins;  ///< of each line, and the end
    std::vector<std::size_t> lines;
    std::string_view text;

    std::string_view slice(std::size_t begin, std::size_t end) const {
        return text.substr(begins[begin], begins[end] - begins[begin]);
    }
};

class Numbers {
public:
    Numbered read(std::string_view text) {
        Numbered read{{0}, {}, text};
        for (std::size_t at = 0; at < text.size(); at = read.begins.back()) {
            const std::size_t end = nextLine(text, at);
            read.lines.push_back(m_numbers.try_emplace(text.substr(at, end - at), m_numbers.size()).first->second);
            read.begins.push_back(end);
        }
        return read;
    }

private:
    std::map<std::string_view, std::size_t> m_numbers;
};

/// One side's changes, taken one after the other.
class Side {
public:
    Side(const Numbered& base, const Numbered& own) : m_own(own), m_hunks(differences(base.lines, own.lines)) {}

    bool isDone() const { return m_next == m_hunks.size(); }
    std::size_t nextBegin() const { return m_hunks[m_next].begin; }
    /// Takes the changes that touch the base's lines before `end`, and moves that on behind them. Whether there were.
    bool take(std::size_t& end) {
        const std::size_t first = m_next;
        for (; m_next < m_hunks.size() && m_hunks[m_next].begin <= end; ++m_next)
            end = std::max(end, m_hunks[m_next].end);
        return m_next > first;
    }
    /// What this side has where the base has those lines; changes do not begin before and end behind them.
    std::string_view slice(std::size_t begin, std::size_t end) const {
        return m_own.slice(place(begin, false), place(end, true));
    }

private:
    /// Where a line of the base is on this side; changes at the line itself are before it, or behind.
    std::size_t place(std::size_t line, bool behind) const {
        std::size_t base = 0, own = 0;
        for (const Hunk& hunk : m_hunks) {
            if (behind ? hunk.begin > line : hunk.begin >= line) break;
            base = hunk.end;
            own = hunk.otherEnd;
        }
        return own + line - base;
    }

    const Numbered& m_own;
    const std::vector<Hunk> m_hunks;
    std::size_t m_next = 0;
};

Merged mergeLines(std::string_view baseText, std::string_view oursText, std::string_view theirsText) {
    Numbers numbers;
    const Numbered base = numbers.read(baseText), ourLines = numbers.read(oursText),
                   theirLines = numbers.read(theirsText);
    Side ours(base, ourLines), theirs(base, theirLines);
    Merged merged;
    std::size_t done = 0;
    while (!ours.isDone() || !theirs.isDone()) {
        const std::size_t begin = ours.isDone()     ? theirs.nextBegin()
                                  : theirs.isDone() ? ours.nextBegin()
                                                    : std::min(ours.nextBegin(), theirs.nextBegin());
        std::size_t end = begin;
        bool byUs = false, byThem = false;
        for (bool more = true; more;) {
            const bool us = ours.take(end), them = theirs.take(end);
            byUs |= us;
            byThem |= them;
            more = us || them;
        }
        merged.text += base.slice(done, begin);
        done = end;
        const auto our = ours.slice(begin, end), their = theirs.slice(begin, end);
        const std::size_t at = merged.text.size();
        merged.text += byUs ? our : their;
        if (byUs && byThem && our != their)
            merged.conflicts.push_back({{at, at + our.size()},
                                        std::string(base.slice(begin, end)),
                                        std::string(our),
                                        std::string(their),
                                        Conflict::Reason::Lines});
    }
    merged.text += base.slice(done, base.lines.size());
    return merged;
}

std::size_t doubleKeys(const Node& node) {
    std::size_t count = 0;
    std::set<std::string_view> keys;
    for (const Entry& entry : node.entries) {
        if (entry.key && !entry.isMerge() && !keys.insert(resolved(*entry.key).text).second) ++count;
        count += doubleKeys(*entry.value);
    }
    return count;
}

std::size_t doubleKeys(const File& file) {
    std::size_t count = 0;
    for (const Document& document : file.documents()) count += doubleKeys(*document.root);
    return count;
}

}  // namespace

Merged merge(std::string_view base, std::string_view ours, std::string_view theirs) {
    Merged merged = mergeLines(base, ours, theirs);
    if (!merged.conflicts.empty() || merged.text == ours || merged.text == theirs) return merged;
    const auto our = File::parse(std::string(ours)), their = File::parse(std::string(theirs));
    if (!our || !their) return merged;
    const auto both = File::parse(merged.text, *our);
    if (both && doubleKeys(*both) <= std::max(doubleKeys(*our), doubleKeys(*their))) return merged;
    const auto reason = both ? Conflict::Reason::DoubleKey : Conflict::Reason::Syntax;
    return {std::string(ours), {{{0, ours.size()}, std::string(base), std::string(ours), std::string(theirs), reason}}};
}

std::string decided(const Merged& merged, const std::vector<bool>& takeTheirs) {
    std::string text;
    std::size_t at = 0;
    for (std::size_t i = 0; i < merged.conflicts.size(); ++i) {
        const Conflict& conflict = merged.conflicts[i];
        text += merged.text.substr(at, conflict.place.begin - at);
        text += i < takeTheirs.size() && takeTheirs[i] ? conflict.theirs : conflict.ours;
        at = conflict.place.end;
    }
    return text + merged.text.substr(at);
}

}  // namespace armillary::manifest
