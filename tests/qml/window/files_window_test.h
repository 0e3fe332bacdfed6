#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// Files of a container, and a shell of a node, by mouse and keyboard.
class FilesWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void walksByKeyboard();
    void takesWhatIsDropped();
    void cancelsAnUpload();
    void downloadsWhatIsSelected();
    void isNotOfferedUnderTheLock();
    void opensAShellOfANode();

private:
    void openFiles(bool own = false);
    QQuickItem* list() const { return item(QStringLiteral("fileList")); }
    QObject* dockPage(const char* part) const;
    QString path() const;
    void go(const QString& path);
    void drop(const QList<QUrl>& files);
    /// One of the transfers has this in what it says.
    bool says(const QString& part) const;
};

}  // namespace armillary::app
