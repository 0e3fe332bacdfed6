#include <algorithm>
#include <format>
#include <set>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/relations.h"

/// What an object names and is not there.
namespace armillary::explain {

namespace {

std::string commandFor(const relations::ObjectId& missing) {
    const std::string where = missing.namespace_.empty() ? std::string() : " -n " + missing.namespace_;
    if (missing.kind == Kind{"", "ConfigMap"})
        return std::format("kubectl{} create configmap {} --from-literal=KEY=VALUE", where, missing.name);
    if (missing.kind == Kind{"", "Secret"})
        return std::format("kubectl{} create secret generic {} --from-literal=KEY=VALUE", where, missing.name);
    if (missing.kind == Kind{"", "ServiceAccount"})
        return std::format("kubectl{} create serviceaccount {}", where, missing.name);
    return std::format("make {} {}", missing.kind.name, missing.name);
}

Statement missing(const ObjectRef& object, const relations::Edge& edge, Inquiry& inquiry) {
    const auto& to = edge.to;
    const std::string where = to.namespace_.empty() ? std::string() : " in namespace " + to.namespace_;
    return {"missing-reference",
            std::format("It needs {} {}, which is not there{}.{}", to.kind.name, to.name, where,
                        didYouMean(to.kind, to.namespace_, to.name, inquiry)),
            {field(*object, edge.path, to.name)},
            commandFor(to) + ", or correct " + edge.path};
}

std::optional<Statement> missingKeys(const ObjectRef& object, const relations::Edge& edge, const ObjectRef& target) {
    std::vector<std::string> there, absent;
    if (const auto* map = typed<corev1::ConfigMap>(target)) {
        for (const auto& [key, value] : map->data) there.push_back(key);
        for (const auto& [key, value] : map->binaryData) there.push_back(key);
    } else if (const auto* secret = typed<corev1::Secret>(target)) {
        for (const auto& [key, value] : secret->data) there.push_back(key);
    } else {
        return {};
    }
    for (const auto& key : edge.keys)
        if (!key.empty() && !std::ranges::contains(there, key)) absent.push_back(key);
    if (absent.empty()) return {};
    const auto close = nearest(absent.front(), there);
    return Statement{"missing-reference",
                     std::format("It needs key {} of {} {}, which has {}.{}", listed(absent), edge.to.kind.name,
                                 edge.to.name, there.empty() ? std::string("none") : "only " + listed(there, 5),
                                 close ? " Did you mean " + *close + "?" : std::string()),
                     {field(*object, edge.path, edge.to.name + ", key " + listed(absent))},
                     std::format("add the key to {}, or correct the one beside {}", nameOf(*target), edge.path)};
}

void addMissing(const ObjectRef& object, Inquiry& inquiry, Statements& out, bool (*wanted)(const relations::Edge&)) {
    std::set<std::pair<relations::ObjectId, std::vector<std::string>>> asked;
    for (const auto& edge : relations::namedReferences(object)) {
        if (edge.optional || !wanted(edge) || !asked.insert({edge.to, edge.keys}).second) continue;
        const Found found = inquiry.find(edge.to.kind, edge.to.namespace_, edge.to.name);
        if (found.absent)
            out.push_back(missing(object, edge, inquiry));
        else if (found.object && !edge.keys.empty())
            if (auto keys = missingKeys(object, edge, found.object)) out.push_back(std::move(*keys));
    }
}

}  // namespace

std::string didYouMean(const Kind& kind, const std::string& namespace_, const std::string& name, Inquiry& inquiry) {
    const auto* all = inquiry.list(kind, namespace_);
    if (!all) return {};
    std::vector<std::string> names;
    for (const ObjectRef& each : *all) names.push_back(each->name());
    const auto close = nearest(name, names);
    return close ? " Did you mean " + *close + "?" : std::string();
}

void explainReferences(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    addMissing(object, inquiry, out, [](const relations::Edge& edge) {
        // An owner that is gone takes its dependents along; until then nothing is missing.
        return edge.relation != relations::relation::kOwned;
    });
}

void podReferences(const PodCase& it) {
    // What runs has all it needed.
    const auto waits = [](const ContainerCase& each) {
        return !each.status || each.waitsFor("CreateContainerConfigError") || each.waitsFor("ContainerCreating") ||
               each.waitsFor("PodInitializing") || (each.waiting() && each.waiting()->reason.empty());
    };
    if (it.pod.spec.nodeName.empty() || !std::ranges::any_of(containersOf(it.pod), waits)) return;
    const std::size_t before = it.out.size();
    addMissing(it.object, it.inquiry, it.out, [](const relations::Edge& edge) {
        return edge.relation == relations::relation::kReads || edge.relation == relations::relation::kMounts;
    });

    // What the node says is there even for those who may not read Secrets.
    for (const auto& container : containersOf(it.pod)) {
        if (!container.waitsFor("CreateContainerConfigError")) continue;
        const std::string& message = container.waiting()->message;
        if (!message.contains("not found") && !message.contains("couldn't find key")) continue;
        const Citation cited = it.field(container.statusPath + ".state.waiting", message);
        if (it.out.size() > before)
            it.out[before].evidence.push_back(cited);
        else
            it.out.push_back(
                {"missing-reference",
                 std::format("Container {} lacks what it refers to: {}.", container.spec.name, bounded(message, 250)),
                 {cited},
                 "make it, or correct the reference below " + container.specPath});
        return;
    }
    const auto* mount = it.inquiry.latest(it.object, "FailedMount", "not found");
    if (mount && it.out.size() > before) it.out[before].evidence.push_back(cite(*mount));
}

}  // namespace armillary::explain
