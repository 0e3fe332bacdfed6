#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// The API's scalars that have a text form of their own. Each parses from and prints to exactly the text that
/// Kubernetes v1.32 reads and writes.
namespace armillary::schema {

/// Arbitrary bytes; base64 in JSON (RFC 4648, padded).
struct Bytes {
    std::string data;
    bool operator==(const Bytes&) const = default;
};

/// A fixed-point number with a suffix ("100m", "1Gi", "12e6"). Kept as its canonical text.
/// Source: k8s.io/apimachinery/pkg/api/resource, "Quantity".
class Quantity {
public:
    Quantity() = default;
    /// From any accepted spelling; the error is the sentence that upstream prints.
    static std::expected<Quantity, std::string> parse(std::string_view text);
    /// An integer number of units, in decimal-SI form: fromUnits(2) is "2".
    static Quantity fromUnits(std::int64_t units);
    /// Thousandths, in decimal-SI form: fromMilli(1500) is "1500m".
    static Quantity fromMilli(std::int64_t thousandths);
    /// Bytes, in binary-SI form: fromBytes(1 << 30) is "1Gi".
    static Quantity fromBytes(std::int64_t bytes);

    /// Canonical text; "0" for a quantity never set.
    std::string_view text() const { return m_text.empty() ? std::string_view("0") : std::string_view(m_text); }
    /// Whole units, rounded up; saturates at the limits of int64.
    std::int64_t value() const;
    /// Thousandths of a unit, rounded up; saturates at the limits of int64.
    std::int64_t milliValue() const;
    bool isZero() const { return sign() == 0; }
    /// -1, 0 or 1.
    int sign() const;

    /// Sums keep the format (binary or decimal) of the left-hand side unless that is zero.
    Quantity& operator+=(const Quantity& other);
    Quantity& operator-=(const Quantity& other);
    std::strong_ordering operator<=>(const Quantity& other) const;
    bool operator==(const Quantity& other) const { return (*this <=> other) == std::strong_ordering::equal; }

private:
    std::string m_text;
};

/// An int32 or a string ("25%"). Source: k8s.io/apimachinery/pkg/util/intstr.
struct IntOrString {
    std::optional<std::int32_t> number = 0;  ///< empty when the value is a string
    std::string text;

    IntOrString() = default;
    IntOrString(std::int32_t value) : number(value) {}
    IntOrString(std::string value) : number(std::nullopt), text(std::move(value)) {}
    bool isString() const { return !number; }
    /// The decimal digits, or the string.
    std::string toString() const { return number ? std::to_string(*number) : text; }
    bool operator==(const IntOrString&) const = default;
};

/// A point in time to the second; the zero value is "no time" and is written as JSON null. RFC 3339, UTC.
struct Time {
    std::int64_t seconds = kUnset;  ///< since the Unix epoch
    static constexpr std::int64_t kUnset = INT64_MIN;

    Time() = default;
    explicit Time(std::int64_t secondsSinceEpoch) : seconds(secondsSinceEpoch) {}
    explicit Time(std::chrono::system_clock::time_point at)
        : seconds(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count()) {}
    static std::expected<Time, std::string> parse(std::string_view text);
    /// "2026-01-31T12:00:00Z"; empty when unset.
    std::string text() const;
    bool isSet() const { return seconds != kUnset; }
    std::chrono::system_clock::time_point timePoint() const {
        return std::chrono::system_clock::time_point(std::chrono::seconds(isSet() ? seconds : 0));
    }
    auto operator<=>(const Time&) const = default;
};

/// A point in time to the microsecond. "2026-01-31T12:00:00.000000Z".
struct MicroTime {
    std::int64_t micros = kUnset;  ///< since the Unix epoch
    static constexpr std::int64_t kUnset = INT64_MIN;

    MicroTime() = default;
    explicit MicroTime(std::int64_t microsSinceEpoch) : micros(microsSinceEpoch) {}
    explicit MicroTime(std::chrono::system_clock::time_point at)
        : micros(std::chrono::floor<std::chrono::microseconds>(at.time_since_epoch()).count()) {}
    static std::expected<MicroTime, std::string> parse(std::string_view text);
    std::string text() const;
    bool isSet() const { return micros != kUnset; }
    std::chrono::system_clock::time_point timePoint() const {
        return std::chrono::system_clock::time_point(std::chrono::microseconds(isSet() ? micros : 0));
    }
    auto operator<=>(const MicroTime&) const = default;
};

/// A length of time in Go's notation ("1h0m0s", "1.5s").
struct Duration {
    std::int64_t nanoseconds = 0;
    static std::expected<Duration, std::string> parse(std::string_view text);
    std::string text() const;
    auto operator<=>(const Duration&) const = default;
};

/// JSON that is carried, not interpreted (RawExtension, FieldsV1, JSON). Empty means absent; the text is valid JSON.
struct RawJson {
    std::string text;
    bool operator==(const RawJson&) const = default;
};

}  // namespace armillary::schema
