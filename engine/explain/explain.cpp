#include "engine/explain/explain.h"

#include <algorithm>
#include <format>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"
#include "engine/relations/field_view.h"

namespace armillary::explain {

namespace {

struct KindRule {
    std::string_view group, kind;
    Rule rule;
};
constexpr KindRule kKinds[] = {
    {"", "Pod", explainPod},
    {"apps", "Deployment", explainWorkload},
    {"apps", "ReplicaSet", explainWorkload},
    {"apps", "StatefulSet", explainWorkload},
    {"apps", "DaemonSet", explainWorkload},
    {"", "ReplicationController", explainWorkload},
    {"batch", "Job", explainJob},
    {"batch", "CronJob", explainCronJob},
    {"", "Service", explainService},
    {"networking.k8s.io", "Ingress", explainIngress},
    {"networking.k8s.io", "NetworkPolicy", explainPolicy},
    {"", "PersistentVolumeClaim", explainClaim},
    {"", "PersistentVolume", explainVolume},
    {"autoscaling", "HorizontalPodAutoscaler", explainAutoscaler},
    {"policy", "PodDisruptionBudget", explainBudget},
    {"", "ResourceQuota", explainQuota},
    {"", "Node", explainNode},
    {"", "Namespace", explainNamespace},
};

/// As a table's column shows it; "" for kinds without such a column.
std::string cell(const Object& object, std::string_view column, std::int64_t now) {
    const Kind kind = relations::kindOf(object);
    const auto slash = object.apiVersion().rfind('/');
    const auto* row = resources::Table::builtIn().findKind(
        kind.group, object.apiVersion().substr(slash == std::string::npos ? 0 : slash + 1), kind.name);
    if (!row) return {};
    const auto columns = row->rules->columns();
    const auto at = std::ranges::find(columns, column, &resources::Column::name);
    if (at == columns.end()) return {};
    try {
        const auto cells = row->rules->cells(object.decoded(*row->type), {now});
        std::string text = cells.at(static_cast<std::size_t>(at - columns.begin()));
        if (text.starts_with('"') && text.ends_with('"') && text.size() >= 2) text = text.substr(1, text.size() - 2);
        return text;
    } catch (const std::exception&) {
        return {};  // an object that does not read as its kind has no cells
    }
}

std::string stateOf(const ObjectRef& object, std::int64_t now) {
    if (std::string status = cell(*object, "Status", now); !status.empty()) return bounded(status, 100);
    if (object->meta().deletionTimestamp) return "Terminating";
    if (const std::string ready = cell(*object, "Ready", now); !ready.empty()) return ready + " ready";
    const relations::Document document(object);
    if (const std::string phase = document.root().member("status").member("phase").text(); !phase.empty())
        return bounded(phase, 100);
    std::string ready;
    relations::visit(document.root(), "status.conditions[]",
                     [&](const relations::FieldView& condition, const relations::FieldView&, const std::string&) {
                         if (condition.member("type").text() == "Ready")
                             ready = condition.member("status").text() == "True" ? "Ready" : "NotReady";
                     });
    return ready.empty() ? "present" : ready;
}

bool reads(const ObjectRef& object) {
    const Kind kind = relations::kindOf(*object);
    const auto slash = object->apiVersion().rfind('/');
    const auto* row = resources::Table::builtIn().findKind(
        kind.group, object->apiVersion().substr(slash == std::string::npos ? 0 : slash + 1), kind.name);
    if (!row) return true;
    try {
        object->decoded(*row->type);
        return true;
    } catch (const std::logic_error&) {
        return false;
    }
}

/// Everything said within its bounds, with no Secret's value in it, and what could not be read.
void finish(Statements& statements, Inquiry& inquiry) {
    if (statements.size() > kMaxStatements) statements.resize(kMaxStatements);
    auto& first = statements.front().evidence;
    const auto& refusals = inquiry.refusals();
    const std::size_t room = kMaxCitations - std::min(refusals.size(), kMaxCitations / 2);
    if (first.size() > room) first.resize(room);
    first.insert(first.end(), refusals.begin(), refusals.end());
    // Where all is well nothing repeats what anybody said.
    if (std::ranges::any_of(statements, [](const Statement& each) { return each.id != "fine"; }))
        inquiry.learnSecrets();
    for (Statement& statement : statements) {
        if (statement.evidence.size() > kMaxCitations) statement.evidence.resize(kMaxCitations);
        for (std::string* text : {&statement.statement, &statement.next}) {
            inquiry.hideSecrets(*text);
            *text = bounded(*text, kMaxStatementBytes);
        }
        for (Citation& citation : statement.evidence) {
            inquiry.hideSecrets(citation.text);
            citation.text = bounded(citation.text, kMaxTextBytes);
            citation.ref = bounded(citation.ref, kMaxTextBytes);
        }
    }
}

}  // namespace

Explanation explain(const ObjectRef& object, Evidence& evidence) {
    Inquiry inquiry(evidence);
    Explanation explanation{nameOf(*object), stateOf(object, evidence.now()), {}};
    Statements& out = explanation.statements;
    if (!reads(object))
        out.push_back({"not-ready",
                       std::format("The object does not read as {} {}: a field has another form than the API says.",
                                   object->apiVersion(), object->kind()),
                       {field(*object, "", "another form than the API says")},
                       kubectl(*object, "get", "-o yaml")});
    const Kind kind = relations::kindOf(*object);
    const auto* known = std::ranges::find_if(
        kKinds, [&](const KindRule& each) { return each.group == kind.group && each.kind == kind.name; });
    const bool hasRule = known != std::end(kKinds);
    // Pods and namespaces have more to say of their end than that something holds it.
    if (kind != Kind{"", "Pod"} && kind != Kind{"", "Namespace"}) explainDeletion(object, inquiry, out);
    if (hasRule) {
        known->rule(object, inquiry, out);
    } else {
        explainReferences(object, inquiry, out);
        explainConditions(object, inquiry, out);
    }
    if (out.size() > 1 && out.front().id == "finalizer")
        std::erase_if(out, [](const Statement& each) { return each.id == "fine"; });
    if (out.empty()) {
        const bool goes = object->meta().deletionTimestamp.has_value();
        const auto old = inquiry.since(object->meta().creationTimestamp);
        out.push_back({"fine",
                       goes ? "It is being deleted, and nothing holds it."
                            : std::format("It has been there{}, and nothing about it is wrong that can be seen.",
                                          old ? " for " + age(*old) : std::string()),
                       {field(*object, "metadata.creationTimestamp", object->meta().creationTimestamp.text())},
                       kubectl(*object, "describe")});
    }
    finish(out, inquiry);
    return explanation;
}

}  // namespace armillary::explain
