#include <algorithm>
#include <array>

#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

/// The kinds whose deletion is answered with the object. Source: ReturnDeletedObject in upstream's registries.
constexpr std::array<std::string_view, 12> kReturned = {"/persistentvolumeclaims",
                                                        "/persistentvolumes",
                                                        "/pods",
                                                        "/podtemplates",
                                                        "/resourcequotas",
                                                        "/serviceaccounts",
                                                        "/services",
                                                        "storage.k8s.io/csidrivers",
                                                        "storage.k8s.io/csinodes",
                                                        "storage.k8s.io/csistoragecapacities",
                                                        "storage.k8s.io/storageclasses",
                                                        "storage.k8s.io/volumeattachments"};

}  // namespace

Handled deleteObject(Call& call) {
    auto options = deleteOptionsOf(call);
    if (!options) return refuse(options.error());
    const bool waits = (options->orphanDependents && !*options->orphanDependents) ||
                       options->propagationPolicy == std::optional<std::string>("Foreground");
    auto deletion =
        deleteStored(call.core, call.user,
                     {call.resource(), call.route.namespace_, call.route.name, std::move(*options), call.notes()});
    if (!deletion) return refuse(deletion.error());
    const int code = !deletion->gone && waits ? 202 : 200;
    const bool returned =
        !deletion->gone || std::ranges::find(kReturned, call.resource().cacheKey()) != kReturned.end();
    if (returned) return respondObject(call, code, std::move(deletion->json));
    return success(call, code, deletion->uid);
}

}  // namespace armillary::server
