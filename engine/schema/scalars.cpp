#include "engine/schema/scalars.h"

#include <charconv>
#include <format>

namespace armillary::schema {

namespace {

/// Reads RFC 3339 as Go's time.Parse does, so that a refusal names the same part of the text.
class TimeReader {
public:
    TimeReader(std::string_view text, std::string_view layout) : m_text(text), m_rest(text), m_layout(layout) {}

    /// Nanoseconds are returned apart. `fractionDigits` is how many the layout demands; -1 accepts any or none.
    std::expected<std::int64_t, std::string> read(int fractionDigits, std::int64_t& nanoseconds) {
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
        std::int64_t offset = 0;
        const bool complete =
            digits(4, year, "2006") && literal('-') && ranged(month, 1, 12, "01", "month") && literal('-') &&
            digits(2, day, "02") && literal('T') && ranged(hour, 0, 23, "15", "hour") && literal(':') &&
            ranged(minute, 0, 59, "04", "minute") && literal(':') && ranged(second, 0, 59, "05", "second") &&
            fraction(fractionDigits, nanoseconds) && zone(offset);
        if (!complete) return std::unexpected(m_error);
        if (!m_rest.empty())
            return std::unexpected(std::format("parsing time {0}: extra text: {1}", quoted(m_text), quoted(m_rest)));
        const std::chrono::year_month_day date{std::chrono::year(year),
                                               std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day))};
        if (!date.ok()) return std::unexpected(std::format("parsing time {}: day out of range", quoted(m_text)));
        const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
        return days * 86400 + hour * 3600 + minute * 60 + second - offset;
    }

private:
    static std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

    bool refuse(std::string_view element) {
        m_error = std::format("parsing time {} as {}: cannot parse {} as {}", quoted(m_text), quoted(m_layout),
                              quoted(m_rest), quoted(element));
        return false;
    }
    bool outOfRange(std::string_view what) {
        m_error = std::format("parsing time {}: {} out of range", quoted(m_text), what);
        return false;
    }
    bool literal(char wanted) {
        if (m_rest.empty() || m_rest[0] != wanted) return refuse(std::string_view(&wanted, 1));
        m_rest.remove_prefix(1);
        return true;
    }
    bool digits(std::size_t count, int& value, std::string_view element) {
        if (m_rest.size() < count) return refuse(element);
        value = 0;
        for (char c : m_rest.substr(0, count)) {
            if (c < '0' || c > '9') return refuse(element);
            value = value * 10 + (c - '0');
        }
        m_rest.remove_prefix(count);
        return true;
    }
    bool ranged(int& value, int least, int most, std::string_view element, std::string_view what) {
        if (!digits(2, value, element)) return false;
        return value >= least && value <= most ? true : outOfRange(what);
    }
    bool fraction(int wanted, std::int64_t& nanoseconds) {
        nanoseconds = 0;
        std::size_t length = 0;
        if (!m_rest.empty() && (m_rest[0] == '.' || m_rest[0] == ',')) {
            length = 1;
            while (length < m_rest.size() && m_rest[length] >= '0' && m_rest[length] <= '9') ++length;
        }
        if (wanted >= 0 && (length < static_cast<std::size_t>(wanted) + 1)) return refuse(".000000");
        if (wanted >= 0) length = static_cast<std::size_t>(wanted) + 1;
        if (length < 2) return true;
        std::int64_t unit = 100'000'000;
        for (char c : m_rest.substr(1, length - 1)) {
            nanoseconds += (c - '0') * unit;
            unit /= 10;
        }
        m_rest.remove_prefix(length);
        return true;
    }
    bool zone(std::int64_t& offset) {
        if (m_rest.starts_with('Z')) {
            m_rest.remove_prefix(1);
            return true;
        }
        const std::string_view at = m_rest;
        int hours = 0, minutes = 0;
        const bool negative = at.starts_with('-');
        if (at.size() < 6 || (at[0] != '+' && !negative) || at[3] != ':') return refuse("Z07:00");
        m_rest.remove_prefix(1);
        bool readable = digits(2, hours, "Z07:00");
        if (readable) m_rest.remove_prefix(1);
        readable = readable && digits(2, minutes, "Z07:00");
        if (!readable) {
            m_rest = at;
            return refuse("Z07:00");
        }
        if (hours > 24) return outOfRange("time zone offset hour");
        if (minutes > 60) return outOfRange("time zone offset minute");
        offset = (hours * 3600 + minutes * 60) * (negative ? -1 : 1);
        return true;
    }

    std::string_view m_text, m_rest, m_layout;
    std::string m_error;
};

/// "2026-01-31T12:00:00", without zone.
std::string calendarText(std::int64_t seconds) {
    const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(at - day);
    return std::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

/// Go's zero time, 1 January of year 1: no time at all.
constexpr std::int64_t kGoZeroSeconds = -62135596800;

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr Unit kUnits[] = {{"ns", 1},         {"us", 1'000},        {"\u00b5s", 1'000},    {"\u03bcs", 1'000},
                           {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000}};

/// `value` divided by 10^digits, without trailing zeros.
std::string decimal(std::uint64_t value, int digits) {
    std::uint64_t unit = 1;
    for (int i = 0; i < digits; ++i) unit *= 10;
    std::string text = std::to_string(value / unit);
    if (value % unit == 0) return text;
    std::string fraction = std::format("{:0{}}", value % unit, digits);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + "." + fraction;
}

}  // namespace

std::expected<Time, std::string> Time::parse(std::string_view text) {
    std::int64_t nanoseconds = 0;
    auto seconds = TimeReader(text, "2006-01-02T15:04:05Z07:00").read(-1, nanoseconds);
    if (!seconds) return std::unexpected(std::move(seconds.error()));
    return *seconds == kGoZeroSeconds ? Time() : Time(*seconds);
}

std::string Time::text() const {
    return isSet() ? calendarText(seconds) + "Z" : std::string();
}

std::expected<MicroTime, std::string> MicroTime::parse(std::string_view text) {
    std::int64_t nanoseconds = 0;
    auto seconds = TimeReader(text, "2006-01-02T15:04:05.000000Z07:00").read(6, nanoseconds);
    if (!seconds) return std::unexpected(std::move(seconds.error()));
    if (*seconds == kGoZeroSeconds && nanoseconds == 0) return MicroTime();
    return MicroTime(*seconds * 1'000'000 + nanoseconds / 1000);
}

std::string MicroTime::text() const {
    if (!isSet()) return {};
    const auto whole = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(micros)).count();
    return std::format("{}.{:06}Z", calendarText(whole), micros - whole * 1'000'000);
}

std::expected<Duration, std::string> Duration::parse(std::string_view text) {
    const auto invalid = [&] { return std::unexpected(std::format("time: invalid duration \"{}\"", text)); };
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    if (rest == "0") return Duration{};
    if (rest.empty()) return invalid();
    constexpr auto kLimit = static_cast<__int128>(INT64_MAX);
    __int128 total = 0;
    while (!rest.empty()) {
        __int128 number = 0, scale = 1;
        bool digits = false, fraction = false;
        for (; !rest.empty(); rest.remove_prefix(1)) {
            if (rest[0] == '.' && !fraction) {
                fraction = true;
            } else if (rest[0] >= '0' && rest[0] <= '9') {
                digits = true;
                if (fraction && scale > 1'000'000'000'000) continue;  // finer than any unit can tell
                number = number * 10 + (rest[0] - '0');
                if (fraction) scale *= 10;
                if (number / scale > kLimit) return invalid();
            } else {
                break;
            }
        }
        if (!digits) return invalid();
        std::size_t length = 0;
        while (length < rest.size() && rest[length] != '.' && (rest[length] < '0' || rest[length] > '9')) ++length;
        if (length == 0) return std::unexpected(std::format("time: missing unit in duration \"{}\"", text));
        const std::string_view name = rest.substr(0, length);
        const Unit* unit = nullptr;
        for (const Unit& known : kUnits)
            if (known.name == name) unit = &known;
        if (!unit) return std::unexpected(std::format("time: unknown unit \"{}\" in duration \"{}\"", name, text));
        rest.remove_prefix(length);
        total += number * unit->nanoseconds / scale;
        if (total > kLimit) return invalid();
    }
    return Duration{static_cast<std::int64_t>(negative ? -total : total)};
}

std::string Duration::text() const {
    if (nanoseconds == 0) return "0s";
    const std::string sign = nanoseconds < 0 ? "-" : "";
    const std::uint64_t value =
        nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(nanoseconds) : static_cast<std::uint64_t>(nanoseconds);
    if (value < 1'000) return sign + std::to_string(value) + "ns";
    if (value < 1'000'000) return sign + decimal(value, 3) + "\u00b5s";
    if (value < 1'000'000'000) return sign + decimal(value, 6) + "ms";
    constexpr std::uint64_t kMinute = 60'000'000'000;
    std::string text = decimal(value % kMinute, 9) + "s";
    if (const std::uint64_t minutes = value / kMinute; minutes > 0) {
        text = std::to_string(minutes % 60) + "m" + text;
        if (minutes >= 60) text = std::to_string(minutes / 60) + "h" + text;
    }
    return sign + text;
}

}  // namespace armillary::schema
