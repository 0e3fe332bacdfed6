#include <algorithm>
#include <set>

#include "form_rows.h"
#include "place.h"

namespace armillary::app {

namespace {

using manifest::Node;
using manifest::Path;
using manifest::Step;
using Widget = FieldFacts::Widget;

/// Deeper than any field of the kinds there are, a schema's own schema left aside.
constexpr std::size_t kMostDepth = 24;

struct Found {
    int rank;
    std::size_t order;
    Path path;
};

class Search {
public:
    explicit Search(const QString& words) : m_words(words.toLower().split(u' ', Qt::SkipEmptyParts)) {}

    std::vector<Path> run(const FormSubject& subject) {
        look(subject.root, subject.object, {}, {});
        std::ranges::sort(m_found, {}, [](const Found& each) { return std::pair(each.rank, each.order); });
        std::vector<Path> paths;
        for (Found& each : m_found) {
            if (paths.size() == kMostFound) break;
            paths.push_back(std::move(each.path));
        }
        return paths;
    }

private:
    /// 0 is best; -1 where it is not found.
    int rankOf(const FieldFacts& facts) const {
        const QString name = facts.name.toLower();
        int rank = 0;
        for (const QString& word : m_words) {
            const int each = name == word                                              ? 0
                             : name.startsWith(word)                                   ? 1
                             : name.contains(word)                                     ? 2
                             : facts.documentation.contains(word, Qt::CaseInsensitive) ? 3
                                                                                       : -1;
            if (each < 0) return -1;
            rank = std::max(rank, each);
        }
        return rank;
    }

    void look(const FieldFacts& facts, const Node* node, const Path& path, std::vector<const void*> types) {
        if (path.size() > kMostDepth || m_looked > kMostSearched) return;
        const void* type = facts.type.structType();
        if (!type) type = facts.type.schemaNode();
        if (type) {
            // A type within itself is looked into only as far as there is something.
            if (std::ranges::contains(types, type) && !node) return;
            types.push_back(type);
        }
        if (facts.widget == Widget::Group || facts.widget == Widget::Union) {
            for (const FieldFacts& each : fieldsOf(facts)) {
                const std::string name = each.name.toStdString();
                if (path.empty() && name == "status") continue;
                Path inner = path;
                inner.push_back(Step::member(name));
                visit(each, memberOf(node, name), std::move(inner), types);
            }
        } else if (facts.widget == Widget::List && node && node->form == manifest::Form::Sequence) {
            const FieldFacts element = elementOf(facts);
            for (std::size_t i = 0; i < node->entries.size(); ++i) {
                Path inner = path;
                inner.push_back(Step::item(i));
                look(element, &manifest::resolved(*node->entries[i].value), inner, types);
            }
        } else if (facts.widget == Widget::Map && node && node->form == manifest::Form::Mapping) {
            const FieldFacts element = elementOf(facts);
            for (const manifest::Entry& entry : node->entries) {
                if (!entry.key || entry.key->form != manifest::Form::Scalar || entry.isMerge()) continue;
                Path inner = path;
                inner.push_back(Step::member(entry.key->text));
                FieldFacts value = element;
                value.name = QString::fromStdString(entry.key->text);
                visit(value, &manifest::resolved(*entry.value), std::move(inner), types);
            }
        }
    }

    void visit(const FieldFacts& facts, const Node* node, Path path, const std::vector<const void*>& types) {
        if (++m_looked > kMostSearched) return;
        if (const int rank = rankOf(facts); rank >= 0)
            m_found.push_back({rank, path.size() * 1000 + m_found.size(), path});
        look(facts, node, path, types);
    }

    QStringList m_words;
    std::vector<Found> m_found;
    std::size_t m_looked = 0;
};

}  // namespace

std::vector<Path> searchFields(const FormSubject& subject) {
    return Search(subject.search).run(subject);
}

}  // namespace armillary::app
