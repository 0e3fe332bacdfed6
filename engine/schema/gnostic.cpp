#include "engine/schema/gnostic.h"

#include <boost/json.hpp>

#include "engine/schema/wire.h"

namespace armillary::schema::openapi {

namespace json = boost::json;

namespace {

std::string_view view(const json::value& value) {
    return value.is_string() ? std::string_view(value.get_string()) : std::string_view();
}

/// Writes the messages of OpenAPIv2.proto that our documents use. Each function writes one message's body.
class GnosticWriter {
public:
    explicit GnosticWriter(std::string& out) : m_out(out) {}

    void document(const json::object& object) {
        string(1, object, "swagger");
        message(2, [&] {
            const json::object& info = object.at("info").get_object();
            string(1, info, "title");
            string(2, info, "version");
        });
        message(8, [&] {
            named(2, object.at("paths").get_object(), [&](const json::value& item) { pathItem(item.get_object()); });
        });
        message(9, [&] {
            named(1, object.at("definitions").get_object(),
                  [&](const json::value& item) { schema(item.get_object()); });
        });
        for (const json::value& requirement : object.at("security").get_array())
            message(12, [&] {
                named(1, requirement.get_object(), [&](const json::value& scopes) { strings(1, scopes); });
            });
        message(13, [&] {
            named(1, object.at("securityDefinitions").get_object(),
                  [&](const json::value& item) { message(2, [&] { apiKey(item.get_object()); }); });
        });
    }

private:
    template <class Body>
    void message(std::uint32_t number, Body body) {
        const std::size_t from = wire::beginMessage(m_out, number);
        body();
        wire::endMessage(m_out, from);
    }
    void string(std::uint32_t number, const json::object& object, std::string_view key) {
        if (const json::value* value = object.if_contains(key)) wire::putBytesField(m_out, number, view(*value));
    }
    void flag(std::uint32_t number, const json::object& object, std::string_view key) {
        if (const json::value* value = object.if_contains(key); value && *value == true)
            wire::putVarintField(m_out, number, 1);
    }
    void strings(std::uint32_t number, const json::value& list) {
        for (const json::value& value : list.get_array()) wire::putBytesField(m_out, number, view(value));
    }
    /// Repeated {name = 1, value = 2}.
    template <class Body>
    void named(std::uint32_t number, const json::object& members, Body body) {
        for (const auto& member : members)
            message(number, [&] {
                wire::putBytesField(m_out, 1, member.key());
                message(2, [&] { body(member.value()); });
            });
    }
    /// Any: its YAML, of which JSON is a part.
    void any(const json::value& value) { wire::putBytesField(m_out, 2, json::serialize(value)); }
    void extensions(std::uint32_t number, const json::object& object) {
        for (const auto& member : object)
            if (member.key().starts_with("x-"))
                message(number, [&] {
                    wire::putBytesField(m_out, 1, member.key());
                    message(2, [&] { any(member.value()); });
                });
    }

    void apiKey(const json::object& object) {
        string(1, object, "type");
        string(2, object, "name");
        string(3, object, "in");
        string(4, object, "description");
    }

    void pathItem(const json::object& object) {
        constexpr std::pair<std::uint32_t, std::string_view> kMethods[] = {
            {2, "get"}, {3, "put"}, {4, "post"}, {5, "delete"}, {6, "options"}, {7, "head"}, {8, "patch"}};
        for (const auto& [number, method] : kMethods)
            if (const json::value* found = object.if_contains(method))
                message(number, [&] { operation(found->get_object()); });
        parameters(9, object);
    }

    void operation(const json::object& object) {
        strings(1, object.at("tags"));
        string(3, object, "description");
        string(5, object, "operationId");
        strings(6, object.at("produces"));
        strings(7, object.at("consumes"));
        parameters(8, object);
        message(9, [&] {
            named(1, object.at("responses").get_object(),
                  [&](const json::value& item) { message(1, [&] { response(item.get_object()); }); });
        });
        strings(10, object.at("schemes"));
        extensions(13, object);
    }

    void response(const json::object& object) {
        string(1, object, "description");
        if (const json::value* found = object.if_contains("schema"))
            message(2, [&] { message(1, [&] { schema(found->get_object()); }); });
    }

    void parameters(std::uint32_t number, const json::object& object) {
        const json::value* list = object.if_contains("parameters");
        if (!list) return;
        for (const json::value& item : list->get_array())
            message(number, [&] { message(1, [&] { parameter(item.get_object()); }); });
    }

    void parameter(const json::object& object) {
        const std::string_view in = view(object.at("in"));
        if (in == "body") {
            message(1, [&] {
                string(2, object, "name");
                string(3, object, "in");
                flag(4, object, "required");
                message(5, [&] { schema(object.at("schema").get_object()); });
            });
            return;
        }
        const bool path = in == "path";
        message(2, [&] {
            message(path ? 4 : 3, [&] {
                flag(1, object, "required");
                string(2, object, "in");
                string(3, object, "description");
                string(4, object, "name");
                string(path ? 5 : 6, object, "type");
                flag(path ? 19 : 20, object, "uniqueItems");
            });
        });
    }

    void schema(const json::object& object) {
        string(1, object, "$ref");
        string(2, object, "format");
        string(4, object, "description");
        if (const json::value* found = object.if_contains("default")) message(5, [&] { any(*found); });
        if (const json::value* found = object.if_contains("required")) strings(19, *found);
        if (const json::value* found = object.if_contains("enum"))
            for (const json::value& value : found->get_array()) message(20, [&] { any(value); });
        if (const json::value* found = object.if_contains("additionalProperties"))
            message(21, [&] { message(1, [&] { schema(found->get_object()); }); });
        if (const json::value* found = object.if_contains("type"))
            message(22, [&] { wire::putBytesField(m_out, 1, view(*found)); });
        if (const json::value* found = object.if_contains("items"))
            message(23, [&] { message(1, [&] { schema(found->get_object()); }); });
        if (const json::value* found = object.if_contains("properties"))
            message(25, [&] {
                named(1, found->get_object(), [&](const json::value& item) { schema(item.get_object()); });
            });
        extensions(31, object);
    }

    std::string& m_out;
};

}  // namespace

std::string gnosticDocument(const json::object& document) {
    std::string out;
    GnosticWriter(out).document(document);
    return out;
}

}  // namespace armillary::schema::openapi
