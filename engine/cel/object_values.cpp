#include "engine/cel/object_values.h"

#include "engine/cel/json_values.h"
#include "engine/schema/emptiness.h"
#include "engine/schema/text.h"

namespace armillary::cel {
namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

Value fieldValue(const FieldInfo& field, const void* object);

template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

template <class T>
Value timeValue(const T& time) {
    return time.isSet() ? Value::string(time.text()) : Value::null();
}

Value structValue(const TypeInfo& type, const void* object);

/// One value of a field: the member itself, or an element of it.
Value scalarOrStruct(const FieldInfo& field, const void* value) {
    switch (field.kind) {
        case Kind::Bool:
            return Value(as<bool>(value));
        case Kind::Int32:
            return Value(static_cast<std::int64_t>(as<std::int32_t>(value)));
        case Kind::Int64:
            return Value(as<std::int64_t>(value));
        case Kind::Double:
            return Value(as<double>(value));
        case Kind::String:
            return Value::borrowed(as<std::string>(value));
        case Kind::Bytes: {
            std::string text;
            schema::appendBase64(text, as<schema::Bytes>(value).data);
            return Value::string(std::move(text));
        }
        case Kind::Quantity:
            return Value::borrowed(as<schema::Quantity>(value).text());
        case Kind::IntOrString: {
            const auto& either = as<schema::IntOrString>(value);
            return either.number ? Value(std::int64_t{*either.number}) : Value::borrowed(either.text);
        }
        case Kind::Time:
            return timeValue(as<schema::Time>(value));
        case Kind::MicroTime:
            return timeValue(as<schema::MicroTime>(value));
        case Kind::Duration:
            return Value::string(as<schema::Duration>(value).text());
        case Kind::RawJson: {
            const std::string& text = as<schema::RawJson>(value).text;
            return text.empty() ? Value::null() : valueOfJson(text);
        }
        case Kind::Struct:
            return structValue(*field.type, value);
    }
    return Value::null();
}

class FieldList final : public List {
public:
    FieldList(const FieldInfo& field, const void* at) : m_field(field), m_at(at) {}
    std::size_t size() const override { return m_field.ops->size(m_at); }
    Value at(std::size_t index) const override {
        return scalarOrStruct(m_field, m_field.ops->at(const_cast<void*>(m_at), index));
    }

private:
    const FieldInfo& m_field;
    const void* m_at;
};

class FieldMap final : public Map {
public:
    FieldMap(const FieldInfo& field, const void* at) : m_field(field), m_at(at) {}
    std::size_t size() const override { return m_field.ops->size(m_at); }
    std::optional<Value> find(const Value& key) const override {
        struct Search {
            std::string_view key;
            const void* found = nullptr;
        } search{key.text()};
        if (!key.is<Text>()) return std::nullopt;
        m_field.ops->each(const_cast<void*>(m_at), &search, [](void* context, const std::string& name, void* value) {
            auto& search = *static_cast<Search*>(context);
            if (name == search.key) search.found = value;
            return name < search.key;  // in key order
        });
        if (!search.found) return std::nullopt;
        return scalarOrStruct(m_field, search.found);
    }
    void each(const std::function<bool(const Value&, const Value&)>& visit) const override {
        struct Visit {
            const FieldInfo& field;
            const std::function<bool(const Value&, const Value&)>& visit;
        } context{m_field, visit};
        m_field.ops->each(const_cast<void*>(m_at), &context, [](void* context, const std::string& name, void* value) {
            auto& self = *static_cast<Visit*>(context);
            return self.visit(Value::borrowed(name), scalarOrStruct(self.field, value));
        });
    }

private:
    const FieldInfo& m_field;
    const void* m_at;
};

const void* memberOf(const FieldInfo& field, const void* object) {
    return static_cast<const char*>(object) + field.offset;
}

Value fieldValue(const FieldInfo& field, const void* object) {
    const void* at = memberOf(field, object);
    switch (field.shape) {
        case Shape::Value:
            return scalarOrStruct(field, at);
        case Shape::Optional:
            return field.ops->size(at) == 0 ? Value::null()
                                            : scalarOrStruct(field, field.ops->at(const_cast<void*>(at), 0));
        case Shape::List:
            return Value(ListRef(std::make_shared<FieldList>(field, at)));
        case Shape::Map:
            return Value(MapRef(std::make_shared<FieldMap>(field, at)));
    }
    return Value::null();
}

/// The members of a struct that JSON would have. A field without a name holds further members, as text: those of custom
/// resources.
class StructMap final : public Map {
public:
    StructMap(const TypeInfo& type, const void* object) : m_type(type), m_object(object) {}
    std::size_t size() const override {
        std::size_t count = 0;
        eachField(m_type, m_object, [&](const FieldInfo& field, const void* object) {
            if (!field.jsonName.empty())
                ++count;
            else if (const Map* members = furtherMembers(field, object))
                count += members->size();
            return true;
        });
        return count;
    }
    std::optional<Value> find(const Value& key) const override {
        std::optional<Value> found;
        if (!key.is<Text>()) return found;
        eachField(m_type, m_object, [&](const FieldInfo& field, const void* object) {
            if (field.jsonName == key.text()) {
                found = fieldValue(field, object);
            } else if (field.jsonName.empty()) {
                if (const Map* members = furtherMembers(field, object)) found = members->find(key);
            }
            return !found;
        });
        return found;
    }
    void each(const std::function<bool(const Value&, const Value&)>& visit) const override {
        eachField(m_type, m_object, [&](const FieldInfo& field, const void* object) {
            if (!field.jsonName.empty()) return visit(Value::borrowed(field.jsonName), fieldValue(field, object));
            bool goesOn = true;
            if (const Map* members = furtherMembers(field, object))
                members->each([&](const Value& key, const Value& value) { return goesOn = visit(key, value); });
            return goesOn;
        });
    }

private:
    /// Parsed when they are first asked for; null when there are none.
    const Map* furtherMembers(const FieldInfo& field, const void* object) const {
        if (!m_further) m_further = fieldValue(field, object);
        const auto* map = m_further->tryAs<MapRef>();
        return map ? map->get() : nullptr;
    }

    template <class Visit>
    static bool eachField(const TypeInfo& type, const void* object, const Visit& visit) {
        for (const schema::InlineInfo& base : type.inlines)
            if (!eachField(*base.type, base.upcast(const_cast<void*>(object)), visit)) return false;
        for (const FieldInfo& field : type.fields) {
            if (field.omitEmpty && schema::isEmpty(field, memberOf(field, object))) continue;
            if (!visit(field, object)) return false;
        }
        return true;
    }

    const TypeInfo& m_type;
    const void* m_object;
    mutable std::optional<Value> m_further;
};

Value structValue(const TypeInfo& type, const void* object) {
    if (type.listWrapper) return fieldValue(type.fields[0], object);
    if (type.jsonForm == schema::JsonForm::Object) return Value(MapRef(std::make_shared<StructMap>(type, object)));
    // A schema or one of its other forms: the second alternative where there is one.
    const FieldInfo &first = type.fields[0], &second = type.fields[1];
    const bool preferSecond = second.ops->size(memberOf(second, object)) > 0;
    return fieldValue(preferSecond ? second : first, object);
}

}  // namespace

Value valueOf(const TypeInfo& type, const void* object) {
    return structValue(type, object);
}

}  // namespace armillary::cel
