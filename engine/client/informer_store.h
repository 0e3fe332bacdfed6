#pragma once

#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/informer.h"

namespace armillary::client {

/// An informer's objects and their indexes. Thread-safe.
class InformerStore {
public:
    void addIndex(std::string name, IndexFunction function);

    /// The object that was there before, null when none. `object` is filed under its key.
    ObjectRef put(const ObjectRef& object);
    ObjectRef remove(const std::string& key);

    ObjectRef get(std::string_view key) const;
    std::vector<ObjectRef> list(std::string_view namespace_) const;
    std::vector<ObjectRef> byIndex(const std::string& index, const std::string& value) const;
    std::vector<std::string> keys() const;

private:
    struct Index {
        IndexFunction function;
        std::map<std::string, std::map<std::string, ObjectRef>> entries;  ///< value, then key
    };
    void file(const std::string& key, const ObjectRef& object);
    void unfile(const std::string& key, const ObjectRef& object);

    mutable std::shared_mutex m_mutex;
    std::map<std::string, ObjectRef, std::less<>> m_objects;
    std::map<std::string, Index> m_indexes;
};

}  // namespace armillary::client
