#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/relations/relations.h"

namespace armillary::test {

inline ObjectRef object(const std::string& json) {
    return Object::parse(json).value();
}

/// A world on paper.
class PaperWorld : public relations::World {
public:
    ObjectRef add(const std::string& json) {
        m_objects.push_back(object(json));
        return m_objects.back();
    }
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override {
        for (const auto& each : m_objects)
            if (relations::kindOf(*each) == kind && each->namespace_() == namespace_ && each->name() == name)
                return each;
        return nullptr;
    }
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override {
        std::vector<ObjectRef> found;
        for (const auto& each : m_objects)
            if (relations::kindOf(*each) == kind && (namespace_.empty() || each->namespace_() == namespace_))
                found.push_back(each);
        return found;
    }

private:
    std::vector<ObjectRef> m_objects;
};

/// "Secret/default/key by spec.imagePullSecrets[0].name": where an edge leads and stands.
inline std::string to(const relations::Edge& edge) {
    const std::string namespace_ = edge.to.namespace_.empty() ? "" : edge.to.namespace_ + "/";
    return edge.to.kind.text() + "/" + namespace_ + edge.to.name + " by " + edge.path;
}
inline std::string from(const relations::Edge& edge) {
    const std::string namespace_ = edge.from.namespace_.empty() ? "" : edge.from.namespace_ + "/";
    return edge.from.kind.text() + "/" + namespace_ + edge.from.name + " by " + edge.path;
}
inline std::vector<std::string> targets(const std::vector<relations::Edge>& edges) {
    std::vector<std::string> all;
    for (const auto& edge : edges) all.push_back(to(edge));
    return all;
}
inline std::vector<std::string> sources(const std::vector<relations::Edge>& edges) {
    std::vector<std::string> all;
    for (const auto& edge : edges) all.push_back(from(edge));
    return all;
}
inline bool has(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::contains(all, one);
}

}  // namespace armillary::test
