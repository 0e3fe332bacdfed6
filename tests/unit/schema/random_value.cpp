#include "tests/unit/schema/random_value.h"

#include <array>

namespace armillary::testing {

namespace {

using schema::FieldInfo;
using schema::JsonForm;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

constexpr int kDeepest = 9;

template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}

class Filler {
public:
    explicit Filler(std::mt19937_64& random) : m_random(random) {}

    void fill(const TypeInfo& type, void* object, int depth) {
        if (type.jsonForm != JsonForm::Object) return fillAlternative(type, object, depth);
        for (const schema::InlineInfo& base : type.inlines)
            if (base.type->name != "TypeMeta" || depth == 0) fill(*base.type, base.upcast(object), depth);
        for (const FieldInfo& field : type.fields)
            if (depth == 0 || chance(depth < 4 ? 2 : 4))
                fillField(field, static_cast<char*>(object) + field.offset, depth);
    }

private:
    bool chance(unsigned oneIn) { return m_random() % oneIn == 0; }

    /// A schema, or the other thing: never both, never neither.
    void fillAlternative(const TypeInfo& type, void* object, int depth) {
        const FieldInfo &first = type.fields[0], &second = type.fields[1];
        void* firstAt = static_cast<char*>(object) + first.offset;
        void* secondAt = static_cast<char*>(object) + second.offset;
        if (type.jsonForm == JsonForm::SchemaOrBool) {
            as<bool>(firstAt) = true;
            if (depth < kDeepest && chance(2)) fillValue(second, second.ops->append(secondAt), depth);
        } else if (depth < kDeepest && chance(2)) {
            fillValue(first, first.ops->append(firstAt), depth);
        } else {
            fillValue(second, second.ops->append(secondAt), depth);
        }
    }

    void fillField(const FieldInfo& field, void* member, int depth) {
        if (depth >= kDeepest && field.kind == Kind::Struct && field.shape != Shape::Value) return;
        switch (field.shape) {
            case Shape::Value:
                return fillValue(field, member, depth);
            case Shape::Optional:
                return fillValue(field, field.ops->append(member), depth);
            case Shape::List:
                for (std::size_t count = m_random() % 3; count > 0; --count)
                    fillValue(field, field.ops->append(member), depth);
                return;
            case Shape::Map:
                for (std::size_t count = m_random() % 3; count > 0; --count)
                    fillValue(field, field.ops->insert(member, text()), depth);
        }
    }

    void fillValue(const FieldInfo& field, void* value, int depth) {
        switch (field.kind) {
            case Kind::Bool:
                as<bool>(value) = chance(2);
                return;
            case Kind::Int32:
                as<std::int32_t>(value) = static_cast<std::int32_t>(number());
                return;
            case Kind::Int64:
                as<std::int64_t>(value) = number();
                return;
            case Kind::Double:
                as<double>(value) = static_cast<double>(static_cast<std::int32_t>(number())) / 8;
                return;
            case Kind::String:
                as<std::string>(value) = text();
                return;
            case Kind::Bytes:
                as<schema::Bytes>(value).data = bytes();
                return;
            case Kind::Quantity:
                as<schema::Quantity>(value) = quantity();
                return;
            case Kind::IntOrString:
                as<schema::IntOrString>(value) =
                    chance(2) ? schema::IntOrString(static_cast<std::int32_t>(number())) : schema::IntOrString(text());
                return;
            case Kind::Time:
                as<schema::Time>(value) = schema::Time(static_cast<std::int64_t>(m_random() % 250'000'000'000));
                return;
            case Kind::MicroTime:
                as<schema::MicroTime>(value) =
                    schema::MicroTime(static_cast<std::int64_t>(m_random() % 250'000'000'000'000'000));
                return;
            case Kind::Duration:
                as<schema::Duration>(value).nanoseconds = number();
                return;
            case Kind::RawJson:
                as<schema::RawJson>(value).text = raw();
                return;
            case Kind::Struct:
                return fill(*field.type, value, depth + 1);
        }
    }

    std::int64_t number() {
        const auto any = static_cast<std::int64_t>(m_random());
        return chance(3) ? any : any % 1000;
    }

    std::string text() {
        static constexpr std::array<std::string_view, 14> kPieces = {
            "a", "Z", "web-0", "\"", "\\", "\n", "\x01", "</>", "\u00e9", "\u6f22", " ", "\U0001f600", ".", "0"};
        std::string made;
        for (std::size_t count = m_random() % 6; count > 0; --count) made += kPieces[m_random() % kPieces.size()];
        return made;
    }

    std::string bytes() {
        std::string made(m_random() % 12, '\0');
        for (char& byte : made) byte = static_cast<char>(m_random());
        return made;
    }

    schema::Quantity quantity() {
        const auto amount = static_cast<std::int64_t>(m_random() % 4'000'000'000);
        switch (m_random() % 3) {
            case 0:
                return schema::Quantity::fromMilli(amount);
            case 1:
                return schema::Quantity::fromBytes(amount << (m_random() % 20));
            default:
                return schema::Quantity::fromUnits(-amount);
        }
    }

    std::string raw() {
        static constexpr std::array<std::string_view, 5> kValues = {R"({})", R"({"a":[1,2.50,"x"],"b":null})",
                                                                    R"("text")", R"([true])", R"(-1e30)"};
        return std::string(kValues[m_random() % kValues.size()]);
    }

    std::mt19937_64& m_random;
};

}  // namespace

void fillAtRandom(const TypeInfo& type, void* object, std::mt19937_64& random, int depth) {
    Filler(random).fill(type, object, depth);
}

bool isResourceKind(const TypeInfo& type) {
    if (type.inlines.empty() || type.inlines[0].type->name != "TypeMeta") return false;
    for (const FieldInfo& field : type.fields)
        if (field.jsonName == "metadata" && field.type && field.type->name == "ObjectMeta") return true;
    return false;
}

}  // namespace armillary::testing
