#include "engine/schema/object.h"

#include <charconv>
#include <stdexcept>

namespace armillary {

namespace {

/// Reads a document's type and metadata through the table of PartialObjectMetadata, dropping the rest.
std::expected<metav1::PartialObjectMetadata, schema::DecodeError> readMetadata(std::string_view json) {
    return schema::fromJson<metav1::PartialObjectMetadata>(json);
}

}  // namespace

std::expected<std::shared_ptr<const Object>, schema::DecodeError> Object::parse(std::string json) {
    auto head = readMetadata(json);
    if (!head) return std::unexpected(std::move(head.error()));
    std::shared_ptr<Object> object(new Object());
    object->m_json = std::move(json);
    object->m_type.apiVersion = std::move(head->apiVersion);
    object->m_type.kind = std::move(head->kind);
    object->m_meta = std::move(head->metadata);
    const std::string& revision = object->m_meta.resourceVersion;
    const char* end = revision.data() + revision.size();
    if (std::from_chars(revision.data(), end, object->m_revision).ptr != end) object->m_revision = 0;
    return object;
}

Object::~Object() {
    if (m_decoded) m_decodedType->destroy(m_decoded);
}

std::string Object::key() const {
    return m_meta.namespace_.empty() ? m_meta.name : m_meta.namespace_ + "/" + m_meta.name;
}

const void* Object::decoded(const schema::TypeInfo& type) const {
    std::call_once(m_once, [&] {
        void* object = type.create();
        if (auto done = schema::decodeJson(type, object, m_json); !done) {
            type.destroy(object);
            throw std::logic_error(kind() + " " + key() + " does not decode: " + done.error().text());
        }
        m_decodedType = &type;
        m_decoded = object;
    });
    if (m_decodedType != &type) throw std::logic_error(kind() + " " + key() + " was decoded as another type before");
    return m_decoded;
}

}  // namespace armillary
