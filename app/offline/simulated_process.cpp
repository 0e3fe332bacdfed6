#include "app/offline/simulated_process.h"

#include <format>

#include "app/offline/simulated_files.h"

namespace armillary::app {

namespace {

using Said = SimulatedProcess::Said;
enum Channel { kInput = 0, kOutput = 1, kFinal = 3, kSize = 4 };

/// In a container runtime's own words.
std::string notFound(const std::string& command) {
    return std::format(
        R"({{"metadata":{{}},"status":"Failure","message":"Internal error occurred: error executing command in )"
        R"(container: failed to exec in container: OCI runtime exec failed: exec failed: unable to start container )"
        R"(process: exec: \"{}\": executable file not found in $PATH: unknown","reason":"InternalError","code":500}})",
        command);
}

/// Says something, and has ended.
class Ended final : public SimulatedProcess {
public:
    explicit Ended(Said said) : m_said(std::move(said)) {}
    Said start() override { return m_said; }
    Said message(int, const std::string&) override { return {}; }
    bool isOver() const override { return true; }

private:
    const Said m_said;
};

class Shell final : public SimulatedProcess {
public:
    Shell(std::shared_ptr<SharedContainer> container, std::string name)
        : m_container(std::move(container)), m_shell(m_container->content, std::move(name)) {}

    Said start() override { return {{kOutput, m_shell.start()}}; }
    Said message(int channel, const std::string& bytes) override {
        const std::lock_guard lock(m_container->mutex);
        if (channel == kSize) {
            resize(bytes);
            return {};
        }
        if (channel != kInput) return {};
        Said said{{kOutput, m_shell.input(bytes)}};
        m_goesOn = !m_shell.exitCode() && !m_shell.more().empty();
        if (const auto code = m_shell.exitCode()) said.emplace_back(kFinal, finalStatus(*code));
        return said;
    }
    bool goesOn() const override { return m_goesOn; }
    Said more() override { return {{kOutput, m_shell.more()}}; }
    bool isOver() const override { return m_shell.exitCode().has_value(); }

private:
    void resize(const std::string& json) {
        const auto number = [&](std::string_view name) {
            const auto at = json.find(name);
            return at == std::string::npos ? 0 : std::atoi(json.c_str() + at + name.size());
        };
        m_shell.resize(number("\"Width\":"), number("\"Height\":"));
    }

    const std::shared_ptr<SharedContainer> m_container;
    SimulatedShell m_shell;
    bool m_goesOn = false;
};

class Port final : public SimulatedProcess {
public:
    Port(std::string pod, int port, bool listens) : m_pod(std::move(pod)), m_port(port), m_listens(listens) {}

    Said start() override {
        const std::string number{static_cast<char>(m_port & 0xff), static_cast<char>(m_port >> 8)};
        Said said{{0, number}, {1, number}};
        if (!m_listens)
            said.emplace_back(1, std::format("failed to connect to localhost:{0} inside the network "
                                             "namespace of {1}: connect: connection refused",
                                             m_port, m_pod));
        m_over = !m_listens;
        return said;
    }
    Said message(int channel, const std::string& bytes) override {
        if (channel != 0) return {};
        if (m_head.empty() && !bytes.starts_with("GET ") && !bytes.starts_with("HEAD ")) return {{0, bytes}};
        m_head += bytes;
        if (!m_head.contains("\r\n\r\n") && m_head.size() < 65536) return {};
        m_over = true;
        const std::string body = std::format("Hello from {}, port {}.\n", m_pod, m_port);
        return {{0, std::format("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n"
                                "Connection: close\r\n\r\n{}",
                                body.size(), m_head.starts_with("HEAD ") ? "" : body)}};
    }
    bool isOver() const override { return m_over; }

private:
    const std::string m_pod;
    const int m_port;
    const bool m_listens;
    std::string m_head;
    bool m_over = false;
};

}  // namespace

std::string finalStatus(int code) {
    if (code == 0) return R"({"metadata":{},"status":"Success"})";
    return std::format(
        R"({{"metadata":{{}},"status":"Failure","message":"command terminated with non-zero exit code: exit status {0}",)"
        R"("reason":"NonZeroExitCode","details":{{"causes":[{{"reason":"ExitCode","message":"{0}"}}]}},"code":500}})",
        code);
}

std::unique_ptr<SimulatedProcess> makeSimulatedProcess(std::shared_ptr<SharedContainer> container,
                                                       const std::vector<std::string>& command) {
    if (command.empty()) return std::make_unique<Shell>(std::move(container), "sh");
    const std::string& program = command.front();
    if (container->content.image.contains("distroless"))
        return std::make_unique<Ended>(Said{{kFinal, notFound(program)}});
    if (auto files = makeSimulatedFileCommand(container, command)) return files;
    if (program == "sh" && command.size() == 3) {
        const auto at = command[2].rfind("exec ");
        std::string name = at == std::string::npos ? "sh" : command[2].substr(at + 5);
        if (command[2].contains("command -v bash")) name = "bash";
        if (name == "bash" || name == "sh") return std::make_unique<Shell>(std::move(container), name);
        return std::make_unique<Ended>(
            Said{{kOutput, std::format("sh: exec: {}: not found\r\n", name)}, {kFinal, finalStatus(127)}});
    }
    return std::make_unique<Ended>(Said{{kFinal, notFound(program)}});
}

std::unique_ptr<SimulatedProcess> makeSimulatedPort(std::string pod, int port, bool listens) {
    return std::make_unique<Port>(std::move(pod), port, listens);
}

}  // namespace armillary::app
