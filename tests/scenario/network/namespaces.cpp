#include "tests/scenario/network/namespaces.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace armillary::test {
namespace {

sockaddr_in socketAddress(const std::string& address, std::uint16_t port) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &out.sin_addr);
    return out;
}

int openSocket(int type, std::uint16_t port) {
    const int made = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = socketAddress("0.0.0.0", port);
    if (bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("bind");
    return made;
}

std::string readFile(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void runInside(int descriptor, const std::function<void()>& work) {
    std::thread([&] {
        setns(descriptor, CLONE_NEWNET);
        work();
    }).join();
}

}  // namespace

int shell(const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool enterPrivateNode(const std::string& nodeIp) {
    if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return false;
    mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    // sysfs shows the interfaces of the namespace that it was mounted in.
    if (mount("sysfs", "/sys", "sysfs", 0, nullptr) != 0) return false;
    return shell("ip link set lo up && ip address add " + nodeIp + "/32 dev lo") == 0;
}

struct PodServers {
    std::atomic<bool> stop{false};
    std::thread thread;

    ~PodServers() {
        stop = true;
        thread.join();
    }

    /// Serves in a new namespace; its descriptor, which is the caller's to close.
    int start(const std::string& name) {
        std::atomic<int> made{0};
        thread = std::thread([this, name, &made] {
            unshare(CLONE_NEWNET);
            const int descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
            shell("ip link set lo up");
            made = descriptor;
            made.notify_all();
            serve(name);
        });
        made.wait(0);
        return made;
    }

    void serve(const std::string& name) {
        const int stream = openSocket(SOCK_STREAM, 8080), datagram = openSocket(SOCK_DGRAM, 8080);
        listen(stream, 128);
        while (!stop) {
            pollfd polled[2] = {{stream, POLLIN, 0}, {datagram, POLLIN, 0}};
            poll(polled, 2, 50);
            if ((polled[0].revents & POLLIN) != 0) {
                const int connection = accept4(stream, nullptr, nullptr, SOCK_CLOEXEC);
                send(connection, name.data(), name.size(), MSG_NOSIGNAL);
                close(connection);
            }
            if ((polled[1].revents & POLLIN) != 0) {
                char buffer[512];
                sockaddr_in from{};
                socklen_t size = sizeof from;
                recvfrom(datagram, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
                sendto(datagram, name.data(), name.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
            }
        }
        close(stream);
        close(datagram);
    }
};

Pod::Pod(std::string name, const std::string& conflist)
    : m_name(std::move(name)), m_servers(std::make_unique<PodServers>()) {
    auto list = boost::json::parse(readFile(conflist)).as_object();
    boost::json::object plugin = list["plugins"].as_array().front().as_object();
    plugin["cniVersion"] = list["cniVersion"];
    plugin["name"] = list["name"];
    m_plugin = "/usr/lib/cni/" + std::string(plugin["type"].as_string());
    m_config = "/tmp/armillary-pod-" + std::to_string(getpid()) + "-" + m_name;
    std::ofstream(m_config) << boost::json::serialize(plugin);

    m_namespace = m_servers->start(m_name);
    const std::string out = m_config + ".out";
    const std::string variables =
        std::format("CNI_CONTAINERID={} CNI_NETNS=/proc/{}/fd/{} CNI_IFNAME=eth0 CNI_PATH=/usr/lib/cni", m_name,
                    getpid(), m_namespace);
    if (shell(std::format("CNI_COMMAND=ADD {} {} < {} > {}", variables, m_plugin, m_config, out)) == 0) {
        const auto result = boost::json::parse(readFile(out)).as_object();
        m_address = std::string(result.at("ips").as_array().front().as_object().at("address").as_string());
        m_address.resize(m_address.find('/'));
    }
}

Pod::~Pod() {
    m_servers.reset();
    shell(
        std::format("CNI_COMMAND=DEL CNI_CONTAINERID={} CNI_NETNS=/proc/{}/fd/{} CNI_IFNAME=eth0 CNI_PATH=/usr/lib/cni "
                    "{} < {} >/dev/null",
                    m_name, getpid(), m_namespace, m_plugin, m_config));
    close(m_namespace);
    unlink(m_config.c_str());
    unlink((m_config + ".out").c_str());
}

void Pod::run(const std::function<void()>& work) const {
    runInside(m_namespace, work);
}

Machine::Machine(const std::string& name)
    : m_servers(std::make_unique<PodServers>()), m_namespace(m_servers->start(name)) {}

Machine::~Machine() {
    m_servers.reset();
    close(m_namespace);
}

std::string Machine::path() const {
    return std::format("/proc/{}/fd/{}", getpid(), m_namespace);
}

void Machine::run(const std::function<void()>& work) const {
    runInside(m_namespace, work);
}

std::string call(const std::string& address, std::uint16_t port) {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{.tv_sec = 5, .tv_usec = 0};  // shut out is silence: some tests wait for all of it
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const auto to = socketAddress(address, port);
    std::string text;
    if (connect(connection, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        text = errno == ECONNREFUSED  ? "refused"
               : errno == EINPROGRESS ? "timeout"
                                      : std::format("[{}]", std::strerror(errno));
    } else {
        char buffer[256];
        for (ssize_t count; (count = recv(connection, buffer, sizeof buffer, 0)) != 0;) {
            if (count < 0) {
                text = std::format("[{}]", std::strerror(errno));
                break;
            }
            text.append(buffer, static_cast<std::size_t>(count));
        }
    }
    close(connection);
    return text;
}

UdpClient::UdpClient() : m_socket(openSocket(SOCK_DGRAM, 0)) {}
UdpClient::~UdpClient() {
    close(m_socket);
}

std::string UdpClient::ask(const std::string& address, std::uint16_t port, const std::string& text) const {
    const auto to = socketAddress(address, port);
    sendto(m_socket, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    pollfd polled{m_socket, POLLIN, 0};
    if (poll(&polled, 1, 1000) != 1) return "";
    char buffer[2048];
    const ssize_t count = recv(m_socket, buffer, sizeof buffer, 0);
    return count < 0 ? std::string() : std::string(buffer, static_cast<std::size_t>(count));
}

}  // namespace armillary::test
