#include "nodes/agent/probe/checker.h"

#include <algorithm>
#include <format>
#include <thread>

#include "engine/schema/text.h"
#include "nodes/agent/probe/http_check.h"

namespace armillary::agent {

namespace {

CheckResult error(std::string why) {
    return {CheckResult::Outcome::Error, std::move(why)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

class RuntimeChecker final : public Checker {
public:
    explicit RuntimeChecker(cri::Runtime& runtime) : m_runtime(runtime) {}

    CheckResult check(const ProbeTarget& target, const corev1::Probe& probe) override {
        auto timeout = std::chrono::seconds(std::max(probe.timeoutSeconds, 1));
        if (probe.exec) return command(target, probe.exec->command, timeout);
        if (probe.httpGet) {
            auto request = httpGet(target, *probe.httpGet, timeout, "kube-probe/1.32");
            return request ? httpCheck(*request) : error(request.error());
        }
        if (probe.tcpSocket) {
            auto port = resolvePort(target.container, probe.tcpSocket->port);
            if (port == 0) return error("couldn't find port: " + probe.tcpSocket->port.toString());
            return tcpCheck(probe.tcpSocket->host.empty() ? target.podIp : probe.tcpSocket->host, port, timeout);
        }
        if (probe.grpc) return grpcCheck(target.podIp, probe.grpc->port, probe.grpc->service.value_or(""), timeout);
        return error("missing probe handler");
    }

    CheckResult hook(const ProbeTarget& target, const corev1::LifecycleHandler& handler,
                     std::chrono::seconds limit) override {
        if (handler.exec) return command(target, handler.exec->command, limit);
        if (handler.httpGet) {
            auto request = httpGet(target, *handler.httpGet, limit.count() > 0 ? limit : std::chrono::seconds(30),
                                   "kube-lifecycle/1.32");
            return request ? httpHook(std::move(*request)) : error(request.error());
        }
        if (handler.sleep) {
            auto length = std::chrono::seconds(handler.sleep->seconds);
            std::this_thread::sleep_for(limit.count() > 0 ? std::min(length, limit) : length);
            return {};
        }
        return error("invalid handler: missing handler");
    }

private:
    CheckResult command(const ProbeTarget& target, const std::vector<std::string>& command,
                        std::chrono::seconds timeout) {
        auto result = m_runtime.execSync(target.containerId, command, timeout);
        if (!result) {
            if (result.error().code == cri::Error::Code::Deadline)
                return {CheckResult::Outcome::Failure,
                        std::format("command {} timed out", schema::quoted(joined(command)))};
            return error(result.error().text());
        }
        auto output = result->stdout_ + result->stderr_;
        if (output.size() > 10 * 1024) output.resize(10 * 1024);
        return {result->exitCode == 0 ? CheckResult::Outcome::Success : CheckResult::Outcome::Failure, output,
                result->exitCode};
    }

    static std::expected<HttpCheck, std::string> httpGet(const ProbeTarget& target, const corev1::HTTPGetAction& action,
                                                         std::chrono::milliseconds timeout, std::string_view agent) {
        HttpCheck check;
        check.headers.emplace_back("User-Agent", agent);
        if (!action.scheme.empty()) check.scheme = action.scheme;
        check.host = action.host.empty() ? target.podIp : action.host;
        check.port = resolvePort(target.container, action.port);
        if (check.port == 0) return std::unexpected("couldn't find port: " + action.port.toString());
        check.path = action.path;
        for (const auto& header : action.httpHeaders) check.headers.emplace_back(header.name, header.value);
        check.timeout = timeout;
        return check;
    }

    cri::Runtime& m_runtime;
};

}  // namespace

std::unique_ptr<Checker> makeChecker(cri::Runtime& runtime) {
    return std::make_unique<RuntimeChecker>(runtime);
}

int resolvePort(const corev1::Container& container, const schema::IntOrString& port) {
    if (!port.isString()) return *port.number > 0 && *port.number < 65536 ? *port.number : 0;
    auto it = std::ranges::find(container.ports, port.text, &corev1::ContainerPort::name);
    if (it != container.ports.end()) return it->containerPort;
    int number = std::atoi(port.text.c_str());
    return number > 0 && number < 65536 ? number : 0;
}

}  // namespace armillary::agent
