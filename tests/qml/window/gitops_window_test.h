#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// The preview of a repository by mouse and by keyboard.
class GitopsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void asksForARepository();
    void showsWhatChanges();
    void worksByKeyboard();
    void choosesARevision();
    void opensInTheEditor();
    void keepsWhatWasShownWhileSomethingIsBroken();

private:
    void openPage();
    void openRepository(const QString& path);
    QObject* preview() const { return part("gitops")->property("preview").value<QObject*>(); }
    QString text(const QString& objectName) const;
};

}  // namespace armillary::app
