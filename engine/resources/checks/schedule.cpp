#include "engine/resources/checks/schedule.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <span>
#include <vector>

#include "engine/schema/scalars.h"

namespace armillary::resources {

namespace {

using namespace std::chrono;
using Failure = std::optional<std::string>;

struct Field {
    int low, high;
    std::span<const std::string_view> names;  ///< of `low` and what follows
};

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::size_t kLongest = 4096;

/// The parts between separators, empty ones left out.
std::vector<std::string_view> fields(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find_first_of(separators);
        if (end != 0) parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

/// The parts between separators, empty ones included.
std::vector<std::string_view> pieces(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

Failure readNumber(std::string_view text, int& value) {
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range)
        return std::format("failed to parse int from {}: strconv.Atoi: parsing \"{}\": value out of range", text, text);
    if (error != std::errc() || end != digits.data() + digits.size() || text.starts_with("+-"))
        return std::format("failed to parse int from {}: strconv.Atoi: parsing \"{}\": invalid syntax", text, text);
    if (value < 0) return std::format("negative number ({}) not allowed: {}", value, text);
    return std::nullopt;
}

Failure readValue(std::string_view text, const Field& field, int& value) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (std::size_t i = 0; i < field.names.size(); ++i)
        if (field.names[i] == lower) {
            value = field.low + static_cast<int>(i);
            return std::nullopt;
        }
    return readNumber(text, value);
}

/// Adds the values of one of "*", "5", "1-5", "*/2", "5/10", "1-30/5"; `any` becomes true for a "*" that leaves out
/// nothing.
Failure readRange(std::string_view text, const Field& field, std::uint64_t& values, bool& any) {
    const auto parts = pieces(text, '/'), ends = pieces(parts[0], '-');
    const bool star = ends[0] == "*" || ends[0] == "?";
    int low = field.low, high = field.high, step = 1;
    if (!star) {
        if (auto wrong = readValue(ends[0], field, low)) return wrong;
        if (ends.size() > 2) return std::format("too many hyphens: {}", text);
        high = low;
        if (ends.size() == 2)
            if (auto wrong = readValue(ends[1], field, high)) return wrong;
    }
    if (parts.size() > 2) return std::format("too many slashes: {}", text);
    if (parts.size() == 2) {
        if (auto wrong = readNumber(parts[1], step)) return wrong;
        if (ends.size() == 1) high = field.high;
    }
    if (low < field.low) return std::format("beginning of range ({}) below minimum ({}): {}", low, field.low, text);
    if (high > field.high) return std::format("end of range ({}) above maximum ({}): {}", high, field.high, text);
    if (low > high) return std::format("beginning of range ({}) beyond end of range ({}): {}", low, high, text);
    if (step == 0) return std::format("step of range should be a positive number: {}", text);
    for (int value = low; value <= high; value += std::min(step, 64)) values |= std::uint64_t(1) << value;
    any |= star && step == 1;
    return std::nullopt;
}

Failure readField(std::string_view text, const Field& field, std::uint64_t& values, bool& any) {
    for (const std::string_view range : fields(text, ","))
        if (auto wrong = readRange(range, field, values, any)) return wrong;
    return std::nullopt;
}

std::string_view macro(std::string_view name) {
    if (name == "@yearly" || name == "@annually") return "0 0 1 1 *";
    if (name == "@monthly") return "0 0 1 * *";
    if (name == "@weekly") return "0 0 * * 0";
    if (name == "@daily" || name == "@midnight") return "0 0 * * *";
    if (name == "@hourly") return "0 * * * *";
    return {};
}

bool has(std::uint64_t values, unsigned value) {
    return (values >> value & 1) != 0;
}

}  // namespace

const std::chrono::time_zone* findTimeZone(std::string_view name) {
    try {
        return locate_zone(name.empty() ? "UTC" : name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

std::expected<Schedule, std::string> Schedule::parse(std::string_view text, const time_zone* zone) {
    if (text.empty()) return std::unexpected("empty spec string");
    if (text.size() > kLongest) return std::unexpected("too long");
    Schedule schedule;
    schedule.m_zone = zone;
    if (text.starts_with("TZ=") || text.starts_with("CRON_TZ=")) {
        const auto space = std::min(text.find(' '), text.size());
        const auto name = text.substr(text.find('=') + 1, space - text.find('=') - 1);
        schedule.m_zone = findTimeZone(name);
        if (!schedule.m_zone)
            return std::unexpected(std::format("provided bad location {}: unknown time zone {}", name, name));
        text.remove_prefix(space);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    if (text.starts_with("@every ")) {
        const auto pace = schema::Duration::parse(text.substr(7));
        if (!pace) return std::unexpected(std::format("failed to parse duration {}: {}", text, pace.error()));
        schedule.m_pace = std::max(seconds(1), floor<seconds>(nanoseconds(pace->nanoseconds)));
        return schedule;
    }
    if (text.starts_with('@')) {
        const auto known = macro(text);
        if (known.empty()) return std::unexpected(std::format("unrecognized descriptor: {}", text));
        text = known;
    }
    if (auto wrong = schedule.readFields(text)) return std::unexpected(std::move(*wrong));
    return schedule;
}

std::optional<std::string> Schedule::readFields(std::string_view text) {
    const auto parts = fields(text, " \t\n\v\f\r");
    if (parts.size() != 5) {
        std::string list;
        for (const std::string_view part : parts) list.append(list.empty() ? "" : " ").append(part);
        return std::format("expected exactly 5 fields, found {}: [{}]", parts.size(), list);
    }
    bool any = false;
    if (auto wrong = readField(parts[0], {0, 59, {}}, m_minutes, any)) return wrong;
    if (auto wrong = readField(parts[1], {0, 23, {}}, m_hours, any)) return wrong;
    if (auto wrong = readField(parts[2], {1, 31, {}}, m_days, m_anyDay)) return wrong;
    if (auto wrong = readField(parts[3], {1, 12, kMonths}, m_months, any)) return wrong;
    return readField(parts[4], {0, 6, kWeekdays}, m_weekdays, m_anyWeekday);
}

bool Schedule::runsOn(year_month_day day) const {
    const bool byDay = has(m_days, unsigned(day.day()));
    const bool byWeekday = has(m_weekdays, weekday(sys_days(day)).c_encoding());
    // Both restricted: either will do.
    return m_anyDay || m_anyWeekday ? byDay && byWeekday : byDay || byWeekday;
}

std::optional<Schedule::Time> Schedule::next(system_clock::time_point after) const {
    sys_seconds at = floor<seconds>(after);
    if (m_pace) return at + *m_pace;
    at += seconds(1);
    const time_zone* zone = m_zone;
    sys_info known{.begin = sys_seconds::max(), .end = sys_seconds::min(), .offset = {}, .save = {}, .abbrev = {}};
    const auto offset = [&](sys_seconds when) {
        if (!zone) return seconds(0);
        if (when < known.begin || when >= known.end) known = zone->get_info(when);
        return known.offset;
    };
    const auto midnight = [&](local_days day) {
        const auto found = zone ? zone->to_sys(local_seconds(day), choose::earliest)
                                : sys_seconds(local_seconds(day).time_since_epoch());
        // Where the clocks went back over midnight, the day may begin before what has been passed.
        return found > at ? found : at + minutes(1);
    };
    const auto lastYear = year_month_day(floor<days>(at)).year() + years(5);
    for (;;) {
        const local_seconds local((at + offset(at)).time_since_epoch());
        const local_days today = floor<days>(local);
        const year_month_day date(today);
        if (date.year() > lastYear) return std::nullopt;
        const auto ofDay = local - today;
        if (!has(m_months, unsigned(date.month()))) {
            at = midnight(local_days((date.year() / date.month() + months(1)) / 1));
        } else if (!runsOn(date)) {
            at = midnight(today + days(1));
        } else if (!has(m_hours, unsigned(floor<hours>(ofDay).count()))) {
            at += hours(1) - ofDay % hours(1);
        } else if (!has(m_minutes, unsigned(floor<minutes>(ofDay).count() % 60)) || ofDay % minutes(1) != seconds(0)) {
            at += minutes(1) - ofDay % minutes(1);
        } else {
            return at;
        }
    }
}

std::optional<Schedule::Time> Schedule::lastUntil(Time after, Time until) const {
    if (m_pace) {
        const auto count = (until - after) / *m_pace;
        return count > 0 ? std::optional(after + count * *m_pace) : std::nullopt;
    }
    // Back from the end in growing strides until a start lies in between; from there on one by one.
    for (seconds stride = minutes(1);; stride *= 2) {
        const Time from = std::max(after, until - stride);
        auto found = next(from);
        if (found && *found <= until) {
            for (auto later = next(*found); later && *later <= until; later = next(*later)) found = later;
            return found;
        }
        if (from == after) return std::nullopt;
    }
}

}  // namespace armillary::resources
