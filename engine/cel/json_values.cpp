#include "engine/cel/json_values.h"

#include <boost/json/value.hpp>

#include "engine/cel/object_values.h"
#include "engine/schema/json_document.h"

namespace armillary::cel {
namespace {

/// Text inside of a document shares the document's owner.
Value textOf(std::string_view text, const std::shared_ptr<const void>& owner) {
    return Value(Text{text, std::shared_ptr<const std::string>(owner, nullptr)});
}

class JsonList final : public List {
public:
    JsonList(const boost::json::array& array, std::shared_ptr<const void> owner)
        : m_array(array), m_owner(std::move(owner)) {}
    std::size_t size() const override { return m_array.size(); }
    Value at(std::size_t index) const override { return valueOf(m_array[index], m_owner); }

private:
    const boost::json::array& m_array;
    std::shared_ptr<const void> m_owner;
};

class JsonMap final : public Map {
public:
    JsonMap(const boost::json::object& object, std::shared_ptr<const void> owner)
        : m_object(object), m_owner(std::move(owner)) {}
    std::size_t size() const override { return m_object.size(); }
    std::optional<Value> find(const Value& key) const override {
        const auto* found = key.is<Text>() ? m_object.if_contains(key.text()) : nullptr;
        if (!found) return std::nullopt;
        return valueOf(*found, m_owner);
    }
    void each(const std::function<bool(const Value&, const Value&)>& visit) const override {
        for (const auto& member : m_object) {
            const std::string_view key(member.key().data(), member.key().size());
            if (!visit(textOf(key, m_owner), valueOf(member.value(), m_owner))) return;
        }
    }

private:
    const boost::json::object& m_object;
    std::shared_ptr<const void> m_owner;
};

}  // namespace

Value valueOf(const boost::json::value& value, std::shared_ptr<const void> owner) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return Value::null();
        case boost::json::kind::bool_:
            return Value(value.get_bool());
        case boost::json::kind::int64:
            return Value(value.get_int64());
        case boost::json::kind::uint64:
            return Value(static_cast<double>(value.get_uint64()));
        case boost::json::kind::double_:
            return Value(value.get_double());
        case boost::json::kind::string:
            return textOf({value.get_string().data(), value.get_string().size()}, owner);
        case boost::json::kind::array:
            return Value(ListRef(std::make_shared<JsonList>(value.get_array(), std::move(owner))));
        case boost::json::kind::object:
            return Value(MapRef(std::make_shared<JsonMap>(value.get_object(), std::move(owner))));
    }
    return Value::null();
}

Value valueOfJson(std::string_view text) {
    auto parsed = schema::parseDocument(text);
    if (!parsed) return Value::error(parsed.error());
    auto document = std::make_shared<const boost::json::value>(std::move(*parsed));
    const boost::json::value& root = *document;
    return valueOf(root, std::move(document));
}

}  // namespace armillary::cel
