#include <algorithm>
#include <format>
#include <map>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/field_view.h"
#include "engine/relations/relations.h"
#include "engine/schema/json_codec.h"

/// Objects that are deleted and do not go.
namespace armillary::explain {

namespace {

/// Relations look at the cluster through the same eyes.
class Looking : public relations::World {
public:
    explicit Looking(Inquiry& inquiry) : m_inquiry(inquiry) {}
    ObjectRef find(const Kind& kind, std::string_view namespace_, std::string_view name) const override {
        return m_inquiry.find(kind, std::string(namespace_), std::string(name)).object;
    }
    std::vector<ObjectRef> list(const Kind& kind, std::string_view namespace_) const override {
        const auto* all = m_inquiry.list(kind, std::string(namespace_));
        return all ? *all : std::vector<ObjectRef>();
    }

private:
    Inquiry& m_inquiry;
};

std::vector<std::string> podsThatMount(const Object& claim, Inquiry& inquiry) {
    std::vector<std::string> names;
    const auto* pods = inquiry.list({"", "Pod"}, claim.namespace_());
    if (!pods) return names;
    const auto self = relations::idOf(claim);
    for (const ObjectRef& pod : *pods)
        for (const auto& edge : relations::namedReferences(pod))
            if (edge.to == self && !std::ranges::contains(names, pod->name())) names.push_back(pod->name());
    return names;
}

/// Who set the finalizer, as far as the record of field owners says.
std::string whoSet(const Object& object, const std::string& finalizer) {
    std::string quoted;
    schema::appendJsonString(quoted, finalizer);
    // The record's key is v:"name", a JSON string inside a JSON string.
    std::string key;
    schema::appendJsonString(key, "v:" + quoted);
    for (const auto& entry : object.meta().managedFields)
        if (entry.fieldsV1 && entry.fieldsV1->text.contains(key)) return entry.manager;
    return {};
}

std::string removal(const Object& object) {
    if (object.kind() == "Namespace") return "kubectl get namespace " + object.name() + " -o yaml";
    return kubectl(object, "patch", R"(--type=json -p '[{"op":"remove","path":"/metadata/finalizers"}]')");
}

void addDependents(const ObjectRef& object, Inquiry& inquiry, Statement& held) {
    std::vector<std::string> names;
    for (const auto& edge : relations::referrers(object, Looking(inquiry)))
        if (edge.relation == relations::relation::kOwned) names.push_back(edge.from.kind.name + "/" + edge.from.name);
    if (names.empty()) return;
    held.statement += std::format(" Still there: {}.", listed(names));
    held.evidence.push_back({"field", "metadata.ownerReferences", listed(names, 6)});
}

}  // namespace

void explainDeletion(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto& meta = object->meta();
    if (!meta.deletionTimestamp || meta.finalizers.empty()) return;
    // The namespace controller's own finalizer is in spec, and namespaces say themselves what remains.
    const std::string& first = meta.finalizers.front();
    const auto since = inquiry.since(*meta.deletionTimestamp);
    Statement held{"finalizer", {}, {field(*object, "metadata.deletionTimestamp", meta.deletionTimestamp->text())}, {}};
    held.evidence.push_back(field(*object, "metadata.finalizers", listed(meta.finalizers, 8)));
    const std::string deleted = std::format("It was deleted {} ago, but finalizer {} holds it",
                                            since ? age(*since) : "some time", listed(meta.finalizers));
    if (first == "kubernetes.io/pvc-protection") {
        const auto pods = podsThatMount(*object, inquiry);
        held.statement = deleted + (pods.empty() ? ": it is to be taken away when no pod mounts the claim any more."
                                                 : std::format(" as long as pods mount the claim: {}.", listed(pods)));
        held.next = pods.empty() ? kubectl(*object, "describe")
                                 : std::format("kubectl -n {} delete pod {}", meta.namespace_, pods.front());
    } else if (first == "kubernetes.io/pv-protection") {
        held.statement = deleted + " as long as a claim is bound to the volume.";
        held.next = kubectl(*object, "get", "-o jsonpath='{.spec.claimRef}'");
    } else if (first == "foregroundDeletion" || first == "orphan") {
        held.statement = deleted + (first == "orphan" ? " until its dependents have been let go."
                                                      : " until everything that it owns is gone.");
        addDependents(object, inquiry, held);
        held.next = "see why those stay: armillaryctl why KIND/NAME";
    } else {
        held.statement = deleted + ": whoever set it has not finished, or does not run any more.";
        const std::string who = whoSet(*object, first);
        if (!who.empty()) held.evidence.push_back(field(*object, "metadata.managedFields", "set by " + who));
        held.next = "see that the controller that serves it runs; only when it is gone for good: " + removal(*object);
    }
    out.push_back(std::move(held));
}

void explainNamespace(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    const auto* space = typed<corev1::Namespace>(object);
    if (!space) return;
    if (!object->meta().deletionTimestamp) {
        out.push_back({"fine",
                       "The namespace is there and takes objects.",
                       {field(*object, "status.phase", space->status.phase)},
                       "kubectl -n " + object->name() + " get all"});
        return;
    }
    const auto since = inquiry.since(*object->meta().deletionTimestamp);
    Statement held{
        "finalizer",
        std::format("It was deleted {} ago, and is gone when all in it is gone.", since ? age(*since) : "some time"),
        {field(*object, "metadata.deletionTimestamp", object->meta().deletionTimestamp->text())},
        "kubectl -n " + object->name() + " get all"};
    for (const auto& condition : space->status.conditions) {
        if (condition.status != corev1::kConditionTrue) continue;
        held.evidence.push_back(
            field(*object, std::format("status.conditions[{}]", condition.type), condition.message));
        if (condition.type == "NamespaceDeletionDiscoveryFailure") {
            held.statement += " A group of the API does not answer, so nobody knows what there still is: " +
                              bounded(condition.message, 200);
            held.next = "kubectl get apiservices";
        }
    }
    // What holds it by name: among the kinds that the conditions count.
    std::vector<std::string> names;
    for (const auto& row : resources::Table::builtIn().rows()) {
        if (!row.namespaced || !row.has(resources::kList) || row.virtual_ || row.storedAs) continue;
        const bool counted = std::ranges::any_of(space->status.conditions, [&](const auto& each) {
            return each.status == corev1::kConditionTrue &&
                   each.message.contains(row.plural + "." + row.group + " has ");
        });
        if (!counted) continue;
        const auto* all = inquiry.list({row.group, row.kind}, object->name());
        for (const ObjectRef& each : all ? *all : std::vector<ObjectRef>()) {
            if (each->meta().finalizers.empty()) continue;
            names.push_back(row.singular + "/" + each->name());
            held.evidence.push_back(field(*each, "metadata.finalizers", listed(each->meta().finalizers)));
        }
    }
    if (!names.empty()) {
        held.statement += std::format(" Held by finalizers: {}.", listed(names));
        held.next = std::format("armillaryctl why {} -n {}", names.front(), object->name());
    } else if (const auto* remains = conditionOf(space->status.conditions, "NamespaceContentRemaining");
               remains && remains->status == corev1::kConditionTrue) {
        held.statement += " " + bounded(remains->message, 200);
    }
    explainDeletion(object, inquiry, out);
    out.insert(out.begin(), std::move(held));
}

void explainConditions(const ObjectRef& object, Inquiry& inquiry, Statements& out) {
    // A condition's name says which way round it is good; those that nobody knows say nothing.
    static constexpr std::string_view kGood[] = {
        "Ready",   "Available", "Accepted",   "Programmed", "ResolvedRefs", "Established", "NamesAccepted",
        "Healthy", "Synced",    "Reconciled", "Succeeded",  "Complete",     "Valid",       "Approved"};
    static constexpr std::string_view kBad[] = {"Failed", "Failure", "Degraded", "Stalled", "Denied", "Error"};
    const relations::Document document(object);
    std::size_t bad = 0;
    const auto judge = [&](const relations::FieldView& condition, const relations::FieldView&,
                           const std::string& path) {
        const std::string type = condition.member("type").text(), status = condition.member("status").text();
        const bool failed = (status == "False" && std::ranges::contains(kGood, type)) ||
                            (status == "True" && std::ranges::contains(kBad, type));
        if (!failed || ++bad > 4) return;
        const std::string reason = condition.member("reason").text(), message = condition.member("message").text();
        out.push_back(
            {"not-ready",
             std::format("Its condition {} is {}{}", type, status,
                         message.empty() ? (reason.empty() ? "." : ": " + reason) : ": " + bounded(message, 300)),
             {field(*object, path, reason.empty() ? type + "=" + status : type + "=" + status + ", " + reason)},
             kubectl(*object, "describe")});
    };
    relations::visit(document.root(), "status.conditions[]", judge);
    relations::visit(document.root(), "status.parents[].conditions[]", judge);
    relations::visit(document.root(), "status.listeners[].conditions[]", judge);

    constexpr std::int64_t kRecentSeconds = 600;
    const auto& said = inquiry.events(object);
    const auto warning =
        std::find_if(said.rbegin(), said.rend(), [](const Said& each) { return each.type == "Warning"; });
    if (warning == said.rend() || inquiry.now() - warning->at > kRecentSeconds) return;
    if (!out.empty())
        out.front().evidence.push_back(cite(*warning));
    else
        out.push_back({"not-ready",
                       std::format("The last warning about it says: {}", bounded(warning->message, 300)),
                       {cite(*warning)},
                       kubectl(*object, "describe")});
}

}  // namespace armillary::explain
