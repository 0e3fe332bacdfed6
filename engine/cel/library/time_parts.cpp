#include "engine/cel/times.h"

#include <chrono>
#include <map>
#include <mutex>

#include "engine/cel/function.h"

// The parts of timestamps and durations. Source: cel-spec, langdef.md "Timestamps and Durations".
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;
namespace chrono = std::chrono;

/// What a zone adds to UTC at a time: "Europe/Berlin", "+02:00", "-05:30", "02:00".
std::expected<std::int64_t, std::string> offsetIn(std::string_view zone, std::int64_t seconds) {
    if (zone.contains(':')) {
        const bool west = zone.starts_with('-');
        const std::string_view digits = zone.substr(west || zone.starts_with('+') ? 1 : 0);
        const auto number = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
        const bool wellFormed =
            digits.size() == 5 && digits[2] == ':' && digits.find_first_not_of("0123456789:") == std::string_view::npos;
        if (!wellFormed) return std::unexpected("unknown time zone " + std::string(zone));
        return (west ? -1 : 1) * (number(0) * 3600 + number(3) * 60);
    }
    if (zone.empty() || zone == "UTC") return 0;
    try {
        const chrono::sys_seconds at{chrono::seconds(seconds)};
        return chrono::locate_zone(zone)->get_info(at).offset.count();
    } catch (const std::runtime_error&) {
        return std::unexpected("unknown time zone " + std::string(zone));
    }
}

enum class Part { Year, Month, Date, DayOfMonth, DayOfWeek, DayOfYear, Hours, Minutes, Seconds, Milliseconds };

std::int64_t partOf(Part part, std::int64_t seconds, std::int32_t nanoseconds) {
    const chrono::sys_seconds at{chrono::seconds(seconds)};
    const auto day = chrono::floor<chrono::days>(at);
    const chrono::year_month_day date(day);
    const chrono::hh_mm_ss time(at - day);
    switch (part) {
        case Part::Year:
            return static_cast<int>(date.year());
        case Part::Month:
            return static_cast<unsigned>(date.month()) - 1;
        case Part::Date:
            return static_cast<unsigned>(date.day());
        case Part::DayOfMonth:
            return static_cast<unsigned>(date.day()) - 1;
        case Part::DayOfWeek:
            return chrono::weekday(day).c_encoding();
        case Part::DayOfYear:
            return (day - chrono::sys_days(date.year() / chrono::January / 1)).count();
        case Part::Hours:
            return time.hours().count();
        case Part::Minutes:
            return time.minutes().count();
        case Part::Seconds:
            return time.seconds().count();
        case Part::Milliseconds:
            return nanoseconds / 1'000'000;
    }
    return 0;
}

template <Part part>
Value timestampPart(Args args) {
    const Timestamp& time = args[0].as<Timestamp>();
    const auto offset = offsetIn(args.size() > 1 ? args[1].text() : std::string_view(), time.seconds);
    if (!offset) return Value::error(offset.error());
    return Value(partOf(part, time.seconds + *offset, time.nanoseconds));
}

template <Part part>
Value durationPart(Args args) {
    const std::int64_t nanoseconds = args[0].as<Duration>().nanoseconds;
    constexpr std::int64_t kSecond = 1'000'000'000;
    if constexpr (part == Part::Hours) return Value(nanoseconds / (3600 * kSecond));
    if constexpr (part == Part::Minutes) return Value(nanoseconds / (60 * kSecond));
    if constexpr (part == Part::Seconds) return Value(nanoseconds / kSecond);
    return Value(nanoseconds / 1'000'000);
}

template <Part part>
void addPart(Functions& functions, std::string_view name) {
    const Type number(TypeKind::Int), time(TypeKind::Timestamp);
    functions.member(name, {time}, number, timestampPart<part>);
    functions.member(name, {time, Type(TypeKind::String)}, number, timestampPart<part>);
}

}  // namespace

void addTimes(Functions& functions) {
    addPart<Part::Year>(functions, "getFullYear");
    addPart<Part::Month>(functions, "getMonth");
    addPart<Part::Date>(functions, "getDate");
    addPart<Part::DayOfMonth>(functions, "getDayOfMonth");
    addPart<Part::DayOfWeek>(functions, "getDayOfWeek");
    addPart<Part::DayOfYear>(functions, "getDayOfYear");
    addPart<Part::Hours>(functions, "getHours");
    addPart<Part::Minutes>(functions, "getMinutes");
    addPart<Part::Seconds>(functions, "getSeconds");
    addPart<Part::Milliseconds>(functions, "getMilliseconds");
    const Type number(TypeKind::Int), duration(TypeKind::Duration);
    functions.member("getHours", {duration}, number, durationPart<Part::Hours>);
    functions.member("getMinutes", {duration}, number, durationPart<Part::Minutes>);
    functions.member("getSeconds", {duration}, number, durationPart<Part::Seconds>);
    functions.member("getMilliseconds", {duration}, number, durationPart<Part::Milliseconds>);
}

}  // namespace armillary::cel
