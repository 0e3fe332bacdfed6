#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/server/authz.h"
#include "engine/server/request.h"

namespace armillary::server {

/// What a request is about, read from its method, path and query.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris.
struct Route {
    bool isResource = false;  ///< false: discovery, health, OpenAPI …
    std::string verb;  ///< as authorisation names it: "list", "watch", "deletecollection"; "get" or "post" otherwise
    std::string group, version, plural, namespace_, name, subresource;
    std::string rest;                               ///< what follows the subresource (proxy), without a leading slash
    const resources::Resource* resource = nullptr;  ///< null: not served
    std::shared_ptr<const resources::Resource> custom;  ///< keeps `resource` when it is a custom one

    Attributes attributes(const User& user, const Request& request) const;
};

Route routeOf(const resources::Table& table, const Request& request);

/// Whether a query parameter says yes: present and neither "false" nor "0".
bool isTrue(std::string_view parameter);

}  // namespace armillary::server
