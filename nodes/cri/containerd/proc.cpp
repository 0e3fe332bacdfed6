#include "nodes/cri/containerd/proc.h"

#include <charconv>
#include <sstream>

#include "engine/async/file.h"

namespace armillary::cri {

namespace fs = std::filesystem;

std::vector<pid_t> Proc::pids() const {
    std::vector<pid_t> out;
    std::error_code error;
    for (auto it = fs::directory_iterator(m_root, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const auto name = it->path().filename().string();
        pid_t pid = 0;
        const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (bad == std::errc() && end == name.data() + name.size()) out.push_back(pid);
    }
    return out;
}

std::string Proc::read(pid_t pid, const char* file) const {
    return async::readFile(m_root / std::to_string(pid) / file).value_or("");
}

std::optional<ProcessInfo> Proc::info(pid_t pid) const {
    const std::string stat = read(pid, "stat");
    // The name is in brackets and may have any bytes, brackets too.
    const auto name = stat.rfind(')');
    if (name == std::string::npos) return std::nullopt;
    std::istringstream fields(stat.substr(name + 1));
    ProcessInfo out{.pid = pid};
    char state = 0;
    pid_t group = 0;
    fields >> state >> out.parent >> group >> out.session;
    std::string skipped;
    for (int field = 7; field <= 21; ++field) fields >> skipped;
    fields >> out.startedAt;
    if (!fields || state == 'Z' || state == 'X') return std::nullopt;
    return out;
}

std::string Proc::commandLine(pid_t pid) const {
    return read(pid, "cmdline");
}

bool Proc::isInGroup(pid_t pid, std::string_view id) const {
    return read(pid, "cgroup").contains(id);
}

}  // namespace armillary::cri
