#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QPointer>
#include <QSet>
#include <QtQmlIntegration>
#include <vector>

#include "editor_document.h"
#include "form_rows.h"
#include "form_schemas.h"

namespace armillary::app {

/// The object that an EditorDocument shows, as lines to fill in: what is common of its kind, then every field that its
/// schema has, looked into as far as somebody opens it. Whatever is changed here is an edit of the document.
class FormModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ document WRITE setDocument NOTIFY documentChanged REQUIRED)
    /// "Deployment" and so on; "" when nothing is shown.
    Q_PROPERTY(QString kind READ kind NOTIFY subjectChanged)
    Q_PROPERTY(QString name READ name NOTIFY subjectChanged)
    Q_PROPERTY(QString itsNamespace READ itsNamespace NOTIFY subjectChanged)
    Q_PROPERTY(QString homeNamespace READ homeNamespace NOTIFY subjectChanged)
    Q_PROPERTY(bool namespaced READ isNamespaced NOTIFY subjectChanged)
    /// The text is no YAML just now: what is shown is of before, and cannot be changed.
    Q_PROPERTY(bool readOnly READ isReadOnly NOTIFY subjectChanged)
    /// Words to look for in all fields; "" shows the form itself.
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        RowKindRole,  ///< "section", "field" or "add"
        LabelRole,
        PathRole,
        WidgetRole,  ///< see word(FieldFacts::Widget)
        ValueRole,
        DefaultRole,
        ChoicesRole,
        ShortDocRole,
        DocRole,
        TypeRole,
        DepthRole,
        CanOpenRole,
        OpenRole,
        SetRole,
        RequiredRole,
        RemovableRole,
        ItemRole,
        EntryRole,
        SecretRole,
        HiddenRole,
        ProblemRole,
        ToneRole,
        OriginRole,  ///< where a view has the value from; "" of what is a file
    };

    explicit FormModel(QObject* parent = nullptr);

    EditorDocument* document() const { return m_document; }
    void setDocument(EditorDocument* document);
    QString kind() const { return m_kind; }
    QString name() const { return m_name; }
    QString itsNamespace() const { return m_namespace; }
    QString homeNamespace() const;
    bool isNamespaced() const { return m_namespaced; }
    bool isReadOnly() const { return m_readOnly; }
    const QString& search() const { return m_search; }
    void setSearch(const QString& search);
    int count() const { return static_cast<int>(m_rows.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The scalar of a row; "" removes what is not required. What cannot stand there is kept as a draft, and said.
    Q_INVOKABLE void setValue(int row, const QString& typed);
    /// Gives up a draft.
    Q_INVOKABLE void dropDraft(int row);
    /// One more or one less, in the unit that is written.
    Q_INVOKABLE void step(int row, int by);
    /// Of a Union: that one in place of what is there.
    Q_INVOKABLE void pick(int row, const QString& member);
    /// Of an Add row: an item, or the map's value of that key.
    Q_INVOKABLE void add(int row, const QString& key = {});
    Q_INVOKABLE void remove(int row);
    /// An item to another place in its list.
    Q_INVOKABLE void move(int row, int by);
    Q_INVOKABLE void renameKey(int row, const QString& key);
    Q_INVOKABLE void toggle(int row);
    Q_INVOKABLE void reveal(int row);
    Q_INVOKABLE void setName(const QString& name);
    Q_INVOKABLE void setNamespace(const QString& name);
    /// Somebody is at the row now: what is typed from here on is one step of undo.
    Q_INVOKABLE void look(int row);
    /// What could stand there, from the project and the cluster.
    Q_INVOKABLE QStringList suggestions(int row) const;
    /// The row that shows the document's field, opened as far as needed; -1 when there is none.
    Q_INVOKABLE int rowOfField();

signals:
    void documentChanged();
    void subjectChanged();
    void searchChanged();
    void countChanged();

private:
    void refresh();
    void readSubject();
    FormSubject subject() const;
    void showRows(std::vector<FormRow> rows);
    QString originOf(const FormRow& row) const;
    void showOrigins();
    const FormRow* rowAt(int row) const;
    const manifest::Node* objectNode() const;
    const manifest::Node* nodeOf(const FormRow& row) const;
    bool edit(const QString& title, std::vector<manifest::Edit> edits, const QString& merge = {});
    QString mergeOf(const FormRow& row) const;

    QPointer<EditorDocument> m_document;
    QString m_kind, m_name, m_namespace, m_search;
    FormSchemas m_schemas;
    FieldFacts m_root;
    editor::ItemId m_item = editor::kNoItem;
    bool m_namespaced = true, m_readOnly = false;
    std::vector<FormRow> m_rows;
    QHash<QString, bool> m_open;  ///< what somebody has opened or closed
    QSet<QString> m_revealed;
    QString m_draftId, m_draft, m_draftProblem;
    QString m_bareId;  ///< the row in which somebody types what was written without quotes before
    int m_stint = 0;
};

}  // namespace armillary::app
