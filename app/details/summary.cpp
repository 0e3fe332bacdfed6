#include <QVariantMap>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "object_details.h"
#include "pod_state.h"

namespace armillary::app {

namespace {

class Rows {
public:
    void add(const QString& label, const QString& value, const char* tone = "") {
        if (!value.isEmpty())
            m_rows.append(QVariantMap{{"label", label}, {"value", value}, {"tone", QString::fromLatin1(tone)}});
    }
    void add(const QString& label, const std::string& value, const char* tone = "") {
        add(label, QString::fromStdString(value), tone);
    }
    void heading(const QString& text) {
        m_rows.append(QVariantMap{{"label", text}, {"value", QString()}, {"tone", "heading"}});
    }
    QVariantList take() { return std::move(m_rows); }

private:
    QVariantList m_rows;
};

const char* toneOf(PodState state) {
    switch (state) {
        case PodState::Running:
            return "good";
        case PodState::Failing:
            return "bad";
        case PodState::Starting:
        case PodState::Waiting:
            return "warning";
        case PodState::Ended:
        case PodState::Terminating:
            return "";
    }
    return "";
}

QString joined(const schema::StringMap<std::string>& map) {
    QStringList parts;
    for (const auto& [key, value] : map) parts << QString::fromStdString(key + "=" + value);
    return parts.join(u'\n');
}

QString containerText(const corev1::ContainerStatus& status) {
    QString text;
    if (status.state.running)
        text = QObject::tr("running for %1").arg(age(status.state.running->startedAt));
    else if (status.state.waiting)
        text =
            QString::fromStdString(status.state.waiting->reason +
                                   (status.state.waiting->message.empty() ? "" : ": " + status.state.waiting->message));
    else if (status.state.terminated)
        text = QObject::tr("ended with %1, %2")
                   .arg(status.state.terminated->exitCode)
                   .arg(QString::fromStdString(status.state.terminated->reason));
    if (status.restartCount > 0)
        text += u'\n' + (status.restartCount == 1 ? QObject::tr("1 restart")
                                                  : QObject::tr("%1 restarts").arg(status.restartCount));
    return text;
}

void podRows(Rows& rows, const Object& object) {
    const auto& pod = object.as<corev1::Pod>();
    rows.add(QObject::tr("Status"), podStatusText(object), toneOf(podState(object)));
    for (const corev1::PodCondition& condition : pod.status.conditions)
        if (condition.status != "True" && !condition.message.empty())
            rows.add(QObject::tr("Why"), condition.message, "warning");
    const Workload workload = workloadOf(object);
    if (workload.kind != "Pod") rows.add(workload.kind, workload.name);
    rows.add(QObject::tr("Node"), pod.spec.nodeName);
    rows.add(QObject::tr("Address"), pod.status.podIP);
    rows.heading(QObject::tr("Containers"));
    for (const corev1::Container& container : pod.spec.containers) {
        rows.add(QString::fromStdString(container.name), container.image);
        for (const corev1::ContainerStatus& status : pod.status.containerStatuses)
            if (status.name == container.name)
                rows.add(QString(), containerText(status), status.ready ? "good" : "warning");
    }
}

void replicaRows(Rows& rows, int wanted, int ready, const corev1::PodTemplateSpec& pod) {
    rows.add(QObject::tr("Ready"), QObject::tr("%1 of %2").arg(ready).arg(wanted),
             ready >= wanted ? "good" : "warning");
    rows.heading(QObject::tr("Containers"));
    for (const corev1::Container& container : pod.spec.containers)
        rows.add(QString::fromStdString(container.name), container.image);
}

template <class Conditions>
void conditionRows(Rows& rows, const Conditions& conditions) {
    if (conditions.empty()) return;
    rows.heading(QObject::tr("Conditions"));
    for (const auto& condition : conditions)
        rows.add(QString::fromStdString(condition.type),
                 condition.message.empty() ? condition.status : condition.message);
}

void nodeRows(Rows& rows, const Object& object) {
    const auto& node = object.as<corev1::Node>();
    for (const corev1::NodeAddress& address : node.status.addresses)
        rows.add(QString::fromStdString(address.type), address.address);
    rows.add(QObject::tr("Version"), node.status.nodeInfo.kubeletVersion);
    rows.add(QObject::tr("Runtime"), node.status.nodeInfo.containerRuntimeVersion);
    rows.add(QObject::tr("System"), node.status.nodeInfo.osImage);
    rows.heading(QObject::tr("Allocatable"));
    for (const auto& [name, quantity] : node.status.allocatable)
        rows.add(QString::fromStdString(name), std::string(quantity.text()));
    conditionRows(rows, node.status.conditions);
}

}  // namespace

QVariantList summarise(const Object& object) {
    Rows rows;
    const std::string& kind = object.kind();
    if (kind == "Pod") podRows(rows, object);
    if (kind == "Node") nodeRows(rows, object);
    if (kind == "Deployment") {
        const auto& deployment = object.as<appsv1::Deployment>();
        replicaRows(rows, deployment.spec.replicas.value_or(1), deployment.status.readyReplicas,
                    deployment.spec.template_);
        conditionRows(rows, deployment.status.conditions);
    }
    if (kind == "StatefulSet") {
        const auto& set = object.as<appsv1::StatefulSet>();
        replicaRows(rows, set.spec.replicas.value_or(1), set.status.readyReplicas, set.spec.template_);
    }
    if (kind == "ReplicaSet") {
        const auto& set = object.as<appsv1::ReplicaSet>();
        replicaRows(rows, set.spec.replicas.value_or(1), set.status.readyReplicas, set.spec.template_);
    }
    if (kind == "DaemonSet") {
        const auto& set = object.as<appsv1::DaemonSet>();
        replicaRows(rows, set.status.desiredNumberScheduled, set.status.numberReady, set.spec.template_);
    }
    if (kind == "Job") {
        const auto& job = object.as<batchv1::Job>();
        rows.add(QObject::tr("Succeeded"), QString::number(job.status.succeeded));
        rows.add(QObject::tr("Failed"), QString::number(job.status.failed), job.status.failed > 0 ? "bad" : "");
        conditionRows(rows, job.status.conditions);
    }
    if (kind == "CronJob") rows.add(QObject::tr("Schedule"), object.as<batchv1::CronJob>().spec.schedule);
    rows.heading(QObject::tr("Object"));
    rows.add(QObject::tr("Age"), age(object.meta().creationTimestamp));
    rows.add(QObject::tr("Labels"), joined(object.meta().labels));
    return rows.take();
}

}  // namespace armillary::app
