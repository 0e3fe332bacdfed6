#pragma once

#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/storagev1.h"
#include "engine/schema/object.h"

/// What is to be done about one claim or one volume, as pure functions.
/// Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#lifecycle-of-a-volume-and-claim.
namespace armillary::controllers::persistentvolume {

struct EventText {
    std::string_view type;  ///< "Normal" or "Warning"; empty: no event
    std::string_view reason;
    std::string message;
};

struct ClaimPlan {
    enum class Action {
        Nothing,
        Wait,       ///< Pending until something changes
        Bind,       ///< to `volume`
        Provision,  ///< by `provisioner`, which is not here
        Lose,       ///< Lost for good
        Classify,   ///< give it the class `storageClass`
    };
    Action action = Action::Nothing;
    ObjectRef volume;
    std::string provisioner, storageClass;
    EventText event;
};

struct ClaimInput {
    const corev1::PersistentVolumeClaim& claim;
    const std::vector<ObjectRef>& volumes;        ///< all
    ObjectRef named;                              ///< the volume that the claim names, null when it does not exist
    const storagev1::StorageClass* storageClass;  ///< the claim's, null when it does not exist
    std::string defaultClass;                     ///< "" for none
    std::vector<std::string> waitingPods = {};    ///< those that name the claim and have no node yet
};
ClaimPlan planClaim(const ClaimInput& input);

struct VolumePlan {
    enum class Action {
        Nothing,
        Phase,      ///< set `phase`
        Release,    ///< set `phase` Released, then reclaim
        Unbind,     ///< take the reference off
        WakeClaim,  ///< the claim has to do something first
    };
    Action action = Action::Nothing;
    std::string_view phase;
};
/// `claim`: the one that the volume's reference means, null when there is none (of that UID).
VolumePlan planVolume(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim* claim);

/// What the reclaim policy comes to for a released volume that nobody else (a provisioner) takes care of: the message
/// of the phase Failed, "" when there is nothing to do.
EventText reclaimFailure(const corev1::PersistentVolume& volume);

}  // namespace armillary::controllers::persistentvolume
