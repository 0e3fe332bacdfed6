#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQmlIntegration>
#include <vector>

#include "canvas_model.h"

namespace armillary::app {

/// The canvas as rows, for who does not see it or wants to sort it: one for each object of the project.
class CanvasTable : public QAbstractListModel {
    Q_OBJECT
    QML_NAMED_ELEMENT(CanvasTableModel)
    Q_PROPERTY(armillary::app::CanvasModel* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(int sortColumn READ sortColumn NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY sortChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        ItemRole = Qt::UserRole + 1,
        KindRole,
        NameRole,
        NamespaceRole,
        FileRole,
        ConnectionsRole,
        ProblemsRole,
        FindingRole
    };

    using QAbstractListModel::QAbstractListModel;

    CanvasModel* canvas() const { return m_canvas; }
    void setCanvas(CanvasModel* canvas);
    int sortColumn() const { return m_column; }
    bool isDescending() const { return m_descending; }
    int count() const { return static_cast<int>(m_rows.size()); }

    /// 0 to 5, in the order of the roles from KindRole; a second time the other way round.
    Q_INVOKABLE void sortBy(int column);
    Q_INVOKABLE int itemAt(int row) const;
    Q_INVOKABLE int rowOf(int item) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void canvasChanged();
    void sortChanged();
    void countChanged();

private:
    struct Row {
        int item = 0, connections = 0, problems = 0;
        QString kind, name, namespace_, file, finding;
        bool operator==(const Row&) const = default;
    };
    void read();

    QPointer<CanvasModel> m_canvas;
    int m_column = 0;
    bool m_descending = false;
    std::vector<Row> m_rows;
};

}  // namespace armillary::app
