#pragma once

#include <QString>
#include <memory>

#include "app/offline/offline_cluster.h"

namespace armillary::bench {

/// A cluster that windows of other processes attach to. Ends the program when it cannot be made.
class BusyCluster {
public:
    explicit BusyCluster(const app::OfflineOptions& options);

    QString kubeconfig() const { return QString::fromStdString(m_offline->kubeconfig().string()); }
    /// Serves so many kinds more.
    void addKinds(int count);
    /// Replaces so many pods by others, a hundred at a time.
    void replacePods(int count);

private:
    std::shared_ptr<app::OfflineCluster> m_offline;
    int m_replaced = 0;
    std::size_t m_turn = 0;
};

}  // namespace armillary::bench
