#include <algorithm>

#include "engine/pki/secrets.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apidiscoveryv2.h"
#include "engine/schema/protobuf_codec.h"
#include "engine/schema/text.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/documents.h"
#include "engine/server/media.h"
#include "engine/server/render.h"

namespace armillary::server {
namespace {

using resources::Resource;
using resources::Subresource;

template <schema::ApiStruct T>
Response respondTyped(T& object, std::string apiVersion, std::string kind) {
    object.apiVersion = std::move(apiVersion);
    object.kind = std::move(kind);
    return respondValue({}, 200, schema::typeInfo<T>(), &object);
}

/// The verbs of what is going away are those that do not write.
std::vector<std::string> verbsOf(const Resource& row, bool terminating) {
    std::vector<std::string> verbs = verbNames(row);
    if (terminating)
        std::erase_if(verbs,
                      [](const std::string& verb) { return verb == "create" || verb == "patch" || verb == "update"; });
    return verbs;
}

/// Tells storage versions apart. Source: k8s.io/apiserver/pkg/endpoints/discovery, StorageVersionHash.
std::string storageVersionHash(const Resource& row) {
    constexpr std::size_t kHashBytes = 8;
    const auto* custom = resources::custom::versionOf(row);
    const Resource& stored = custom ? custom->definition->storage().row : row.storedAs ? *row.storedAs : row;
    std::string text;
    schema::appendBase64(text,
                         pki::sha256(stored.group + "/" + stored.version + "/" + stored.kind).substr(0, kHashBytes));
    return text;
}

metav1::APIResource apiResource(const Resource& row, bool terminating) {
    metav1::APIResource item;
    item.name = row.plural;
    item.singularName = row.singular;
    item.namespaced = row.namespaced;
    item.kind = row.kind;
    item.verbs.items = verbsOf(row, terminating);
    item.shortNames = row.shortNames;
    item.categories = row.categories;
    if (!row.virtual_) item.storageVersionHash = storageVersionHash(row);
    return item;
}

metav1::APIResource apiSubresource(const Resource& row, const Subresource& sub) {
    metav1::APIResource item;
    item.name = row.plural + "/" + std::string(sub.name);
    item.namespaced = row.namespaced;
    if (sub.group != row.group || sub.version != row.version) {
        item.group = sub.group;
        item.version = sub.version;
    }
    item.kind = sub.kind;
    for (const std::string_view verb : sub.verbs) item.verbs.items.emplace_back(verb);
    return item;
}

metav1::GroupVersionKind kindOf(std::string_view group, std::string_view version, std::string_view kind) {
    metav1::GroupVersionKind result;
    result.group = group;
    result.version = version;
    result.kind = kind;
    return result;
}

apidiscoveryv2::APIResourceDiscovery resourceDiscovery(const Resource& row, bool terminating) {
    apidiscoveryv2::APIResourceDiscovery item;
    item.resource = row.plural;
    item.responseKind = kindOf(row.group, row.version, row.kind);
    item.scope = row.namespaced ? apidiscoveryv2::kScopeNamespace : apidiscoveryv2::kScopeCluster;
    item.singularResource = row.singular;
    item.verbs = verbsOf(row, terminating);
    item.shortNames = row.shortNames;
    item.categories = row.categories;
    for (const Subresource& sub : row.subresources) {
        apidiscoveryv2::APISubresourceDiscovery& entry = item.subresources.emplace_back();
        entry.subresource = sub.name;
        entry.responseKind = kindOf(sub.group, sub.version, sub.kind);
        for (const std::string_view verb : sub.verbs) entry.verbs.emplace_back(verb);
    }
    return item;
}

/// The groups, or the core group alone, in the order of the rows.
template <class Rows>
apidiscoveryv2::APIGroupDiscoveryList groupList(const Rows& rows, bool core) {
    apidiscoveryv2::APIGroupDiscoveryList list;
    list.kind = "APIGroupDiscoveryList";
    for (const auto& entry : rows) {
        const Resource& row = *entry.row;
        if (row.group.empty() != core) continue;
        auto group =
            std::ranges::find_if(list.items, [&](const auto& item) { return item.metadata.name == row.group; });
        if (group == list.items.end()) {
            group = list.items.insert(group, apidiscoveryv2::APIGroupDiscovery());
            group->metadata.name = row.group;
        }
        auto version =
            std::ranges::find_if(group->versions, [&](const auto& item) { return item.version == row.version; });
        if (version == group->versions.end()) {
            version = group->versions.insert(version, apidiscoveryv2::APIVersionDiscovery());
            version->version = row.version;
            version->freshness = apidiscoveryv2::kDiscoveryFreshnessCurrent;
        }
        version->resources.push_back(resourceDiscovery(row, entry.terminating));
    }
    return list;
}

metav1::GroupVersionForDiscovery groupVersionOf(const Resource& row) {
    metav1::GroupVersionForDiscovery result;
    result.groupVersion = row.apiVersion();
    result.version = row.version;
    return result;
}

template <class Rows>
std::vector<metav1::APIGroup> apiGroups(const Rows& rows) {
    std::vector<metav1::APIGroup> groups;
    for (const auto& entry : rows) {
        const Resource& row = *entry.row;
        if (row.group.empty()) continue;
        auto group = std::ranges::find(groups, row.group, &metav1::APIGroup::name);
        if (group == groups.end()) {
            group = groups.insert(group, metav1::APIGroup());
            group->name = row.group;
            group->preferredVersion = groupVersionOf(row);
        }
        const auto known = [&](const auto& item) { return item.version == row.version; };
        if (std::ranges::none_of(group->versions, known)) group->versions.push_back(groupVersionOf(row));
    }
    return groups;
}

/// The version of apidiscovery.k8s.io that the client wants before plain JSON; "" when it wants none.
struct Aggregated {
    std::string version;
    bool protobuf = false;
};
Aggregated wantsAggregated(const Request& request) {
    for (const MediaRange& range : parseAccept(request.header("accept"))) {
        const bool protobuf = range.type == kProtobufMedia;
        if (!protobuf && range.type != "application/json") continue;
        const std::string_view version = range.parameter("v");
        if (range.parameter("g") == "apidiscovery.k8s.io" && range.parameter("as") == "APIGroupDiscoveryList" &&
            (version == "v2" || (version == "v2beta1" && !protobuf)))
            return {std::string(version), protobuf};
        if (range.parameter("as").empty() && !protobuf) return {};
    }
    return {};
}

std::vector<std::string> partsOf(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const std::size_t end = path.find('/');
        if (end != 0) parts.emplace_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return parts;
}

}  // namespace

std::vector<std::string> verbNames(const Resource& resource) {
    static constexpr std::pair<resources::Verb, std::string_view> kNames[] = {
        {resources::kCreate, "create"},
        {resources::kDelete, "delete"},
        {resources::kDeleteCollection, "deletecollection"},
        {resources::kGet, "get"},
        {resources::kList, "list"},
        {resources::kPatch, "patch"},
        {resources::kUpdate, "update"},
        {resources::kWatch, "watch"}};
    std::vector<std::string> names;
    for (const auto& [verb, name] : kNames)
        if (resource.has(verb)) names.emplace_back(name);
    return names;
}

std::vector<Documents::Row> Documents::rows() const {
    std::vector<Row> all;
    for (const Resource& row : m_table.rows()) all.push_back({&row, false, nullptr});
    const auto builtIn = static_cast<std::ptrdiff_t>(all.size());
    for (const auto& [definition, terminating] : m_custom.established())
        for (const auto& version : definition->versions())
            if (version->served) all.push_back({&version->row, terminating, definition});
    std::stable_sort(all.begin() + builtIn, all.end(), [](const Row& left, const Row& right) {
        if (left.row->group != right.row->group) return left.row->group < right.row->group;
        const int order = resources::custom::compareVersions(left.row->version, right.row->version);
        return order != 0 ? order < 0 : left.row->plural < right.row->plural;
    });
    return all;
}

Result<Response> Documents::aggregated(const Request& request, bool core, const std::string& version, bool protobuf) {
    const Document document =
        kept("aggregated/" + version + (core ? "/api" : "/apis") + (protobuf ? "/protobuf" : ""), !core, [&] {
            auto list = groupList(rows(), core);
            list.apiVersion = "apidiscovery.k8s.io/" + version;
            Media media;
            if (protobuf) media.encoding = Encoding::Protobuf;
            return respondValue(media, 200, schema::typeInfo<apidiscoveryv2::APIGroupDiscoveryList>(), &list).body;
        });
    const std::string type = protobuf ? std::string(kProtobufMedia) : "application/json";
    Response response =
        sent(request, document, type + ";g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList");
    response.headers.emplace_back("Cache-Control", "public");
    return response;
}

Result<Response> Documents::groupVersion(const std::string& group, const std::string& version) {
    metav1::APIResourceList list;
    for (const Row& entry : rows()) {
        const Resource& row = *entry.row;
        if (row.group != group || row.version != version) continue;
        list.groupVersion = row.apiVersion();
        list.resources.push_back(apiResource(row, entry.terminating));
        for (const Subresource& sub : row.subresources) list.resources.push_back(apiSubresource(row, sub));
    }
    if (list.resources.empty()) return std::unexpected(status::unknownPath());
    return respondTyped(list, "v1", "APIResourceList");
}

Result<Response> Documents::discovery(const Request& request) {
    const std::vector<std::string> parts = partsOf(request.path);
    const bool core = parts[0] == "api";
    if (parts.size() == 1) {
        if (const Aggregated wanted = wantsAggregated(request); !wanted.version.empty())
            return aggregated(request, core, wanted.version, wanted.protobuf);
    }
    if (core && parts.size() == 1) {
        metav1::APIVersions versions;
        versions.versions = {"v1"};
        versions.serverAddressByClientCIDRs.emplace_back().clientCIDR = "0.0.0.0/0";
        versions.serverAddressByClientCIDRs.back().serverAddress = request.header("host");
        return respondTyped(versions, "", "APIVersions");
    }
    if (core) return parts.size() == 2 ? groupVersion("", parts[1]) : std::unexpected(status::unknownPath());
    std::vector<metav1::APIGroup> groups = apiGroups(rows());
    if (parts.size() == 1) {
        metav1::APIGroupList list;
        list.groups = std::move(groups);
        return respondTyped(list, "v1", "APIGroupList");
    }
    if (parts.size() == 3) return groupVersion(parts[1], parts[2]);
    const auto group = std::ranges::find(groups, parts[1], &metav1::APIGroup::name);
    if (parts.size() > 3 || group == groups.end()) return std::unexpected(status::unknownPath());
    return respondTyped(*group, "v1", "APIGroup");
}

}  // namespace armillary::server
