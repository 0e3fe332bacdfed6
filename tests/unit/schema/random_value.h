#pragma once

#include <memory>
#include <random>

#include "engine/schema/table.h"

namespace armillary::testing {

/// A value of any API type, owned.
class AnyValue {
public:
    explicit AnyValue(const schema::TypeInfo& type) : m_type(&type), m_object(type.create()) {}
    ~AnyValue() { m_type->destroy(m_object); }
    AnyValue(const AnyValue&) = delete;
    AnyValue& operator=(const AnyValue&) = delete;
    void* get() { return m_object; }

private:
    const schema::TypeInfo* m_type;
    void* m_object;
};

/// Sets about half of the fields of `object`, and of what they lead to, to values that survive every encoding. Equal
/// seeds give equal values.
void fillAtRandom(const schema::TypeInfo& type, void* object, std::mt19937_64& random, int depth = 0);

/// Whether objects of the type are stored: they have a type and metadata of their own.
bool isResourceKind(const schema::TypeInfo& type);

}  // namespace armillary::testing
