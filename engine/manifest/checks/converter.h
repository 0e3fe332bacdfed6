#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/manifest/checks/fixing.h"

namespace armillary::manifest::checks {

/// Reads an object as it is written, and collects what makes another version of it. Paths begin at the object and are
/// as parsePath() reads them.
class Converter {
public:
    explicit Converter(const Subject& subject) : m_subject(subject), m_edits(subject) {}

    const std::string& apiVersion() const { return m_subject.object.apiVersion; }
    const std::string& kind() const { return m_subject.object.kind; }

    /// Null where it is not there, or says null.
    const Node* get(const std::string& path) const;
    bool has(const std::string& path) const { return get(path) != nullptr; }
    /// A scalar's text; "" for anything else.
    std::string text(const std::string& path) const;
    /// With the path of each item of a list.
    void each(const std::string& list, const std::function<void(const std::string& item)>& work) const;
    /// A value as it is written, comments within it included: for another place.
    std::string written(const std::string& path) const;

    Edits& edits() { return m_edits; }
    /// Sets what is not there.
    void setDefault(const std::string& path, const std::string& yaml);
    void removeIfThere(const std::string& path);
    /// The value at another path, in place of where it is.
    void move(const std::string& from, const std::string& to);

    /// What people have to say before; the first one counts. "spec.selector, ..."
    void lacks(std::string what);
    const std::string& lacking() const { return m_lacking; }

private:
    const Subject& m_subject;
    Edits m_edits;
    std::string m_lacking;
};

}  // namespace armillary::manifest::checks
