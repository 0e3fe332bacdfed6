#include "condition_words.h"

#include <QObject>
#include <QRegularExpression>
#include <algorithm>

namespace armillary::app {

namespace {

struct Words {
    const char *type, *yes, *no;
    bool yesIsGood = true;
};

// Source: the condition types of core/v1, apps/v1, batch/v1, autoscaling/v2, policy/v1 and apiextensions/v1.
const Words kWords[] = {
    {"Ready", QT_TRANSLATE_NOOP("QObject", "Ready"), QT_TRANSLATE_NOOP("QObject", "Not ready")},
    {"PodScheduled", QT_TRANSLATE_NOOP("QObject", "Has a node"), QT_TRANSLATE_NOOP("QObject", "Has no node yet")},
    {"PodReadyToStartContainers", QT_TRANSLATE_NOOP("QObject", "Sandbox and network are there"),
     QT_TRANSLATE_NOOP("QObject", "Waits for its sandbox")},
    {"Initialized", QT_TRANSLATE_NOOP("QObject", "Init containers are done"),
     QT_TRANSLATE_NOOP("QObject", "Waits for its init containers")},
    {"ContainersReady", QT_TRANSLATE_NOOP("QObject", "All containers are ready"),
     QT_TRANSLATE_NOOP("QObject", "Not all containers are ready")},
    {"DisruptionTarget", QT_TRANSLATE_NOOP("QObject", "Is about to be taken away"),
     QT_TRANSLATE_NOOP("QObject", "Stays"), false},
    {"MemoryPressure", QT_TRANSLATE_NOOP("QObject", "Short of memory"), QT_TRANSLATE_NOOP("QObject", "Enough memory"),
     false},
    {"DiskPressure", QT_TRANSLATE_NOOP("QObject", "Short of disk space"),
     QT_TRANSLATE_NOOP("QObject", "Enough disk space"), false},
    {"PIDPressure", QT_TRANSLATE_NOOP("QObject", "Short of process numbers"),
     QT_TRANSLATE_NOOP("QObject", "Enough process numbers"), false},
    {"NetworkUnavailable", QT_TRANSLATE_NOOP("QObject", "Network is not set up"),
     QT_TRANSLATE_NOOP("QObject", "Network is set up"), false},
    {"Available", QT_TRANSLATE_NOOP("QObject", "Enough pods are available"),
     QT_TRANSLATE_NOOP("QObject", "Too few pods are available")},
    {"ReplicaFailure", QT_TRANSLATE_NOOP("QObject", "Pods cannot be made"),
     QT_TRANSLATE_NOOP("QObject", "Pods can be made"), false},
    {"Complete", QT_TRANSLATE_NOOP("QObject", "Complete"), QT_TRANSLATE_NOOP("QObject", "Not complete")},
    {"SuccessCriteriaMet", QT_TRANSLATE_NOOP("QObject", "Has succeeded"),
     QT_TRANSLATE_NOOP("QObject", "Has not succeeded yet")},
    {"Failed", QT_TRANSLATE_NOOP("QObject", "Failed"), QT_TRANSLATE_NOOP("QObject", "Not failed"), false},
    {"FailureTarget", QT_TRANSLATE_NOOP("QObject", "Is failing"), QT_TRANSLATE_NOOP("QObject", "Not failing"), false},
    {"AbleToScale", QT_TRANSLATE_NOOP("QObject", "Able to scale"), QT_TRANSLATE_NOOP("QObject", "Cannot scale")},
    {"ScalingActive", QT_TRANSLATE_NOOP("QObject", "Measures are there"),
     QT_TRANSLATE_NOOP("QObject", "Measures are missing")},
    {"DisruptionAllowed", QT_TRANSLATE_NOOP("QObject", "Pods may be taken away"),
     QT_TRANSLATE_NOOP("QObject", "No pod may be taken away")},
    {"Established", QT_TRANSLATE_NOOP("QObject", "Is served"), QT_TRANSLATE_NOOP("QObject", "Is not served")},
    {"NamesAccepted", QT_TRANSLATE_NOOP("QObject", "Its names are free"),
     QT_TRANSLATE_NOOP("QObject", "Its names are taken")},
};

ConditionWords said(const Words& words, const QString& status) {
    const bool yes = status == u"True";
    if (!yes && status != u"False")
        return {QObject::tr("%1: unknown").arg(QObject::tr(words.yes)), QStringLiteral("warning")};
    return {QObject::tr(yes ? words.yes : words.no), yes == words.yesIsGood ? QStringLiteral("good")
                                                     : yes                  ? QStringLiteral("bad")
                                                                            : QStringLiteral("warning")};
}

/// What is a trouble by its name.
bool isBadByName(const QString& type) {
    static const QRegularExpression kBad(
        QStringLiteral("(Pressure|Failure|Failed|Unavailable|Stalled|Error|Degraded|Failing|Problem)$"));
    return kBad.match(type).hasMatch();
}

}  // namespace

ConditionWords wordsOf(const QString& type, const QString& status, const QString& reason) {
    if (type == u"Progressing") {
        if (reason == u"NewReplicaSetAvailable") return {QObject::tr("Rollout is complete"), QStringLiteral("good")};
        if (status == u"True") return {QObject::tr("Rollout under way"), QStringLiteral("warning")};
        if (reason == u"DeploymentPaused") return {QObject::tr("Rollout is paused"), QStringLiteral("quiet")};
        return {QObject::tr("Rollout is stuck"), QStringLiteral("bad")};
    }
    if (type == u"ScalingLimited")
        return {status == u"True" ? QObject::tr("At the limit of its replicas") : QObject::tr("Within its limits"),
                status == u"True" ? QStringLiteral("warning") : QStringLiteral("good")};
    if (type == u"Suspended")
        return {status == u"True" ? QObject::tr("Suspended") : QObject::tr("Not suspended"), QStringLiteral("quiet")};
    const auto known =
        std::ranges::find(kWords, type, [](const Words& words) { return QString::fromLatin1(words.type); });
    if (known != std::end(kWords)) return said(*known, status);
    const bool yes = status == u"True", no = status == u"False";
    const QString answer = yes ? QObject::tr("yes") : no ? QObject::tr("no") : QObject::tr("unknown");
    const QString tone = isBadByName(type) ? (no ? QStringLiteral("good") : QStringLiteral("bad"))
                         : yes             ? QString()
                                           : QStringLiteral("warning");
    return {QObject::tr("%1: %2").arg(type, answer), tone};
}

}  // namespace armillary::app
