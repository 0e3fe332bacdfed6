#pragma once

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "editor_document.h"
#include "form_schemas.h"

namespace armillary::app {

/// What helps whoever types in the text of an EditorDocument's file: what may stand there, and what it means.
class TextHelp : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ document WRITE setDocument NOTIFY documentChanged REQUIRED)

public:
    explicit TextHelp(QObject* parent = nullptr) : QObject(parent) {}

    EditorDocument* document() const { return m_document; }
    void setDocument(EditorDocument* document);

    /// What can be typed at a position of the text, as {label, detail, documentation, insert, kind ("field", "value",
    /// "name"), required, deprecated, begin, end}; begin and end are positions of what it takes the place of.
    Q_INVOKABLE QVariantList completions(int position);
    /// Of the field at a position: {path, type, usual, needed, text, begin, end}; empty where there is none.
    Q_INVOKABLE QVariantMap hover(int position);

signals:
    void documentChanged();

private:
    const manifest::Workspace::Opened* opened() const;

    QPointer<EditorDocument> m_document;
    FormSchemas m_schemas;
};

}  // namespace armillary::app
