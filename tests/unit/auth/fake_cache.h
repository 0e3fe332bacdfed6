#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>

#include "engine/schema/json_codec.h"
#include "engine/server/authz.h"
#include "engine/watch/cache.h"

namespace armillary::test {

/// A watch cache that a test writes to directly.
class FakeCache final : public watch::Cache {
public:
    /// Adds or replaces an object; uid, kind and the rest are as given.
    template <schema::ApiStruct T>
    ObjectRef put(const std::string& resource, T object) {
        object.metadata.resourceVersion = std::to_string(++m_revision);
        return store(resource, schema::toJson(object));
    }
    /// The same from JSON.
    ObjectRef putJson(const std::string& resource, std::string_view json) {
        return store(resource, watch::withResourceVersion(json, ++m_revision));
    }
    void remove(const std::string& resource, const std::string& namespace_, const std::string& name) {
        auto& objects = m_objects[resource];
        auto found = objects.find({namespace_, name});
        if (found == objects.end()) throw std::logic_error("no such object: " + name);
        ObjectRef object = found->second;
        objects.erase(found);
        deliver(resource, std::make_shared<watch::Event>(watch::EventType::Deleted, object, object, ++m_revision));
    }

    ObjectRef get(const watch::ResourceKey& resource, std::string_view namespace_,
                  std::string_view name) const override {
        auto objects = m_objects.find(resource);
        if (objects == m_objects.end()) return nullptr;
        auto found = objects->second.find({std::string(namespace_), std::string(name)});
        return found == objects->second.end() ? nullptr : found->second;
    }
    watch::Snapshot list(const watch::ResourceKey& resource, std::string_view namespace_) const override {
        watch::Snapshot snapshot{{}, m_revision};
        auto objects = m_objects.find(resource);
        if (objects == m_objects.end()) return snapshot;
        for (const auto& [key, object] : objects->second)
            if (namespace_.empty() || key.first == namespace_) snapshot.objects.push_back(object);
        return snapshot;
    }
    std::size_t size(const watch::ResourceKey& resource) const override { return list(resource, {}).objects.size(); }
    std::vector<watch::ResourceKey> resources() const override { return {}; }
    watch::Revision revision() const override { return m_revision; }
    Result<std::unique_ptr<watch::Registration>> watch(const watch::ResourceKey& resource, watch::Revision,
                                                       watch::Watcher& watcher) override {
        m_watchers[resource].insert(&watcher);
        return std::make_unique<Watching>(m_watchers[resource], watcher);
    }
    void sendProgress() override {}

private:
    using Watchers = std::set<watch::Watcher*>;
    struct Watching final : watch::Registration {
        Watching(Watchers& all, watch::Watcher& one) : all(all), one(one) {}
        ~Watching() override { all.erase(&one); }
        Watchers& all;
        watch::Watcher& one;
    };

    ObjectRef store(const std::string& resource, std::string json) {
        auto object = Object::parse(std::move(json));
        if (!object) throw std::logic_error(object.error().text());
        auto& slot = m_objects[resource][{(*object)->namespace_(), (*object)->name()}];
        auto type = slot ? watch::EventType::Modified : watch::EventType::Added;
        auto event = std::make_shared<watch::Event>(type, *object, slot, m_revision);
        slot = *object;
        deliver(resource, event);
        return *object;
    }
    void deliver(const std::string& resource, const watch::EventRef& event) {
        for (watch::Watcher* watcher : m_watchers[resource]) watcher->deliver(event);
    }

    watch::Revision m_revision = 0;
    std::map<std::string, std::map<std::pair<std::string, std::string>, ObjectRef>> m_objects;
    std::map<std::string, Watchers> m_watchers;
};

/// Every object of the bootstrap policy, in the cache.
inline void loadBootstrapPolicy(FakeCache& cache) {
    for (const std::string& document : server::bootstrapPolicy()) {
        auto head = schema::readHead(document);
        if (!head) throw std::logic_error(head.error().text());
        std::string plural = head->kind == "Role"          ? "roles"
                             : head->kind == "ClusterRole" ? "clusterroles"
                             : head->kind == "RoleBinding" ? "rolebindings"
                                                           : "clusterrolebindings";
        cache.putJson("rbac.authorization.k8s.io/" + plural, document);
    }
}

}  // namespace armillary::test
