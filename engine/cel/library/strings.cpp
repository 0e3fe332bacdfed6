#include <algorithm>

#include "engine/cel/function.h"
#include "engine/cel/library/regex.h"
#include "engine/cel/text.h"
#include "engine/schema/text.h"

// Text: the language's own functions and cel-go's strings extension, version 2. Positions count code points.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

const Type kBool(TypeKind::Bool), kInt(TypeKind::Int), kString(TypeKind::String);
/// What a single call may make.
constexpr std::size_t kMaxResult = 16u << 20;

Value outOfRange(std::int64_t index) {
    return Value::error("index out of range: " + std::to_string(index));
}
Value tooLarge() {
    return Value::error("operation cancelled: result too large");
}

std::int64_t numberAt(Args args, std::size_t index) {
    return args[index].as<std::int64_t>();
}

/// The byte at a position between 0 and the size, both included.
std::optional<std::size_t> byteAt(std::string_view text, std::int64_t index) {
    if (index < 0 || static_cast<std::uint64_t>(index) > codePoints(text)) return std::nullopt;
    return offsetOf(text, static_cast<std::size_t>(index));
}

Value charAt(Args args) {
    const std::string_view text = args[0].text();
    const auto at = byteAt(text, numberAt(args, 1));
    if (!at) return outOfRange(numberAt(args, 1));
    if (*at == text.size()) return Value::borrowed("");
    return Value::string(std::string(text.substr(*at, codePointLength(text.substr(*at)))));
}

Value positionOf(std::string_view text, std::size_t found) {
    if (found == std::string_view::npos) return Value(std::int64_t{-1});
    return Value(static_cast<std::int64_t>(codePoints(text.substr(0, found))));
}

Value indexOf(Args args) {
    const std::string_view text = args[0].text(), wanted = args[1].text();
    const std::int64_t from = args.size() > 2 ? numberAt(args, 2) : 0;
    const auto begin = byteAt(text, from);
    if (wanted.empty()) return Value(from);
    return begin ? positionOf(text, text.find(wanted, *begin)) : outOfRange(from);
}

Value lastIndexOf(Args args) {
    const std::string_view text = args[0].text(), wanted = args[1].text();
    if (args.size() == 2) return positionOf(text, text.rfind(wanted));
    const auto begin = byteAt(text, numberAt(args, 2));
    if (wanted.empty()) return Value(numberAt(args, 2));
    return begin ? positionOf(text, text.rfind(wanted, *begin)) : outOfRange(numberAt(args, 2));
}

template <char First, char Last>
Value shiftedCase(Args args) {
    std::string text(args[0].text());
    for (char& c : text)
        if (c >= First && c <= Last) c = static_cast<char>(c ^ 0x20);
    return Value::string(std::move(text));
}

Value substring(Args args) {
    const std::string_view text = args[0].text();
    const auto begin = byteAt(text, numberAt(args, 1));
    if (!begin) return outOfRange(numberAt(args, 1));
    if (args.size() == 2) return Value::string(std::string(text.substr(*begin)));
    const auto end = byteAt(text, numberAt(args, 2));
    if (!end) return outOfRange(numberAt(args, 2));
    if (*end < *begin)
        return Value::error("invalid substring range. start: " + std::to_string(numberAt(args, 1)) +
                            ", end: " + std::to_string(numberAt(args, 2)));
    return Value::string(std::string(text.substr(*begin, *end - *begin)));
}

/// Unicode's white space.
bool isSpace(char32_t c) {
    return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

Value trim(Args args) {
    const std::string_view text = args[0].text();
    std::size_t begin = text.size(), end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const schema::CodePoint point = schema::codePointAt(text, at);
        if (!isSpace(point.value)) {
            begin = std::min(begin, at);
            end = at + point.length;
        }
        at += point.length;
    }
    return Value::string(std::string(begin < end ? text.substr(begin, end - begin) : std::string_view()));
}

Value replace(Args args) {
    const std::string_view text = args[0].text(), from = args[1].text(), to = args[2].text();
    std::int64_t left = args.size() > 3 ? numberAt(args, 3) : -1;
    std::string out;
    std::size_t at = 0;
    while (left != 0) {
        // An empty pattern stands before every code point and at the end.
        const std::size_t found = text.find(from, at);
        if (found == std::string_view::npos || out.size() > kMaxResult) break;
        out.append(text.substr(at, found - at)).append(to);
        at = found + from.size();
        --left;
        if (!from.empty()) continue;
        if (at >= text.size()) break;
        const std::size_t length = codePointLength(text.substr(at));
        out += text.substr(at, length);
        at += length;
    }
    if (out.size() > kMaxResult) return tooLarge();
    return Value::string(out.append(text.substr(at)));
}

Value split(Args args) {
    const std::string_view text = args[0].text(), separator = args[1].text();
    std::int64_t left = args.size() > 2 ? numberAt(args, 2) : -1;
    std::vector<Value> parts;
    if (left == 0) return Value::list({});
    std::size_t at = 0;
    const auto push = [&](std::size_t length) { parts.push_back(Value::string(std::string(text.substr(at, length)))); };
    for (; left != 1; --left) {
        const std::size_t found =
            separator.empty() && at < text.size() ? at + codePointLength(text.substr(at)) : text.find(separator, at);
        if (found == std::string_view::npos || (separator.empty() && found >= text.size())) break;
        push(found - at);
        at = found + separator.size();
    }
    if (!separator.empty() || at < text.size()) push(std::string_view::npos);
    return Value::list(std::move(parts));
}

Value join(Args args) {
    const List& list = *args[0].as<ListRef>();
    const std::string_view separator = args.size() > 1 ? args[1].text() : std::string_view();
    std::string out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Value element = list.at(i);
        if (!element.is<Text>()) return noSuchOverload();
        out.append(i == 0 ? std::string_view() : separator).append(element.text());
        if (out.size() > kMaxResult) return tooLarge();
    }
    return Value::string(std::move(out));
}
std::uint64_t joinCost(Args args) {
    const List& list = *args[0].as<ListRef>();
    const std::uint64_t separator = args.size() > 1 ? costSize(args[1]) : 0;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < list.size() && size < kMaxResult; ++i)
        size += (i == 0 ? 0 : separator) + costSize(list.at(i));
    return traversal(size, 2);
}

/// As strings.quote prints it: invalid bytes become U+FFFD.
Value quote(Args args) {
    static constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"", kEscaped = "abfnrtv\\\"";
    std::string out = "\"";
    const std::string_view text = args[0].text();
    for (std::size_t at = 0; at < text.size();) {
        const schema::CodePoint point = schema::codePointAt(text, at);
        const auto found = point.length == 1 ? kPlain.find(text[at]) : std::string_view::npos;
        if (found != std::string_view::npos)
            out.append("\\").append(1, kEscaped[found]);
        else
            appendCodePoint(out, point.value);
        at += point.length;
    }
    return Value::string(out + '"');
}

std::uint64_t containsCost(Args args) {
    return traversal(costSize(args[0])) * traversal(costSize(args[1]));
}

}  // namespace

void addStrings(Functions& functions) {
    functions.member(
        "contains", {kString, kString}, kBool, [](Args args) { return Value(args[0].text().contains(args[1].text())); },
        containsCost);
    functions.member(
        "startsWith", {kString, kString}, kBool,
        [](Args args) { return Value(args[0].text().starts_with(args[1].text())); }, traversalCost);
    functions.member(
        "endsWith", {kString, kString}, kBool,
        [](Args args) { return Value(args[0].text().ends_with(args[1].text())); }, traversalCost);
    functions.member("matches", {kString, kString}, kBool, matchesRegex, regexCost);
    functions.global("matches", {kString, kString}, kBool, matchesRegex, regexCost);
    const Type list = Type::list(kString);
    functions.member("charAt", {kString, kInt}, kString, charAt);
    functions.member("indexOf", {kString, kString}, kInt, indexOf, traversalCost);
    functions.member("indexOf", {kString, kString, kInt}, kInt, indexOf, traversalCost);
    functions.member("lastIndexOf", {kString, kString}, kInt, lastIndexOf, traversalCost);
    functions.member("lastIndexOf", {kString, kString, kInt}, kInt, lastIndexOf, traversalCost);
    functions.member("lowerAscii", {kString}, kString, shiftedCase<'A', 'Z'>, traversalCost);
    functions.member("upperAscii", {kString}, kString, shiftedCase<'a', 'z'>, traversalCost);
    functions.member("replace", {kString, kString, kString}, kString, replace, doubleTraversalCost);
    functions.member("replace", {kString, kString, kString, kInt}, kString, replace, doubleTraversalCost);
    functions.member("split", {kString, kString}, list, split, doubleTraversalCost);
    functions.member("split", {kString, kString, kInt}, list, split, doubleTraversalCost);
    functions.member("substring", {kString, kInt}, kString, substring, traversalCost);
    functions.member("substring", {kString, kInt, kInt}, kString, substring, traversalCost);
    functions.member("trim", {kString}, kString, trim, traversalCost);
    functions.member("join", {list}, kString, join, joinCost);
    functions.member("join", {list, kString}, kString, join, joinCost);
    functions.global("strings.quote", {kString}, kString, quote, traversalCost);
}

}  // namespace armillary::cel
