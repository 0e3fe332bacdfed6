#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/object.h"

namespace armillary::controllers::gc {

/// Who owns whom, by UID, fed from the informers. An owner that nobody has seen is known by its dependents alone.
/// Thread-safe; answers are copies.
class OwnerGraph {
public:
    struct Node {
        const resources::Resource* resource = nullptr;  ///< null for an owner that was only heard of
        ObjectRef object;
        std::set<std::string> dependents;
        bool isDeleting() const { return object && object->meta().deletionTimestamp; }
        /// Being deleted in the foreground: it waits for its dependents.
        bool awaitsDependents() const;
    };

    /// Files an object; answers the UIDs that have to be looked at because of the change.
    std::vector<std::string> put(const resources::Resource& resource, const ObjectRef& object);
    std::vector<std::string> remove(const ObjectRef& object);

    std::optional<Node> find(const std::string& uid) const;
    std::vector<Node> dependentsOf(const std::string& uid) const;
    /// UIDs of what is owned by something that was only heard of.
    std::vector<std::string> ownedByUnseen() const;

private:
    void unlink(const ObjectRef& object);

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Node> m_nodes;
};

bool hasFinalizer(const metav1::ObjectMeta& meta, std::string_view finalizer);

}  // namespace armillary::controllers::gc
