#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// Details and the editor, by mouse and by keyboard.
class DetailsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void walksFromDeploymentToNode();
    void editsByKeyboard();
    void asksBetweenMineAndTheirs();
    void readsUnderTheLock();
    void showsASecretWhileTheEyeIsOpen();
    void showsWhatIsUsed();

private:
    /// Opens it, and waits until it stands still.
    void openDetails(const QString& resource, const QString& key);
    void settle();
    /// The entry of this name in the relations.
    QQuickItem* relation(const QString& name) const;
    QObject* editor() const;
    QQuickItem* area() const { return item(QStringLiteral("yamlEditor")); }
    void type(const QString& text);
};

}  // namespace armillary::app
