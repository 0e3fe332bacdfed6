#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/cel/type.h"

namespace armillary::cel {

class Value;

/// Text that is either borrowed from what is being evaluated, which outlives the evaluation, or shared.
struct Text {
    std::string_view view;
    std::shared_ptr<const std::string> owner;
    static Text owned(std::string text) {
        auto owner = std::make_shared<const std::string>(std::move(text));
        return {*owner, owner};
    }
};
struct BytesText : Text {};

struct Null {};
/// A length of time.
struct Duration {
    std::int64_t nanoseconds = 0;
    auto operator<=>(const Duration&) const = default;
};
/// A point in time between the years 1 and 9999, UTC.
struct Timestamp {
    std::int64_t seconds = 0;      ///< since the Unix epoch
    std::int32_t nanoseconds = 0;  ///< 0 … 999,999,999
    auto operator<=>(const Timestamp&) const = default;
};
/// A type as a value; `name` is what type() compares.
struct TypeName {
    Text name;
};

/// Elements, read when they are asked for.
class List {
public:
    /// How custom resources compare and add lists. Source: the marker x-kubernetes-list-type.
    enum class Semantics : std::uint8_t { Atomic, Set, Map };
    virtual ~List() = default;
    virtual std::size_t size() const = 0;
    virtual Value at(std::size_t index) const = 0;
    virtual Semantics semantics() const { return Semantics::Atomic; }
    /// For Semantics::Map, whether two elements have the same key.
    virtual bool sameKey(const Value& left, const Value& right) const { return (void)left, (void)right, false; }
};

/// Entries, read when they are asked for.
class Map {
public:
    virtual ~Map() = default;
    virtual std::size_t size() const = 0;
    virtual std::optional<Value> find(const Value& key) const = 0;
    /// Every entry in a fixed order, until `visit` returns false.
    virtual void each(const std::function<bool(const Value& key, const Value& value)>& visit) const = 0;
};

/// A value of a type that only its own functions understand.
class Opaque {
public:
    virtual ~Opaque() = default;
    virtual std::string_view typeName() const = 0;
    virtual bool equals(const Opaque& other) const = 0;
};

using ListRef = std::shared_ptr<const List>;
using MapRef = std::shared_ptr<const Map>;
using OpaqueRef = std::shared_ptr<const Opaque>;
/// A value that may be missing; null is none.
struct OptionalValue {
    std::shared_ptr<const Value> value;
};
/// Why there is no value. It takes part in evaluation, since && and || may not need it.
struct Error {
    Text message;
};

/// One value of the language. Cheap to copy.
class Value {
public:
    using Storage = std::variant<Null, bool, std::int64_t, std::uint64_t, double, Text, BytesText, Duration, Timestamp,
                                 ListRef, MapRef, TypeName, OptionalValue, OpaqueRef, Error>;

    Value() = default;
    template <class T>
        requires(std::constructible_from<Storage, std::in_place_type_t<T>, T> && !std::same_as<T, Value>)
    explicit Value(T value) : m_storage(std::in_place_type<T>, std::move(value)) {}

    static Value null() { return Value(); }
    static Value string(std::string text) { return Value(Text::owned(std::move(text))); }
    /// Borrows: the text has to outlive the evaluation.
    static Value borrowed(std::string_view text) { return Value(Text{text, nullptr}); }
    static Value bytes(std::string text) { return Value(BytesText{Text::owned(std::move(text))}); }
    static Value error(std::string message) { return Value(Error{Text::owned(std::move(message))}); }
    static Value list(std::vector<Value> elements);
    static Value map(std::vector<std::pair<Value, Value>> entries);
    static Value none() { return Value(OptionalValue{}); }
    static Value some(Value value) { return Value(OptionalValue{std::make_shared<const Value>(std::move(value))}); }
    static Value typeNamed(std::string name) { return Value(TypeName{Text::owned(std::move(name))}); }

    template <class T>
    bool is() const {
        return std::holds_alternative<T>(m_storage);
    }
    template <class T>
    const T& as() const {
        return std::get<T>(m_storage);
    }
    template <class T>
    const T* tryAs() const {
        return std::get_if<T>(&m_storage);
    }
    bool isError() const { return is<Error>(); }
    bool isTrue() const { return is<bool>() && as<bool>(); }
    bool isFalse() const { return is<bool>() && !as<bool>(); }
    /// Of a string, bytes or an error.
    std::string_view text() const;

    TypeKind kind() const;
    /// What type() says: "int", "map", "kubernetes.URL".
    std::string_view typeName() const;

private:
    Storage m_storage;
};

/// One list and then the other, in constant time.
Value concatenated(ListRef first, ListRef second);

/// Equality of the language: numbers by their value whatever their type, values of other types are not equal. Beyond
/// four million comparisons the answer is no.
bool equal(const Value& left, const Value& right);

/// The order of two values of one ordered type, or of two numbers; nothing when they have none (or one is NaN).
std::optional<std::partial_ordering> compare(const Value& left, const Value& right);

/// "no such overload".
Value noSuchOverload();

/// What size() says of a string (in code points), bytes, list or map; nothing for others.
std::optional<std::size_t> sizeOf(const Value& value);

/// The value at a key, a number being found under its integer, too.
std::optional<Value> lookUp(const Map& map, const Value& key);

}  // namespace armillary::cel
