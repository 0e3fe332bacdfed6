#include <algorithm>
#include <format>
#include <set>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"

/// Ingresses: class, certificates, services behind them.
namespace armillary::explain {

namespace {

constexpr std::string_view kDefaultClass = "ingressclass.kubernetes.io/is-default-class";
const Kind kIngressClass{"networking.k8s.io", "IngressClass"};
constexpr std::int64_t kAddressSeconds = 60;

struct Backend {
    const networkingv1::IngressServiceBackend* service;
    std::string path;
};

std::vector<Backend> backendsOf(const networkingv1::Ingress& ingress) {
    std::vector<Backend> all;
    const auto& fallback = ingress.spec.defaultBackend;
    if (fallback && fallback->service) all.push_back({fallback->service.get(), "spec.defaultBackend.service"});
    for (std::size_t i = 0; i < ingress.spec.rules.size(); ++i) {
        const auto& http = ingress.spec.rules[i].http;
        for (std::size_t j = 0; http && j < http->paths.size(); ++j)
            if (const auto& service = http->paths[j].backend.service)
                all.push_back({service.get(), std::format("spec.rules[{}].http.paths[{}].backend.service", i, j)});
    }
    return all;
}

void ofClass(const ObjectRef& object, const networkingv1::Ingress& ingress, Inquiry& inquiry, Statements& out) {
    const bool annotated = object->meta().annotations.contains("kubernetes.io/ingress.class");
    if ((ingress.spec.ingressClassName && !ingress.spec.ingressClassName->empty()) || annotated) return;
    const auto* classes = inquiry.list(kIngressClass, "");
    if (!classes) return;
    std::vector<std::string> names;
    for (const ObjectRef& each : *classes) {
        const auto found = each->meta().annotations.find(kDefaultClass);
        if (found != each->meta().annotations.end() && found->second == "true") return;
        names.push_back(each->name());
    }
    out.push_back(
        {"missing-reference",
         std::format("It names no IngressClass, and none is the default: no controller takes it up.{}",
                     names.empty() ? std::string(" There is no class at all.") : " There is " + listed(names) + "."),
         {field(*object, "spec.ingressClassName", "not set")},
         names.empty() ? "install an ingress controller, and name its class in spec.ingressClassName"
                       : "set spec.ingressClassName to " + names.front()});
}

void portsOf(const ObjectRef& object, const networkingv1::Ingress& ingress, Inquiry& inquiry, Statements& out) {
    std::set<std::string> asked;
    for (const Backend& backend : backendsOf(ingress)) {
        const auto& wanted = backend.service->port;
        const std::string port = wanted.name.empty() ? std::to_string(wanted.number) : wanted.name;
        if (!asked.insert(backend.service->name + ":" + port).second) continue;
        const ObjectRef target = inquiry.find({"", "Service"}, object->namespace_(), backend.service->name).object;
        const auto* service = typed<corev1::Service>(target);
        if (!service) continue;
        std::vector<std::string> there;
        bool found = false;
        for (const auto& each : service->spec.ports) {
            found |= wanted.name.empty() ? each.port == wanted.number : each.name == wanted.name;
            there.push_back(wanted.name.empty() || each.name.empty() ? std::to_string(each.port) : each.name);
        }
        if (found) continue;
        out.push_back({"missing-reference",
                       std::format("Service {} has no port {}; it has {}.", backend.service->name, port,
                                   there.empty() ? std::string("none") : listed(there)),
                       {field(*object, backend.path + (wanted.name.empty() ? ".port.number" : ".port.name"), port),
                        field(*target, "spec.ports", listed(there))},
                       std::format("correct {}.port: {}", backend.path, kubectl(*object, "edit"))});
    }
}

void certificates(const ObjectRef& object, const networkingv1::Ingress& ingress, Inquiry& inquiry, Statements& out) {
    for (std::size_t i = 0; i < ingress.spec.tls.size(); ++i) {
        const auto* secret = typed<corev1::Secret>(
            inquiry.find({"", "Secret"}, object->namespace_(), ingress.spec.tls[i].secretName).object);
        if (!secret) continue;
        std::vector<std::string> lacks;
        for (const auto* key : {"tls.crt", "tls.key"})
            if (!secret->data.contains(key)) lacks.emplace_back(key);
        if (!lacks.empty())
            out.push_back(
                {"missing-reference",
                 std::format("Secret {} has no {}: it is no certificate with its key.", secret->metadata.name,
                             listed(lacks)),
                 {field(*object, std::format("spec.tls[{}].secretName", i), secret->metadata.name)},
                 std::format("kubectl -n {} create secret tls NAME --cert=FILE --key=FILE", object->namespace_())});
    }
}

void behind(const ObjectRef& object, const networkingv1::Ingress& ingress, Inquiry& inquiry, Statements& out) {
    std::set<std::string> asked;
    for (const Backend& backend : backendsOf(ingress)) {
        if (!asked.insert(backend.service->name).second || asked.size() > 5) continue;
        const ObjectRef service = inquiry.find({"", "Service"}, object->namespace_(), backend.service->name).object;
        if (!service) continue;
        Statements of;
        explainService(service, inquiry, of);
        if (of.empty() || of.front().id == "fine") continue;
        of.front().statement = std::format("Behind Service {}: {}", backend.service->name, of.front().statement);
        of.front().evidence.insert(of.front().evidence.begin(),
                                   field(*object, backend.path + ".name", backend.service->name));
        out.push_back(std::move(of.front()));
    }
}

}  // namespace

void explainIngress(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* ingress = typed<networkingv1::Ingress>(object);
    if (!ingress) return;
    explainReferences(object, inquiry, out);
    ofClass(object, *ingress, inquiry, out);
    portsOf(object, *ingress, inquiry, out);
    certificates(object, *ingress, inquiry, out);
    behind(object, *ingress, inquiry, out);
    if (!out.empty()) return;
    const auto old = inquiry.since(object->meta().creationTimestamp);
    const bool taken = !ingress->status.loadBalancer.ingress.empty();
    if (!taken && (!old || *old >= kAddressSeconds))
        out.push_back({"not-ready",
                       "No ingress controller has taken it up: it has no address.",
                       {field(*object, "status.loadBalancer.ingress", "none"),
                        field(*object, "spec.ingressClassName", ingress->spec.ingressClassName.value_or("not set"))},
                       "see that the controller of its class runs: kubectl get ingressclasses"});
    else
        out.push_back({"fine",
                       taken ? "It has an address, and what it leads to is there and ready."
                             : "What it leads to is there and ready; it waits for an address.",
                       {field(*object, "status.loadBalancer.ingress", taken ? "set" : "none")},
                       kubectl(*object, "describe")});
}

}  // namespace armillary::explain
