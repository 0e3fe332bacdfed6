#include "engine/manifest/value_comments.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/manifest/lines.h"

namespace armillary::manifest {

namespace {

bool isBlock(const Node& node) {
    return node.isCollection() && !node.flow && !node.entries.empty();
}

}  // namespace

/// Goes through a text from one token to the next, and keeps what comments stand between.
class CommentReader {
public:
    CommentReader(ValueComments& into, std::string_view text) : m_into(into), m_text(text) {}

    void read(const Node& root) {
        if (!isBlock(root)) m_last = &root;
        readNode(root);
        gap(m_text.size());
        m_into.m_tail = std::move(m_pending);
    }

private:
    void readNode(const Node& node) {
        if (isBlock(node)) {
            for (const Entry& entry : node.entries) readEntry(entry);
            return;
        }
        gap(node.begin());
        settlePending(node);
        if (node.isBlockScalar()) {
            m_cursor = node.span.begin;
            gap(lineEnd(m_text, node.span.begin));
        }
        m_cursor = std::max(m_cursor, node.span.end);
    }

    void readEntry(const Entry& entry) {
        gap(entry.begin);
        m_last = entry.value.get();
        settlePending(*m_last);
        if (entry.key) m_cursor = std::max(m_cursor, entry.key->span.end);
        readNode(*entry.value);
    }

    void settlePending(const Node& node) {
        if (m_pending.empty()) return;
        std::ranges::move(m_pending, std::back_inserter(m_into.m_notes[&node].above));
        m_pending.clear();
    }

    /// What is between the last token and the one at `end`.
    void gap(std::size_t end) {
        while (m_cursor < end) {
            if (!hasComment(m_text, m_cursor, m_cursor + 1)) {
                ++m_cursor;
                continue;
            }
            const std::size_t comment = m_cursor;
            m_cursor = lineEnd(m_text, comment);
            keep(std::string(m_text.substr(comment, m_cursor - comment)), isFirstInLine(m_text, comment));
        }
    }

    void keep(std::string comment, bool ownLine) {
        if (ownLine || !m_last) return m_pending.push_back(std::move(comment));
        auto& notes = m_into.m_notes[m_last];
        if (notes.behind.empty())
            notes.behind = std::move(comment);
        else
            notes.above.push_back(std::move(comment));
    }

    ValueComments& m_into;
    const std::string_view m_text;
    std::size_t m_cursor = 0;
    std::vector<std::string> m_pending;
    const Node* m_last = nullptr;
};

ValueComments::ValueComments(const Node& root, std::string_view text) : m_root(&root) {
    if (text.contains('#')) CommentReader(*this, text).read(root);
}

std::span<const std::string> ValueComments::above(const Node& value) const {
    const auto known = m_notes.find(&value);
    return known == m_notes.end() ? std::span<const std::string>() : known->second.above;
}

std::string_view ValueComments::behind(const Node& value) const {
    const auto known = m_notes.find(&value);
    return known == m_notes.end() ? std::string_view() : known->second.behind;
}

std::span<const std::string> ValueComments::tail(const Node& node) const {
    return &node == m_root ? m_tail : std::span<const std::string>();
}

void ValueComments::hoist() {
    if (!m_root || !isBlock(*m_root)) return;
    const auto first = m_notes.find(m_root->entries.front().value.get());
    if (first == m_notes.end() || first->second.above.empty()) return;
    m_notes[m_root].above = std::exchange(first->second.above, {});
}

bool ValueComments::areIn(std::string_view text) const {
    const auto isIn = [&](const std::string& comment) { return text.contains(comment); };
    return std::ranges::all_of(m_tail, isIn) && std::ranges::all_of(m_notes, [&](const auto& each) {
               return std::ranges::all_of(each.second.above, isIn) && isIn(each.second.behind);
           });
}

}  // namespace armillary::manifest
