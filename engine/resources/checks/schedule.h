#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace armillary::resources {

/// "Europe/Berlin"; "" is UTC. Null for a zone that the system does not know.
const std::chrono::time_zone* findTimeZone(std::string_view name);

/// When a cron job runs: five fields ("*/5 0-7 1,15 * mon"), a macro ("@hourly") or a pace ("@every 90s").
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax.
class Schedule {
public:
    using Time = std::chrono::sys_seconds;

    /// Fields are read in `zone`, UTC when null. The error is upstream's sentence.
    static std::expected<Schedule, std::string> parse(std::string_view text,
                                                      const std::chrono::time_zone* zone = nullptr);
    /// The first time after `after`; empty when there is none within five years. An hour that a change of clocks leaves
    /// out is left out here too, one that comes twice counts twice.
    std::optional<Time> next(std::chrono::system_clock::time_point after) const;
    /// The last time in (`after`, `until`], in few steps however far apart the two are; empty when there is none.
    std::optional<Time> lastUntil(Time after, Time until) const;

private:
    std::optional<std::string> readFields(std::string_view text);
    bool runsOn(std::chrono::year_month_day day) const;

    /// A bit for each value.
    std::uint64_t m_minutes = 0, m_hours = 0, m_days = 0, m_months = 0, m_weekdays = 0;
    bool m_anyDay = false, m_anyWeekday = false;
    std::optional<std::chrono::seconds> m_pace;
    const std::chrono::time_zone* m_zone = nullptr;
};

}  // namespace armillary::resources
