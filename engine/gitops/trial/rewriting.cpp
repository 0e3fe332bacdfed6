#include "engine/gitops/trial/rewriting.h"

#include <algorithm>
#include <array>
#include <format>

#include "engine/gitops/trial/marks.h"
#include "engine/relations/relations.h"

namespace armillary::gitops {

namespace json = boost::json;
using relations::Kind;

namespace {

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& each : words) text += (text.empty() ? "" : ", ") + each;
    return text;
}

bool isPartOfName(char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-';
}

/// Addresses of services, "api.shop.svc.cluster.local", in whatever a text says.
bool leadAddresses(std::string& text, const Rewriting& all) {
    bool changed = false;
    for (std::size_t at = text.find(".svc"); at != std::string::npos; at = text.find(".svc", at + 4)) {
        if (at + 4 < text.size() && isPartOfName(text[at + 4])) continue;
        std::size_t begin = at;
        while (begin > 0 && isPartOfName(text[begin - 1])) --begin;
        const auto found = all.namespaces.find(text.substr(begin, at - begin));
        if (begin == 0 || text[begin - 1] != '.' || found == all.namespaces.end()) continue;
        text.replace(begin, at - begin, found->second);
        at = begin + found->second.size();
        changed = true;
    }
    return changed;
}

void leadName(json::value& value, const Rewriting& all) {
    if (!value.is_string()) return;
    const auto found = all.namespaces.find(std::string(value.get_string()));
    if (found != all.namespaces.end()) value = found->second;
}

constexpr std::string_view kNamespaceLabel = "kubernetes.io/metadata.name";

/// Follows whatever names a namespace of the trial, in any kind. True when an address in a text was one.
bool leadNamespaces(json::value& value, const Rewriting& all) {
    bool changed = false;
    if (value.is_string()) {
        std::string text(value.get_string());
        changed = leadAddresses(text, all);
        if (changed) value = text;
    } else if (value.is_array()) {
        for (json::value& each : value.get_array()) changed |= leadNamespaces(each, all);
    } else if (value.is_object()) {
        json::object& object = value.get_object();
        for (auto& member : object) {
            const std::string_view key = member.key();
            if (key == "namespace" || key == kNamespaceLabel) {
                leadName(member.value(), all);
            } else if ((key == "namespaces" || key == "matchNames") && member.value().is_array()) {
                for (json::value& each : member.value().get_array()) leadName(each, all);
            } else {
                changed |= leadNamespaces(member.value(), all);
            }
        }
        if (textAt(object, "key") == kNamespaceLabel)
            if (json::array* const values = arrayAt(object, "values"))
                for (json::value& each : *values) leadName(each, all);
    }
    return changed;
}

void erase(json::object& object, std::initializer_list<std::string_view> names, std::vector<std::string>& gone) {
    for (const std::string_view each : names)
        if (object.erase(each) > 0) gone.emplace_back(each);
}

void rewriteService(json::object& spec, const Note& note) {
    std::vector<std::string> gone;
    erase(spec, {"loadBalancerIP", "externalIPs", "healthCheckNodePort", "loadBalancerClass"}, gone);
    if (textAt(spec, "clusterIP") != "None") erase(spec, {"clusterIP", "clusterIPs"}, gone);
    if (json::array* const ports = arrayAt(spec, "ports"))
        for (json::value& each : *ports)
            if (each.is_object()) erase(each.get_object(), {"nodePort"}, gone);
    if (textAt(spec, "type") == "LoadBalancer") {
        spec["type"] = "ClusterIP";
        erase(spec, {"allocateLoadBalancerNodePorts", "loadBalancerSourceRanges", "externalTrafficPolicy"}, gone);
        note("it is reached within the cluster alone, without a load balancer");
    } else if (!gone.empty()) {
        note("the cluster chooses its addresses and node ports");
    }
}

void leadHost(json::value& host, const Rewriting& all, std::vector<std::string>& hosts) {
    if (!host.is_string() || host.get_string().empty()) return;
    hosts.push_back(trialHost(all.options.id, std::string(host.get_string())));
    host = hosts.back();
}

void leadHosts(json::array* hosts, const Rewriting& all, std::vector<std::string>& said) {
    for (std::size_t i = 0; hosts != nullptr && i < hosts->size(); ++i) leadHost((*hosts)[i], all, said);
}

void rewriteHosts(json::object& spec, const Kind& kind, const Rewriting& all, const Note& note) {
    std::vector<std::string> hosts, repeated;
    if (kind.group == "gateway.networking.k8s.io") leadHosts(arrayAt(spec, "hostnames"), all, hosts);
    if (kind == Kind{"networking.k8s.io", "Ingress"}) {
        if (json::array* const rules = arrayAt(spec, "rules"))
            for (json::value& each : *rules)
                if (each.is_object())
                    if (json::value* const host = each.get_object().if_contains("host")) leadHost(*host, all, hosts);
        if (json::array* const tls = arrayAt(spec, "tls"))
            for (json::value& each : *tls)
                if (each.is_object()) leadHosts(arrayAt(each.get_object(), "hosts"), all, repeated);
    }
    if (!hosts.empty()) note("its hosts are called " + listed(hosts));
}

void rewriteClaim(json::object& spec, const Rewriting& all, const Note& note) {
    std::vector<std::string> gone;
    erase(spec, {"volumeName", "selector", "dataSource", "dataSourceRef"}, gone);
    const std::string wanted = textAt(spec, "storageClassName");
    if (!wanted.empty() && !all.ground.storageClasses.contains(wanted)) {
        spec.erase("storageClassName");
        note(std::format("its storage is of the cluster's default class, since there is no class {}", wanted));
    }
    if (!gone.empty()) note("it begins empty: " + listed(gone) + " is left out");
}

/// What only fits the machines that production has.
void rewritePlace(json::object& spec, const Rewriting& all, const Note& note) {
    std::vector<std::string> gone;
    if (json::object* const selector = objectAt(spec, "nodeSelector")) {
        const std::size_t before = selector->size();
        json::object kept;
        for (const auto& member : *selector)
            if (member.key() == "kubernetes.io/os" || member.key() == "kubernetes.io/arch")
                kept.emplace(member.key(), member.value());
        if (kept.size() != before) gone.emplace_back("nodeSelector");
        *selector = std::move(kept);
    }
    erase(spec, {"affinity", "topologySpreadConstraints", "nodeName"}, gone);
    const auto forget = [&](std::string_view name, const std::set<std::string>& known) {
        const std::string wanted = textAt(spec, name);
        if (wanted.empty() || known.contains(wanted)) return;
        gone.push_back(std::format("{} {}", name, wanted));
        spec.erase(name);
        if (name == "priorityClassName") spec.erase("priority");
    };
    forget("priorityClassName", all.ground.priorityClasses);
    forget("runtimeClassName", all.ground.runtimeClasses);
    bool hostPorts = false;
    for (const std::string_view list : {"containers", "initContainers"})
        if (json::array* const containers = arrayAt(spec, list))
            for (json::value& each : *containers)
                if (json::array* const ports = each.is_object() ? arrayAt(each.get_object(), "ports") : nullptr)
                    for (json::value& port : *ports)
                        if (port.is_object()) hostPorts |= port.get_object().erase("hostPort") > 0;
    if (hostPorts) gone.emplace_back("hostPort");
    if (!gone.empty()) note("its pods run on any node: " + listed(gone) + " is left out");
}

bool comesToAnEnd(const Kind& kind) {
    return kind == Kind{"batch", "Job"} || kind == Kind{"batch", "CronJob"};
}

}  // namespace

json::object* objectAt(json::object& object, std::string_view name) {
    json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

json::array* arrayAt(json::object& object, std::string_view name) {
    json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_array() ? &found->get_array() : nullptr;
}

json::object* podSpecOf(json::object& object, const Kind& kind) {
    std::string_view path = relations::podTemplateOf(kind).spec;
    json::object* at = path.empty() ? nullptr : &object;
    while (at != nullptr && !path.empty()) {
        const auto dot = path.find('.');
        at = objectAt(*at, path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return at;
}

void rewriteMetadata(json::object& object, const Rewriting& all, const std::string& namespace_) {
    json::object* const metadata = objectAt(object, "metadata");
    if (metadata == nullptr) return;
    for (const std::string_view each : {"ownerReferences", "finalizers", "uid", "resourceVersion", "generation",
                                        "creationTimestamp", "managedFields", "selfLink"})
        metadata->erase(each);
    if (json::object* const annotations = objectAt(*metadata, "annotations"))
        annotations->erase("argocd.argoproj.io/tracking-id");
    object.erase("status");
    if (!namespace_.empty()) (*metadata)["namespace"] = all.namespaces.at(namespace_);
}

void rewriteContent(json::object& object, const Kind& kind, const Rewriting& all, const Note& note) {
    bool addresses = false;
    for (auto& member : object)
        if (member.key() != "metadata") addresses |= leadNamespaces(member.value(), all);
    if (addresses) note("the addresses of services that it names lead to those of the preview");
    if (json::object* const pods = podSpecOf(object, kind)) {
        rewritePlace(*pods, all, note);
        if (all.options.substituteImages) substituteImages(*pods, comesToAnEnd(kind), note);
    }
    if (json::object* const role = objectAt(object, "roleRef");
        role != nullptr && textAt(*role, "kind") == "ClusterRole" && all.clusterRoles.contains(textAt(*role, "name")))
        (*role)["name"] = trialName(all.options.id, textAt(*role, "name"));
    json::object* const spec = objectAt(object, "spec");
    if (spec == nullptr) return;
    // One that goes as soon as it has ended could not be seen to have ended well.
    if (kind == Kind{"batch", "Job"}) spec->erase("ttlSecondsAfterFinished");
    if (kind == Kind{"", "Service"}) rewriteService(*spec, note);
    if (kind == Kind{"", "PersistentVolumeClaim"}) rewriteClaim(*spec, all, note);
    rewriteHosts(*spec, kind, all, note);
    if (json::array* const claims = kind.name == "StatefulSet" ? arrayAt(*spec, "volumeClaimTemplates") : nullptr)
        for (json::value& each : *claims)
            if (json::object* const claim = each.is_object() ? objectAt(each.get_object(), "spec") : nullptr)
                rewriteClaim(*claim, all, note);
}

void rewriteClusterRole(json::object& object, const Rewriting& all) {
    json::object& metadata = *objectAt(object, "metadata");
    metadata["name"] = trialName(all.options.id, textAt(metadata, "name"));
    // By its labels another role would take it in, whoever is bound to that.
    metadata.erase("labels");
    metadata.erase("namespace");
}

void rewriteClusterBinding(json::object& object, const Rewriting& all, const std::string& namespace_) {
    object["kind"] = "RoleBinding";
    rewriteMetadata(object, all, namespace_);
    json::object& metadata = *objectAt(object, "metadata");
    metadata["name"] = trialName(all.options.id, textAt(metadata, "name"));
    rewriteContent(object, {"rbac.authorization.k8s.io", "RoleBinding"}, all, [](const std::string&) {});
}

}  // namespace armillary::gitops
