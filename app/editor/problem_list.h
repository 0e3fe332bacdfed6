#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQmlIntegration>
#include <vector>

#include "editor_document.h"

namespace armillary::app {

/// What the checks say about a document, errors first; follows it.
class ProblemList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ document WRITE setDocument NOTIFY documentChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY countsChanged)
    Q_PROPERTY(int errors READ errors NOTIFY countsChanged)
    Q_PROPERTY(int warnings READ warnings NOTIFY countsChanged)
    /// Rows that have exactly one fix.
    Q_PROPERTY(int plain READ plain NOTIFY countsChanged)

public:
    /// `severity`: "error", "warning" or "hint"; `place`: "web.yaml:12"; `rule`: the id by which it can be silenced;
    /// `fixes`: what each fix of it does, as a command.
    enum Role {
        SeverityRole = Qt::UserRole + 1,
        MessageRole,
        PlaceRole,
        SubjectRole,
        RuleRole,
        FixesRole,
    };

    explicit ProblemList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    EditorDocument* document() const { return m_document; }
    void setDocument(EditorDocument* document);
    int count() const { return static_cast<int>(m_rows.size()); }
    int errors() const { return number(manifest::Severity::Error); }
    int warnings() const { return number(manifest::Severity::Warning); }
    int plain() const;

    /// Selects what a row is about, and shows its file.
    Q_INVOKABLE void show(int row);
    /// The comment that silences a row's rule is put above its line.
    Q_INVOKABLE void silence(int row);
    /// Makes one of a row's fixes; one step of undo.
    Q_INVOKABLE void fix(int row, int which = 0);
    /// Makes those of all rows that have exactly one, and says how many could not be made; one step of undo.
    Q_INVOKABLE void fixAll();
    /// The fixes of what is said about a line of the file that is shown: {title, row, which}.
    Q_INVOKABLE QVariantList fixesAt(int line) const;
    /// What there is to know about a row's rule: {rule, about, why, mending}.
    Q_INVOKABLE QVariantMap page(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void documentChanged();
    void countsChanged();
    /// A place in the file that is shown, line and column from 1.
    void placeWanted(int line, int column);

private:
    const manifest::Finding* findingAt(int row) const;
    /// What the rows say is about the document as it is now.
    bool isFresh() const { return m_document && m_document->isChecked(); }
    int number(manifest::Severity severity) const;
    void fill();

    QPointer<EditorDocument> m_document;
    std::vector<editor::Finding> m_rows;
    QStringList m_subjects, m_places;
};

}  // namespace armillary::app
