#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <QtQmlIntegration>
#include <optional>
#include <vector>

#include "app/kinds/kind.h"
#include "cell_order.h"
#include "cluster.h"
#include "row_filter.h"
#include "table_source.h"

namespace armillary::app {

/// The objects of one resource as a table that sorts, filters and selects: the server's columns, with the namespace
/// where several are shown, and ages that go on.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY resourceChanged REQUIRED)
    /// "apps/Deployment", "/Pod": group and kind. Shows it as soon as the cluster's discovery has it.
    Q_PROPERTY(QString resource READ resource WRITE setResource NOTIFY resourceChanged)
    /// The same as people say it: "deployments.apps".
    Q_PROPERTY(QString kind READ kind NOTIFY resourceChanged)
    Q_PROPERTY(bool namespaced READ isNamespaced NOTIFY resourceChanged)
    /// Only of these; none for all.
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY resourceChanged)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(QString filterProblem READ filterProblem NOTIFY filterChanged)

    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// Why nothing can be shown; "" when it can.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(bool forbidden READ isForbidden NOTIFY stateChanged)
    /// The one namespace that is read because the user may not list all; "" otherwise.
    Q_PROPERTY(QString narrowedTo READ narrowedTo NOTIFY stateChanged)
    Q_PROPERTY(bool stale READ isStale NOTIFY stateChanged)
    Q_PROPERTY(int total READ total NOTIFY countChanged)
    Q_PROPERTY(int shown READ shown NOTIFY countChanged)

    Q_PROPERTY(int sortColumn READ sortColumn NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY sortChanged)
    /// All columns in the server's order: {name, description, shown, wide}.
    Q_PROPERTY(QVariantList columnChoices READ columnChoices NOTIFY columnsChosen)

    /// The row that the keyboard is on, -1 for none; it stays with its object.
    Q_PROPERTY(int currentRow READ currentRow WRITE setCurrentRow NOTIFY currentChanged)
    Q_PROPERTY(QString currentKey READ currentKey NOTIFY currentChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)

public:
    enum Role { ToneRole = Qt::UserRole + 1, KeyRole, SelectedRole, CurrentRole, FirstRole };

    explicit TableModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString resource() const { return m_wanted; }
    void setResource(const QString& resource);
    QString kind() const;
    bool isNamespaced() const { return m_resource && m_resource->namespaced; }
    QStringList namespaces() const { return m_namespaces; }
    void setNamespaces(const QStringList& namespaces);
    QString filter() const { return m_filterText; }
    void setFilter(const QString& text);
    QString filterProblem() const { return m_filter.problem(); }
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    bool isForbidden() const { return m_forbidden; }
    QString narrowedTo() const { return m_narrowedTo; }
    bool isStale() const { return m_stale; }
    int total() const { return static_cast<int>(m_slots.size()); }
    int shown() const { return static_cast<int>(m_order.size()); }
    int sortColumn() const { return m_sortColumn; }
    bool isDescending() const { return m_descending; }
    QVariantList columnChoices() const;
    int currentRow() const;
    void setCurrentRow(int row);
    QString currentKey() const { return m_currentKey; }
    int selectedCount() const { return static_cast<int>(m_selected.size()); }

    /// Sorts by a shown column; the same again turns the order round. Remembered per kind, as are the columns.
    Q_INVOKABLE void sortBy(int column);
    Q_INVOKABLE void showColumn(const QString& name, bool shown);
    /// Pixels that a column's text wants: by its name and its longest cells, within bounds.
    Q_INVOKABLE int widthHint(int column) const;

    Q_INVOKABLE void toggleSelected(int row);
    /// From the current row to this one.
    Q_INVOKABLE void selectTo(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();
    /// Keys of what is selected, else of the current row: what an action is about.
    Q_INVOKABLE QStringList subjects() const;
    Q_INVOKABLE QString keyAt(int row) const;
    Q_INVOKABLE int rowOfKey(const QString& key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void resourceChanged();
    void filterChanged();
    void stateChanged();
    void countChanged();
    void sortChanged();
    void columnsChosen();
    void currentChanged();
    void selectionChanged();

private:
    /// What a shown column takes its text from.
    struct Shown {
        enum From { Cell, Namespace, Age } from = Cell;
        int cell = -1;
        QString title;
    };
    using Slot = int;  ///< place of a row in m_rows; stays while the object lives

    void open();
    void takeColumns(const std::vector<TableColumn>& columns);
    void chooseColumns();
    void takeRows(const std::vector<TableRow>& put, const QStringList& removed);
    void takeFew(const std::vector<TableRow>& put, const QStringList& removed);
    void takeMany(const std::vector<TableRow>& put, const QStringList& removed);
    void sortAll();
    std::vector<Slot> filtered() const;
    /// Shows these, in this order. Views keep the cells that they have.
    void show(std::vector<Slot> order);
    void insertSorted(Slot slot);
    void removeSorted(Slot slot);
    Slot store(const TableRow& row);
    void drop(const QString& key);
    bool before(Slot left, Slot right) const;
    int placeOf(Slot slot) const { return placeIn(m_order, slot); }
    int placeIn(const std::vector<Slot>& order, Slot slot) const;
    void updateOrderKey(Slot slot);
    QString textAt(const TableRow& row, const Shown& column) const;
    kinds::Tone toneAt(const TableRow& row, const Shown& column) const;
    bool shows(const TableRow& row) const { return m_filter.matches(row, m_columns); }
    void rowLooksDifferent(const QString& key);
    void setState(bool loading, const QString& problem, bool forbidden);
    void remember() const;
    void recall();

    Cluster* m_cluster = nullptr;
    QString m_wanted;
    std::optional<client::ApiResource> m_resource;
    QStringList m_namespaces;
    TableSource m_source;
    QString m_filterText;
    RowFilter m_filter;
    bool m_loading = true, m_forbidden = false, m_stale = false;
    QString m_problem, m_narrowedTo;

    std::vector<TableColumn> m_columns;
    QStringList m_hidden, m_extra;  ///< columns that the user took away, and wide ones that were asked for
    std::vector<Shown> m_shown;
    int m_sortColumn = 0;
    QString m_sortName;
    bool m_descending = false;

    std::vector<TableRow> m_rows;  ///< by slot
    std::vector<CellOrder> m_orderKeys;
    std::vector<Slot> m_free;
    QHash<QString, Slot> m_slots;
    std::vector<Slot> m_sorted;         ///< all of them, in order
    std::vector<Slot> m_order;          ///< what is shown, in order
    mutable std::vector<int> m_widths;  ///< by shown column; 0 for those that have not been asked for
    QString m_currentKey;
    QSet<QString> m_selected;
    QTimer m_ages;
};

}  // namespace armillary::app
