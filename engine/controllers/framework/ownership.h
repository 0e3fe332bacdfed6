#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "engine/client/informer.h"
#include "engine/schema/selector.h"

namespace armillary::controllers {

/// The owner reference with controller=true, null when there is none.
const metav1::OwnerReference* controllerOf(const metav1::ObjectMeta& meta);
metav1::OwnerReference controllerReference(const Object& owner);

/// An index by controller: its UID, or "orphans of NAMESPACE" for objects that have none.
inline constexpr std::string_view kControllerIndex = "controller";
void addControllerIndex(client::Informer& informer);
/// What `controllerUid` owns, whatever its labels.
std::vector<ObjectRef> ownedBy(const client::Informer& informer, const std::string& controllerUid);
/// What `controllerUid` owns, and what nobody controls in the namespace: whom a controller may have to claim or let go.
std::vector<ObjectRef> claimCandidates(const client::Informer& informer, const std::string& controllerUid,
                                       const std::string& namespace_);

/// Which objects a controller has, should adopt and should release. Source: upstream's ControllerRefManager.
struct ClaimPlan {
    std::vector<ObjectRef> keep, adopt, release;
};
ClaimPlan planClaim(const Object& controller, const LabelSelector& selector, const std::vector<ObjectRef>& candidates);

/// Carries a plan out; answers what the controller has afterwards. Before it adopts, the controller is read afresh: one
/// that is being deleted, or has been replaced by a namesake, adopts nothing. `finalizer`, where there is one, comes
/// with adoption and goes with release.
Result<std::vector<ObjectRef>> claim(client::Client& client, const resources::Resource& controllerResource,
                                     const Object& controller, const resources::Resource& claimedResource,
                                     const ClaimPlan& plan, std::string_view finalizer = {});

}  // namespace armillary::controllers
