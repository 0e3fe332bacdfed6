#include <algorithm>
#include <cstdio>
#include <format>

#include "engine/schema/api/corev1.h"
#include "programs/armillaryctl/commands.h"

namespace armillary::ctl {

namespace {

std::string processLine(const std::string& what, const std::filesystem::path& pidFile, const std::string& program) {
    const auto pid = programs::runningProcess(pidFile, program);
    return pid ? std::format("{:<15} running, process {}", what, *pid) : std::format("{:<15} not running", what);
}

std::string readiness(const corev1::Node& node) {
    const auto ready = std::ranges::find(node.status.conditions, corev1::kNodeReady, &corev1::NodeCondition::type);
    if (ready == node.status.conditions.end()) return "unknown";
    return ready->status == corev1::kConditionTrue ? "Ready" : "not ready: " + ready->message;
}

}  // namespace

int status(const DataDir& dir) {
    std::printf("%s\n%s\n", processLine("control plane", dir.serverPid(), "armillaryd").c_str(),
                processLine("node agent", dir.nodePid(), "armillary-node").c_str());
    auto client = adminClient(dir);
    if (!client) return fail(client.error());
    const auto nodes = (*client)->list(client::target<corev1::Node>());
    if (!nodes) return fail("the control plane does not answer: " + nodes.error().message);
    const auto pods = (*client)->list(client::target<corev1::Pod>());
    for (const ObjectRef& node : nodes->items) {
        const auto here = pods ? std::ranges::count_if(pods->items,
                                                       [&](const ObjectRef& pod) {
                                                           return pod->as<corev1::Pod>().spec.nodeName == node->name();
                                                       })
                               : 0;
        std::printf("%-15s %s, %td pods\n", ("node " + node->name()).c_str(),
                    readiness(node->as<corev1::Node>()).c_str(), here);
    }
    std::printf("%-15s %s\n", "kubeconfig", dir.kubeconfig().c_str());
    return 0;
}

}  // namespace armillary::ctl
