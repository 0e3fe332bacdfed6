#include "engine/server/node_authorizer_graph.h"

#include <algorithm>
#include <stdexcept>

namespace armillary::server {
namespace {

constexpr int kListAttempts = 10;

std::string referenceKey(ReferenceKind kind, const std::string& namespace_, const std::string& name) {
    return std::string(1, static_cast<char>(kind)) + namespace_ + "/" + name;
}

}  // namespace

struct NodeGraph::Feed final : watch::Watcher {
    explicit Feed(NodeGraph& owner) : owner(owner) {}
    bool deliver(const watch::EventRef& event) override {
        std::lock_guard lock(owner.m_pendingMutex);
        if (owner.m_overflow) return true;
        owner.m_pending[event->object()->key()] = event;
        if (owner.m_pending.size() > kMaxPending) {
            owner.m_pending.clear();
            owner.m_overflow = true;
        }
        return true;
    }
    void progress(watch::Revision) override {}

    NodeGraph& owner;
};

NodeGraph::NodeGraph(const watch::Cache& cache) : m_cache(cache), m_feed(std::make_unique<Feed>(*this)) {
    for (int attempt = 0; attempt < kListAttempts; ++attempt) {
        watch::Revision revision = cache.list("/pods").revision;
        // Registering a watcher leaves the cache's content as it is, and only the cache's owner has it non-const.
        auto registration = const_cast<watch::Cache&>(cache).watch("/pods", revision, *m_feed);
        if (!registration) continue;
        m_registration = std::move(*registration);
        rebuild();
        return;
    }
    throw std::runtime_error("the watch cache does not let pods be followed");
}

NodeGraph::~NodeGraph() {
    m_registration.reset();
}

bool NodeGraph::runsPod(const std::string& node, const std::string& namespace_, const std::string& pod) {
    std::lock_guard lock(m_mutex);
    takeIn();
    auto found = m_pods.find(namespace_ + "/" + pod);
    return found != m_pods.end() && found->second.node == node;
}

bool NodeGraph::uses(const std::string& node, ReferenceKind kind, const std::string& namespace_,
                     const std::string& name) {
    std::lock_guard lock(m_mutex);
    takeIn();
    auto found = m_uses.find(node);
    return found != m_uses.end() && found->second.contains(referenceKey(kind, namespace_, name));
}

void NodeGraph::takeIn() {
    std::unordered_map<std::string, watch::EventRef> changes;
    bool overflow = false;
    {
        std::lock_guard lock(m_pendingMutex);
        changes.swap(m_pending);
        overflow = std::exchange(m_overflow, false);
    }
    if (overflow) rebuild();
    for (const auto& [key, event] : changes) apply(event->object(), event->type() == watch::EventType::Deleted);
}

void NodeGraph::rebuild() {
    m_pods.clear();
    m_uses.clear();
    for (const ObjectRef& pod : m_cache.list("/pods").objects) apply(pod, false);
}

void NodeGraph::apply(const ObjectRef& object, bool gone) {
    std::string key = object->key();
    forget(key);
    if (gone) return;
    const auto& pod = object->as<corev1::Pod>();
    if (pod.spec.nodeName.empty()) return;
    Bound bound{pod.spec.nodeName, {}};
    // A mirror pod is written by its node, which could otherwise give itself access to anything.
    if (!isMirrorPod(pod))
        visitReferences(pod, [&](ReferenceKind kind, const std::string& name) {
            bound.references.push_back(referenceKey(kind, pod.metadata.namespace_, name));
        });
    std::ranges::sort(bound.references);
    bound.references.erase(std::ranges::unique(bound.references).begin(), bound.references.end());
    auto& uses = m_uses[bound.node];
    for (const std::string& reference : bound.references) ++uses[reference];
    m_pods[key] = std::move(bound);
}

void NodeGraph::forget(const std::string& key) {
    auto found = m_pods.find(key);
    if (found == m_pods.end()) return;
    auto uses = m_uses.find(found->second.node);
    for (const std::string& reference : found->second.references)
        if (auto count = uses->second.find(reference); --count->second == 0) uses->second.erase(count);
    if (uses->second.empty()) m_uses.erase(uses);
    m_pods.erase(found);
}

}  // namespace armillary::server
