#include "engine/server/selection.h"

#include <algorithm>

#include "engine/server/storage.h"

namespace armillary::server {
namespace {

constexpr std::string_view kName = "metadata.name";
constexpr std::string_view kNamespace = "metadata.namespace";

Result<void> checkField(const Resource& resource, const std::string& path) {
    if (path == kName || (path == kNamespace && resource.namespaced)) return {};
    const auto own = resource.rules->selectableFields();
    if (std::ranges::find(own, path) != own.end()) return {};
    if (!own.empty()) return std::unexpected(status::badRequest("field label not supported: " + path));
    return std::unexpected(status::badRequest(
        "\"" + path + R"(" is not a known field selector: only "metadata.name", "metadata.namespace")"));
}

}  // namespace

Result<Selection> Selection::parse(const Resource& resource, std::string_view namespace_,
                                   std::string_view labelSelector, std::string_view fieldSelector) {
    Selection selection;
    selection.m_resource = &resource;
    if (resource.namespaced) selection.m_namespace = namespace_;
    auto labels = LabelSelector::parse(labelSelector);
    if (!labels) return std::unexpected(status::badRequest(labels.error()));
    selection.m_labels = std::move(*labels);
    auto fields = FieldSelector::parse(fieldSelector);
    if (!fields) return std::unexpected(status::badRequest(fields.error()));
    for (const FieldSelector::Requirement& requirement : fields->requirements()) {
        if (auto known = checkField(resource, requirement.path); !known) return std::unexpected(known.error());
        if (requirement.path == kName && requirement.equal) selection.m_name = requirement.value;
    }
    selection.m_fields = std::move(*fields);
    return selection;
}

void Selection::alsoNamed(std::string_view name) {
    m_name = m_pathName = name;
}

bool Selection::matches(const Object& object) const {
    if (!m_namespace.empty() && object.namespace_() != m_namespace) return false;
    if (!m_pathName.empty() && object.name() != m_pathName) return false;
    if (!m_labels.matchesEverything() && !m_labels.matches(object.meta().labels)) return false;
    return m_fields.empty() || fieldsMatch(object);
}

bool Selection::fieldsMatch(const Object& object) const {
    Value converted;
    for (const FieldSelector::Requirement& requirement : m_fields.requirements()) {
        std::string value;
        if (requirement.path == kName) {
            value = object.name();
        } else if (requirement.path == kNamespace) {
            value = object.namespace_();
        } else if (m_resource->storedAs) {
            if (!converted) converted = valueOf(*m_resource, object);
            value = m_resource->rules->selectableField(converted.get(), requirement.path);
        } else {
            value = m_resource->rules->selectableField(object.decoded(*m_resource->type), requirement.path);
        }
        if ((value == requirement.value) != requirement.equal) return false;
    }
    return true;
}

}  // namespace armillary::server
