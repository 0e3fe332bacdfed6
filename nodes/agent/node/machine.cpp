#include "nodes/agent/node/machine.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

std::string readLine(const fs::path& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    return line;
}

std::int64_t readNumber(const fs::path& path) {
    std::ifstream in(path);
    std::int64_t number = 0;
    in >> number;
    return number;
}

std::int64_t memoryField(const std::string& name) {
    std::ifstream in("/proc/meminfo");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name + ":")) return std::stoll(line.substr(name.size() + 1)) * 1024;
    return 0;
}

std::string prettyName() {
    std::ifstream in("/etc/os-release");
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("PRETTY_NAME=")) continue;
        auto value = line.substr(12);
        if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return "Linux";
}

}  // namespace

Machine readMachine(const fs::path& dataDir) {
    Machine out;
    out.cpus = std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN));
    out.memoryBytes = memoryField("MemTotal");
    struct statvfs disk{};
    if (::statvfs(dataDir.c_str(), &disk) == 0)
        out.diskBytes = static_cast<std::int64_t>(disk.f_blocks) * static_cast<std::int64_t>(disk.f_frsize);
    out.maxPids = readNumber("/proc/sys/kernel/pid_max");
    out.hugePages2Mi = readNumber("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages") << 21;
    out.hugePages1Gi = readNumber("/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages") << 30;
    out.machineId = readLine("/etc/machine-id");
    out.systemUuid = readLine("/sys/class/dmi/id/product_uuid");
    if (out.systemUuid.empty()) out.systemUuid = out.machineId;
    out.bootId = readLine("/proc/sys/kernel/random/boot_id");
    out.osImage = prettyName();
    utsname names{};
    ::uname(&names);
    out.kernelVersion = names.release;
    out.hostName = names.nodename;
    std::string machine = names.machine;
    out.architecture = machine == "x86_64" ? "amd64" : machine == "aarch64" ? "arm64" : machine;
    return out;
}

Pressure readPressure(const fs::path& dataDir) {
    Pressure out;
    out.memoryAvailable = memoryField("MemAvailable");
    struct statvfs disk{};
    if (::statvfs(dataDir.c_str(), &disk) == 0) {
        out.diskAvailable = static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
        out.diskBytes = static_cast<std::int64_t>(disk.f_blocks) * static_cast<std::int64_t>(disk.f_frsize);
        out.inodesFree = static_cast<std::int64_t>(disk.f_favail);
        out.inodes = static_cast<std::int64_t>(disk.f_files);
    }
    std::ifstream in("/proc/loadavg");
    std::string one, five, fifteen, tasks;
    in >> one >> five >> fifteen >> tasks;
    if (auto slash = tasks.find('/'); slash != std::string::npos) out.pids = std::atoll(tasks.c_str() + slash + 1);
    out.maxPids = readNumber("/proc/sys/kernel/pid_max");
    return out;
}

std::string outgoingAddress(const std::string& server) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_DGRAM;
    if (::getaddrinfo(server.c_str(), "9", &hints, &found) != 0 || !found) return {};
    std::string out;
    // Connecting a datagram socket sends nothing; it chooses the address.
    int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && ::connect(fd, found->ai_addr, found->ai_addrlen) == 0) {
        sockaddr_in own{};
        socklen_t size = sizeof own;
        char text[INET_ADDRSTRLEN];
        if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) == 0 &&
            ::inet_ntop(AF_INET, &own.sin_addr, text, sizeof text))
            out = text;
    }
    if (fd >= 0) ::close(fd);
    ::freeaddrinfo(found);
    return out;
}

}  // namespace armillary::agent
