#include <QGuiApplication>
#include <QQuickStyle>
#include <QTemporaryDir>

#include "languages.h"
#include "tour.h"

int main(int count, char** arguments) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    QGuiApplication::setQuitOnLastWindowClosed(false);
    armillary::app::Languages::speak(QStringLiteral("en"));
    armillary::app::Tour tour;
    return QTest::qExec(&tour, count, arguments);
}
