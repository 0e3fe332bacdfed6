#include "engine/cel/times.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <format>

#include "engine/schema/scalars.h"

namespace armillary::cel {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr std::int64_t kFirst = -62'135'596'800, kLast = 253'402'300'799;

Value overflow() {
    return Value::error("integer overflow");
}
Value timestampOverflow() {
    return Value::error("timestamp overflow");
}

/// Reads digits of a fixed number from the beginning.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// "Z" or "+HH:MM", in seconds.
std::optional<int> zoneOffset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return 0;
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) return std::nullopt;
    const auto hours = digits(text, 2);
    if (!hours || !take(text, ':')) return std::nullopt;
    const auto minutes = digits(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (west ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

std::optional<std::int32_t> fraction(std::string_view& text) {
    if (!take(text, '.')) return 0;
    std::int64_t nanoseconds = 0, unit = kSecond / 10;
    std::size_t count = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++count, unit /= 10)
        nanoseconds += (text.front() - '0') * unit;
    if (count == 0) return std::nullopt;
    return static_cast<std::int32_t>(nanoseconds);
}

}  // namespace

std::optional<Timestamp> parseTimestamp(std::string_view text) {
    const auto year = digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = digits(text, 2);
    if (!day || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
    const auto hour = digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    const auto second = digits(text, 2);
    if (!second) return std::nullopt;
    const auto nanoseconds = fraction(text);
    const auto offset = zoneOffset(text);
    if (!nanoseconds || !offset || !text.empty()) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds = days * 86400 + *hour * 3600 + *minute * 60 + *second - *offset;
    if (seconds < kFirst || seconds > kLast) return std::nullopt;
    return Timestamp{seconds, *nanoseconds};
}

std::string timestampText(const Timestamp& time) {
    const std::chrono::sys_seconds at{std::chrono::seconds(time.seconds)};
    std::string text = std::format("{:%Y-%m-%dT%H:%M:%S}", at);
    if (time.nanoseconds != 0) {
        text += std::format(".{:09}", time.nanoseconds);
        text.resize(text.find_last_not_of('0') + 1);
    }
    return text + "Z";
}

std::optional<Duration> parseDuration(std::string_view text) {
    const auto parsed = schema::Duration::parse(text);
    if (!parsed) return std::nullopt;
    return Duration{parsed->nanoseconds};
}

std::string durationText(const Duration& duration) {
    // As Go prints the seconds as a double, without an exponent.
    const double seconds = static_cast<double>(duration.nanoseconds / kSecond) +
                           static_cast<double>(duration.nanoseconds % kSecond) / static_cast<double>(kSecond);
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, seconds, std::chars_format::fixed).ptr;
    return std::string(buffer, end) + "s";
}

Value timestampOf(std::int64_t seconds, std::int32_t nanoseconds) {
    if (seconds < kFirst || seconds > kLast) return timestampOverflow();
    return Value(Timestamp{seconds, nanoseconds});
}

Value shifted(const Timestamp& time, std::int64_t nanoseconds) {
    std::int64_t seconds = time.seconds + nanoseconds / kSecond;
    std::int64_t rest = time.nanoseconds + nanoseconds % kSecond;
    if (rest < 0) rest += kSecond, --seconds;
    if (rest >= kSecond) rest -= kSecond, ++seconds;
    return timestampOf(seconds, static_cast<std::int32_t>(rest));
}

Value timeBetween(std::span<const Value> args) {
    const Timestamp &left = args[0].as<Timestamp>(), &right = args[1].as<Timestamp>();
    std::int64_t nanoseconds;
    if (__builtin_mul_overflow(left.seconds - right.seconds, kSecond, &nanoseconds) ||
        __builtin_add_overflow(nanoseconds, static_cast<std::int64_t>(left.nanoseconds) - right.nanoseconds,
                               &nanoseconds))
        return overflow();
    return Value(Duration{nanoseconds});
}

Value addDurations(std::span<const Value> args) {
    std::int64_t sum;
    if (__builtin_add_overflow(args[0].as<Duration>().nanoseconds, args[1].as<Duration>().nanoseconds, &sum))
        return overflow();
    return Value(Duration{sum});
}

Value subtractDurations(std::span<const Value> args) {
    std::int64_t difference;
    if (__builtin_sub_overflow(args[0].as<Duration>().nanoseconds, args[1].as<Duration>().nanoseconds, &difference))
        return overflow();
    return Value(Duration{difference});
}

}  // namespace armillary::cel
