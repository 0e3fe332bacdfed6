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
/// Thread-safe; answers are copies, and small: of ten thousand dependents each asks about their one owner.
class OwnerGraph {
public:
    struct Node {
        const resources::Resource* resource = nullptr;  ///< null for an owner that was only heard of
        ObjectRef object;
        bool isDeleting() const { return object && object->meta().deletionTimestamp; }
        /// Being deleted in the foreground: it waits for its dependents.
        bool awaitsDependents() const;
    };

    /// Files an object; answers the UIDs that have to be looked at because of the change.
    std::vector<std::string> put(const resources::Resource& resource, const ObjectRef& object);
    std::vector<std::string> remove(const ObjectRef& object);

    std::optional<Node> find(const std::string& uid) const;
    std::vector<Node> dependentsOf(const std::string& uid) const;
    /// One of the dependents that an owner has to wait for; null when there is none. Takes as long for many as for few.
    std::optional<Node> blockerOf(const std::string& uid) const;
    /// UIDs of what is owned by something that was only heard of.
    std::vector<std::string> ownedByUnseen() const;

private:
    struct Place {
        Node node;
        std::set<std::string> dependents;
        std::set<std::string> blockers;  ///< those of them whose reference says blockOwnerDeletion
    };
    void link(const ObjectRef& object);
    void unlink(const ObjectRef& object);

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Place> m_places;
};

bool hasFinalizer(const metav1::ObjectMeta& meta, std::string_view finalizer);

}  // namespace armillary::controllers::gc
