#include "engine/cel/value.h"

#include <algorithm>
#include <cmath>

#include "engine/cel/text.h"

namespace armillary::cel {
namespace {

constexpr std::size_t kMaxComparisons = 4'000'000;

class PlainList final : public List {
public:
    explicit PlainList(std::vector<Value> elements) : m_elements(std::move(elements)) {}
    std::size_t size() const override { return m_elements.size(); }
    Value at(std::size_t index) const override { return m_elements[index]; }

private:
    std::vector<Value> m_elements;
};

/// Two lists, one after the other; not copied, since a chain of additions would copy again and again.
class JoinedList final : public List {
public:
    JoinedList(ListRef first, ListRef second) : m_first(std::move(first)), m_second(std::move(second)) {}
    std::size_t size() const override {
        const std::size_t first = m_first->size(), sum = first + m_second->size();
        return sum < first ? SIZE_MAX : sum;
    }
    Value at(std::size_t index) const override {
        const std::size_t first = m_first->size();
        return index < first ? m_first->at(index) : m_second->at(index - first);
    }

private:
    ListRef m_first, m_second;
};

/// Entries in the order of insertion.
class PlainMap final : public Map {
public:
    explicit PlainMap(std::vector<std::pair<Value, Value>> entries) : m_entries(std::move(entries)) {}
    std::size_t size() const override { return m_entries.size(); }
    std::optional<Value> find(const Value& key) const override {
        for (const auto& [name, value] : m_entries)
            if (equal(name, key)) return value;
        return std::nullopt;
    }
    void each(const std::function<bool(const Value&, const Value&)>& visit) const override {
        for (const auto& [name, value] : m_entries)
            if (!visit(name, value)) return;
    }

private:
    std::vector<std::pair<Value, Value>> m_entries;
};

bool isNumber(const Value& value) {
    return value.is<std::int64_t>() || value.is<std::uint64_t>() || value.is<double>();
}

std::partial_ordering compareWithDouble(const Value& left, double right) {
    // An integer and a double meet exactly: outside of the integer's range the double decides by itself.
    if (const auto* number = left.tryAs<std::int64_t>()) {
        if (std::isnan(right)) return std::partial_ordering::unordered;
        if (right >= 9223372036854775808.0) return std::partial_ordering::less;
        if (right < -9223372036854775808.0) return std::partial_ordering::greater;
        const auto whole = static_cast<std::int64_t>(std::floor(right));
        if (*number != whole) return *number <=> whole;
        return 0.0 <=> right - std::floor(right);
    }
    if (const auto* number = left.tryAs<std::uint64_t>()) {
        if (std::isnan(right)) return std::partial_ordering::unordered;
        if (right >= 18446744073709551616.0) return std::partial_ordering::less;
        if (right < 0) return std::partial_ordering::greater;
        const auto whole = static_cast<std::uint64_t>(std::floor(right));
        if (*number != whole) return *number <=> whole;
        return 0.0 <=> right - std::floor(right);
    }
    return left.as<double>() <=> right;
}

std::partial_ordering reversed(std::partial_ordering order) {
    return 0 <=> order;
}

std::partial_ordering compareNumbers(const Value& left, const Value& right) {
    if (const auto* number = right.tryAs<double>()) return compareWithDouble(left, *number);
    if (const auto* number = left.tryAs<double>()) return reversed(compareWithDouble(right, *number));
    if (left.is<std::int64_t>() && right.is<std::int64_t>())
        return left.as<std::int64_t>() <=> right.as<std::int64_t>();
    if (left.is<std::uint64_t>() && right.is<std::uint64_t>())
        return left.as<std::uint64_t>() <=> right.as<std::uint64_t>();
    if (const auto* number = left.tryAs<std::int64_t>()) {
        if (*number < 0) return std::partial_ordering::less;
        return static_cast<std::uint64_t>(*number) <=> right.as<std::uint64_t>();
    }
    return reversed(compareNumbers(right, left));
}

/// Compares deeply, within a bound: aggregates may share their parts, and so be much larger than they look.
class Comparison {
public:
    bool equal(const Value& left, const Value& right);

private:
    bool inOrder(const List& left, const List& right) {
        for (std::size_t i = 0; i < left.size(); ++i)
            if (!equal(left.at(i), right.at(i))) return false;
        return true;
    }
    /// Lists that are sets, or maps by key, are equal whatever the order of their elements.
    bool asSets(const List& left, const List& right) {
        for (std::size_t i = 0; i < left.size(); ++i) {
            const Value element = left.at(i);
            bool found = false;
            for (std::size_t j = 0; j < right.size() && !found; ++j) found = equal(element, right.at(j));
            if (!found) return false;
        }
        return true;
    }
    bool lists(const List& left, const List& right) {
        if (left.size() != right.size()) return false;
        return left.semantics() == List::Semantics::Atomic ? inOrder(left, right) : asSets(left, right);
    }
    bool maps(const Map& left, const Map& right) {
        if (left.size() != right.size()) return false;
        bool same = true;
        left.each([&](const Value& key, const Value& value) {
            const auto other = lookUp(right, key);
            return same = other && equal(value, *other);
        });
        return same;
    }

    std::size_t m_left = kMaxComparisons;
};

}  // namespace

Value Value::list(std::vector<Value> elements) {
    return Value(ListRef(std::make_shared<PlainList>(std::move(elements))));
}

Value Value::map(std::vector<std::pair<Value, Value>> entries) {
    return Value(MapRef(std::make_shared<PlainMap>(std::move(entries))));
}

std::string_view Value::text() const {
    if (const auto* text = tryAs<Text>()) return text->view;
    if (const auto* bytes = tryAs<BytesText>()) return bytes->view;
    if (const auto* error = tryAs<Error>()) return error->message.view;
    return {};
}

TypeKind Value::kind() const {
    static constexpr TypeKind kKinds[] = {TypeKind::Null,      TypeKind::Bool,   TypeKind::Int,   TypeKind::Uint,
                                          TypeKind::Double,    TypeKind::String, TypeKind::Bytes, TypeKind::Duration,
                                          TypeKind::Timestamp, TypeKind::List,   TypeKind::Map,   TypeKind::Type,
                                          TypeKind::Optional,  TypeKind::Opaque, TypeKind::Error};
    static_assert(std::size(kKinds) == std::variant_size_v<Storage>);
    return kKinds[m_storage.index()];
}

std::string_view Value::typeName() const {
    if (const auto* opaque = tryAs<OpaqueRef>()) return (*opaque)->typeName();
    return runtimeName(kind());
}

Value concatenated(ListRef first, ListRef second) {
    if (first->size() == 0) return Value(std::move(second));
    if (second->size() == 0) return Value(std::move(first));
    return Value(ListRef(std::make_shared<JoinedList>(std::move(first), std::move(second))));
}

bool equal(const Value& left, const Value& right) {
    return Comparison().equal(left, right);
}

bool Comparison::equal(const Value& left, const Value& right) {
    if (m_left == 0) return false;
    --m_left;
    if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) == 0;
    const TypeKind kind = left.kind();
    if (kind != right.kind()) return false;
    switch (kind) {
        case TypeKind::Null:
            return true;
        case TypeKind::Bool:
            return left.as<bool>() == right.as<bool>();
        case TypeKind::String:
        case TypeKind::Bytes:
            return left.text() == right.text();
        case TypeKind::Duration:
            return left.as<Duration>() == right.as<Duration>();
        case TypeKind::Timestamp:
            return left.as<Timestamp>() == right.as<Timestamp>();
        case TypeKind::List:
            return lists(*left.as<ListRef>(), *right.as<ListRef>());
        case TypeKind::Map:
            return maps(*left.as<MapRef>(), *right.as<MapRef>());
        case TypeKind::Type:
            return left.as<TypeName>().name.view == right.as<TypeName>().name.view;
        case TypeKind::Optional: {
            const auto &one = left.as<OptionalValue>().value, &other = right.as<OptionalValue>().value;
            return one && other ? equal(*one, *other) : !one && !other;
        }
        case TypeKind::Opaque: {
            const Opaque &one = *left.as<OpaqueRef>(), &other = *right.as<OpaqueRef>();
            return one.typeName() == other.typeName() && one.equals(other);
        }
        default:
            return false;
    }
}

std::optional<std::partial_ordering> compare(const Value& left, const Value& right) {
    if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
    if (left.kind() != right.kind()) return std::nullopt;
    switch (left.kind()) {
        case TypeKind::Bool:
            return left.as<bool>() <=> right.as<bool>();
        case TypeKind::String:
        case TypeKind::Bytes:
            return left.text().compare(right.text()) <=> 0;
        case TypeKind::Duration:
            return left.as<Duration>() <=> right.as<Duration>();
        case TypeKind::Timestamp:
            return left.as<Timestamp>() <=> right.as<Timestamp>();
        default:
            return std::nullopt;
    }
}

Value noSuchOverload() {
    return Value::error("no such overload");
}

std::optional<std::size_t> sizeOf(const Value& value) {
    switch (value.kind()) {
        case TypeKind::String:
            return codePoints(value.text());
        case TypeKind::Bytes:
            return value.text().size();
        case TypeKind::List:
            return value.as<ListRef>()->size();
        case TypeKind::Map:
            return value.as<MapRef>()->size();
        default:
            return std::nullopt;
    }
}

std::optional<Value> lookUp(const Map& map, const Value& key) {
    if (auto found = map.find(key)) return found;
    // {1: …}[1.0] and {1u: …}[1] are found, too.
    if (const auto* number = key.tryAs<double>()) {
        if (*number != std::trunc(*number) || std::abs(*number) >= 9007199254740992.0) return std::nullopt;
        return map.find(Value(static_cast<std::int64_t>(*number)));
    }
    return std::nullopt;
}

}  // namespace armillary::cel
