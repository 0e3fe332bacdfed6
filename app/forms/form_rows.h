#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <map>
#include <vector>

#include "engine/manifest/node.h"
#include "engine/relations/relations.h"
#include "field_facts.h"

namespace armillary::app {

/// A line of a form.
struct FormRow {
    enum class Kind { Section, Field, Add };
    QString id;  ///< stays the same for as long as the row is about the same place
    Kind kind = Kind::Field;
    manifest::Path path;  ///< from the object; of an Add row that of the list or map
    FieldFacts facts;     ///< of an Add row those of what is added
    QString label;
    QString value;  ///< of a scalar or Raw its text, of a Union what was picked, of others what they hold in short
    int depth = 0;
    bool open = false, isSet = false, removable = false;
    bool item = false;    ///< of a list
    bool entry = false;   ///< of a map: its label is a key
    bool secret = false;  ///< its value is not to be seen until that is asked for: it is "" then
    bool hidden = false;  ///< secret, and not asked for
    QString problem;      ///< what the checks say about it, or about what is folded away below
    QString tone;         ///< "bad", "warning" or "quiet"

    bool canOpen() const {
        return kind == Kind::Section ||
               (kind == Kind::Field && !facts.isScalar() && facts.widget != FieldFacts::Widget::Raw);
    }
    bool operator==(const FormRow& other) const;
};

struct FormProblem {
    QString text, tone;
};

/// What a form is made of.
struct FormSubject {
    const manifest::Node* object = nullptr;  ///< null where the text cannot be read
    FieldFacts root;
    relations::Kind kind;
    QString search;  ///< fields that say so, instead of all
    std::function<bool(const QString& id, bool usual)> isOpen;
    std::function<bool(const QString& id)> isRevealed;
    std::multimap<std::string, FormProblem> problems;  ///< by path, as print() writes it
};

/// Rows that a form has at most, and fields that a search looks at; what is beyond is left out.
inline constexpr std::size_t kMostRows = 5000, kMostSearched = 40'000, kMostFound = 60;

std::vector<FormRow> rowsOf(const FormSubject& subject);

/// Fields of the whole schema that have the words in their name, or in what is said about them, best first.
std::vector<manifest::Path> searchFields(const FormSubject& subject);

}  // namespace armillary::app
