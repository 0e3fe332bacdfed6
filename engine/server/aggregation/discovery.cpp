#include <algorithm>
#include <format>
#include <set>

#include "engine/pki/secrets.h"
#include "engine/schema/api/apidiscoveryv2.h"
#include "engine/server/aggregation/aggregator.h"
#include "engine/server/aggregation/kept.h"
#include "engine/server/aggregation/priorities.h"
#include "engine/server/media.h"
#include "engine/server/render.h"

/// Other servers' groups among this one's own.
namespace armillary::server::aggregation {
namespace {

using apidiscoveryv2::APIGroupDiscovery;
using apidiscoveryv2::APIGroupDiscoveryList;
using apidiscoveryv2::APIVersionDiscovery;

constexpr std::string_view kAggregatedJson =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

std::string groupVersionOf(const APIService& service) {
    return service.spec.group + "/" + service.spec.version;
}

/// The highest priority that anybody gives the group.
std::int32_t rankOf(const std::string& group, std::string_view version, const std::vector<ObjectRef>& services) {
    std::int32_t rank = 0;
    for (const ObjectRef& object : services)
        if (const auto& spec = object->as<APIService>().spec; spec.group == group)
            rank = std::max(rank, spec.groupPriorityMinimum);
    return rank > 0 ? rank : priorityOf(group, version).group;
}

/// The services by group and version, as discovery shows them: the more important first.
std::vector<const APIService*> sorted(const std::vector<ObjectRef>& services) {
    std::vector<const APIService*> all;
    for (const ObjectRef& object : services) all.push_back(&object->as<APIService>());
    std::ranges::stable_sort(all, [](const APIService* left, const APIService* right) {
        return left->spec.versionPriority > right->spec.versionPriority;
    });
    return all;
}

metav1::GroupVersionForDiscovery versionEntry(const APIService& service) {
    metav1::GroupVersionForDiscovery entry;
    entry.groupVersion = groupVersionOf(service);
    entry.version = service.spec.version;
    return entry;
}

void addTo(metav1::APIGroup& group, const APIService& service) {
    group.name = service.spec.group;
    if (group.versions.empty()) group.preferredVersion = versionEntry(service);
    if (!std::ranges::contains(group.versions, service.spec.version, &metav1::GroupVersionForDiscovery::version))
        group.versions.push_back(versionEntry(service));
}

/// Where a group of this rank and name belongs among groups that are in order.
template <class Groups, class Name, class Rank>
auto placeFor(Groups& groups, const std::string& name, std::int32_t rank, Name nameOf, Rank rankOfOther) {
    return std::ranges::find_if(groups, [&](const auto& other) {
        const std::int32_t theirs = rankOfOther(other);
        return theirs < rank || (theirs == rank && nameOf(other) > name);
    });
}

template <schema::ApiStruct T>
T decoded(const Response& response) {
    auto value = schema::fromJson<T>(response.shared ? *response.shared : response.body);
    return value ? std::move(*value) : T();
}

/// The old form of a version's resources as the aggregated one.
APIVersionDiscovery fromList(const metav1::APIResourceList& list, const APIService& service) {
    APIVersionDiscovery version;
    const auto kindOf = [&](const metav1::APIResource& item) {
        metav1::GroupVersionKind kind;
        kind.group = item.group.empty() ? service.spec.group : item.group;
        kind.version = item.version.empty() ? service.spec.version : item.version;
        kind.kind = item.kind;
        return kind;
    };
    for (const metav1::APIResource& item : list.resources) {
        if (item.name.contains('/')) continue;
        auto& resource = version.resources.emplace_back();
        resource.resource = item.name;
        resource.responseKind = kindOf(item);
        resource.scope = item.namespaced ? apidiscoveryv2::kScopeNamespace : apidiscoveryv2::kScopeCluster;
        resource.singularResource = item.singularName;
        resource.verbs = item.verbs.items;
        resource.shortNames = item.shortNames;
        resource.categories = item.categories;
    }
    for (const metav1::APIResource& item : list.resources) {
        const std::size_t slash = item.name.find('/');
        if (slash == std::string::npos) continue;
        const auto parent = std::ranges::find(version.resources, item.name.substr(0, slash),
                                              &apidiscoveryv2::APIResourceDiscovery::resource);
        if (parent == version.resources.end()) continue;
        auto& sub = parent->subresources.emplace_back();
        sub.subresource = item.name.substr(slash + 1);
        sub.responseKind = kindOf(item);
        sub.verbs = item.verbs.items;
    }
    return version;
}

/// The service's version in what its server says of all of its groups.
std::optional<APIVersionDiscovery> versionIn(const outbound::Answer& answer, const APIService& service) {
    const auto list = schema::fromJson<APIGroupDiscoveryList>(answer.body);
    if (!list || list->kind != "APIGroupDiscoveryList") return std::nullopt;
    for (const APIGroupDiscovery& group : list->items) {
        if (group.metadata.name != service.spec.group) continue;
        const auto found = std::ranges::find(group.versions, service.spec.version, &APIVersionDiscovery::version);
        if (found != group.versions.end()) return *found;
    }
    return std::nullopt;
}

std::vector<std::string> partsOf(std::string_view path) {
    std::vector<std::string> parts;
    for (const auto part : std::views::split(path, '/'))
        if (!part.empty()) parts.emplace_back(part.begin(), part.end());
    return parts;
}

}  // namespace

Result<Response> Aggregator::discovery(const Request& request,
                                       const std::function<Result<Response>(const Request&)>& own) {
    const std::vector<std::string> parts = partsOf(request.path);
    const bool concerned = !parts.empty() && parts[0] == "apis" && parts.size() <= 2;
    const std::vector<ObjectRef> services = concerned ? remotes() : std::vector<ObjectRef>();
    if (services.empty()) return own(request);
    if (parts.size() == 2) return group(own(request), parts[1], services);
    // What the client has may be ours without the others'.
    Request whole = request;
    std::erase_if(whole.headers, [](const auto& header) { return header.first == "if-none-match"; });
    auto response = own(whole);
    if (!response) return response;
    if (!response->contentType.contains("APIGroupDiscoveryList")) return groups(*response, services);
    if (response->contentType.starts_with(kProtobufMedia)) {
        std::erase_if(whole.headers, [](const auto& header) { return header.first == "accept"; });
        whole.headers.emplace_back("accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        auto json = own(whole);
        if (!json) return json;
        json->contentType = response->contentType;
        return aggregated(request, *json, services);
    }
    return aggregated(request, *response, services);
}

Response Aggregator::groups(const Response& own, const std::vector<ObjectRef>& services) const {
    auto list = decoded<metav1::APIGroupList>(own);
    for (const APIService* service : sorted(services)) {
        auto found = std::ranges::find(list.groups, service->spec.group, &metav1::APIGroup::name);
        if (found == list.groups.end()) {
            const auto rank = [&](const metav1::APIGroup& group) {
                return rankOf(group.name, group.preferredVersion.version, services);
            };
            found = placeFor(
                list.groups, service->spec.group, rankOf(service->spec.group, "", services),
                [](const metav1::APIGroup& group) { return group.name; }, rank);
            found = list.groups.insert(found, metav1::APIGroup());
        }
        addTo(*found, *service);
    }
    Response response = own;
    response.shared.reset();
    response.body = schema::toJson(list);
    return response;
}

Result<Response> Aggregator::group(Result<Response> own, const std::string& name,
                                   const std::vector<ObjectRef>& services) const {
    metav1::APIGroup group;
    if (own) group = decoded<metav1::APIGroup>(*own);
    bool found = own.has_value();
    for (const APIService* service : sorted(services)) {
        if (service->spec.group != name) continue;
        addTo(group, *service);
        found = true;
    }
    if (!found) return own;
    group.kind = "APIGroup";
    group.apiVersion = "v1";
    return Response{.body = schema::toJson(group)};
}

Response Aggregator::aggregated(const Request& request, const Response& own, const std::vector<ObjectRef>& services) {
    const auto answers =
        documents(services, [](const APIService&) { return std::string("/apis"); }, std::string(kAggregatedJson));
    auto list = decoded<APIGroupDiscoveryList>(own);
    for (std::size_t i = 0; i < services.size(); ++i) {
        const auto& service = services[i]->as<APIService>();
        std::optional<APIVersionDiscovery> version = answers[i] ? versionIn(*answers[i], service) : std::nullopt;
        bool isCurrent = answers[i].isCurrent;
        if (!version) {
            const Found plain = document(services[i], "/apis/" + groupVersionOf(service), "application/json");
            const auto resources = plain ? schema::fromJson<metav1::APIResourceList>(plain->body)
                                         : std::expected<metav1::APIResourceList, schema::DecodeError>();
            version = fromList(resources.value_or(metav1::APIResourceList()), service);
            isCurrent = plain.isCurrent;
        }
        version->version = service.spec.version;
        version->freshness =
            isCurrent ? apidiscoveryv2::kDiscoveryFreshnessCurrent : apidiscoveryv2::kDiscoveryFreshnessStale;
        const auto nameOf = [](const APIGroupDiscovery& group) { return group.metadata.name; };
        auto found = std::ranges::find(list.items, service.spec.group, nameOf);
        if (found == list.items.end()) {
            const auto rank = [&](const APIGroupDiscovery& group) {
                return rankOf(group.metadata.name, group.versions.empty() ? "" : group.versions.front().version,
                              services);
            };
            found = placeFor(list.items, service.spec.group, rankOf(service.spec.group, "", services), nameOf, rank);
            found = list.items.insert(found, APIGroupDiscovery());
            found->metadata.name = service.spec.group;
        }
        const auto known = std::ranges::find(found->versions, service.spec.version, &APIVersionDiscovery::version);
        if (known != found->versions.end())
            *known = std::move(*version);
        else
            found->versions.push_back(std::move(*version));
    }
    Media media;
    if (own.contentType.starts_with(kProtobufMedia)) media.encoding = Encoding::Protobuf;
    Response response = own;
    response.shared.reset();
    response.body = respondValue(media, 200, schema::typeInfo<APIGroupDiscoveryList>(), &list).body;
    std::string hash;
    for (const char c : pki::sha256(response.body)) hash += std::format("{:02X}", static_cast<unsigned char>(c));
    for (auto& [name, value] : response.headers)
        if (name == "Etag") value = "\"" + hash + "\"";
    if (request.header("if-none-match") == "\"" + hash + "\"") {
        response.code = 304;
        response.body.clear();
    }
    return response;
}

}  // namespace armillary::server::aggregation
