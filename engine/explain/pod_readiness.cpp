#include <algorithm>
#include <format>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/relations.h"
#include "engine/schema/selector.h"

/// Pods that run and are not ready, and those whose traffic a policy cuts.
namespace armillary::explain {

namespace {

std::optional<std::string> portOf(const corev1::Probe& probe) {
    if (probe.httpGet) return probe.httpGet->port.toString();
    if (probe.tcpSocket) return probe.tcpSocket->port.toString();
    return {};
}

std::string portHint(const corev1::Container& container, const corev1::Probe& probe) {
    const auto port = portOf(probe);
    if (!port || container.ports.empty()) return {};
    std::vector<std::string> declared;
    for (const auto& each : container.ports) {
        if (std::to_string(each.containerPort) == *port || each.name == *port) return {};
        declared.push_back(std::to_string(each.containerPort));
    }
    return " The container declares port " + listed(declared) + ".";
}

std::string probePath(const corev1::Probe& probe) {
    if (probe.httpGet) return ".httpGet";
    if (probe.tcpSocket) return ".tcpSocket";
    return probe.grpc ? ".grpc" : ".exec";
}

void unready(const PodCase& it, const ContainerCase& container) {
    const bool starts = container.spec.startupProbe && container.status->started != std::optional(true);
    const auto& probe = starts ? container.spec.startupProbe : container.spec.readinessProbe;
    const std::string_view kind = starts ? "startup" : "readiness";
    if (!probe) return;
    const auto* failed = it.latest("Unhealthy", starts ? "Startup" : "Readiness", container.spec.name);
    const auto runs = it.inquiry.since(container.status->state.running->startedAt);
    const std::int64_t patience = probe->initialDelaySeconds + std::max(probe->periodSeconds, 1) *
                                                                   std::int64_t{std::max(probe->failureThreshold, 1)};
    // Before its probe could have failed often enough it is starting, unless somebody saw it fail.
    if (!failed && (!runs || *runs < patience + 5)) return;
    const std::string field = std::format("{}.{}Probe", container.specPath, kind);
    Statement statement{"not-ready",
                        std::format("Container {} runs, but its {} probe ({}) {}{}.{}", container.spec.name, kind,
                                    probeText(*probe), failed ? "fails: " : "does not succeed",
                                    failed ? answerOf(*failed) : std::string(), portHint(container.spec, *probe)),
                        {},
                        std::format("check what listens in the container, or correct {}: {}", field,
                                    kubectl(*it.object, "logs", "-c " + container.spec.name))};
    if (failed) statement.evidence.push_back(cite(*failed));
    statement.evidence.push_back(it.field(field + probePath(*probe), probeText(*probe)));
    statement.evidence.push_back(it.field(container.statusPath + ".ready", "false"));
    it.out.push_back(std::move(statement));
}

void gates(const PodCase& it) {
    for (std::size_t i = 0; i < it.pod.spec.readinessGates.size(); ++i) {
        const std::string& type = it.pod.spec.readinessGates[i].conditionType;
        const auto* condition = conditionOf(it.pod.status.conditions, type);
        if (condition && condition->status == corev1::kConditionTrue) continue;
        it.out.push_back({"not-ready",
                          std::format("Its readiness gate {} is {}: the program that sets this condition has not.",
                                      type, condition ? "not true" : "not there"),
                          {it.field(std::format("spec.readinessGates[{}].conditionType", i), type),
                           it.field(std::format("status.conditions[{}]", type),
                                    condition ? condition->status + " " + condition->message : "not there")},
                          "see that the controller behind the gate runs: " + kubectl(*it.object, "describe")});
    }
}

bool isolates(const networkingv1::NetworkPolicy& policy, std::string_view direction) {
    if (!policy.spec.policyTypes.empty()) return std::ranges::contains(policy.spec.policyTypes, direction);
    return direction == "Ingress" || !policy.spec.egress.empty();
}

}  // namespace

std::string probeText(const corev1::Probe& probe) {
    if (probe.httpGet)
        return std::format("GET {} on port {}", probe.httpGet->path.empty() ? "/" : probe.httpGet->path,
                           probe.httpGet->port.toString());
    if (probe.tcpSocket) return "a connection to port " + probe.tcpSocket->port.toString();
    if (probe.grpc) return std::format("gRPC health on port {}", probe.grpc->port);
    if (probe.exec && !probe.exec->command.empty()) return "command " + probe.exec->command.front();
    return "a check that says nothing";
}

std::string answerOf(const Said& said) {
    const auto at = said.message.find(": ");
    return bounded(at == std::string::npos ? said.message : said.message.substr(at + 2), 200);
}

void podReadiness(const PodCase& it) {
    if (isReady(it.pod) || !it.out.empty() || it.pod.status.phase != corev1::kPodRunning) return;
    for (const auto& container : containersOf(it.pod))
        if (container.runs() && !container.init && !container.status->ready) unready(it, container);
    const auto* containers = conditionOf(it.pod.status.conditions, "ContainersReady");
    if (it.out.empty() && containers && containers->status == corev1::kConditionTrue) gates(it);
}

std::vector<ObjectRef> policiesOf(const ObjectRef& pod, Inquiry& inquiry) {
    std::vector<ObjectRef> selecting;
    const auto* all = inquiry.list({"networking.k8s.io", "NetworkPolicy"}, pod->namespace_());
    if (!all) return selecting;
    for (const ObjectRef& object : *all) {
        const auto* policy = typed<networkingv1::NetworkPolicy>(object);
        const auto selector = policy ? LabelSelector::from(policy->spec.podSelector) : std::unexpected(std::string());
        if (selector && selector->matches(pod->meta().labels)) selecting.push_back(object);
    }
    return selecting;
}

std::optional<Isolation> isolationOf(const ObjectRef& pod, std::string_view direction, Inquiry& inquiry) {
    const bool in = direction == "Ingress";
    std::vector<std::string> names;
    std::vector<Citation> evidence;
    std::size_t lets = 0;
    for (const ObjectRef& object : policiesOf(pod, inquiry)) {
        const auto& policy = *typed<networkingv1::NetworkPolicy>(object);
        if (!isolates(policy, direction)) continue;
        const std::size_t rules = in ? policy.spec.ingress.size() : policy.spec.egress.size();
        lets += rules;
        names.push_back(object->name());
        evidence.push_back(
            field(*object, in ? "spec.ingress" : "spec.egress", rules == 0 ? "no rule" : counted(rules, "rule")));
    }
    if (names.empty()) return {};
    const std::string_view what = in     ? (lets ? "only some in" : "nobody in")
                                  : lets ? "it reach only some"
                                         : "it reach nobody";
    return Isolation{
        {"policy",
         std::format("Network policy {} {} {}.", listed(names),
                     names.size() == 1 ? "selects it and lets" : "select it and let", what),
         std::move(evidence),
         std::format("add who may {} to the policy's spec.{}: kubectl -n {} edit networkpolicy {}",
                     in ? "come in" : "be reached", in ? "ingress" : "egress", pod->namespace_(), names.front())},
        lets == 0};
}

void explainPolicy(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* policy = typed<networkingv1::NetworkPolicy>(object);
    if (!policy) return;
    const auto selector = LabelSelector::from(policy->spec.podSelector);
    const auto* pods = inquiry.list({"", "Pod"}, object->namespace_());
    const std::string selected = selector && !selector->matchesEverything() ? selector->text() : "every pod";
    if (!selector || !pods) return;
    std::vector<std::string> names, values;
    for (const ObjectRef& pod : *pods) {
        if (selector->matches(pod->meta().labels)) names.push_back(pod->name());
        for (const auto& [key, value] : pod->meta().labels) values.push_back(key + "=" + value);
    }
    if (names.empty()) {
        const auto close = nearest(selected, values);
        out.push_back(
            {"policy",
             std::format("The policy selects no pod: none in namespace {} matches {}.{}", object->namespace_(),
                         selected, close ? " Did you mean " + *close + "?" : std::string()),
             {field(*object, "spec.podSelector", selected)},
             std::format("correct spec.podSelector: kubectl -n {} get pods --show-labels", object->namespace_())});
        return;
    }
    std::string cuts;
    if (isolates(*policy, "Ingress"))
        cuts = policy->spec.ingress.empty()
                   ? "lets nobody in"
                   : std::format("lets in what {} of its ingress allow", counted(policy->spec.ingress.size(), "rule"));
    if (isolates(*policy, "Egress"))
        cuts += (cuts.empty() ? "" : " and ") + (policy->spec.egress.empty()
                                                     ? std::string("lets them reach nobody, not even the cluster's DNS")
                                                     : std::format("lets them reach what {} of its egress allow",
                                                                   counted(policy->spec.egress.size(), "rule")));
    const bool all = (isolates(*policy, "Ingress") && policy->spec.ingress.empty()) ||
                     (isolates(*policy, "Egress") && policy->spec.egress.empty());
    out.push_back({all ? "policy" : "fine",
                   std::format("It selects {} ({}), and {}.", counted(names.size(), "pod"), listed(names),
                               cuts.empty() ? "cuts nothing" : cuts),
                   {field(*object, "spec.podSelector", selected)},
                   kubectl(*object, "describe")});
}

}  // namespace armillary::explain
