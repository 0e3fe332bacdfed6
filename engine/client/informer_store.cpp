#include "engine/client/informer_store.h"

#include <mutex>

namespace armillary::client {

void InformerStore::addIndex(std::string name, IndexFunction function) {
    const std::unique_lock lock(m_mutex);
    Index& index = m_indexes.try_emplace(std::move(name)).first->second;
    // Two controllers may ask for the same index; the first one's function serves both.
    if (!index.function) index.function = std::move(function);
}

void InformerStore::file(const std::string& key, const ObjectRef& object) {
    for (auto& [name, index] : m_indexes)
        for (const std::string& value : index.function(*object)) index.entries[value][key] = object;
}

void InformerStore::unfile(const std::string& key, const ObjectRef& object) {
    for (auto& [name, index] : m_indexes) {
        for (const std::string& value : index.function(*object)) {
            const auto found = index.entries.find(value);
            if (found == index.entries.end()) continue;
            found->second.erase(key);
            if (found->second.empty()) index.entries.erase(found);
        }
    }
}

ObjectRef InformerStore::put(const ObjectRef& object) {
    const std::string key = object->key();
    const std::unique_lock lock(m_mutex);
    ObjectRef& slot = m_objects[key];
    ObjectRef previous = std::exchange(slot, object);
    if (previous) unfile(key, previous);
    file(key, object);
    return previous;
}

ObjectRef InformerStore::remove(const std::string& key) {
    const std::unique_lock lock(m_mutex);
    const auto found = m_objects.find(key);
    if (found == m_objects.end()) return nullptr;
    ObjectRef previous = found->second;
    m_objects.erase(found);
    unfile(key, previous);
    return previous;
}

ObjectRef InformerStore::get(std::string_view key) const {
    const std::shared_lock lock(m_mutex);
    const auto found = m_objects.find(key);
    return found == m_objects.end() ? nullptr : found->second;
}

std::vector<ObjectRef> InformerStore::list(std::string_view namespace_) const {
    std::vector<ObjectRef> objects;
    const std::shared_lock lock(m_mutex);
    if (namespace_.empty()) {
        objects.reserve(m_objects.size());
        for (const auto& [key, object] : m_objects) objects.push_back(object);
        return objects;
    }
    const std::string prefix = std::string(namespace_) + "/";
    for (auto at = m_objects.lower_bound(prefix); at != m_objects.end() && at->first.starts_with(prefix); ++at)
        objects.push_back(at->second);
    return objects;
}

std::vector<ObjectRef> InformerStore::byIndex(const std::string& index, const std::string& value) const {
    std::vector<ObjectRef> objects;
    const std::shared_lock lock(m_mutex);
    const auto found = m_indexes.find(index);
    if (found == m_indexes.end()) return objects;
    const auto entry = found->second.entries.find(value);
    if (entry == found->second.entries.end()) return objects;
    for (const auto& [key, object] : entry->second) objects.push_back(object);
    return objects;
}

std::vector<std::string> InformerStore::keys() const {
    std::vector<std::string> keys;
    const std::shared_lock lock(m_mutex);
    keys.reserve(m_objects.size());
    for (const auto& [key, object] : m_objects) keys.push_back(key);
    return keys;
}

}  // namespace armillary::client
