#pragma once

#include "editor_document.h"
#include "window_fixture.h"

namespace armillary::app {

/// Form and text of what is edited, side by side in a window of their own.
class FormsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void typesInTheForm();
    void typesInTheText();
    void completesAndExplains();
    void asksForEveryWidget();

private:
    void openPanes(const QString& yaml, const char* kind);
    QString bytes() const { return QString::fromStdString(m_document->project().workspace().files()[0].text); }
    QString value(const QString& objectName) const;
    void typeInto(const QString& objectName, const QByteArray& letters);
    void put(const QByteArray& letters);
    QQuickItem* area() const { return item(QStringLiteral("yamlEditor")); }
    void placeCursor(const QString& behind);

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<EditorDocument> m_document;
};

}  // namespace armillary::app
