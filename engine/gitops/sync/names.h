#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/relations.h"

/// The names by which Argo CD knows things.
namespace armillary::gitops {

namespace annotation {
inline constexpr std::string_view kTracking = "argocd.argoproj.io/tracking-id";
inline constexpr std::string_view kWave = "argocd.argoproj.io/sync-wave";
inline constexpr std::string_view kHook = "argocd.argoproj.io/hook";
inline constexpr std::string_view kHookDelete = "argocd.argoproj.io/hook-delete-policy";
inline constexpr std::string_view kOptions = "argocd.argoproj.io/sync-options";
inline constexpr std::string_view kCompare = "argocd.argoproj.io/compare-options";
inline constexpr std::string_view kRefresh = "argocd.argoproj.io/refresh";
inline constexpr std::string_view kApproved = "argocd.argoproj.io/deletion-approved";
inline constexpr std::string_view kHelmHook = "helm.sh/hook";
inline constexpr std::string_view kHelmWeight = "helm.sh/hook-weight";
inline constexpr std::string_view kHelmDelete = "helm.sh/hook-delete-policy";
inline constexpr std::string_view kHelmKeep = "helm.sh/resource-policy";
}  // namespace annotation

inline constexpr std::string_view kResourcesFinalizer = "resources-finalizer.argocd.argoproj.io";
/// As whose fields everything is applied.
inline constexpr std::string_view kSyncManager = "argocd-controller";
/// Where applications are called by their name alone.
inline constexpr std::string_view kArgoNamespace = "argocd";

/// What an application is called in tracking ids: "shop", or "team_shop" outside of kArgoNamespace.
std::string instanceName(std::string_view namespace_, std::string_view name);

/// "shop:apps/Deployment:front/web". Objects of cluster scope carry the destination's namespace.
std::string trackingId(std::string_view instance, const relations::ObjectId& id, std::string_view destination);
/// Which application an object is of, by an annotation that names this very object; "" when it is nobody's: a copy of
/// another one's annotations makes it no application's.
std::string trackedBy(const Object& object);

/// "v1" of "apps/v1".
std::string versionOf(const Object& object);

/// An annotation's value; "" without it.
std::string annotationOf(const boost::json::object& object, std::string_view name);
/// "a, b,c" as {"a", "b", "c"}.
std::vector<std::string> wordsOf(std::string_view list);

}  // namespace armillary::gitops
