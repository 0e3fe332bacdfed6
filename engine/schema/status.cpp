#include "engine/schema/status.h"

#include <format>
#include <set>

#include "engine/schema/text.h"

namespace armillary {

namespace {

Status failure(std::int32_t code, std::string_view reason, std::string message) {
    Status status;
    status.kind = "Status";
    status.apiVersion = "v1";
    status.status = metav1::kStatusFailure;
    status.code = code;
    status.reason = reason;
    status.message = std::move(message);
    return status;
}

/// Fills details from "deployments.apps" or "Deployment.apps".
metav1::StatusDetails& describe(Status& status, std::string_view resource, std::string_view name) {
    metav1::StatusDetails& details = status.details.emplace();
    const std::size_t dot = resource.find('.');
    details.kind = resource.substr(0, dot);
    if (dot != std::string_view::npos) details.group = resource.substr(dot + 1);
    details.name = name;
    return details;
}

Status retryLater(std::int32_t code, std::string_view reason, std::string message, int retryAfterSeconds) {
    Status status = failure(code, reason, std::move(message));
    status.details.emplace().retryAfterSeconds = retryAfterSeconds;
    return status;
}

/// Whether `reason` is one that upstream knows; of others only the code counts.
bool isKnownReason(std::string_view reason) {
    static const std::set<std::string_view> kKnown = {metav1::kStatusReasonUnauthorized,
                                                      metav1::kStatusReasonForbidden,
                                                      metav1::kStatusReasonNotFound,
                                                      metav1::kStatusReasonAlreadyExists,
                                                      metav1::kStatusReasonConflict,
                                                      metav1::kStatusReasonGone,
                                                      metav1::kStatusReasonInvalid,
                                                      metav1::kStatusReasonServerTimeout,
                                                      metav1::kStatusReasonTimeout,
                                                      metav1::kStatusReasonTooManyRequests,
                                                      metav1::kStatusReasonBadRequest,
                                                      metav1::kStatusReasonMethodNotAllowed,
                                                      metav1::kStatusReasonNotAcceptable,
                                                      metav1::kStatusReasonRequestEntityTooLarge,
                                                      metav1::kStatusReasonUnsupportedMediaType,
                                                      metav1::kStatusReasonInternalError,
                                                      metav1::kStatusReasonExpired,
                                                      metav1::kStatusReasonServiceUnavailable};
    return kKnown.contains(reason);
}

bool hasReason(const Status& status, std::string_view reason, std::int32_t code) {
    return status.reason == reason || (status.code == code && !isKnownReason(status.reason));
}

std::string_view causeTitle(std::string_view type) {
    if (type == metav1::kCauseTypeFieldValueNotFound) return "Not found";
    if (type == metav1::kCauseTypeFieldValueRequired) return "Required value";
    if (type == metav1::kCauseTypeFieldValueDuplicate) return "Duplicate value";
    if (type == metav1::kCauseTypeFieldValueNotSupported) return "Unsupported value";
    if (type == metav1::kCauseTypeForbidden) return "Forbidden";
    if (type == metav1::kCauseTypeTooLong) return "Too long";
    if (type == metav1::kCauseTypeTooMany) return "Too many";
    if (type == metav1::kCauseTypeInternal) return "Internal error";
    return "Invalid value";
}

bool showsValue(std::string_view type) {
    return type != metav1::kCauseTypeFieldValueRequired && type != metav1::kCauseTypeForbidden &&
           type != metav1::kCauseTypeTooLong && type != metav1::kCauseTypeInternal;
}

}  // namespace

std::string FieldError::body() const {
    std::string text(causeTitle(type));
    if (showsValue(type) && !value.empty()) text += ": " + value;
    if (!detail.empty()) text += ": " + detail;
    return text;
}

std::string FieldError::text() const {
    return path + ": " + body();
}

namespace field {

FieldError required(std::string path, std::string detail) {
    return {metav1::kCauseTypeFieldValueRequired, std::move(path), "", std::move(detail)};
}

FieldError invalid(std::string path, std::string_view value, std::string detail) {
    return {metav1::kCauseTypeFieldValueInvalid, std::move(path), schema::quoted(value), std::move(detail)};
}

FieldError invalidRaw(std::string path, std::string value, std::string detail) {
    return {metav1::kCauseTypeFieldValueInvalid, std::move(path), std::move(value), std::move(detail)};
}

FieldError duplicate(std::string path, std::string_view value) {
    return {metav1::kCauseTypeFieldValueDuplicate, std::move(path), schema::quoted(value), ""};
}

FieldError forbidden(std::string path, std::string detail) {
    return {metav1::kCauseTypeForbidden, std::move(path), "", std::move(detail)};
}

FieldError notSupported(std::string path, std::string_view value, const std::vector<std::string_view>& supported) {
    std::string detail;
    for (std::string_view choice : supported)
        detail += (detail.empty() ? "supported values: " : ", ") + schema::quoted(choice);
    return {metav1::kCauseTypeFieldValueNotSupported, std::move(path), schema::quoted(value), std::move(detail)};
}

FieldError notFound(std::string path, std::string_view value) {
    return {metav1::kCauseTypeFieldValueNotFound, std::move(path), schema::quoted(value), ""};
}

FieldError tooLong(std::string path, std::string_view, std::size_t maximum) {
    return {metav1::kCauseTypeTooLong, std::move(path), "", std::format("may not be more than {} bytes", maximum)};
}

FieldError tooMany(std::string path, std::size_t actual, std::size_t maximum) {
    return {metav1::kCauseTypeTooMany, std::move(path), std::to_string(actual),
            std::format("must have at most {} items", maximum)};
}

}  // namespace field

namespace status {

Status notFound(std::string_view resource, std::string_view name) {
    Status made =
        failure(404, metav1::kStatusReasonNotFound, std::format("{} {} not found", resource, schema::quoted(name)));
    describe(made, resource, name);
    return made;
}

Status alreadyExists(std::string_view resource, std::string_view name) {
    Status made = failure(409, metav1::kStatusReasonAlreadyExists,
                          std::format("{} {} already exists", resource, schema::quoted(name)));
    describe(made, resource, name);
    return made;
}

Status conflict(std::string_view resource, std::string_view name, std::string_view detail) {
    Status made =
        failure(409, metav1::kStatusReasonConflict,
                std::format("Operation cannot be fulfilled on {} {}: {}", resource, schema::quoted(name), detail));
    describe(made, resource, name);
    return made;
}

Status modified(std::string_view resource, std::string_view name) {
    return conflict(resource, name,
                    "the object has been modified; please apply your changes to the latest version and try again");
}

Status invalid(std::string_view kind, std::string_view name, const FieldErrors& errors) {
    std::set<std::string> seen;
    std::string list;
    for (const FieldError& error : errors) {
        std::string text = error.text();
        if (!seen.insert(text).second) continue;
        list += (list.empty() ? "" : ", ") + text;
    }
    if (seen.size() > 1) list = "[" + list + "]";
    std::string message = std::format("{} {} is invalid", kind, schema::quoted(name));
    if (!list.empty()) message += ": " + list;
    Status made = failure(422, metav1::kStatusReasonInvalid, std::move(message));
    metav1::StatusDetails& details = describe(made, kind, name);
    for (const FieldError& error : errors) {
        metav1::StatusCause& cause = details.causes.emplace_back();
        cause.reason = error.type;
        cause.message = error.body();
        cause.field = error.path;
    }
    return made;
}

Status badRequest(std::string message) {
    return failure(400, metav1::kStatusReasonBadRequest, std::move(message));
}

Status unauthorized() {
    return failure(401, metav1::kStatusReasonUnauthorized, "Unauthorized");
}

Status forbidden(std::string_view resource, std::string_view name, std::string_view detail) {
    std::string message = resource.empty() ? std::format("forbidden: {}", detail)
                          : name.empty()
                              ? std::format("{} is forbidden: {}", resource, detail)
                              : std::format("{} {} is forbidden: {}", resource, schema::quoted(name), detail);
    Status made = failure(403, metav1::kStatusReasonForbidden, std::move(message));
    describe(made, resource, name);
    return made;
}

Status methodNotSupported(std::string_view resource, std::string_view verb) {
    Status made = failure(405, metav1::kStatusReasonMethodNotAllowed,
                          std::format("{} is not supported on resources of kind {}", verb, schema::quoted(resource)));
    describe(made, resource, "");
    return made;
}

Status expired(std::string message) {
    return failure(410, metav1::kStatusReasonExpired, std::move(message));
}

Status gone(std::string message) {
    return failure(410, metav1::kStatusReasonGone, std::move(message));
}

Status futureResourceVersion(std::int64_t requested, std::int64_t current) {
    Status made = timeout(std::format("Too large resource version: {}, current: {}", requested, current), 1);
    metav1::StatusCause& cause = made.details->causes.emplace_back();
    cause.reason = metav1::kCauseTypeResourceVersionTooLarge;
    cause.message = "Too large resource version";
    return made;
}

Status requestEntityTooLarge(std::string message) {
    return failure(413, metav1::kStatusReasonRequestEntityTooLarge, "Request entity too large: " + std::move(message));
}

Status tooManyRequests(std::string message, int retryAfterSeconds) {
    return retryLater(429, metav1::kStatusReasonTooManyRequests, std::move(message), retryAfterSeconds);
}

Status timeout(std::string message, int retryAfterSeconds) {
    return retryLater(504, metav1::kStatusReasonTimeout, "Timeout: " + std::move(message), retryAfterSeconds);
}

Status unsupportedMediaType(std::string_view) {
    return failure(415, metav1::kStatusReasonUnsupportedMediaType,
                   "the body of the request was in an unknown format - accepted media types include: application/json, "
                   "application/yaml, application/vnd.kubernetes.protobuf");
}

Status notAcceptable(std::string_view accepted) {
    return failure(406, metav1::kStatusReasonNotAcceptable,
                   std::format("only the following media types are accepted: {}", accepted));
}

Status serviceUnavailable(std::string message) {
    return failure(503, metav1::kStatusReasonServiceUnavailable, std::move(message));
}

Status internalError(std::string message) {
    Status made = failure(500, metav1::kStatusReasonInternalError, "Internal error occurred: " + message);
    made.details.emplace().causes.emplace_back().message = std::move(message);
    return made;
}

Status unknownPath() {
    Status made = failure(404, metav1::kStatusReasonNotFound, "the server could not find the requested resource");
    made.details.emplace();
    return made;
}

bool isNotFound(const Status& status) {
    return hasReason(status, metav1::kStatusReasonNotFound, 404);
}

bool isAlreadyExists(const Status& status) {
    return status.reason == metav1::kStatusReasonAlreadyExists;
}

bool isConflict(const Status& status) {
    return hasReason(status, metav1::kStatusReasonConflict, 409);
}

bool isExpired(const Status& status) {
    return status.reason == metav1::kStatusReasonExpired || hasReason(status, metav1::kStatusReasonGone, 410);
}

bool isForbidden(const Status& status) {
    return hasReason(status, metav1::kStatusReasonForbidden, 403);
}

bool isInvalid(const Status& status) {
    return hasReason(status, metav1::kStatusReasonInvalid, 422);
}

}  // namespace status

}  // namespace armillary
