#include <doctest/doctest.h>

#include <format>
#include <sstream>

#include "engine/resources/checks/schedule.h"

using namespace armillary::resources;
using namespace std::chrono;

namespace {

sys_seconds at(const std::string& text) {
    std::istringstream in(text);
    sys_seconds time;
    in >> parse("%F %T", time);
    return time;
}

/// The next times after one, in UTC.
std::string times(std::string_view schedule, const std::string& from, int count = 1, std::string_view zone = {}) {
    const auto parsed = Schedule::parse(schedule, findTimeZone(zone));
    if (!parsed) return parsed.error();
    std::string all;
    auto time = at(from);
    for (int i = 0; i < count; ++i) {
        const auto found = parsed->next(time);
        if (!found) return all + "never";
        time = *found;
        all += std::format("{}{:%F %R}", all.empty() ? "" : ", ", time);
    }
    return all;
}

}  // namespace

TEST_CASE("schedules run when they say") {
    CHECK(times("* * * * *", "2026-01-01 00:00:30", 2) == "2026-01-01 00:01, 2026-01-01 00:02");
    CHECK(times("0 * * * *", "2026-01-01 00:00:00") == "2026-01-01 01:00");
    CHECK(times("*/20 8-9 * * *", "2026-01-01 09:30:00", 2) == "2026-01-01 09:40, 2026-01-02 08:00");
    CHECK(times("5/25 * * * *", "2026-01-01 00:00:00", 3) == "2026-01-01 00:05, 2026-01-01 00:30, 2026-01-01 00:55");
    CHECK(times("30 4 1,15 * *", "2026-01-02 00:00:00", 2) == "2026-01-15 04:30, 2026-02-01 04:30");
    CHECK(times("0 0 * jan,MAR Mon", "2026-01-27 00:00:00", 2) == "2026-03-02 00:00, 2026-03-09 00:00");
    // A day of the month and a weekday: either.
    CHECK(times("0 0 13 * 5", "2026-03-01 00:00:00", 3) == "2026-03-06 00:00, 2026-03-13 00:00, 2026-03-20 00:00");
    CHECK(times("0 0 29 2 *", "2026-01-01 00:00:00") == "2028-02-29 00:00");
    CHECK(times("0 0 31 2 *", "2026-01-01 00:00:00") == "never");
    CHECK(times("@hourly", "2026-01-01 00:10:00") == "2026-01-01 01:00");
    CHECK(times("@weekly", "2026-01-01 00:00:00") == "2026-01-04 00:00");
    CHECK(times("@yearly", "2026-01-01 00:00:00") == "2027-01-01 00:00");
    CHECK(times("@every 90m", "2026-01-01 00:00:00", 2) == "2026-01-01 01:30, 2026-01-01 03:00");
}

TEST_CASE("schedules follow a zone's clocks") {
    CHECK(times("0 9 * * *", "2026-01-10 00:00:00", 1, "Europe/Berlin") == "2026-01-10 08:00");
    CHECK(times("TZ=Europe/Berlin 0 9 * * *", "2026-07-10 00:00:00") == "2026-07-10 07:00");
    // 02:30 does not exist on 29 March 2026, and comes twice on 25 October.
    CHECK(times("30 2 * * *", "2026-03-28 12:00:00", 1, "Europe/Berlin") == "2026-03-30 00:30");
    CHECK(times("30 2 * * *", "2026-10-24 12:00:00", 2, "Europe/Berlin") == "2026-10-25 00:30, 2026-10-25 01:30");
    CHECK(findTimeZone("Nowhere/At_All") == nullptr);
}

TEST_CASE("what is no schedule is refused in upstream's words") {
    const auto why = [](std::string_view text) { return Schedule::parse(text).error(); };
    CHECK(why("") == "empty spec string");
    CHECK(why("* * *") == "expected exactly 5 fields, found 3: [* * *]");
    CHECK(why("60 * * * *") == "end of range (60) above maximum (59): 60");
    CHECK(why("* * 0 * *") == "beginning of range (0) below minimum (1): 0");
    CHECK(why("5-3 * * * *") == "beginning of range (5) beyond end of range (3): 5-3");
    CHECK(why("*/0 * * * *") == "step of range should be a positive number: */0");
    CHECK(why("1-2-3 * * * *") == "too many hyphens: 1-2-3");
    CHECK(why("*/2/3 * * * *") == "too many slashes: */2/3");
    CHECK(why("x * * * *") == "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax");
    CHECK(why("* * * * 7") == "end of range (7) above maximum (6): 7");
    CHECK(why("@often") == "unrecognized descriptor: @often");
    CHECK(why("TZ=Nowhere 0 0 * * *") == "provided bad location Nowhere: unknown time zone Nowhere");
}

TEST_CASE("the last time is found from however far away") {
    const auto minutely = *Schedule::parse("* * * * *"), yearly = *Schedule::parse("@yearly"),
               paced = *Schedule::parse("@every 7s");
    CHECK(minutely.lastUntil(at("1999-01-01 00:00:00"), at("2026-01-01 00:00:30")) == at("2026-01-01 00:00:00"));
    CHECK(yearly.lastUntil(at("1999-06-01 00:00:00"), at("2026-12-31 00:00:00")) == at("2026-01-01 00:00:00"));
    CHECK(!yearly.lastUntil(at("2026-01-01 00:00:00"), at("2026-12-31 00:00:00")));
    CHECK(paced.lastUntil(at("2026-01-01 00:00:00"), at("2026-01-01 00:00:20")) == at("2026-01-01 00:00:14"));
}
