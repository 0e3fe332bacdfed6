#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/api/metav1.h"
#include "engine/schema/object.h"
#include "engine/schema/table.h"

namespace boost::json {
class value;
}

namespace armillary::relations {

/// One value inside an object, found by its JSON name: through the type's table where the kind has one, else in the
/// JSON itself. What is not there, is null, or is not of the form asked for is an absent value; nothing throws.
/// Lives as long as the Document that it comes from.
class FieldView {
public:
    FieldView() = default;
    FieldView(const schema::TypeInfo& type, const void* value) : m_form(Form::Struct), m_type(&type), m_value(value) {}
    explicit FieldView(const boost::json::value& value);

    bool there() const { return m_form != Form::Absent; }
    FieldView member(std::string_view name) const;
    /// Of a list; 0 for anything else.
    std::size_t size() const;
    FieldView at(std::size_t index) const;
    /// A string, or a number or truth value as text; "" for anything else.
    std::string text() const;
    /// A map of strings; what is no string is left out.
    schema::StringMap<std::string> labels() const;
    /// A label selector; empty when absent or unreadable.
    std::optional<metav1::LabelSelector> selector() const;
    /// The struct itself; null when the value is not a T of the tables.
    template <schema::ApiStruct T>
    const T* as() const {
        return m_form == Form::Struct && m_type == &schema::typeInfo<T>() ? static_cast<const T*>(m_value) : nullptr;
    }

private:
    enum class Form { Absent, Struct, List, Map, Scalar, Json };
    static FieldView ofField(const schema::FieldInfo& field, const void* member);
    static FieldView ofValue(const schema::FieldInfo& field, const void* value);

    Form m_form = Form::Absent;
    const schema::TypeInfo* m_type = nullptr;    ///< Struct
    const schema::FieldInfo* m_field = nullptr;  ///< List, Map, Scalar
    const void* m_value = nullptr;
};

/// An object opened for reading by paths.
class Document {
public:
    explicit Document(ObjectRef object);
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    const ObjectRef& object() const { return m_object; }
    const FieldView& root() const { return m_root; }

private:
    ObjectRef m_object;
    std::unique_ptr<boost::json::value> m_json;  ///< of kinds without a table
    FieldView m_root;
};

/// Calls `found` for every value at `pattern`, a path whose steps may branch ("containers|initContainers") and may go
/// through all elements of a list ("rules[]"): with the value, the value that holds it, and the path with its indices
/// ("spec.rules[0].host").
using Found = std::function<void(const FieldView& value, const FieldView& holder, const std::string& path)>;
void visit(const FieldView& root, std::string_view pattern, const Found& found);

}  // namespace armillary::relations
