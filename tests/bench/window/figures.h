#pragma once

#include <string>
#include <vector>

namespace armillary::bench {

/// One line of JSON. Met when it is not above the budget.
void report(const std::string& name, double value, const char* unit, double budget);

/// Of 0 to 100; sorts them.
double percentile(std::vector<double>& values, int percent);

/// Milliseconds since this process was started, its loading included; to 10 ms, the kernel's resolution.
double sinceExec();
/// Seconds that this process has kept processors busy, all its threads together.
double processorSeconds();
/// What a process keeps in memory, in MB.
double residentMegabytes(long process);

}  // namespace armillary::bench
