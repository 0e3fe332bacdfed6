#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QTimer>
#include <QtQmlIntegration>
#include <vector>

#include "programs/common/lifecycle/steps.h"

namespace armillary::app {

/// The steps of a way up or down: which is under way and for how long.
class StepList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("a local cluster's")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// `state` is "waiting", "running", "done" or "failed"; `elapsed` and `usual` are milliseconds.
    enum Role { NameRole = Qt::UserRole + 1, DetailRole, StateRole, ElapsedRole, UsualRole };

    explicit StepList(QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_steps.size()); }
    void reset(const std::vector<programs::Step>& steps);
    void begin(programs::StepId id);
    void end(programs::StepId id);
    /// The one under way has failed.
    void fail();
    /// The one under way; the last one that was when none is.
    std::optional<programs::StepId> current() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    enum class State { Waiting, Running, Done, Failed };
    struct Entry {
        programs::Step step;
        State state = State::Waiting;
        qint64 elapsed = 0;
    };
    void set(std::size_t row, State state);

    std::vector<Entry> m_steps;
    std::optional<std::size_t> m_current;
    QElapsedTimer m_since;
    QTimer m_tick;
};

}  // namespace armillary::app
