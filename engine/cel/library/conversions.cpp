#include <charconv>
#include <cmath>

#include "engine/cel/function.h"
#include "engine/cel/text.h"
#include "engine/cel/times.h"

// int(), uint(), double(), string(), bytes(), bool(), duration(), timestamp(), dyn(), type().
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;
using Int = std::int64_t;
using Uint = std::uint64_t;

const Type kBool(TypeKind::Bool), kInt(TypeKind::Int), kUint(TypeKind::Uint), kDouble(TypeKind::Double),
    kString(TypeKind::String), kBytes(TypeKind::Bytes), kDuration(TypeKind::Duration), kTimestamp(TypeKind::Timestamp);

Value same(Args args) {
    return args[0];
}

Value conversionError(std::string_view to) {
    return Value::error("type conversion error from 'string' to '" + std::string(to) + "'");
}
Value overflow() {
    return Value::error("integer overflow");
}
Value unsignedOverflow() {
    return Value::error("unsigned integer overflow");
}

/// Digits and a sign, as Go's strconv.ParseInt reads them.
template <class T>
std::optional<T> parseWhole(std::string_view text) {
    if constexpr (std::is_signed_v<T>)
        if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    T value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

Value intOfDouble(Args args) {
    const double value = args[0].as<double>();
    // The bounds themselves are refused, since as doubles they are not exact.
    if (!std::isfinite(value) || value <= -9223372036854775808.0 || value >= 9223372036854775808.0) return overflow();
    return Value(static_cast<Int>(value));
}

void addNumbers(Functions& functions) {
    functions.global("int", {kInt}, kInt, same);
    functions.global("int", {kDouble}, kInt, intOfDouble);
    functions.global("int", {kDuration}, kInt, [](Args args) { return Value(args[0].as<Duration>().nanoseconds); });
    functions.global("int", {kString}, kInt, [](Args args) {
        const auto value = parseWhole<Int>(args[0].text());
        return value ? Value(*value) : conversionError("int");
    });
    functions.global("int", {kTimestamp}, kInt, [](Args args) { return Value(args[0].as<Timestamp>().seconds); });
    functions.global("int", {kUint}, kInt, [](Args args) {
        const Uint value = args[0].as<Uint>();
        return value > INT64_MAX ? overflow() : Value(static_cast<Int>(value));
    });
    functions.global("uint", {kUint}, kUint, same);
    functions.global("uint", {kDouble}, kUint, [](Args args) {
        const double value = args[0].as<double>();
        if (!std::isfinite(value) || value < 0 || value >= 18446744073709551616.0) return unsignedOverflow();
        return Value(static_cast<Uint>(value));
    });
    functions.global("uint", {kInt}, kUint, [](Args args) {
        const Int value = args[0].as<Int>();
        return value < 0 ? unsignedOverflow() : Value(static_cast<Uint>(value));
    });
    functions.global("uint", {kString}, kUint, [](Args args) {
        const auto value = parseWhole<Uint>(args[0].text());
        return value ? Value(*value) : conversionError("uint");
    });
    functions.global("double", {kDouble}, kDouble, same);
    functions.global("double", {kInt}, kDouble,
                     [](Args args) { return Value(static_cast<double>(args[0].as<Int>())); });
    functions.global("double", {kString}, kDouble, [](Args args) {
        const std::string text(args[0].text());
        char* end = nullptr;
        const bool startsRight = !text.empty() && !std::isspace(static_cast<unsigned char>(text.front()));
        const double value = std::strtod(text.c_str(), &end);
        if (!startsRight || end != text.c_str() + text.size()) return conversionError("double");
        return Value(value);
    });
    functions.global("double", {kUint}, kDouble,
                     [](Args args) { return Value(static_cast<double>(args[0].as<Uint>())); });
}

Value boolOf(Args args) {
    static constexpr std::string_view kTrue[] = {"1", "t", "true", "TRUE", "True"},
                                      kFalse[] = {"0", "f", "false", "FALSE", "False"};
    if (std::ranges::contains(kTrue, args[0].text())) return Value(true);
    if (std::ranges::contains(kFalse, args[0].text())) return Value(false);
    return conversionError("bool");
}

void addText(Functions& functions) {
    functions.global("string", {kString}, kString, same);
    functions.global("string", {kBool}, kString,
                     [](Args args) { return Value::borrowed(args[0].as<bool>() ? "true" : "false"); });
    functions.global(
        "string", {kBytes}, kString,
        [](Args args) {
            if (!isUtf8(args[0].text())) return Value::error("invalid UTF-8 in bytes, cannot convert to string");
            return Value(static_cast<const Text&>(args[0].as<BytesText>()));
        },
        traversalCost);
    functions.global("string", {kDouble}, kString,
                     [](Args args) { return Value::string(goDouble(args[0].as<double>(), 6)); });
    functions.global("string", {kDuration}, kString,
                     [](Args args) { return Value::string(durationText(args[0].as<Duration>())); });
    functions.global("string", {kInt}, kString,
                     [](Args args) { return Value::string(std::to_string(args[0].as<Int>())); });
    functions.global("string", {kTimestamp}, kString,
                     [](Args args) { return Value::string(timestampText(args[0].as<Timestamp>())); });
    functions.global("string", {kUint}, kString,
                     [](Args args) { return Value::string(std::to_string(args[0].as<Uint>())); });
    functions.global("bytes", {kBytes}, kBytes, same);
    functions.global(
        "bytes", {kString}, kBytes, [](Args args) { return Value(BytesText{args[0].as<Text>()}); }, traversalCost);
    functions.global("bool", {kBool}, kBool, same);
    functions.global("bool", {kString}, kBool, boolOf);
}

void addTime(Functions& functions) {
    functions.global("duration", {kDuration}, kDuration, same);
    functions.global("duration", {kInt}, kDuration, [](Args args) { return Value(Duration{args[0].as<Int>()}); });
    functions.global("duration", {kString}, kDuration, [](Args args) {
        const auto duration = parseDuration(args[0].text());
        return duration ? Value(*duration) : conversionError("google.protobuf.Duration");
    });
    functions.global("timestamp", {kTimestamp}, kTimestamp, same);
    functions.global("timestamp", {kInt}, kTimestamp, [](Args args) { return timestampOf(args[0].as<Int>()); });
    functions.global("timestamp", {kString}, kTimestamp, [](Args args) {
        const auto time = parseTimestamp(args[0].text());
        return time ? Value(*time) : conversionError("google.protobuf.Timestamp");
    });
}

}  // namespace

void addConversions(Functions& functions) {
    addNumbers(functions);
    addText(functions);
    addTime(functions);
    const Type any = Type::param("A");
    functions.global("dyn", {any}, Type(), same);
    functions.global("type", {any}, Type::typeOf(any),
                     [](Args args) { return Value::typeNamed(std::string(args[0].typeName())); });
}

}  // namespace armillary::cel
