#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <vector>

#include "app/kinds/kind.h"
#include "app/kinds/pod/pod_state.h"
#include "engine/schema/selector.h"
#include "reference_names.h"

namespace armillary::app {

/// What stands on the map, in the order of its layers from left to right; the last three share one.
enum class MapKind { Ingress, Service, Workload, Pods, Config, Secret, Claim, Account };
int layerOf(MapKind kind);

struct MapPod {
    std::string key;
    PodState state = PodState::Waiting;
    bool operator==(const MapPod&) const = default;
};

struct MapNode {
    std::string id;  ///< stays the same as long as it is the same thing: "Deployment/shop/web"
    MapKind kind = MapKind::Workload;
    QString resource, key;  ///< "apps/Deployment", "shop/web"; resource is "" for what cannot be opened
    QString title, subtitle;
    std::string namespace_, application;
    kinds::Tone tone = kinds::Tone::None;
    bool missing = false;  ///< something refers to it, and it is not there
    int replicas = -1;     ///< wanted; -1 for what cannot be scaled
    std::vector<MapPod> pods;
    std::array<int, 6> states{};  ///< pods by PodState

    bool isProblem() const { return tone == kinds::Tone::Bad || tone == kinds::Tone::Warning; }
    bool operator==(const MapNode&) const = default;
};

struct MapEdge {
    int from = 0, to = 0;
    QString label;        ///< "reads, mounts"
    bool broken = false;  ///< what it leads to is not there
    bool operator==(const MapEdge&) const = default;
};

struct MapGraph {
    std::vector<MapNode> nodes;
    std::vector<MapEdge> edges;
    int omitted = 0;  ///< nodes that are not shown because there are too many
    /// Nodes that hang together have the same number here, counted from 0.
    std::vector<int> components;
    bool operator==(const MapGraph&) const = default;
};

/// Everything the map is made of, as of one moment.
struct MapSources {
    std::vector<ObjectRef> ingresses, services, workloads, pods, claims;
    ReferenceNames configMaps, secrets, accounts, serviceNames, claimNames;
};

struct MapOptions {
    QStringList namespaces;  ///< none for all
    LabelSelector selector;  ///< of workloads and pods; what belongs to them comes along
    bool onlyProblems = false;
    bool podsByMachine = false;
    std::vector<MapKind> hidden;
    std::size_t most = 500;  ///< nodes
};

/// Who refers to whom, from the table of relations. Pods are one node for each workload. What has problems is kept
/// first, with what is near it, when there is too much. Takes its time with a large cluster: for backstage.
MapGraph buildMap(const MapSources& sources, const MapOptions& options);

}  // namespace armillary::app
