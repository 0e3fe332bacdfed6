#pragma once

#include <QGuiApplication>
#include <QQuickStyle>
#include <QTemporaryDir>

#include "languages.h"

namespace armillary::app {

/// What a program with the window in it needs before its tests are made. It neither reads nor writes the settings of
/// whoever runs it, and speaks English.
class WindowProgram {
public:
    WindowProgram(int& count, char** arguments) : m_application((prepare(m_settings), count), arguments) {
        QGuiApplication::setApplicationName(QStringLiteral("armillary"));
        QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
        QGuiApplication::setQuitOnLastWindowClosed(false);
        Languages::speak(QStringLiteral("en"));
    }

private:
    static void prepare(const QTemporaryDir& settings) {
        qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
        qputenv("XDG_DATA_HOME", settings.path().toUtf8());
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }

    const QTemporaryDir m_settings;
    const QGuiApplication m_application;
};

}  // namespace armillary::app
