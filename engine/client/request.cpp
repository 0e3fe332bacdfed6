#include "engine/client/request.h"

#include <format>

#include "engine/schema/percent.h"

namespace armillary::client {

std::string pathOf(const Target& target) {
    const Resource& resource = *target.resource;
    std::string path = resource.group.empty() ? "/api/" : "/apis/" + resource.group + "/";
    path += resource.version;
    if (resource.namespaced && !target.namespace_.empty()) path += "/namespaces/" + target.namespace_;
    path += "/" + resource.plural;
    if (!target.name.empty()) path += "/" + target.name;
    if (!target.subresource.empty()) path += "/" + target.subresource;
    return path;
}

Query queryOf(const ListOptions& options) {
    Query query;
    if (!options.labelSelector.empty()) query.emplace_back("labelSelector", options.labelSelector);
    if (!options.fieldSelector.empty()) query.emplace_back("fieldSelector", options.fieldSelector);
    if (options.limit > 0) query.emplace_back("limit", std::to_string(options.limit));
    if (!options.continueToken.empty()) query.emplace_back("continue", options.continueToken);
    return query;
}

Query queryOf(const ApplyOptions& options) {
    Query query{{"fieldManager", options.fieldManager}};
    if (options.force) query.emplace_back("force", "true");
    if (options.dryRun) query.emplace_back("dryRun", "All");
    return query;
}

std::string bodyOf(const DeleteOptions& options) {
    metav1::DeleteOptions body;
    body.kind = "DeleteOptions";
    body.apiVersion = "v1";
    body.gracePeriodSeconds = options.gracePeriodSeconds;
    if (!options.propagationPolicy.empty()) body.propagationPolicy = options.propagationPolicy;
    if (!options.uid.empty()) body.preconditions.ensure().uid = options.uid;
    if (!options.resourceVersion.empty()) body.preconditions.ensure().resourceVersion = options.resourceVersion;
    return schema::toJson(body);
}

std::string_view contentTypeOf(PatchType type) {
    switch (type) {
        case PatchType::Json:
            return "application/json-patch+json";
        case PatchType::Merge:
            return "application/merge-patch+json";
        case PatchType::StrategicMerge:
            break;
    }
    return "application/strategic-merge-patch+json";
}

std::string requestTarget(std::string_view path, const Query& query) {
    std::string out = schema::percentEncoded(path, "/:");
    char separator = '?';
    for (const auto& [name, value] : query) {
        out += separator + schema::percentEncoded(name) + "=" + schema::percentEncoded(value);
        separator = '&';
    }
    return out;
}

namespace {

/// A broken encoding is left as it is.
std::string decoded(std::string_view text) {
    return schema::percentDecoded(text, true).value_or(std::string(text));
}

}  // namespace

std::pair<std::string, Query> splitTarget(std::string_view target) {
    const std::size_t mark = target.find('?');
    std::pair<std::string, Query> parts{std::string(target.substr(0, mark)), {}};
    if (mark == std::string_view::npos) return parts;
    std::string_view rest = target.substr(mark + 1);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
        parts.second.emplace_back(decoded(pair.substr(0, equals)), decoded(value));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    return parts;
}

Status statusOf(int code, std::string_view body) {
    if (auto status = schema::fromJson<metav1::Status>(body); status && status->kind == "Status" && status->code != 0)
        return *status;
    Status status = status::internalError(std::format("the server answered with status code {}", code));
    status.code = code;
    if (code == 401) status.reason = metav1::kStatusReasonUnauthorized;
    if (code == 403) status.reason = metav1::kStatusReasonForbidden;
    if (code == 404) status.reason = metav1::kStatusReasonNotFound;
    if (code == 409) status.reason = metav1::kStatusReasonConflict;
    if (code == 410) status.reason = metav1::kStatusReasonExpired;
    if (code == 429) status.reason = metav1::kStatusReasonTooManyRequests;
    if (code == 503) status.reason = metav1::kStatusReasonServiceUnavailable;
    return status;
}

Result<ObjectRef> objectOf(std::string body) {
    auto object = Object::parse(std::move(body));
    if (!object)
        return std::unexpected(status::internalError("the server's answer is not an object: " + object.error().text()));
    return *object;
}

}  // namespace armillary::client
