#include "engine/plan/planned.h"

namespace armillary::plan {

Planned::Planned(const relations::World& base, std::vector<ObjectRef> objects) : m_base(base) {
    for (ObjectRef& object : objects)
        if (object) m_objects.insert_or_assign(relations::idOf(*object), std::move(object));
}

ObjectRef Planned::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    const auto found = m_objects.find({kind, std::string(namespace_), std::string(name)});
    return found == m_objects.end() ? m_base.find(kind, namespace_, name) : found->second;
}

std::vector<ObjectRef> Planned::list(const relations::Kind& kind, std::string_view namespace_) const {
    std::vector<ObjectRef> all;
    for (ObjectRef& object : m_base.list(kind, namespace_))
        if (!m_objects.contains(relations::idOf(*object))) all.push_back(std::move(object));
    for (const auto& [id, object] : m_objects)
        if (id.kind == kind && (namespace_.empty() || id.namespace_ == namespace_)) all.push_back(object);
    return all;
}

}  // namespace armillary::plan
