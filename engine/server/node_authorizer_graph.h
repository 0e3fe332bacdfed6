#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/server/node_authorizer_references.h"
#include "engine/watch/cache.h"

namespace armillary::server {

/// Which node's pods refer to what: kept from the cache's pod events, which are queued (one per pod, bounded) and taken
/// in by the next question, so that the store's writer is never held up. Thread-safe.
class NodeGraph {
public:
    explicit NodeGraph(const watch::Cache& cache);
    ~NodeGraph();
    NodeGraph(const NodeGraph&) = delete;
    NodeGraph& operator=(const NodeGraph&) = delete;

    bool runsPod(const std::string& node, const std::string& namespace_, const std::string& pod);
    /// Whether a pod that is bound to the node names the object.
    bool uses(const std::string& node, ReferenceKind kind, const std::string& namespace_, const std::string& name);

private:
    /// Above this many pods with queued changes the queue is dropped and all pods are listed anew.
    static constexpr std::size_t kMaxPending = 20'000;

    struct Bound {
        std::string node;
        std::vector<std::string> references;
    };
    struct Feed;

    void takeIn();
    void rebuild();
    void apply(const ObjectRef& pod, bool gone);
    void forget(const std::string& key);

    const watch::Cache& m_cache;
    std::mutex m_mutex;
    std::unordered_map<std::string, Bound> m_pods;  ///< by "NAMESPACE/NAME"; those with a node
    /// Per node, how many of its pods name "KIND NAMESPACE/NAME".
    std::unordered_map<std::string, std::unordered_map<std::string, int>> m_uses;

    std::mutex m_pendingMutex;
    std::unordered_map<std::string, watch::EventRef> m_pending;  ///< the last event of each pod
    bool m_overflow = false;

    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<watch::Registration> m_registration;
};

}  // namespace armillary::server
