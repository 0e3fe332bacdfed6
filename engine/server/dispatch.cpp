#include "engine/server/dispatch.h"

#include <algorithm>
#include <array>

#include "engine/resources/custom/definition.h"
#include "engine/schema/protobuf_codec.h"
#include "engine/server/verbs/verbs.h"

namespace armillary::server {
namespace {

using resources::Resource;
using resources::Subresource;

/// A verb on a resource itself.
struct VerbRow {
    std::string_view verb;
    resources::Verb bit;
    bool named;  ///< needs a name in the path
    Handler handle;
};
constexpr std::array<VerbRow, 8> kVerbs = {
    {{"get", resources::kGet, true, getObject},
     {"list", resources::kList, false, listObjects},
     {"watch", resources::kWatch, false, watchObjects},
     {"create", resources::kCreate, false, createObject},
     {"update", resources::kUpdate, true, updateObject},
     {"patch", resources::kPatch, true, patchObject},
     {"delete", resources::kDelete, true, deleteObject},
     {"deletecollection", resources::kDeleteCollection, false, deleteCollection}}};

/// A verb on a subresource. `plural` "" stands for every resource that has it; `verb` "" for every verb.
struct SubresourceRow {
    std::string_view plural, subresource, verb;
    Handler handle;
};
constexpr std::array<SubresourceRow, 23> kSubresources = {
    {{"", "status", "get", getObject},
     {"", "status", "update", updateObject},
     {"", "status", "patch", patchObject},
     {"", "scale", "get", getScale},
     {"", "scale", "update", updateScale},
     {"", "scale", "patch", patchScale},
     {"pods", "binding", "create", bindPod},
     {"pods", "eviction", "create", evictPod},
     {"pods", "log", "get", podLog},
     {"pods", "exec", "", podExec},
     {"pods", "attach", "", podAttach},
     {"pods", "portforward", "", podPortForward},
     {"pods", "proxy", "", proxyPod},
     {"pods", "ephemeralcontainers", "get", getObject},
     {"pods", "ephemeralcontainers", "update", updateObject},
     {"pods", "ephemeralcontainers", "patch", patchObject},
     {"nodes", "proxy", "", proxyNode},
     {"services", "proxy", "", proxyService},
     {"serviceaccounts", "token", "create", createToken},
     {"namespaces", "finalize", "update", updateObject},
     {"certificatesigningrequests", "approval", "get", getObject},
     {"certificatesigningrequests", "approval", "update", updateObject},
     {"certificatesigningrequests", "approval", "patch", patchObject}}};

Handled dispatchSubresource(Call& call) {
    const Route& route = call.route;
    const Subresource* sub = call.resource().subresource(route.subresource);
    if (!sub || (!route.rest.empty() && route.subresource != "proxy")) return refuse(status::unknownPath());
    bool known = false;
    for (const SubresourceRow& row : kSubresources) {
        if (row.subresource != route.subresource || (!row.plural.empty() && row.plural != route.plural)) continue;
        known = true;
        const bool listed = std::ranges::find(sub->verbs, route.verb) != sub->verbs.end();
        if (listed && (row.verb.empty() || row.verb == route.verb)) return row.handle(call);
    }
    if (!known) return refuse(status::unknownPath());
    return refuse(status::methodNotSupported(call.resource().qualified() + "/" + route.subresource, route.verb));
}

/// Whether the path fits the resource's scope. The list of all namespaces' objects is the exception.
bool fitsScope(const Route& route) {
    const Resource& resource = *route.resource;
    const bool inNamespace = !route.namespace_.empty() && resource.plural != "namespaces";
    if (!resource.namespaced) return !inNamespace;
    if (inNamespace) return true;
    return route.verb == "list" || route.verb == "watch";
}

/// Whether what is answered is not the API's own: a log, or the other end of a connection.
bool isConnection(const Route& route) {
    constexpr std::array<std::string_view, 5> kConnections = {"attach", "exec", "log", "portforward", "proxy"};
    return std::ranges::contains(kConnections, route.subresource);
}

}  // namespace

Handled dispatch(Call& call) {
    const Route& route = call.route;
    if (!route.resource) return refuse(status::unknownPath());
    if (const auto* version = resources::custom::versionOf(*route.resource); version && !version->warning.empty())
        call.warnings.push_back(version->warning);
    if (!fitsScope(route)) {
        if (route.name.empty()) return refuse(status::methodNotSupported(route.resource->qualified(), route.verb));
        return refuse(status::unknownPath());
    }
    const Offer offer{.protobuf = schema::hasProtobuf(*route.resource->type),
                      .metaForms = !route.resource->virtual_ || route.resource->has(resources::kGet)};
    if (!isConnection(route)) {
        auto media = negotiate(call.request.header("accept"), offer);
        if (!media) return refuse(media.error());
        call.media = std::move(*media);
    }
    if (!route.subresource.empty()) return dispatchSubresource(call);

    if (route.plural == "bindings" && route.group.empty() && route.verb == "create") return createBinding(call);
    if (route.resource->virtual_ && route.verb == "get" && route.resource->has(resources::kGet))
        return getComputed(call);
    if (route.resource->virtual_ && route.verb == "list" && route.resource->has(resources::kList))
        return listComputed(call);
    for (const VerbRow& row : kVerbs) {
        if (row.verb != route.verb || !route.resource->has(row.bit)) continue;
        if (row.named && route.name.empty()) break;
        if (route.verb == "create" && !route.name.empty()) break;
        return row.handle(call);
    }
    return refuse(status::methodNotSupported(route.resource->qualified(), route.verb));
}

}  // namespace armillary::server
