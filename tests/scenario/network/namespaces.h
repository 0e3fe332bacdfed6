#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

/// Network namespaces for tests: the whole test runs in one of its own, and each pod in another. Everything ends with
/// the process, whatever becomes of it.
namespace armillary::test {

/// Puts the calling process into a network and mount namespace of its own, loopback up, `nodeIp` on it. Once, before
/// any thread. False when the process may not (not root).
bool enterPrivateNode(const std::string& nodeIp);

/// Runs a shell command; its exit code.
int shell(const std::string& command);

struct PodServers;

/// A namespace that the CNI plugins of `conflist` have set up. It answers on TCP and UDP port 8080 with its name.
class Pod {
public:
    Pod(std::string name, const std::string& conflist);
    ~Pod();
    const std::string& name() const { return m_name; }
    const std::string& address() const { return m_address; }
    /// Runs `work` on a thread inside the pod.
    void run(const std::function<void()>& work) const;

private:
    std::string m_name, m_address, m_plugin, m_config;
    int m_namespace = -1;
    std::unique_ptr<PodServers> m_servers;
};

/// Another machine: a namespace with nothing but its loopback interface, which answers like a pod.
class Machine {
public:
    explicit Machine(const std::string& name);
    ~Machine();
    /// For `ip link … netns PATH`.
    std::string path() const;
    void run(const std::function<void()>& work) const;

private:
    std::unique_ptr<PodServers> m_servers;
    int m_namespace = -1;
};

/// Connects and reads what the other side says; "refused", "timeout" or another error's text in brackets otherwise.
std::string call(const std::string& address, std::uint16_t port);

/// A UDP socket that keeps its port.
class UdpClient {
public:
    UdpClient();
    ~UdpClient();
    /// Sends a datagram and returns the answer; "" when none comes within a second.
    std::string ask(const std::string& address, std::uint16_t port, const std::string& text = "?") const;

private:
    int m_socket;
};

}  // namespace armillary::test
