#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/garbagecollector/graph.h"
#include "engine/controllers/garbagecollector/polled.h"

namespace armillary::controllers {

/// Deletes what lost its last owner, deletes dependents before an owner that waits for them (foreground), frees those
/// of an owner that leaves them behind (orphan). Keys are UIDs, and one for a look at other API servers. Source:
/// https://kubernetes.io/docs/concepts/architecture/garbage-collection/.
class GarbageCollector final : public QueuedController {
public:
    explicit GarbageCollector(const Context& context);
    std::string_view name() const override { return "garbage-collector"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// An object's owners, sorted by what they mean for it.
    struct Owners {
        std::vector<metav1::OwnerReference> solid, dangling, waiting;
        bool undecidable = false;  ///< an owner that this cluster cannot look up: hands off
        bool unconfirmed = false;  ///< an owner that is there, but that no informer has shown yet
    };
    Result<Owners> classify(const Object& object);
    /// Says in an event that an owner would have to be in the object's own namespace, or in none.
    void reportNamespace(const Object& object, const metav1::OwnerReference& owner);
    enum class Presence { Present, Unconfirmed, Absent, AwaitsDependents, Unknown };
    Result<Presence> look(const Object& dependent, const metav1::OwnerReference& owner);

    Result<void> orphanDependents(const gc::OwnerGraph::Node& owner);
    Result<void> awaitDependents(const gc::OwnerGraph::Node& owner);
    Result<Outcome> collect(const gc::OwnerGraph::Node& node);
    /// What follows from the owners for an object that is not being deleted.
    Result<void> settle(const resources::Resource& resource, const Object& object, const Owners& owners);
    Result<void> removeObject(const resources::Resource& resource, const Object& object, std::string policy);
    Result<void> removeFinalizer(const resources::Resource& resource, const Object& object, std::string_view finalizer);
    /// Takes owners off an object's list, and blockOwnerDeletion off those that stay when `unblock`.
    Result<void> patchOwners(const resources::Resource& resource, const Object& object,
                             const std::vector<std::string>& remove, bool unblock);

    using Row = std::shared_ptr<const resources::Resource>;
    /// Follows the objects of a definition from when it is established until it is gone.
    void followDefinition(const std::string& name, const ObjectRef& definition);
    /// Looks at what other API servers have, and says when to look again.
    Outcome pollOthers();
    void file(const resources::Resource& row, const ObjectRef& previous, const ObjectRef& current);
    /// The row of an owner reference, any served version of the kind; null when it is not served.
    Row rowOf(const metav1::OwnerReference& reference) const;

    gc::OwnerGraph m_graph;
    /// Custom resources, by the name of their definition.
    struct Followed {
        Row row;
        client::Informer* informer = nullptr;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Followed> m_followed;
    /// Every row that the graph may know of, by what it says; definitions that come again find theirs.
    std::map<std::string, Row> m_rows;
    client::Informer& m_apiServices;
    gc::PolledObjects m_polled;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
