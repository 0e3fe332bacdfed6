#include "figures.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <format>
#include <fstream>
#include <sstream>

namespace armillary::bench {

void report(const std::string& name, double value, const char* unit, double budget) {
    std::printf("{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"budget\":%.0f,\"met\":%s}\n", name.c_str(), value,
                unit, budget, value <= budget ? "true" : "false");
    std::fflush(stdout);
}

double percentile(std::vector<double>& values, int percent) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, values.size() * static_cast<std::size_t>(percent) / 100)];
}

double sinceExec() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string field;
    for (int i = 3; i <= 22; ++i) fields >> field;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6 -
           std::stod(field) * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double processorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentMegabytes(long process) {
    std::ifstream file(std::format("/proc/{}/statm", process));
    double all = 0, resident = 0;
    file >> all >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace armillary::bench
