#pragma once

#include <map>
#include <set>

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

namespace podgc {

inline constexpr std::size_t kTerminatedThreshold = 12500;

/// The ended pods beyond the threshold, evicted ones first, then the oldest.
std::vector<ObjectRef> terminatedToRemove(const std::vector<ObjectRef>& pods, std::size_t threshold);
/// Pods that are being deleted and never had a node that could end them.
std::vector<ObjectRef> unscheduledTerminating(const std::vector<ObjectRef>& pods);
/// Whether pods that are being deleted on the node need not wait for it: it does not answer, and its taint says that it
/// has been shut down. Source: https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/
/// #non-graceful-node-shutdown.
bool isOutOfService(const corev1::Node& node);

}  // namespace podgc

/// Removes pods that nobody else will: ended ones beyond 12,500, those of nodes that are gone, those deleted on
/// nodes out of service, and those deleted before they were scheduled. Looks every 20 seconds.
class PodGcController final : public QueuedController {
public:
    explicit PodGcController(const Context& context);
    std::string_view name() const override { return "pod-garbage-collector"; }
    void start() override;
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// Pods of nodes that have been missing for 40 seconds and that the server does not know either.
    std::vector<ObjectRef> orphans(const std::vector<ObjectRef>& pods);
    std::vector<ObjectRef> terminatingOutOfService(const std::vector<ObjectRef>& pods) const;
    /// `why` becomes the pod's DisruptionTarget condition; "" for none.
    Result<void> remove(const Object& pod, std::string_view why);

    client::Informer &m_pods, &m_nodes;
    std::map<std::string, async::SteadyTime> m_missingSince;  ///< by node; one key, so one thread at a time
};

}  // namespace armillary::controllers
