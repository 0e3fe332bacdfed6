#include "debug_container.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRandomGenerator>

#include "app/kinds/writes.h"

namespace armillary::app {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DebugContainer)
};

}  // namespace

DebugContainer makeDebugContainer(const QString& key, const std::string& podPath, const QString& beside,
                                  const QString& image) {
    const QString name =
        QStringLiteral("debugger-") + QString::number(QRandomGenerator::global()->bounded(0x10000, 0x100000), 16);
    const QJsonObject container{{"name", name},
                                {"image", image},
                                {"stdin", true},
                                {"tty", true},
                                {"imagePullPolicy", "IfNotPresent"},
                                {"targetContainerName", beside}};
    return {.name = name,
            .write = {.title = Words::tr("Add the debug container %1 to Pod %2").arg(name, key),
                      .subject = QStringLiteral("Pod ") + key,
                      .calls = {kinds::strategicPatch(
                          podPath + "/ephemeralcontainers",
                          kinds::nested(QStringLiteral("spec.ephemeralContainers"), QJsonArray{container}))}}};
}

}  // namespace armillary::app
