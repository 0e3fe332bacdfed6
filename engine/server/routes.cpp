#include "engine/server/routes.h"

#include <algorithm>
#include <vector>

#include "engine/schema/selector.h"

namespace armillary::server {
namespace {

std::vector<std::string_view> segmentsOf(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty() && path.front() == '/') path.remove_prefix(1);
    while (!path.empty()) {
        const std::size_t end = path.find('/');
        segments.push_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return segments;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string verbOf(std::string_view method) {
    if (method == "POST") return "create";
    if (method == "GET" || method == "HEAD") return "get";
    if (method == "PUT") return "update";
    return lower(method);
}

/// metadata.name of a field selector, which then names the object that a list or watch is about; not what no path could
/// hold.
std::string selectedName(std::string_view selector) {
    const auto parsed = FieldSelector::parse(selector);
    if (!parsed) return {};
    for (const FieldSelector::Requirement& requirement : parsed->requirements()) {
        if (requirement.path != "metadata.name" || !requirement.equal) continue;
        const std::string& name = requirement.value;
        return name == "." || name == ".." || name.find_first_of("/%") != std::string::npos ? std::string() : name;
    }
    return {};
}

/// Reads what follows the version: [watch/] [namespaces/NS/] PLURAL [/NAME [/SUBRESOURCE [/REST]]].
void readResource(Route& route, std::vector<std::string_view> parts, std::string_view path) {
    if (parts.front() == "watch" && parts.size() > 1) {
        route.verb = "watch";
        parts.erase(parts.begin());
    }
    if (parts.front() == "namespaces" && parts.size() > 1) {
        route.namespace_ = parts[1];
        if (parts.size() > 2 && parts[2] != "status" && parts[2] != "finalize")
            parts.erase(parts.begin(), parts.begin() + 2);
    }
    route.plural = parts[0];
    if (parts.size() > 1) route.name = parts[1];
    if (parts.size() > 2) route.subresource = parts[2];
    if (parts.size() > 3) route.rest = path.substr(static_cast<std::size_t>(parts[3].data() - path.data()));
}

void refineVerb(Route& route, const Request& request) {
    if (!route.name.empty() && route.verb != "watch") return;
    if (route.verb == "get") route.verb = isTrue(request.parameter("watch")) ? "watch" : "list";
    if (route.verb == "delete") route.verb = "deletecollection";
    const bool reads = route.verb == "list" || route.verb == "watch";
    if (reads && route.name.empty()) route.name = selectedName(request.parameter("fieldSelector"));
}

}  // namespace

bool isTrue(std::string_view parameter) {
    return !parameter.empty() && parameter != "false" && parameter != "0";
}

Route routeOf(const resources::Table& table, const Request& request) {
    Route route;
    std::vector<std::string_view> segments = segmentsOf(request.path);
    const std::size_t prefix = segments.empty() ? 0 : segments[0] == "api" ? 2 : segments[0] == "apis" ? 3 : 0;
    if (prefix == 0 || segments.size() <= prefix || segments[prefix].empty()) {
        route.verb = lower(request.method);
        return route;
    }
    route.isResource = true;
    route.verb = verbOf(request.method);
    if (prefix == 3) route.group = segments[1];
    route.version = segments[prefix - 1];
    segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(prefix));
    readResource(route, std::move(segments), request.path);
    refineVerb(route, request);
    route.resource = table.find(route.group, route.version, route.plural);
    return route;
}

Attributes Route::attributes(const User& user, const Request& request) const {
    Attributes attributes;
    attributes.user = user;
    attributes.verb = verb;
    if (!isResource) {
        attributes.path = request.path;
        return attributes;
    }
    attributes.group = group;
    attributes.version = version;
    attributes.resource = plural;
    attributes.subresource = subresource;
    attributes.namespace_ = namespace_;
    attributes.name = name;
    attributes.fieldSelector = request.parameter("fieldSelector");
    return attributes;
}

}  // namespace armillary::server
