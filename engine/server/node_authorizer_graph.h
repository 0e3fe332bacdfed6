#pragma once

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/server/node_authorizer_references.h"
#include "engine/watch/follow.h"

namespace armillary::server {

/// Which node's pods refer to what, kept current from the cache: what has been written counts in the next question.
/// Thread-safe.
class NodeGraph {
public:
    explicit NodeGraph(const watch::Cache& cache);
    NodeGraph(const NodeGraph&) = delete;
    NodeGraph& operator=(const NodeGraph&) = delete;

    bool runsPod(const std::string& node, const std::string& namespace_, const std::string& pod);
    /// Whether a pod that is bound to the node names the object.
    bool uses(const std::string& node, ReferenceKind kind, const std::string& namespace_, const std::string& name);

private:
    struct Bound {
        std::string node;
        std::vector<std::string> references;
    };

    void apply(const ObjectRef& pod, bool gone);
    void forget(const std::string& key);

    std::mutex m_mutex;
    std::unordered_map<std::string, Bound> m_pods;  ///< by "NAMESPACE/NAME"; those with a node
    /// Per node, how many of its pods name "KIND NAMESPACE/NAME".
    std::unordered_map<std::string, std::unordered_map<std::string, int>> m_uses;

    watch::Follow m_follow;  ///< takes in under m_mutex
};

}  // namespace armillary::server
