#include <algorithm>

#include "engine/schema/percent.h"
#include "engine/server/authn.h"
#include "engine/server/authz.h"

namespace armillary::server {
namespace {

constexpr std::string_view kExtraHeader = "impersonate-extra-";
constexpr std::string_view kAuthenticationGroup = "authentication.k8s.io";

/// What the headers ask for.
struct Wanted {
    std::string user, uid;
    std::vector<std::string> groups;
    std::vector<std::pair<std::string, std::vector<std::string>>> extra;
};

/// Header names cannot carry every key, so that clients percent-encode them; a broken encoding is left as it is.
std::string decoded(std::string_view text) {
    return schema::percentDecoded(text, false).value_or(std::string(text));
}

Wanted readHeaders(const Request& request) {
    Wanted wanted;
    for (const auto& [name, value] : request.headers) {
        if (name == "impersonate-user") wanted.user = value;
        if (name == "impersonate-uid") wanted.uid = value;
        if (name == "impersonate-group") wanted.groups.push_back(value);
        if (!name.starts_with(kExtraHeader)) continue;
        std::string key = decoded(std::string_view(name).substr(kExtraHeader.size()));
        auto known = std::ranges::find(wanted.extra, key, &decltype(wanted.extra)::value_type::first);
        if (known == wanted.extra.end()) known = wanted.extra.insert(known, {key, {}});
        known->second.push_back(value);
    }
    return wanted;
}

Attributes asking(const User& user, std::string_view group, std::string_view resource, std::string name) {
    Attributes attributes;
    attributes.user = user;
    attributes.verb = "impersonate";
    attributes.group = group;
    attributes.version = "v1";
    attributes.resource = resource;
    attributes.name = std::move(name);
    return attributes;
}

std::vector<Attributes> questions(const User& user, const Wanted& wanted) {
    std::vector<Attributes> all;
    std::string namespace_, name;
    if (splitServiceAccount(wanted.user, namespace_, name)) {
        all.push_back(asking(user, "", "serviceaccounts", name));
        all.back().namespace_ = namespace_;
    } else {
        all.push_back(asking(user, "", "users", wanted.user));
    }
    for (const std::string& group : wanted.groups) all.push_back(asking(user, "", "groups", group));
    for (const auto& [key, values] : wanted.extra)
        for (const std::string& value : values) {
            all.push_back(asking(user, kAuthenticationGroup, "userextras", value));
            all.back().subresource = key;
        }
    if (!wanted.uid.empty()) all.push_back(asking(user, kAuthenticationGroup, "uids", wanted.uid));
    return all;
}

}  // namespace

Result<User> impersonated(const Request& request, const User& user, Authorizer& authorizer) {
    Wanted wanted = readHeaders(request);
    if (wanted.user.empty()) {
        if (wanted.groups.empty() && wanted.extra.empty() && wanted.uid.empty()) return user;
        return std::unexpected(
            status::internalError("requested a group, extra or uid to impersonate without impersonating a user"));
    }
    for (const Attributes& question : questions(user, wanted))
        if (Decision decision = authorizer.authorize(question); !decision.allowed)
            return std::unexpected(denied(question, decision.reason));

    User result{.name = wanted.user, .uid = wanted.uid, .groups = wanted.groups, .extra = std::move(wanted.extra)};
    std::string namespace_, name;
    if (result.groups.empty() && splitServiceAccount(result.name, namespace_, name))
        result.groups = {"system:serviceaccounts", "system:serviceaccounts:" + namespace_};
    std::string_view group = result.name == kAnonymousUser ? kUnauthenticatedGroup : kAuthenticatedGroup;
    if (!inGroup(result, kAuthenticatedGroup) && !inGroup(result, kUnauthenticatedGroup))
        result.groups.emplace_back(group);
    return result;
}

}  // namespace armillary::server
