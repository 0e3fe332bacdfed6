#include "engine/client/discovery.h"

#include <algorithm>
#include <format>

#include "engine/schema/api/apidiscoveryv2.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/percent.h"

namespace armillary::client {

namespace {

constexpr std::size_t kMaxResources = 5'000;
constexpr const char* kAggregated =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

Status unreadable(std::string_view why) {
    return status::internalError("what the server says it serves cannot be read: " + std::string(why));
}

std::string groupVersion(const std::string& group, const std::string& version) {
    return group.empty() ? version : group + "/" + version;
}

bool knows(const Discovery& discovery, const std::string& group, const std::string& plural) {
    return std::ranges::any_of(discovery.resources, [&](const ApiResource& resource) {
        return resource.group == group && resource.plural == plural;
    });
}

/// Unless a better version has it.
Result<void> add(Discovery& into, ApiResource resource) {
    if (resource.plural.empty() || resource.kind.empty() || knows(into, resource.group, resource.plural)) return {};
    if (into.resources.size() >= kMaxResources)
        return std::unexpected(unreadable(std::format("more than {} resources", kMaxResources)));
    into.resources.push_back(std::move(resource));
    return {};
}

ApiResource resourceOf(const apidiscoveryv2::APIResourceDiscovery& row, const std::string& group,
                       const std::string& version) {
    ApiResource made{.group = group, .version = version};
    // Without a kind only its subresources are served.
    if (row.responseKind) made.kind = row.responseKind->kind;
    made.plural = row.resource;
    made.singular = row.singularResource;
    made.shortNames = row.shortNames;
    made.categories = row.categories;
    made.verbs = row.verbs;
    made.namespaced = row.scope == apidiscoveryv2::kScopeNamespace;
    for (const auto& subresource : row.subresources) made.subresources.push_back(subresource.subresource);
    return made;
}

/// The discovery of before 1.26: one document for each version of each group.
class Unaggregated {
public:
    Unaggregated(Calls& calls, Discovery& into) : m_calls(calls), m_into(into) {}

    Result<void> core(const std::string& json) {
        const auto versions = schema::fromJson<metav1::APIVersions>(json);
        if (!versions) return std::unexpected(unreadable(versions.error().text()));
        for (const std::string& version : versions->versions)
            if (auto read = readVersion("", version); !read) return read;
        return {};
    }

    Result<void> groups(const std::string& json) {
        auto list = schema::fromJson<metav1::APIGroupList>(json);
        if (!list) return std::unexpected(unreadable(list.error().text()));
        for (metav1::APIGroup& group : list->groups) {
            std::ranges::stable_partition(group.versions, [&](const metav1::GroupVersionForDiscovery& one) {
                return one.version == group.preferredVersion.version;
            });
            for (const auto& one : group.versions)
                if (auto read = readVersion(group.name, one.version); !read) return read;
        }
        return {};
    }

private:
    Result<void> readVersion(const std::string& group, const std::string& version) {
        const auto path = (group.empty() ? "/api/" : "/apis/" + schema::percentEncoded(group) + "/") +
                          schema::percentEncoded(version);
        const auto answer = m_calls.call({.target = path});
        const auto list =
            answer ? schema::fromJson<metav1::APIResourceList>(answer->body) : std::unexpected(schema::DecodeError{});
        if (!list) {
            m_into.unanswered.push_back(groupVersion(group, version));
            return {};
        }
        for (const metav1::APIResource& row : list->resources)
            if (!row.name.contains('/'))
                if (auto added = add(m_into, resourceOf(row, list->resources, group, version)); !added) return added;
        return {};
    }

    static ApiResource resourceOf(const metav1::APIResource& row, const std::vector<metav1::APIResource>& all,
                                  const std::string& group, const std::string& version) {
        ApiResource made{.group = group, .version = version, .kind = row.kind, .plural = row.name};
        made.singular = row.singularName;
        made.shortNames = row.shortNames;
        made.categories = row.categories;
        made.verbs = row.verbs.items;
        made.namespaced = row.namespaced;
        const std::string prefix = row.name + "/";
        for (const metav1::APIResource& other : all)
            if (other.name.starts_with(prefix)) made.subresources.push_back(other.name.substr(prefix.size()));
        return made;
    }

    Calls& m_calls;
    Discovery& m_into;
};

}  // namespace

bool ApiResource::can(std::string_view verb) const {
    return std::ranges::contains(verbs, verb);
}

bool ApiResource::has(std::string_view subresource) const {
    return std::ranges::contains(subresources, subresource);
}

std::string ApiResource::path(std::string_view namespace_, std::string_view name) const {
    const auto part = [](std::string_view text) { return "/" + schema::percentEncoded(text, ":"); };
    std::string made = group.empty() ? "/api" : "/apis" + part(group);
    made += part(version);
    if (namespaced && !namespace_.empty()) made += "/namespaces" + part(namespace_);
    made += part(plural);
    if (!name.empty()) made += part(name);
    return made;
}

Result<void> readDiscovery(std::string_view json, Discovery& into) {
    // v2beta1 says the same in the same words.
    const auto list = schema::fromJson<apidiscoveryv2::APIGroupDiscoveryList>(json);
    if (!list) return std::unexpected(unreadable(list.error().text()));
    if (list->kind != "APIGroupDiscoveryList")
        return std::unexpected(unreadable("kind: it is not APIGroupDiscoveryList"));
    for (const auto& group : list->items) {
        const std::string& name = group.metadata.name;
        // In the server's order: the preferred one first.
        for (const auto& version : group.versions) {
            if (version.freshness == apidiscoveryv2::kDiscoveryFreshnessStale) {
                into.unanswered.push_back(groupVersion(name, version.version));
                continue;
            }
            for (const auto& row : version.resources)
                if (auto added = add(into, resourceOf(row, name, version.version)); !added) return added;
        }
    }
    return {};
}

Result<Discovery> discover(Calls& calls) {
    Discovery found;
    for (const std::string target : {"/api", "/apis"}) {
        auto answer = calls.call({.target = target, .accept = kAggregated});
        // Some servers have no core group.
        if (!answer && answer.error().code == 404 && target == "/api") continue;
        if (!answer) return std::unexpected(std::move(answer.error()));
        const auto head = schema::readHead(answer->body);
        if (!head) return std::unexpected(unreadable(head.error().text()));
        Unaggregated unaggregated(calls, found);
        auto read = head->kind == "APIVersions"    ? unaggregated.core(answer->body)
                    : head->kind == "APIGroupList" ? unaggregated.groups(answer->body)
                                                   : readDiscovery(answer->body, found);
        if (!read) return std::unexpected(std::move(read.error()));
    }
    return found;
}

}  // namespace armillary::client
