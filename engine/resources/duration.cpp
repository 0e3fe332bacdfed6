#include "engine/resources/resource.h"

namespace armillary::resources {

namespace {

/// "3d4h"; the smaller unit is left out when it is zero.
std::string pair(std::int64_t large, char largeUnit, std::int64_t small, char smallUnit) {
    std::string out = std::to_string(large) + largeUnit;
    if (small != 0) out += std::to_string(small) + smallUnit;
    return out;
}

}  // namespace

std::string humanDuration(std::int64_t seconds) {
    if (seconds < -1) return "<invalid>";
    if (seconds < 0) return "0s";
    if (seconds < 120) return std::to_string(seconds) + "s";
    const std::int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
    if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
    if (minutes < 180) return std::to_string(minutes) + "m";
    if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
    if (hours < 48) return std::to_string(hours) + "h";
    if (days < 8) return pair(days, 'd', hours % 24, 'h');
    if (days < 365 * 2) return std::to_string(days) + "d";
    if (days < 365 * 8) return pair(days / 365, 'y', days % 365, 'd');
    return std::to_string(days / 365) + "y";
}

}  // namespace armillary::resources
