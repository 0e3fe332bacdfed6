#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "editor_document.h"
#include "shown_text.h"

namespace armillary::app {

/// A text area that shows the file of an EditorDocument, both ways: what is typed goes to the document as the bytes it
/// changes, what others change comes into the text as the characters that it changes. The document alone undoes.
class DocumentText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ document WRITE setDocument NOTIFY documentChanged REQUIRED)
    Q_PROPERTY(
        QQuickTextDocument* textDocument READ textDocument WRITE setTextDocument NOTIFY textDocumentChanged REQUIRED)
    /// Somebody is in the text: what is selected and looked at follows the cursor then.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(int cursor READ cursor WRITE setCursor NOTIFY cursorChanged)
    /// Why the text is not YAML, and in which line; "" and 0 when it is.
    Q_PROPERTY(QString mistake READ mistake NOTIFY marksChanged)
    Q_PROPERTY(int mistakeLine READ mistakeLine NOTIFY marksChanged)
    /// What the checks say, by line: {line, tone, text}, several of one line in one.
    Q_PROPERTY(QVariantList marks READ marks NOTIFY marksChanged)

public:
    explicit DocumentText(QObject* parent = nullptr);

    EditorDocument* document() const { return m_document; }
    void setDocument(EditorDocument* document);
    QQuickTextDocument* textDocument() const { return m_quick; }
    void setTextDocument(QQuickTextDocument* document);
    /// The same for who has no text area.
    void setText(QTextDocument* text);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    int cursor() const { return m_cursor; }
    void setCursor(int cursor);
    const QString& mistake() const { return m_mistake; }
    int mistakeLine() const { return m_mistakeLine; }
    QVariantList marks() const { return m_marks; }

    /// Selects what the field at the cursor refers to. False when it refers to nothing that is in the project.
    Q_INVOKABLE bool goToDefinition();
    /// The position in the text of a line and column, both from 1.
    Q_INVOKABLE int positionOf(int line, int column) const;

signals:
    void documentChanged();
    void textDocumentChanged();
    void activeChanged();
    void cursorChanged();
    void marksChanged();
    /// Around a change of the text that its reader has not typed.
    void replacing();
    void replaced();
    /// Another file is shown than before.
    void fileShown();
    /// Somebody has typed these letters, or has deleted some: "".
    void typed(const QString& letters);
    /// Where goToDefinition() leads: the cursor belongs there.
    void jumped(int position);
    /// What was selected elsewhere stands here.
    void placeWanted(int position);

private:
    const manifest::Workspace::Opened* opened() const;
    QString text() const;
    void take();
    void show();
    void showFile();
    void readMistake();
    void fillMarks();
    void follow();
    void lookUp();
    const editor::Item* itemAtCursor(manifest::Path& path) const;
    QString merge(const TextChange& change);

    QPointer<EditorDocument> m_document;
    QPointer<QQuickTextDocument> m_quick;
    QPointer<QTextDocument> m_text;
    QString m_shown;  ///< what m_text was last seen to hold
    QVariantList m_marks;
    QString m_mistake;
    int m_mistakeLine = 0;
    QTimer m_lookSoon, m_followSoon, m_pause;
    int m_cursor = 0, m_hint = 0, m_shownFile = -1;
    qsizetype m_stintBegin = -1, m_stintEnd = -1;  ///< where what is typed in one go is so far
    int m_stint = 0;
    bool m_active = false, m_putting = false, m_leading = false;
};

}  // namespace armillary::app
