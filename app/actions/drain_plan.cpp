#include "drain_plan.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "engine/schema/json_codec.h"

namespace armillary::app {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Drain)
};

bool usesEmptyDir(const QJsonObject& spec) {
    for (const QJsonValue volume : spec["volumes"].toArray())
        if (volume["emptyDir"].isObject()) return true;
    return false;
}

/// Decides in kubectl's order: what stays whatever is allowed comes first.
void decide(DrainPod& pod, const QJsonObject& json, const QString& controller, const DrainOptions& options) {
    const QJsonObject meta = json["metadata"].toObject(), spec = json["spec"].toObject();
    const QString phase = json["status"]["phase"].toString();
    const bool ended = phase == u"Succeeded" || phase == u"Failed";
    const auto is = [&pod](PodFate fate, const QString& reason) { pod.fate = fate, pod.reason = reason; };
    if (meta["annotations"].toObject().contains("kubernetes.io/config.mirror"))
        return is(PodFate::Stays, Text::tr("The node itself runs it, from a file."));
    if (controller == u"DaemonSet" && !ended)
        return is(PodFate::Stays, Text::tr("Its daemon set runs it on every node, cordoned or not."));
    if (ended || pod.leaving) return;
    if (!options.emptyDir && usesEmptyDir(spec))
        return is(PodFate::InTheWay, Text::tr("It keeps data in an emptyDir, which goes with it."));
    if (!options.force && controller.isEmpty())
        is(PodFate::InTheWay, Text::tr("No controller makes it anew elsewhere."));
}

}  // namespace

std::vector<DrainPod> drainPlan(const QJsonArray& pods, const DrainOptions& options) {
    std::vector<DrainPod> plan;
    for (const QJsonValue value : pods) {
        const QJsonObject json = value.toObject(), meta = json["metadata"].toObject();
        DrainPod pod{.namespace_ = meta["namespace"].toString(),
                     .name = meta["name"].toString(),
                     .uid = meta["uid"].toString(),
                     .owner = {},
                     .reason = {},
                     .leaving = meta.contains("deletionTimestamp"),
                     .labels = {}};
        QString controller;
        for (const QJsonValue owner : meta["ownerReferences"].toArray()) {
            if (!owner["controller"].toBool()) continue;
            controller = owner["kind"].toString();
            pod.owner = controller + u' ' + owner["name"].toString();
        }
        const QJsonObject labels = meta["labels"].toObject();
        for (auto label = labels.begin(); label != labels.end(); ++label)
            pod.labels[label.key().toStdString()] = label.value().toString().toStdString();
        decide(pod, json, controller, options);
        plan.push_back(std::move(pod));
    }
    // What has to be decided by a person stands first, what stays last.
    std::ranges::stable_sort(plan, [](const DrainPod& a, const DrainPod& b) {
        const auto rank = [](PodFate fate) { return fate == PodFate::InTheWay ? 0 : fate == PodFate::Evict ? 1 : 2; };
        return std::pair(rank(a.fate), a.key()) < std::pair(rank(b.fate), b.key());
    });
    return plan;
}

QString Budget::text() const {
    return Text::tr("The budget %1 lets %2 of %3 pods go: it needs %4 healthy ones and has %5.")
        .arg(name)
        .arg(allowed)
        .arg(expected)
        .arg(needed)
        .arg(healthy);
}

std::vector<Budget> readBudgets(const QJsonArray& budgets) {
    std::vector<Budget> read;
    for (const QJsonValue value : budgets) {
        const QJsonObject spec = value["spec"].toObject(), status = value["status"].toObject();
        if (!spec["selector"].isObject()) continue;
        const QByteArray text = QJsonDocument(spec["selector"].toObject()).toJson(QJsonDocument::Compact);
        const auto selector = schema::fromJson<metav1::LabelSelector>(text.toStdString());
        const auto compiled = selector ? LabelSelector::from(*selector) : LabelSelector::nothing();
        if (!compiled) continue;
        read.push_back({.namespace_ = value["metadata"]["namespace"].toString(),
                        .name = value["metadata"]["name"].toString(),
                        .selector = *compiled,
                        .allowed = status["disruptionsAllowed"].toInt(),
                        .expected = status["expectedPods"].toInt(),
                        .healthy = status["currentHealthy"].toInt(),
                        .needed = status["desiredHealthy"].toInt()});
    }
    return read;
}

const Budget* budgetOf(const DrainPod& pod, const std::vector<Budget>& budgets) {
    const auto found = std::ranges::find_if(budgets, [&pod](const Budget& budget) {
        return budget.namespace_ == pod.namespace_ && budget.selector.matches(pod.labels);
    });
    return found == budgets.end() ? nullptr : &*found;
}

}  // namespace armillary::app
