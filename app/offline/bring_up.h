#pragma once

#include <expected>
#include <string>
#include <vector>

#include "app/offline/offline_cluster.h"
#include "app/offline/sample_workloads.h"
#include "nodes/machines/simulated/simulated_nodes.h"

namespace armillary::app {

/// Creates the sample on a cluster whose controllers, scheduler and simulated nodes run, and waits until it has come to
/// rest; see makeOfflineCluster(). The error is one sentence.
std::expected<void, std::string> bringUp(client::Client& client, const OfflineOptions& options,
                                         const std::vector<SampleWorkload>& workloads);

/// Writes nodes, workloads and pods as they would be after a bring-up, without mistakes, where nobody acts.
std::expected<void, std::string> writeDirectly(client::Client& client, const OfflineOptions& options,
                                               const std::vector<SampleWorkload>& workloads);

/// The machines that the sample runs on: room for twice its pods at least.
machines::SimulatedOptions machineSize(const OfflineOptions& options);
/// Creates the sample's namespaces.
std::expected<void, std::string> createNamespaces(client::Client& client);

}  // namespace armillary::app
