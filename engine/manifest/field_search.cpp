#include <algorithm>
#include <deque>
#include <format>
#include <set>

#include "engine/manifest/field_description.h"
#include "engine/manifest/letters.h"

namespace armillary::manifest {

namespace {

/// Fields that one search looks at, and how deep it goes.
constexpr std::size_t kMostFields = 60'000, kDeepest = 24;

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    const std::string low = lowered(text);
    for (std::size_t at = 0; at < low.size() && words.size() < 8;) {
        const auto begin = low.find_first_not_of(" .[]/", at), end = low.find_first_of(" .[]/", begin);
        if (begin == std::string::npos) break;
        words.push_back(low.substr(begin, end - begin));
        at = std::min(end, low.size());
    }
    return words;
}

/// What stands for a type on the way to itself: the same for all fields of it.
const void* identityOf(const FieldType& type) {
    if (const auto* node = type.schemaNode()) return &node->shape();
    if (const auto* structure = type.structType()) return structure;
    return nullptr;
}

struct Visit {
    FieldType type;
    std::string pattern;
    Path path;
    std::vector<const void*> inside;
    bool aside = false;  ///< in metadata or status, or deprecated: seldom what is meant
};

class FieldSearch {
public:
    explicit FieldSearch(std::string_view text) : m_words(wordsOf(text)) {}

    std::vector<FieldMatch> find(const FieldType& root, std::size_t limit) {
        if (m_words.empty() || limit == 0) return {};
        m_queue.push_back({root, {}, {}, {identityOf(root)}, false});
        while (!m_queue.empty() && m_looked < kMostFields) {
            const Visit visit = std::move(m_queue.front());
            m_queue.pop_front();
            look(visit);
        }
        std::ranges::stable_sort(m_found, {}, &Scored::score);
        std::vector<FieldMatch> matches;
        for (Scored& each : m_found) {
            if (matches.size() == limit) break;
            matches.push_back(std::move(each.match));
        }
        return matches;
    }

private:
    struct Scored {
        int score;
        FieldMatch match;
    };

    void look(const Visit& visit) {
        for (FieldDescription& field : fieldsOf(visit.type)) {
            if (++m_looked > kMostFields) return;
            Visit next{field.type, visit.pattern, visit.path, visit.inside, visit.aside || field.deprecated};
            next.aside |= visit.path.empty() && (field.name == "metadata" || field.name == "status");
            next.path.push_back(Step::member(field.name));
            next.pattern = print({Step::member(field.name)});
            if (!visit.pattern.empty())
                next.pattern = visit.pattern + (next.pattern.starts_with('[') ? "" : ".") + next.pattern;
            const int score = scoreOf(field, next);
            descend(next);
            if (score >= 0) m_found.push_back({score, {visit.path, next.pattern, std::move(field)}});
            if (score >= 0) m_found.back().match.path.push_back(Step::member(m_found.back().match.field.name));
        }
    }

    void descend(Visit visit) {
        if (visit.path.size() >= kDeepest) return;
        while (visit.type.form() == FieldType::Form::List) {
            visit.type = visit.type.element();
            visit.pattern += "[]";
            visit.path.push_back(Step::item(0));
            if (visit.path.size() >= kDeepest) return;
        }
        if (visit.type.form() != FieldType::Form::Struct) return;
        const void* identity = identityOf(visit.type);
        if (std::ranges::contains(visit.inside, identity)) return;
        visit.inside.push_back(identity);
        m_queue.push_back(std::move(visit));
    }

    /// The less the better; negative: it does not match.
    int scoreOf(const FieldDescription& field, const Visit& visit) const {
        const std::string name = lowered(field.name), pattern = lowered(visit.pattern);
        const auto inName = [&](const std::string& word) { return name.contains(word); };
        const auto inPattern = [&](const std::string& word) { return pattern.contains(word); };
        int score = 0;
        if (m_words.size() == 1 && name == m_words[0])
            score = 0;
        else if (m_words.size() == 1 && name.starts_with(m_words[0]))
            score = 10;
        else if (std::ranges::all_of(m_words, inName))
            score = 20;
        else if (std::ranges::all_of(m_words, inPattern) && inName(m_words.back()))
            score = 30;
        else if (std::ranges::all_of(m_words, [&, text = lowered(field.documentation)](const std::string& word) {
                     return text.contains(word);
                 }))
            score = 60;
        else
            return -1;
        return score + (visit.aside ? 25 : 0) + static_cast<int>(std::min<std::size_t>(visit.path.size(), 9));
    }

    std::vector<std::string> m_words;
    std::deque<Visit> m_queue;
    std::size_t m_looked = 0;
    std::vector<Scored> m_found;
};

}  // namespace

std::vector<FieldMatch> searchFields(const FieldType& root, std::string_view text, std::size_t limit) {
    return FieldSearch(text).find(root, limit);
}

}  // namespace armillary::manifest
