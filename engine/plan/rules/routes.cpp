#include <algorithm>
#include <boost/json/value.hpp>
#include <format>
#include <map>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/json_document.h"

/// Which service a host and a path lead to, before and after.
namespace armillary::plan::rules {

namespace {

/// "shop.example.org/cart" → "Service cart"
using Table = std::map<std::string, std::string>;

std::string backendText(const networkingv1::IngressBackend& backend) {
    if (backend.service) return "Service " + backend.service->name;
    return backend.resource ? backend.resource->kind + " " + backend.resource->name : std::string("nobody");
}

Table tableOf(const networkingv1::Ingress& ingress) {
    Table table;
    if (ingress.spec.defaultBackend) table["everything else"] = backendText(*ingress.spec.defaultBackend);
    for (const auto& rule : ingress.spec.rules)
        if (rule.http)
            for (const auto& path : rule.http->paths)
                table[(rule.host.empty() ? "any host" : rule.host) + (path.path.empty() ? "/" : path.path)] =
                    backendText(path.backend);
    return table;
}

const boost::json::value* at(const boost::json::value* value, std::string_view key) {
    return value && value->is_object() ? value->get_object().if_contains(key) : nullptr;
}
std::string stringAt(const boost::json::value* value, std::string_view key) {
    const auto* found = at(value, key);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}
std::span<const boost::json::value> itemsAt(const boost::json::value* value, std::string_view key) {
    const auto* found = at(value, key);
    return found && found->is_array() ? std::span<const boost::json::value>(found->get_array())
                                      : std::span<const boost::json::value>();
}

/// Of a route of the Gateway API, whose kinds have no table: custom resources.
Table tableOfRoute(const Object& route) {
    Table table;
    const auto read = schema::parseDocument(route.json());
    if (!read) return table;
    const auto* spec = at(&*read, "spec");
    std::vector<std::string> hosts;
    for (const auto& host : itemsAt(spec, "hostnames"))
        if (host.is_string()) hosts.emplace_back(host.get_string());
    if (hosts.empty()) hosts.emplace_back("any host");
    std::size_t number = 0;
    for (const auto& rule : itemsAt(spec, "rules")) {
        std::vector<std::string> paths;
        for (const auto& match : itemsAt(&rule, "matches"))
            if (std::string path = stringAt(at(&match, "path"), "value"); !path.empty()) paths.push_back(path);
        if (paths.empty()) paths.push_back(number == 0 ? "/" : std::format(" rule {}", number + 1));
        ++number;
        std::vector<std::string> backends;
        for (const auto& backend : itemsAt(&rule, "backendRefs")) {
            const std::string kind = stringAt(&backend, "kind");
            const auto* weight = at(&backend, "weight");
            std::string text = (kind.empty() ? "Service" : kind) + " " + stringAt(&backend, "name");
            if (weight && weight->is_int64()) text += std::format(" (weight {})", weight->get_int64());
            backends.push_back(std::move(text));
        }
        for (const std::string& host : hosts)
            for (const std::string& path : paths) table[host + path] = listed(backends);
    }
    return table;
}

bool isRoute(const relations::Kind& kind) {
    return kind.group == "gateway.networking.k8s.io" && kind.name.ends_with("Route");
}

Table tableOf(const ObjectRef& object) {
    if (!object) return {};
    if (const auto* ingress = typed<networkingv1::Ingress>(object)) return tableOf(*ingress);
    return isRoute(relations::kindOf(*object)) ? tableOfRoute(*object) : Table();
}

}  // namespace

void routes(const Change& change, Impacts& out) {
    const bool isIngress = change.is("networking.k8s.io", "Ingress");
    const bool isGateway = change.is("gateway.networking.k8s.io", "Gateway");
    if (!isIngress && !isGateway && !isRoute(change.kind)) return;
    const Table before = tableOf(change.before), after = tableOf(change.after);
    std::vector<std::string> lines;
    for (const auto& [place, whom] : after) {
        const auto old = before.find(place);
        if (old == before.end())
            lines.push_back(std::format("{} leads to {}", place, whom));
        else if (old->second != whom)
            lines.push_back(std::format("{} leads to {} instead of {}", place, whom, old->second));
    }
    for (const auto& [place, whom] : before)
        if (!after.contains(place)) lines.push_back(std::format("{} does not lead to {} any more", place, whom));
    if (!lines.empty()) out.push_back({impact::kTraffic, listed(lines, "", 4) + "."});
    std::vector<std::string> others;
    for (const auto* path : {"spec.tls", "spec.ingressClassName", "spec.listeners", "spec.gatewayClassName",
                             "spec.parentRefs", "spec.addresses"})
        if (const auto changed = change.changedAt(path); !changed.empty())
            others.insert(others.end(), changed.begin(), changed.end());
    if (lines.empty() && isRoute(change.kind))
        for (const std::string& path : change.changedAt("spec.rules")) others.push_back(path);
    if (!others.empty())
        out.push_back({impact::kTraffic, std::format("Requests are taken otherwise: {} {}.", listed(others),
                                                     others.size() == 1 ? "changes" : "change")});
}

}  // namespace armillary::plan::rules
