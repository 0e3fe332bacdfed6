#include "node_shell_pod.h"

#include <signal.h>

#include <QCryptographicHash>
#include <QJsonArray>
#include <QSysInfo>
#include <algorithm>
#include <array>
#include <cerrno>

namespace armillary::app {

namespace {

constexpr int kLongestSeconds = 24 * 60 * 60;

/// 0 for what most likely has what it takes.
std::size_t rankOf(const QString& image) {
    static constexpr std::array kKnown = {"busybox", "alpine", "debian", "ubuntu", "armillary.dev/sample-web"};
    const auto found =
        std::ranges::find_if(kKnown, [&](const char* name) { return image.contains(QLatin1String(name)); });
    return static_cast<std::size_t>(found - kKnown.begin());
}

/// Says nothing of the machine to whoever reads the label.
QString machine() {
    const QByteArray hash = QCryptographicHash::hash(QSysInfo::machineUniqueId(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(12));
}

}  // namespace

QString nodeShellOwner(qint64 process) {
    return QStringLiteral("%1-%2").arg(machine()).arg(process);
}

bool isOwnerGone(const QString& owner) {
    bool isNumber = false;
    const int process = owner.section(u'-', 1).toInt(&isNumber);
    return owner.section(u'-', 0, 0) == machine() && isNumber && process > 0 && ::kill(process, 0) != 0 &&
           errno == ESRCH;
}

QJsonObject nodeShellPod(const QString& name, const QString& namespace_, const QString& node, const QString& image,
                         const QString& owner) {
    const QJsonObject container{
        {"name", "shell"},
        {"image", image},
        {"imagePullPolicy", "IfNotPresent"},
        {"command",
         QJsonArray{
             "chroot", "/host", "/bin/sh", "-c",
             "TERM=xterm-256color; export TERM; cd; command -v bash >/dev/null 2>&1 && exec bash -l; exec sh -l"}},
        {"stdin", true},
        {"stdinOnce", true},
        {"tty", true},
        {"securityContext", QJsonObject{{"privileged", true}}},
        {"volumeMounts", QJsonArray{QJsonObject{{"name", "host"}, {"mountPath", "/host"}}}}};
    return {{"apiVersion", "v1"},
            {"kind", "Pod"},
            {"metadata", QJsonObject{{"name", name},
                                     {"namespace", namespace_},
                                     {"labels", QJsonObject{{QString::fromLatin1(kNodeShellLabel), owner}}}}},
            {"spec", QJsonObject{{"nodeName", node},
                                 {"hostPID", true},
                                 {"hostNetwork", true},
                                 {"hostIPC", true},
                                 {"restartPolicy", "Never"},
                                 {"activeDeadlineSeconds", kLongestSeconds},
                                 {"terminationGracePeriodSeconds", 1},
                                 {"automountServiceAccountToken", false},
                                 // Whatever is wrong with the node is why somebody wants to look.
                                 {"tolerations", QJsonArray{QJsonObject{{"operator", "Exists"}}}},
                                 {"volumes",
                                  QJsonArray{QJsonObject{{"name", "host"}, {"hostPath", QJsonObject{{"path", "/"}}}}}},
                                 {"containers", QJsonArray{container}}}}};
}

QStringList imagesOn(const corev1::Node& node) {
    QStringList images;
    for (const corev1::ContainerImage& image : node.status.images) {
        // Of its names the one with a tag; one by digest says nothing to a person.
        const auto tagged = std::ranges::find_if(
            image.names, [](const std::string& name) { return !name.contains('@') && !name.contains("<none>"); });
        if (tagged != image.names.end() && !tagged->contains("pause")) images << QString::fromStdString(*tagged);
    }
    images.sort();
    std::ranges::stable_sort(images, {}, rankOf);
    return images;
}

}  // namespace armillary::app
