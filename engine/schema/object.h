#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/schema/api/metav1.h"
#include "engine/schema/json_codec.h"

namespace armillary {

/// One version of one API object, immutable and shared: its canonical JSON, its metadata, and, once somebody asks, its
/// decoded struct. Safe to read from any thread.
class Object {
public:
    /// From canonical JSON, resourceVersion included. Fails when the document has no readable metadata.
    static std::expected<std::shared_ptr<const Object>, schema::DecodeError> parse(std::string json);
    ~Object();
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    const std::string& json() const { return m_json; }
    const std::string& apiVersion() const { return m_type.apiVersion; }
    const std::string& kind() const { return m_type.kind; }
    const metav1::ObjectMeta& meta() const { return m_meta; }
    const std::string& name() const { return m_meta.name; }
    const std::string& namespace_() const { return m_meta.namespace_; }
    const std::string& uid() const { return m_meta.uid; }
    /// metadata.resourceVersion as a number; 0 when absent.
    std::int64_t revision() const { return m_revision; }
    /// "namespace/name", or "name" when cluster-scoped: the key of informers and work queues.
    std::string key() const;

    /// The decoded object; decoded on the first call, then kept. T must be the type of this object's apiVersion and
    /// kind; throws std::logic_error when the JSON does not decode as T.
    template <schema::ApiStruct T>
    const T& as() const {
        return *static_cast<const T*>(decoded(schema::typeInfo<T>()));
    }
    /// The same for a type known at run time; points at a value of `type`.
    const void* decoded(const schema::TypeInfo& type) const;

private:
    Object() = default;

    std::string m_json;
    metav1::TypeMeta m_type;
    metav1::ObjectMeta m_meta;
    std::int64_t m_revision = 0;
    mutable std::once_flag m_once;
    mutable const schema::TypeInfo* m_decodedType = nullptr;
    mutable void* m_decoded = nullptr;
};
using ObjectRef = std::shared_ptr<const Object>;

}  // namespace armillary
