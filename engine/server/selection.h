#pragma once

#include <string>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/schema/object.h"
#include "engine/schema/selector.h"
#include "engine/schema/status.h"

namespace armillary::server {

/// Which objects of a resource a list, a watch or a deletecollection is about.
class Selection {
public:
    /// 400 for a selector that does not parse or names a field that cannot be selected by.
    static Result<Selection> parse(const resources::Resource& resource, std::string_view namespace_,
                                   std::string_view labelSelector, std::string_view fieldSelector);

    /// Narrows it to the object of that name, which is what rights were asked for; a selector of another name then
    /// selects nothing.
    void alsoNamed(std::string_view name);

    /// `object` in the stored version.
    bool matches(const Object& object) const;
    /// No selector at all; the namespace may still narrow.
    bool everything() const { return m_labels.matchesEverything() && m_fields.empty() && m_pathName.empty(); }
    const std::string& namespace_() const { return m_namespace; }
    /// The one name that metadata.name selects, "" for any.
    const std::string& name() const { return m_name; }

private:
    bool fieldsMatch(const Object& object) const;

    const resources::Resource* m_resource = nullptr;
    std::string m_namespace, m_name, m_pathName;
    LabelSelector m_labels;
    FieldSelector m_fields;
};

}  // namespace armillary::server
