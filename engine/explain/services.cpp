#include <algorithm>
#include <format>
#include <set>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/selector.h"

/// Services that lead nowhere: nobody selected, nobody ready, nobody listening.
namespace armillary::explain {

namespace {

/// Ports that are knocked at.
constexpr std::size_t kPortsTried = 5;
/// A load balancer's address takes a moment.
constexpr std::int64_t kAddressSeconds = 60;

using Labels = schema::StringMap<std::string>;

struct Case {
    const ObjectRef& object;
    const corev1::Service& service;
    Inquiry& inquiry;
    Statements& out;
    std::string selector;

    Citation selectorField() const { return field(*object, "spec.selector", selector); }
    std::string showLabels() const { return "kubectl -n " + object->namespace_() + " get pods --show-labels"; }
};

bool lives(const corev1::Pod& pod) {
    return pod.status.phase != corev1::kPodSucceeded && pod.status.phase != corev1::kPodFailed;
}

std::vector<std::string> valuesOf(const std::vector<ObjectRef>& pods, const std::string& key) {
    std::vector<std::string> values;
    for (const ObjectRef& pod : pods)
        if (const auto label = pod->meta().labels.find(key); label != pod->meta().labels.end())
            values.push_back(label->second);
    return values;
}

/// What else the labels could have meant: a value or a key that differs by a few letters, or pods that lack one label.
struct Near {
    std::string text;
    Citation cited;
};
std::optional<Near> nearMiss(const Case& it, const std::vector<ObjectRef>& pods) {
    for (const auto& [key, value] : it.service.spec.selector) {
        const std::vector<std::string> values = valuesOf(pods, key);
        std::vector<std::string> keys;
        for (const ObjectRef& pod : pods)
            for (const auto& [label, with] : pod->meta().labels) keys.push_back(label);
        if (std::ranges::contains(values, value)) continue;
        const auto close = nearest(value, values);
        const auto closeKey = values.empty() ? nearest(key, keys) : std::nullopt;
        if (!close && !closeKey) continue;
        for (const ObjectRef& pod : pods) {
            const auto label = pod->meta().labels.find(close ? key : *closeKey);
            if (label == pod->meta().labels.end() || (close && label->second != *close)) continue;
            // Of several pods with that key the one whose value is meant, where there is one.
            if (closeKey && label->second != value && std::ranges::contains(valuesOf(pods, *closeKey), value)) continue;
            const std::string pair = label->first + "=" + label->second;
            return Near{std::format("Did you mean {}, as pod {} has it?", pair, pod->name()),
                        field(*pod, "metadata.labels", pair)};
        }
    }
    // All but one: the pods of another version, or another tier.
    for (const auto& [key, value] : it.service.spec.selector) {
        Labels others = it.service.spec.selector;
        others.erase(key);
        if (others.empty()) continue;
        for (const ObjectRef& pod : pods) {
            if (!LabelSelector::fromMap(others).matches(pod->meta().labels)) continue;
            const auto has = pod->meta().labels.find(key);
            const std::string pair = has == pod->meta().labels.end() ? "no label " + key : key + "=" + has->second;
            return Near{std::format("Pod {} matches but for {}={}: it has {}.", pod->name(), key, value, pair),
                        field(*pod, "metadata.labels", pair)};
        }
    }
    return {};
}

/// A workload whose pods would match, and that has none.
bool explainMatchingWorkload(const Case& it) {
    const auto selector = LabelSelector::fromMap(it.service.spec.selector);
    for (const auto* kind : {"Deployment", "StatefulSet", "DaemonSet"}) {
        const auto* all = it.inquiry.list({"apps", kind}, it.object->namespace_());
        for (const ObjectRef& object : all ? *all : std::vector<ObjectRef>()) {
            const auto labels = relations::podLabels(object);
            if (!labels || !selector.matches(*labels)) continue;
            Statements of;
            explainWorkload(object, it.inquiry, of);
            Statement none{
                "no-endpoints",
                std::format("{}/{} is meant by its selector and has no pods.", object->kind(), object->name()),
                {it.selectorField()},
                kubectl(*object, "describe")};
            if (!of.empty()) {
                none.statement += " " + of.front().statement;
                std::ranges::move(of.front().evidence, std::back_inserter(none.evidence));
                none.next = of.front().next;
            }
            it.out.push_back(std::move(none));
            return true;
        }
    }
    return false;
}

void nobodySelected(const Case& it, const std::vector<ObjectRef>& pods) {
    if (explainMatchingWorkload(it)) return;
    Statement none{"no-endpoints",
                   std::format("No pod in namespace {} has the labels {}.", it.object->namespace_(), it.selector),
                   {it.selectorField()},
                   "correct spec.selector, or the pods' labels: " + it.showLabels()};
    if (const auto near = nearMiss(it, pods)) {
        none.statement += " " + near->text;
        none.evidence.push_back(near->cited);
    } else if (pods.empty()) {
        none.statement += " There are no pods in it at all.";
    }
    if (none.evidence.size() == 1) {
        // A service never reaches another namespace's pods, whatever their labels.
        const auto selector = LabelSelector::fromMap(it.service.spec.selector);
        const auto* everywhere = it.inquiry.list({"", "Pod"}, "");
        for (const ObjectRef& pod : everywhere ? *everywhere : std::vector<ObjectRef>()) {
            if (pod->namespace_() == it.object->namespace_() || !selector.matches(pod->meta().labels)) continue;
            none.statement +=
                std::format(" Such pods are in namespace {}, which a service here does not reach.", pod->namespace_());
            none.evidence.push_back(field(*pod, "metadata.labels", it.selector));
            break;
        }
    }
    it.out.push_back(std::move(none));
}

void nobodyReady(const Case& it, const std::vector<ObjectRef>& selected) {
    Statement none{"no-endpoints",
                   std::format("{} {} its selector, and none is ready.", counted(selected.size(), "pod"),
                               selected.size() == 1 ? "matches" : "match"),
                   {it.selectorField()},
                   kubectl(*selected.front(), "describe")};
    Statements causes;
    if (explainPods(selected, it.inquiry, causes)) {
        none.statement += " " + causes.front().statement;
        std::ranges::copy(causes.front().evidence, std::back_inserter(none.evidence));
        none.next = causes.front().next;
        causes.erase(causes.begin());
    } else {
        for (const ObjectRef& pod : selected) none.evidence.push_back(field(*pod, "status.conditions[Ready]", "False"));
    }
    it.out.push_back(std::move(none));
    std::ranges::move(causes, std::back_inserter(it.out));
}

/// The port that a pod's containers give this name; those it has when none does.
struct NamedPort {
    bool there = false, otherProtocol = false;
    std::vector<std::string> names;
};
NamedPort portNamed(const corev1::Pod& pod, const std::string& name, const std::string& protocol) {
    NamedPort found;
    for (const auto* containers : {&pod.spec.containers, &pod.spec.initContainers})
        for (const auto& container : *containers)
            for (const auto& port : container.ports) {
                if (!port.name.empty()) found.names.push_back(port.name);
                if (port.name != name) continue;
                const bool same =
                    (port.protocol.empty() ? "TCP" : port.protocol) == (protocol.empty() ? "TCP" : protocol);
                (same ? found.there : found.otherProtocol) = true;
            }
    return found;
}

std::vector<std::string> declaredPorts(const corev1::Pod& pod) {
    std::vector<std::string> ports;
    for (const auto& container : pod.spec.containers)
        for (const auto& port : container.ports) ports.push_back(std::to_string(port.containerPort));
    return ports;
}

void namedPort(const Case& it, std::size_t i, const corev1::Pod& pod, const ObjectRef& object) {
    const auto& port = it.service.spec.ports[i];
    const NamedPort found = portNamed(pod, port.targetPort.text, port.protocol);
    if (found.there) return;
    const auto close = nearest(port.targetPort.text, found.names);
    it.out.push_back(
        {"no-endpoints",
         found.otherProtocol
             ? std::format("Port {} of pod {} is not {}.", port.targetPort.text, object->name(), port.protocol)
             : std::format("No container port of pod {} is called {}{}.{}", object->name(), port.targetPort.text,
                           found.names.empty() ? std::string(": none has a name") : "; there is " + listed(found.names),
                           close ? " Did you mean " + *close + "?" : std::string()),
         {field(*it.object, std::format("spec.ports[{}].targetPort", i), port.targetPort.text),
          field(*object, "spec.containers[].ports[].name", found.names.empty() ? "none" : listed(found.names))},
         std::format("correct spec.ports[{}].targetPort, or name the container's port", i)});
}

/// Somebody has to answer at the port.
void listening(const Case& it, std::size_t i, const std::vector<ObjectRef>& ready, std::string& answers) {
    const auto& port = it.service.spec.ports[i];
    const auto heard = it.inquiry.knock(*it.object, port.port);
    if (!heard) return;
    const std::string target =
        port.targetPort.toString() == "0" ? std::to_string(port.port) : port.targetPort.toString();
    const Citation probe{"probe", std::format("{} port {}", nameOf(*it.object), port.port),
                         heard->text.empty() ? "answers" : heard->text};
    if (heard->answer == Evidence::Answer::Answers) {
        if (!answers.empty()) answers += ", ";
        answers += std::to_string(port.port);
        return;
    }
    const auto& pod = *typed<corev1::Pod>(ready.front());
    const auto declared = declaredPorts(pod);
    const std::string hint = declared.empty() || std::ranges::contains(declared, target)
                                 ? std::string()
                                 : std::format(" The pods declare port {}.", listed(declared));
    const Citation cited = field(*it.object, std::format("spec.ports[{}].targetPort", i), target);
    if (heard->answer == Evidence::Answer::Refused) {
        it.out.push_back({"no-endpoints",
                          std::format("Its pods are ready, but nobody listens on their port {} (connection refused).{}",
                                      target, hint),
                          {probe, cited},
                          std::format("correct spec.ports[{}].targetPort, or let the program listen on {} at all "
                                      "addresses, not at 127.0.0.1 alone",
                                      i, target)});
        return;
    }
    std::vector<std::string> policies;
    for (const ObjectRef& policy : policiesOf(ready.front(), it.inquiry)) policies.push_back(policy->name());
    if (policies.empty())
        it.out.push_back({"no-endpoints",
                          std::format("Its pods are ready, but do not answer on port {}.{}", target, hint),
                          {probe, cited},
                          kubectl(*ready.front(), "logs", "--all-containers")});
    else
        it.out.push_back(
            {"policy",
             std::format("Its pods are ready, but do not answer on port {} here: network policy {} selects them and "
                         "decides who may.",
                         target, listed(policies)),
             {probe,
              cited,
              {"field", "NetworkPolicy/" + it.object->namespace_() + "/" + policies.front() + " spec.podSelector",
               "selects " + ready.front()->name()}},
             "kubectl -n " + it.object->namespace_() + " describe networkpolicy " + policies.front()});
}

void withoutSelector(const Case& it) {
    std::size_t addresses = 0;
    const auto* slices = it.inquiry.list({"discovery.k8s.io", "EndpointSlice"}, it.object->namespace_());
    for (const ObjectRef& object : slices ? *slices : std::vector<ObjectRef>()) {
        const auto label = object->meta().labels.find("kubernetes.io/service-name");
        const auto* slice = typed<discoveryv1::EndpointSlice>(object);
        if (slice && label != object->meta().labels.end() && label->second == it.object->name())
            for (const auto& endpoint : slice->endpoints)
                if (endpoint.conditions.ready.value_or(true)) addresses += endpoint.addresses.size();
    }
    if (addresses == 0 && slices)
        it.out.push_back({"no-endpoints",
                          "It has no selector, and nobody has given it endpoints.",
                          {field(*it.object, "spec.selector", "none")},
                          "set spec.selector, or make an EndpointSlice with the label kubernetes.io/service-name=" +
                              it.object->name()});
    else
        it.out.push_back(
            {"fine",
             std::format("It has no selector; {} given by hand.",
                         addresses == 1 ? std::string("1 address is") : std::format("{} addresses are", addresses)),
             {field(*it.object, "spec.selector", "none")},
             "kubectl -n " + it.object->namespace_() +
                 " get endpointslices -l kubernetes.io/service-name=" + it.object->name()});
}

void address(const Case& it) {
    if (it.service.spec.type != "LoadBalancer" || !it.service.status.loadBalancer.ingress.empty()) return;
    const auto old = it.inquiry.since(it.object->meta().creationTimestamp);
    if (old && *old < kAddressSeconds) return;
    Statement pending{
        "not-ready",
        "Nobody has given it an address from outside: no load balancer has taken it up.",
        {field(*it.object, "status.loadBalancer.ingress", "none")},
        "see that a load balancer's controller runs, or use type NodePort: " + kubectl(*it.object, "describe")};
    if (const auto& said = it.inquiry.events(it.object); !said.empty()) pending.evidence.push_back(cite(said.back()));
    it.out.push_back(std::move(pending));
}

Statement works(const Case& it, std::size_t selected, std::size_t ready, const std::string& answers) {
    Statement fine{"fine",
                   std::format("{} of {} ready{}.", ready, counted(selected, "pod"),
                               answers.empty() ? std::string() : ", and there is an answer at port " + answers),
                   {it.selectorField()},
                   std::format("kubectl -n {} get endpointslices -l kubernetes.io/service-name={}",
                               it.object->namespace_(), it.object->name())};
    if (!answers.empty()) fine.evidence.push_back({"probe", nameOf(*it.object) + " port " + answers, "answers"});
    return fine;
}

}  // namespace

void explainService(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* service = typed<corev1::Service>(object);
    if (!service) return;
    const auto selector = LabelSelector::fromMap(service->spec.selector);
    const Case it{object, *service, inquiry, out, selector.text()};
    if (service->spec.type == "ExternalName") {
        out.push_back({"fine",
                       std::format("It is another name for {}; no pods are behind it.", service->spec.externalName),
                       {field(*object, "spec.externalName", service->spec.externalName)},
                       "see that the name resolves: nslookup " + service->spec.externalName});
        return;
    }
    if (service->spec.selector.empty()) return withoutSelector(it);
    const auto* all = inquiry.list({"", "Pod"}, object->namespace_());
    if (!all) return;
    std::vector<ObjectRef> selected, ready, living;
    for (const ObjectRef& pod : *all) {
        const auto* its = typed<corev1::Pod>(pod);
        if (!its || !lives(*its)) continue;
        living.push_back(pod);
        if (!selector.matches(pod->meta().labels)) continue;
        selected.push_back(pod);
        if ((isReady(*its) || service->spec.publishNotReadyAddresses) && !pod->meta().deletionTimestamp)
            ready.push_back(pod);
    }
    if (selected.empty()) return nobodySelected(it, living);
    if (ready.empty()) return nobodyReady(it, selected);
    std::string answers;
    for (std::size_t i = 0; i < service->spec.ports.size() && i < kPortsTried; ++i) {
        const auto& port = service->spec.ports[i];
        const std::size_t before = out.size();
        if (port.targetPort.isString()) namedPort(it, i, *typed<corev1::Pod>(ready.front()), ready.front());
        if (out.size() == before && (port.protocol.empty() || port.protocol == "TCP")) listening(it, i, ready, answers);
    }
    address(it);
    Statements ofPods;
    if (ready.size() < selected.size()) explainPods(selected, inquiry, ofPods);
    if (out.empty()) {
        // The API server asks from outside of the policies; pods do not.
        auto isolation = isolationOf(ready.front(), "Ingress", inquiry);
        const bool cut = isolation && isolation->cutsAll;
        if (!cut) out.push_back(works(it, selected.size(), ready.size(), answers));
        if (isolation) {
            isolation->statement.statement = "Of the pods behind it: " + isolation->statement.statement;
            out.push_back(std::move(isolation->statement));
        }
    }
    std::ranges::move(ofPods, std::back_inserter(out));
}

}  // namespace armillary::explain
