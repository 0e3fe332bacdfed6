#pragma once

#include "engine/schema/table.h"

/// The type-erased accessors behind ShapeOps, one instance per member type. Only generated sources include this.
namespace armillary::schema {

template <class T>
struct OptionalOps {
    static std::size_t size(const void* field) { return static_cast<const T*>(field)->has_value() ? 1 : 0; }
    static void* at(void* field, std::size_t) { return &**static_cast<T*>(field); }
    static void* append(void* field) { return &static_cast<T*>(field)->emplace(); }
    static void clear(void* field) { static_cast<T*>(field)->reset(); }
    static constexpr ShapeOps kOps{size, at, append, nullptr, clear, nullptr};
};

template <class T>
struct ListOps {
    static std::size_t size(const void* field) { return static_cast<const T*>(field)->size(); }
    static void* at(void* field, std::size_t index) { return &(*static_cast<T*>(field))[index]; }
    static void* append(void* field) { return &static_cast<T*>(field)->emplace_back(); }
    static void clear(void* field) { static_cast<T*>(field)->clear(); }
    static constexpr ShapeOps kOps{size, at, append, nullptr, clear, nullptr};
};

template <class T>
struct MapOps {
    static std::size_t size(const void* field) { return static_cast<const T*>(field)->size(); }
    static void* at(void* field, std::size_t index) {
        return &std::next(static_cast<T*>(field)->begin(), index)->second;
    }
    static void* insert(void* field, std::string_view key) { return &(*static_cast<T*>(field))[std::string(key)]; }
    static void clear(void* field) { static_cast<T*>(field)->clear(); }
    static void each(void* field, void* context, bool (*visit)(void*, const std::string&, void*)) {
        for (auto& [key, value] : *static_cast<T*>(field))
            if (!visit(context, key, &value)) return;
    }
    static constexpr ShapeOps kOps{size, at, nullptr, insert, clear, each};
};

template <class T>
struct StructOps {
    static void* create() { return new T(); }
    static void destroy(void* object) { delete static_cast<T*>(object); }
    static void* clone(const void* object) { return new T(*static_cast<const T*>(object)); }
};

}  // namespace armillary::schema
