#include "engine/async/host.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace armillary::async {

namespace {

constexpr const char* kLoopback = "127.0.0.1";

std::string text(const in_addr& address) {
    char buffer[INET_ADDRSTRLEN] = {};
    return inet_ntop(AF_INET, &address, buffer, sizeof(buffer)) ? buffer : kLoopback;
}

/// The source address that the kernel's routes choose for an outside destination; nothing is sent.
std::string routedAddress() {
    const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return {};
    sockaddr_in outside{};
    outside.sin_family = AF_INET;
    outside.sin_port = htons(9);
    inet_pton(AF_INET, "192.0.2.1", &outside.sin_addr);  // RFC 5737: belongs to nobody
    sockaddr_in mine{};
    socklen_t length = sizeof(mine);
    const bool known = connect(probe, reinterpret_cast<const sockaddr*>(&outside), sizeof(outside)) == 0 &&
                       getsockname(probe, reinterpret_cast<sockaddr*>(&mine), &length) == 0;
    close(probe);
    return known ? text(mine.sin_addr) : std::string();
}

}  // namespace

std::string primaryAddress() {
    if (auto routed = routedAddress(); !routed.empty() && routed != kLoopback) return routed;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return kLoopback;
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, freeifaddrs);
    for (const ifaddrs* each = list; each; each = each->ifa_next)
        if (each->ifa_addr && each->ifa_addr->sa_family == AF_INET && (each->ifa_flags & IFF_UP) &&
            !(each->ifa_flags & IFF_LOOPBACK))
            return text(reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr);
    return kLoopback;
}

std::vector<std::string> machineAddresses() {
    std::vector<std::string> addresses;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return addresses;
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, freeifaddrs);
    for (const ifaddrs* each = list; each; each = each->ifa_next) {
        if (!each->ifa_addr || !(each->ifa_flags & IFF_UP) || (each->ifa_flags & IFF_LOOPBACK)) continue;
        char buffer[INET6_ADDRSTRLEN] = {};
        const int family = each->ifa_addr->sa_family;
        const void* address = nullptr;
        if (family == AF_INET) address = &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr;
        if (family == AF_INET6) address = &reinterpret_cast<const sockaddr_in6*>(each->ifa_addr)->sin6_addr;
        if (address && inet_ntop(family, address, buffer, sizeof(buffer))) addresses.emplace_back(buffer);
    }
    return addresses;
}

std::string hostName() {
    char name[256] = {};
    return gethostname(name, sizeof(name) - 1) == 0 ? name : "localhost";
}

}  // namespace armillary::async
