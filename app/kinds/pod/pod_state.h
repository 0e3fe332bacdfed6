#pragma once

#include <QString>

#include "engine/schema/object.h"

namespace armillary::app {

/// A pod's condition in one word, for colour.
enum class PodState { Running, Starting, Waiting, Failing, Ended, Terminating };

/// Waiting has no node yet, Starting has one and is not Ready, Failing has a container in trouble.
PodState podState(const Object& pod);
/// "Running", "Starting": for people.
QString podStateName(PodState state);
/// What kubectl's STATUS column says ("CrashLoopBackOff").
QString podStatusText(const Object& pod);

/// The workload that a pod belongs to; the Deployment behind a ReplicaSet where the name shows it.
struct Workload {
    QString kind, namespace_, name;
    bool operator==(const Workload&) const = default;
};
Workload workloadOf(const Object& pod);

}  // namespace armillary::app
