#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "engine/schema/api/metav1.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/table.h"

namespace armillary::server {

/// One value of an API type known at run time; owns it.
class Value {
public:
    Value() = default;
    explicit Value(const schema::TypeInfo& type) : m_type(&type), m_object(type.create()) {}
    static Value copyOf(const schema::TypeInfo& type, const void* object) {
        Value value;
        value.m_type = &type;
        value.m_object = type.clone(object);
        return value;
    }
    Value(Value&& other) noexcept
        : m_type(std::exchange(other.m_type, nullptr)), m_object(std::exchange(other.m_object, nullptr)) {}
    Value& operator=(Value&& other) noexcept {
        std::swap(m_type, other.m_type);
        std::swap(m_object, other.m_object);
        return *this;
    }
    ~Value() {
        if (m_object) m_type->destroy(m_object);
    }

    explicit operator bool() const { return m_object != nullptr; }
    const schema::TypeInfo& type() const { return *m_type; }
    void* get() { return m_object; }
    const void* get() const { return m_object; }
    Value clone() const { return copyOf(*m_type, m_object); }

    template <schema::ApiStruct T>
    T& as() {
        if (m_type != &schema::typeInfo<T>())
            throw std::logic_error("value is not a " + std::string(schema::typeInfo<T>().name));
        return *static_cast<T*>(m_object);
    }
    template <schema::ApiStruct T>
    const T& as() const {
        return const_cast<Value*>(this)->as<T>();
    }

    std::string json() const {
        std::string out;
        schema::encodeJson(*m_type, m_object, out);
        return out;
    }

private:
    const schema::TypeInfo* m_type = nullptr;
    void* m_object = nullptr;
};

/// kind and apiVersion of any value that has them; throws std::logic_error for a type that has not.
metav1::TypeMeta& typeMetaOf(const schema::TypeInfo& type, void* object);

}  // namespace armillary::server
