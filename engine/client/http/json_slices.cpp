#include "engine/client/http/json_slices.h"

#include "engine/schema/json_codec.h"

namespace armillary::client {

namespace {

class Slicer {
public:
    explicit Slicer(std::string_view text) : m_text(text) {}

    void skipSpace() {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }

    bool accept(char c) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }

    bool atEnd() {
        skipSpace();
        return m_at == m_text.size();
    }

    /// Just past the closing quote; false when there is none.
    bool passString() {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\') {
                ++m_at;
            } else if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
        }
        return false;
    }

    std::optional<std::string_view> string() {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != '"') return std::nullopt;
        const std::size_t begin = m_at + 1;
        if (!passString()) return std::nullopt;
        return m_text.substr(begin, m_at - 1 - begin);
    }

    std::optional<std::string_view> value() {
        skipSpace();
        const std::size_t begin = m_at;
        std::string open;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (!passString()) return std::nullopt;
                continue;
            }
            if (c == '{' || c == '[') {
                if (open.size() >= schema::kMaxDepth) return std::nullopt;
                open += c == '{' ? '}' : ']';
            } else if (c == '}' || c == ']') {
                if (open.empty()) break;
                if (open.back() != c) return std::nullopt;
                open.pop_back();
            } else if (c == ',' && open.empty()) {
                break;
            }
            ++m_at;
        }
        if (!open.empty()) return std::nullopt;
        std::string_view slice = m_text.substr(begin, m_at - begin);
        while (!slice.empty() &&
               (slice.back() == ' ' || slice.back() == '\t' || slice.back() == '\n' || slice.back() == '\r'))
            slice.remove_suffix(1);
        if (slice.empty()) return std::nullopt;
        return slice;
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

std::optional<std::vector<JsonMember>> sliceObject(std::string_view json) {
    Slicer slicer(json);
    std::vector<JsonMember> members;
    if (!slicer.accept('{')) return std::nullopt;
    if (slicer.accept('}')) return slicer.atEnd() ? std::optional(members) : std::nullopt;
    do {
        const auto key = slicer.string();
        if (!key || !slicer.accept(':')) return std::nullopt;
        const auto value = slicer.value();
        if (!value) return std::nullopt;
        members.emplace_back(*key, *value);
    } while (slicer.accept(','));
    if (!slicer.accept('}') || !slicer.atEnd()) return std::nullopt;
    return members;
}

std::optional<std::vector<std::string_view>> sliceArray(std::string_view json) {
    Slicer slicer(json);
    std::vector<std::string_view> elements;
    if (!slicer.accept('[')) return std::nullopt;
    if (slicer.accept(']')) return slicer.atEnd() ? std::optional(elements) : std::nullopt;
    do {
        const auto value = slicer.value();
        if (!value) return std::nullopt;
        elements.push_back(*value);
    } while (slicer.accept(','));
    if (!slicer.accept(']') || !slicer.atEnd()) return std::nullopt;
    return elements;
}

std::string_view member(const std::vector<JsonMember>& members, std::string_view key) {
    for (const auto& [name, value] : members)
        if (name == key) return value;
    return {};
}

}  // namespace armillary::client
