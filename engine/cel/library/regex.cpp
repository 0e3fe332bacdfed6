#include "engine/cel/library/regex.h"

#include <re2/re2.h>

#include <list>

#include "engine/cel/function.h"
#include "engine/cel/text.h"

// Patterns, in RE2's syntax, which takes time in proportion to text and pattern.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;

/// What one compiled pattern may take, and how many a thread keeps.
constexpr std::int64_t kMaxPatternBytes = 8 << 20;
constexpr std::size_t kKeptPatterns = 32;

absl::string_view viewOf(std::string_view text) {
    return {text.data(), text.size()};
}

std::unique_ptr<const re2::RE2> compiled(std::string_view pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxPatternBytes);
    return std::make_unique<const re2::RE2>(viewOf(pattern), options);
}

/// The patterns that this thread has used last; most expressions use the same few over and over.
const re2::RE2& patternOf(std::string_view pattern) {
    thread_local std::list<std::unique_ptr<const re2::RE2>> kept;
    const auto found = std::ranges::find_if(kept, [&](const auto& one) { return one->pattern() == pattern; });
    if (found != kept.end()) {
        kept.splice(kept.begin(), kept, found);
    } else {
        kept.push_front(compiled(pattern));
        if (kept.size() > kKeptPatterns) kept.pop_back();
    }
    return *kept.front();
}

Value illegal(const re2::RE2& pattern) {
    return Value::error("Illegal regex: error parsing regexp: " + pattern.error());
}

Value find(Args args) {
    const re2::RE2& pattern = patternOf(args[1].text());
    if (!pattern.ok()) return illegal(pattern);
    const std::string_view text = args[0].text();
    absl::string_view match;
    if (!pattern.Match(viewOf(text), 0, text.size(), re2::RE2::UNANCHORED, &match, 1)) return Value::borrowed("");
    return Value::string(std::string(match));
}

Value findAll(Args args) {
    const re2::RE2& pattern = patternOf(args[1].text());
    if (!pattern.ok()) return illegal(pattern);
    const std::int64_t limit = args.size() > 2 ? args[2].as<std::int64_t>() : -1;
    const std::string_view text = args[0].text();
    std::vector<Value> found;
    std::size_t at = 0, lastEnd = std::string_view::npos;
    while (at <= text.size() && (limit < 0 || found.size() < static_cast<std::uint64_t>(limit))) {
        absl::string_view match;
        if (!pattern.Match(viewOf(text), at, text.size(), re2::RE2::UNANCHORED, &match, 1)) break;
        const auto begin = static_cast<std::size_t>(match.data() - text.data());
        // An empty match right after another one does not count, as in Go.
        if (!match.empty() || begin != lastEnd) found.push_back(Value::string(std::string(match)));
        lastEnd = begin + match.size();
        at = lastEnd;
        if (match.empty()) at += at < text.size() ? codePointLength(text.substr(at)) : 1;
    }
    return Value::list(std::move(found));
}

}  // namespace

Value matchesRegex(Args args) {
    const re2::RE2& pattern = patternOf(args[1].text());
    if (!pattern.ok()) return Value::error("error parsing regexp: " + pattern.error());
    return Value(re2::RE2::PartialMatch(viewOf(args[0].text()), pattern));
}

std::optional<std::string> patternError(std::string_view pattern) {
    const auto one = compiled(pattern);
    if (one->ok()) return std::nullopt;
    return one->error();
}

void addRegex(Functions& functions) {
    const Type text(TypeKind::String), list = Type::list(text);
    functions.member("find", {text, text}, text, find, regexCost);
    functions.member("findAll", {text, text}, list, findAll, regexCost);
    functions.member("findAll", {text, text, Type(TypeKind::Int)}, list, findAll, regexCost);
}

}  // namespace armillary::cel
