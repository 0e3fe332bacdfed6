#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

#include "engine/cel/function.h"
#include "engine/cel/text.h"
#include "engine/cel/times.h"

// 'text'.format([…]). Source: cel-spec, doc/extensions/strings.md "Format".
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

constexpr std::size_t kMaxResult = 16u << 20;
constexpr int kDefaultPrecision = 6, kMaxPrecision = 1000;

/// One result in the making; the first thing that is wrong ends it.
class Formatter {
public:
    Formatter(std::string_view pattern, const List& args) : m_pattern(pattern), m_args(args) {}

    Value run() {
        while (!m_pattern.empty() && m_error.empty()) {
            const std::size_t percent = m_pattern.find('%');
            m_out += m_pattern.substr(0, percent);
            if (percent == std::string_view::npos) break;
            m_pattern.remove_prefix(percent + 1);
            clause();
            if (m_out.size() > kMaxResult) m_error = "operation cancelled: result too large";
        }
        return m_error.empty() ? Value::string(std::move(m_out)) : Value::error(m_error);
    }

private:
    void clause() {
        if (m_pattern.starts_with('%')) {
            m_pattern.remove_prefix(1);
            m_out += '%';
            return;
        }
        if (m_pattern.empty()) return fail("unexpected end of string");
        if (m_next >= m_args.size()) return fail("index " + std::to_string(m_next) + " out of range");
        int precision = kDefaultPrecision;
        if (m_pattern.starts_with('.')) {
            const char *begin = m_pattern.data() + 1, *end = m_pattern.data() + m_pattern.size();
            const auto read = std::from_chars(begin, end, precision);
            if (read.ec != std::errc() || precision > kMaxPrecision)
                return fail("error while parsing precision: could not convert precision to integer");
            m_pattern.remove_prefix(static_cast<std::size_t>(read.ptr - m_pattern.data()));
        }
        if (m_pattern.empty()) return fail("could not find end of precision specifier");
        const char verb = m_pattern.front();
        m_pattern.remove_prefix(1);
        apply(verb, precision, m_args.at(m_next++));
    }

    void apply(char verb, int precision, const Value& value) {
        switch (verb) {
            case 's':
                return text(value);
            case 'd':
                return decimal(value);
            case 'f':
            case 'e':
                return floating(verb, precision, value);
            case 'b':
                if (const auto* flag = value.tryAs<bool>()) return void(m_out += *flag ? "1" : "0");
                return whole(value, 2, "binary", "integers and bools");
            case 'o':
                return whole(value, 8, "octal", "integers");
            case 'x':
            case 'X':
                return hexadecimal(value, verb == 'X');
            default:
                fail("could not parse formatting clause: unrecognized formatting clause \"" + std::string(1, verb) +
                     "\"");
        }
    }

    void fail(std::string message) {
        if (m_error.empty()) m_error = std::move(message);
    }
    void refuse(std::string_view clause, std::string_view allowed, const Value& value) {
        fail("error during formatting: " + std::string(clause) + " clause can only be used on " + std::string(allowed) +
             ", was given " + std::string(value.typeName()));
    }

    void decimal(const Value& value) {
        if (const auto* number = value.tryAs<double>(); number && !std::isfinite(*number)) return text(value);
        whole(value, 10, "decimal", "integers");
    }

    void whole(const Value& value, int base, std::string_view clause, std::string_view allowed) {
        char buffer[72];
        const auto put = [&](auto number) {
            m_out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, base).ptr);
        };
        if (const auto* number = value.tryAs<std::int64_t>()) return put(*number);
        if (const auto* number = value.tryAs<std::uint64_t>()) return put(*number);
        refuse(clause, allowed, value);
    }

    void hexadecimal(const Value& value, bool upper) {
        const std::size_t begin = m_out.size();
        if (value.is<Text>() || value.is<BytesText>()) {
            for (const unsigned char byte : value.text()) m_out += std::format("{:02x}", byte);
        } else {
            whole(value, 16, "hex", "integers, byte buffers, and strings");
        }
        if (!upper) return;
        for (std::size_t i = begin; i < m_out.size(); ++i)
            if (m_out[i] >= 'a' && m_out[i] <= 'f') m_out[i] = static_cast<char>(m_out[i] - 'a' + 'A');
    }

    void floating(char verb, int precision, const Value& value) {
        const auto* number = value.tryAs<double>();
        double converted = 0;
        if (const auto* integer = value.tryAs<std::int64_t>()) converted = static_cast<double>(*integer);
        if (const auto* integer = value.tryAs<std::uint64_t>()) converted = static_cast<double>(*integer);
        if (!number && !value.is<std::int64_t>() && !value.is<std::uint64_t>())
            return refuse(verb == 'f' ? "fixed-point" : "scientific", "doubles", value);
        if (number) converted = *number;
        if (std::isnan(converted)) return void(m_out += "NaN");
        if (std::isinf(converted)) return void(m_out += converted > 0 ? "Infinity" : "-Infinity");
        m_out +=
            verb == 'f' ? std::format("{:.{}f}", converted, precision) : std::format("{:.{}e}", converted, precision);
    }

    void text(const Value& value) {
        if (m_out.size() > kMaxResult) return;
        switch (value.kind()) {
            case TypeKind::Null:
                return void(m_out += "null");
            case TypeKind::Bool:
                return void(m_out += value.as<bool>() ? "true" : "false");
            case TypeKind::Double:
                return number(value.as<double>());
            case TypeKind::Int:
            case TypeKind::Uint:
                return whole(value, 10, "", "");
            case TypeKind::String:
            case TypeKind::Bytes:
                return void(m_out += value.text());
            case TypeKind::Duration:
                return void(m_out += durationText(value.as<Duration>()));
            case TypeKind::Timestamp:
                return void(m_out += timestampText(value.as<Timestamp>()));
            case TypeKind::Type:
                return void(m_out += value.as<TypeName>().name.view);
            case TypeKind::List:
                return list(*value.as<ListRef>());
            case TypeKind::Map:
                return map(*value.as<MapRef>());
            default:
                refuse("string", "strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps",
                       value);
        }
    }

    void number(double value) {
        if (std::isinf(value)) return void(m_out += value > 0 ? "Infinity" : "-Infinity");
        m_out += goDouble(value);
    }

    void list(const List& list) {
        m_out += '[';
        for (std::size_t i = 0; i < list.size() && m_out.size() <= kMaxResult; ++i) {
            if (i > 0) m_out += ", ";
            text(list.at(i));
        }
        m_out += ']';
    }

    void map(const Map& map) {
        std::vector<std::pair<std::string, Value>> entries;
        map.each([&](const Value& key, const Value& value) {
            std::string outer;
            std::swap(outer, m_out);
            text(key);
            entries.emplace_back(std::move(m_out), value);
            m_out = std::move(outer);
            return entries.size() <= kMaxResult;
        });
        std::ranges::sort(entries, {}, &std::pair<std::string, Value>::first);
        m_out += '{';
        for (const auto& [key, value] : entries) {
            m_out.append(&key == &entries.front().first ? "" : ", ").append(key).append(": ");
            text(value);
        }
        m_out += '}';
    }

    std::string_view m_pattern;
    const List& m_args;
    std::size_t m_next = 0;
    std::string m_out, m_error;
};

}  // namespace

void addFormatting(Functions& functions) {
    const Type text(TypeKind::String);
    functions.member(
        "format", {text, Type::list(Type())}, text,
        [](Args args) { return Formatter(args[0].text(), *args[1].as<ListRef>()).run(); }, traversalCost);
}

}  // namespace armillary::cel
