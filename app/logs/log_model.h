#pragma once

#include <QAbstractListModel>
#include <QColor>
#include <QHash>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QUrl>
#include <QtQmlIntegration>
#include <deque>

#include "log_filter.h"
#include "log_line.h"
#include "log_source.h"

namespace armillary::app {

/// The lines of a source in the order of their times, as far as the filter lets them through; the oldest go when there
/// are too many.
class LogModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::LogSource* source READ source WRITE setSource NOTIFY sourceChanged)
    Q_PROPERTY(int limit READ limit WRITE setLimit NOTIFY limitChanged)
    /// As LogFilter reads it.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(QString filterProblem READ filterProblem NOTIFY filterChanged)
    /// "warning": warnings and errors alone, and so on; "" for all lines.
    Q_PROPERTY(QString severity READ severity WRITE setSeverity NOTIFY filterChanged)
    /// Of what the filter looks for.
    Q_PROPERTY(QColor matchColor READ matchColor WRITE setMatchColor NOTIFY filterChanged)
    /// Lines that are kept; rowCount() is what is shown of them.
    Q_PROPERTY(int total READ total NOTIFY countsChanged)
    Q_PROPERTY(int count READ count NOTIFY countsChanged)
    Q_PROPERTY(int errors READ errors NOTIFY countsChanged)
    /// Lines that came and are not kept any more.
    Q_PROPERTY(qint64 dropped READ dropped NOTIFY countsChanged)
    /// The longest line that is shown, in characters: how wide a row has to be.
    Q_PROPERTY(int widest READ widest NOTIFY countsChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)

public:
    enum Role {
        TextRole = Qt::UserRole + 1,
        MarkupRole,
        PodRole,
        ContainerRole,
        TimeRole,
        SeverityRole,
        PodIndexRole,
        JsonRole,
        SelectedRole
    };
    static constexpr int kLimit = 100'000;
    static constexpr qsizetype kMostCharacters = 64 << 20;

    explicit LogModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    LogSource* source() const { return m_source; }
    void setSource(LogSource* source);
    int limit() const { return m_limit; }
    void setLimit(int lines);
    QString filter() const { return m_filterText; }
    void setFilter(const QString& text);
    QString filterProblem() const { return m_filter.problem(); }
    QString severity() const { return severityName(m_severity); }
    void setSeverity(const QString& least);
    QColor matchColor() const { return m_matchColor; }
    void setMatchColor(const QColor& color);
    int total() const { return static_cast<int>(m_lines.size()); }
    int count() const { return static_cast<int>(m_shown.size()); }
    int errors() const { return m_errors; }
    qint64 dropped() const { return m_dropped; }
    int widest() const { return static_cast<int>(m_widest); }
    int selectedCount() const;

    /// Takes lines in any order; `lost` more were too many before them.
    void add(std::vector<LogLineRef> lines, qint64 lost = 0);
    Q_INVOKABLE void clear();

    /// One row, or all from the one that was selected last to this one.
    Q_INVOKABLE void select(int row, bool extend);
    Q_INVOKABLE void selectAll();
    /// What is selected, as it was written; "" when nothing is.
    Q_INVOKABLE QString selectedText() const;
    Q_INVOKABLE void copySelected() const;
    /// Writes what is shown into a file, with times, pods and containers; saved() says how it went.
    Q_INVOKABLE void save(const QUrl& file);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void sourceChanged();
    void limitChanged();
    void filterChanged();
    void countsChanged();
    void selectionChanged();
    /// `problem` is "" when the file has been written.
    void saved(const QString& problem);

private:
    using Lines = std::deque<LogLineRef>;
    bool shows(const LogLine& line) const;
    void refilter();
    void show(std::vector<LogLineRef> lines);
    void trim();
    std::pair<int, int> selection() const;

    QPointer<LogSource> m_source;
    Lines m_lines, m_shown;  ///< by time; what is shown is in the same order
    qsizetype m_characters = 0, m_widest = 0;
    int m_limit = kLimit, m_errors = 0;
    qint64 m_dropped = 0;
    QString m_filterText;
    LogFilter m_filter;
    Severity m_severity = Severity::None;
    QColor m_matchColor;
    QHash<QString, int> m_pods;  ///< in the order in which they first said something
    QPersistentModelIndex m_anchor, m_current;
};

}  // namespace armillary::app
