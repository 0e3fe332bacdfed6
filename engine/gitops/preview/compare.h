#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/problem.h"
#include "engine/gitops/render/rendered.h"
#include "engine/plan/impact.h"
#include "engine/relations/relations.h"

namespace armillary::gitops {

/// One object that becomes another one.
struct ObjectChange {
    enum class Kind { Create, Update, Delete };
    Kind kind = Kind::Update;
    std::string application;
    ObjectRef before, after;
    /// It had another name, which its content made: kustomize's names with a hash, whose users are given the new one.
    std::string was;
    std::string origin;  ///< the file that it comes from; "" when nobody knows
    std::vector<plan::FieldDifference> fields;
    std::vector<plan::Impact> impact;

    const Object& object() const { return after ? *after : *before; }
};

/// Objects of one application, in the namespaces where they go.
struct PlacedObject {
    ObjectRef object;
    std::string origin;
};

/// What was rendered, as objects: those of namespaced kinds that name no namespace are in `namespace_`. The problem
/// names the object that cannot be read.
Expected<std::vector<PlacedObject>> placed(const Rendered& rendered, const std::string& namespace_);

/// The kind that a CustomResourceDefinition defines; nothing of any other object.
std::optional<relations::Kind> definedKind(const Object& object);

/// Objects of a rendering as what a cluster would have.
class RenderedWorld final : public relations::World {
public:
    explicit RenderedWorld(std::vector<ObjectRef> objects);
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

private:
    std::vector<ObjectRef> m_objects;  ///< by id
};

/// What changes from one rendering of an application to another, in the order in which it would be applied; without
/// impact. Pure. Objects are the same if group, kind, namespace and name are; a ConfigMap or Secret whose generated
/// name changed is followed.
std::vector<ObjectChange> compare(const std::string& application, const std::vector<PlacedObject>& before,
                                  const std::vector<PlacedObject>& after);

/// "settings" of "settings-6f96c8t7kb", as kustomize makes names of contents; "" of any other name.
std::string_view generatedStem(std::string_view name);

}  // namespace armillary::gitops
