#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/impact.h"
#include "engine/plan/obstacle.h"
#include "engine/relations/relations.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"

/// One change, as the rules behind impact.h see it. For the sources of this folder only.
namespace armillary::plan {

/// The object as a T; null when it is none, or does not read as one.
template <schema::ApiStruct T>
const T* typed(const ObjectRef& object) {
    const auto& row = resources::resourceOf<T>();
    if (!object || object->kind() != row.kind || object->apiVersion() != row.apiVersion()) return nullptr;
    try {
        return &object->as<T>();
    } catch (const std::logic_error&) {
        return nullptr;
    }
}

/// Its row among the built-in resources; null for any other.
const resources::Resource* rowOf(const Object& object);

/// Two states of an object as the server would keep them: with defaults, quantities in one spelling, and, where the
/// later one leaves them out, with what was assigned to the earlier one (addresses, volumes, generated selectors). Two
/// versions of one kind become the same one. What cannot be read as its kind stays as it is.
struct States {
    ObjectRef before, after;
};
States asKept(const ObjectRef& before, const ObjectRef& after);

/// What differs between two states that are as the server keeps them.
std::vector<FieldDifference> differencesOf(const States& states);

struct Change {
    ObjectRef before, after;  ///< as kept; null: it is made, it is removed
    relations::Kind kind;
    std::vector<FieldDifference> differences;  ///< none unless both are there
    const relations::World& was;               ///< what runs when it is made
    const relations::World& world;             ///< the same, and what comes along
    Surroundings& around;                      ///< what is known of both

    bool isMade() const { return !before; }
    bool isRemoved() const { return !after; }
    const ObjectRef& object() const { return after ? after : before; }
    const std::string& namespace_() const { return object()->namespace_(); }
    bool is(std::string_view group, std::string_view name) const { return kind.group == group && kind.name == name; }
    /// Paths that differ at `path` or below it.
    std::vector<std::string> changedAt(std::string_view path) const;
};

/// One of them is there.
Change changeBetween(const ObjectRef& before, const ObjectRef& after, Surroundings& around);

using Impacts = std::vector<Impact>;
using Obstacles = std::vector<Obstacle>;

/// "Deployment web"; of a pod that a kind of somebody's own controls: who that is.
std::string titleOf(const Object& object);
/// Pods that nobody owns and workloads, but for those that another workload made: whom `matches` takes, by their pods'
/// labels.
template <class Matches>
std::vector<ObjectRef> workloadsWhere(const relations::World& world, std::string_view namespace_, Matches matches);
/// All of a namespace; of all namespaces for "".
std::vector<ObjectRef> workloadsIn(const relations::World& world, std::string_view namespace_);
std::vector<std::string> titlesOf(const std::vector<ObjectRef>& objects);

template <class Matches>
std::vector<ObjectRef> workloadsWhere(const relations::World& world, std::string_view namespace_, Matches matches) {
    std::vector<ObjectRef> found;
    for (ObjectRef& each : workloadsIn(world, namespace_))
        if (const auto labels = relations::podLabels(each); labels && matches(*labels, *each))
            found.push_back(std::move(each));
    return found;
}

/// The pod template of a workload that makes pods, or a pod as its own; null when it has none.
struct Pods {
    const metav1::ObjectMeta* meta = nullptr;
    const corev1::PodSpec* spec = nullptr;
    explicit operator bool() const { return spec != nullptr; }
};
Pods podsOf(const ObjectRef& object);
/// How many pods it wants. For what has no such number (DaemonSet): how many there are by its status.
std::int64_t replicasOf(const ObjectRef& object);
/// Every object of the kind that scales this one.
std::vector<ObjectRef> autoscalersOf(const Object& workload, const relations::World& world);

}  // namespace armillary::plan
