#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/garbagecollector/graph.h"

namespace armillary::controllers {

/// Deletes what lost its last owner, deletes dependents before an owner that waits for them (foreground), frees those
/// of an owner that leaves them behind (orphan). Keys are UIDs. Source:
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
    };
    Result<Owners> classify(const Object& object);
    enum class Presence { Present, Absent, AwaitsDependents, Unknown };
    Result<Presence> look(const Object& dependent, const metav1::OwnerReference& owner);

    Result<void> orphanDependents(const gc::OwnerGraph::Node& owner);
    Result<void> awaitDependents(const gc::OwnerGraph::Node& owner);
    Result<void> collect(const gc::OwnerGraph::Node& node);
    Result<void> removeObject(const resources::Resource& resource, const Object& object, std::string policy);
    Result<void> removeFinalizer(const resources::Resource& resource, const Object& object, std::string_view finalizer);
    /// Takes owners off an object's list, and blockOwnerDeletion off those that stay when `unblock`.
    Result<void> patchOwners(const resources::Resource& resource, const Object& object,
                             const std::vector<std::string>& remove, bool unblock);

    gc::OwnerGraph m_graph;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
