#include "tests/support/reserved_port.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <format>
#include <fstream>
#include <stdexcept>

namespace armillary::test {
namespace {

constexpr int kFirst = 10'000, kLast = 19'999;

bool canListen(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    const bool good = bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                      listen(socket, 1) == 0;  // of every address: somebody may listen on one of them
    close(socket);
    return good;
}

}  // namespace

ReservedPort::ReservedPort() {
    int low = 32'768, high = 60'999;
    std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> low >> high;
    const auto folder = std::filesystem::temp_directory_path() / std::format("armillary-test-ports-{}", getuid());
    std::filesystem::create_directories(folder);
    constexpr int kCount = kLast - kFirst + 1;
    for (int i = 0; i < kCount; ++i) {
        const int port = kFirst + (getpid() * 7 + i) % kCount;
        if (port >= low && port <= high) continue;
        // The file stays: whoever removed it would let two hold the same port.
        const int lock = open((folder / std::to_string(port)).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (lock < 0) continue;
        if (flock(lock, LOCK_EX | LOCK_NB) == 0 && canListen(static_cast<std::uint16_t>(port))) {
            m_number = static_cast<std::uint16_t>(port);
            m_lock = lock;
            return;
        }
        close(lock);
    }
    throw std::runtime_error("no port is free for this test");
}

ReservedPort::~ReservedPort() {
    close(m_lock);
}

}  // namespace armillary::test
