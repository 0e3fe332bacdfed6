#pragma once

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQmlIntegration>
#include <vector>

#include "editor_document.h"

namespace armillary::app {

/// How two items can be connected: the ways there are, in either direction, what each has to be told, and the doing.
class CanvasConnector : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document MEMBER m_document NOTIFY documentChanged REQUIRED)
    /// "web and settings".
    Q_PROPERTY(QString title READ title NOTIFY considered)
    /// Of {title, effect, from, to, questions}; a question is {id, label, suggestion, choices, required}.
    Q_PROPERTY(QVariantList ways READ ways NOTIFY considered)
    /// Why there is none, or why it was not done; "" otherwise.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    using QObject::QObject;

    QString title() const;
    QVariantList ways() const;
    QString problem() const { return m_problem; }

    /// Looks at two items. True when there is a way.
    Q_INVOKABLE bool consider(int from, int to);
    /// There is one way, and nothing has to be asked.
    Q_INVOKABLE bool isPlain() const;
    /// Goes a way; `answers` by the questions' ids. True when it was done.
    Q_INVOKABLE bool connectBy(int way, const QVariantMap& answers);
    /// All that an item may be connected to, those it can be first: {item, title, kind, possible, why}.
    Q_INVOKABLE QVariantList targets(int item, const QString& text) const;
    /// What may be made to be connected to an item: {id, refers}; `id` as "apps/Deployment".
    Q_INVOKABLE QVariantList partners(int item) const;

signals:
    void documentChanged();
    void considered();
    void problemChanged();

private:
    struct Choice {
        editor::ItemId from, to;
        relations::Way way;
    };
    void setProblem(const QString& problem);
    QString nameOf(editor::ItemId item) const;

    QPointer<EditorDocument> m_document;
    editor::ItemId m_from = editor::kNoItem, m_to = editor::kNoItem;
    std::vector<Choice> m_choices;
    QString m_problem;
};

}  // namespace armillary::app
