#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <map>
#include <string>
#include <vector>

#include "cluster.h"
#include "rollout_state.h"

namespace armillary::app {

/// Workloads that have just been applied, followed until all have what they are to have: by the window's feeds, and,
/// where one takes its time, by what explanations say of it.
class RolloutWatch : public QObject {
    Q_OBJECT

public:
    struct Workload {
        std::size_t row = 0;  ///< whatever its owner calls it
        std::string apiVersion, kind;
        std::string key;              ///< "shop/web"
        std::int64_t generation = 0;  ///< of what was applied
    };
    /// What is told of a workload.
    struct Progress {
        RolloutState state;
        QString why;  ///< first of what keeps it; "" while nothing does
        bool operator==(const Progress&) const = default;
    };

    explicit RolloutWatch(QObject* parent);

    /// In place of what was followed before.
    void start(Cluster* cluster, std::vector<Workload> workloads);
    void stop();

signals:
    void progressed(std::size_t row, const armillary::app::RolloutWatch::Progress& progress);

private:
    struct Followed {
        Workload workload;
        ObjectRef object;
        Progress progress;
        bool told = false;
    };
    Feed* feedOf(const Workload& workload) const;
    void readAll();
    void take(Followed& followed, ObjectRef object);
    void tell(Followed& followed, Progress progress);
    void askNext();

    QPointer<Cluster> m_cluster;
    std::vector<Followed> m_followed;
    std::vector<QMetaObject::Connection> m_connections;
    QTimer m_ask;
    std::size_t m_next = 0;  ///< whom to ask about next
    int m_generation = 0;
    bool m_asking = false;
};

}  // namespace armillary::app
