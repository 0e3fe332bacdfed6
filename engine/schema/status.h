#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/metav1.h"

namespace armillary {

/// The one error type of the program: Kubernetes' own (reason, code, message, causes).
using Status = metav1::Status;

/// An expected outcome: a value, or the Status that says why there is none.
template <class T = void>
using Result = std::expected<T, Status>;

/// One finding about one field. Wording as upstream's k8s.io/apimachinery/pkg/util/validation/field.
struct FieldError {
    std::string_view type;  ///< a metav1::kCauseType…, e.g. kCauseTypeFieldValueInvalid
    std::string path;       ///< "spec.containers[0].name"; "" for the object itself
    std::string value;      ///< the offending value as text, already quoted where upstream quotes; "" for none
    std::string detail;     ///< what is wrong

    /// "Invalid value: \"x\": must be no more than 63 characters"; without the path.
    std::string body() const;
    /// path + ": " + body().
    std::string text() const;
};
using FieldErrors = std::vector<FieldError>;

/// Makers of FieldError, one for each of upstream's kinds. `value` is printed as a quoted Go string.
namespace field {
FieldError required(std::string path, std::string detail);
FieldError invalid(std::string path, std::string_view value, std::string detail);
/// As invalid(), the value printed as it is (numbers, JSON).
FieldError invalidRaw(std::string path, std::string value, std::string detail);
FieldError duplicate(std::string path, std::string_view value);
FieldError forbidden(std::string path, std::string detail);
FieldError notSupported(std::string path, std::string_view value, const std::vector<std::string_view>& supported);
FieldError notFound(std::string path, std::string_view value);
FieldError tooLong(std::string path, std::string_view value, std::size_t maximum);
FieldError tooMany(std::string path, std::size_t actual, std::size_t maximum);
}  // namespace field

/// Makers of Status, worded as k8s.io/apimachinery/pkg/api/errors words them. `resource` is the plural with its group:
/// "pods", "deployments.apps".
namespace status {
Status notFound(std::string_view resource, std::string_view name);
Status alreadyExists(std::string_view resource, std::string_view name);
/// "Operation cannot be fulfilled on R \"N\": detail".
Status conflict(std::string_view resource, std::string_view name, std::string_view detail);
/// The conflict of a stale resourceVersion: "the object has been modified; please apply your changes to the latest
/// version and try again".
Status modified(std::string_view resource, std::string_view name);
/// `kind` with its group: "Pod", "Deployment.apps".
Status invalid(std::string_view kind, std::string_view name, const FieldErrors& errors);
Status badRequest(std::string message);
Status unauthorized();
Status forbidden(std::string_view resource, std::string_view name, std::string_view detail);
Status methodNotSupported(std::string_view resource, std::string_view verb);
/// 410 Expired: the requested revision is no longer kept.
Status expired(std::string message);
Status gone(std::string message);
/// 504: the requested resourceVersion lies in the future.
Status futureResourceVersion(std::int64_t requested, std::int64_t current);
Status requestEntityTooLarge(std::string message);
Status tooManyRequests(std::string message, int retryAfterSeconds);
Status timeout(std::string message, int retryAfterSeconds);
Status unsupportedMediaType(std::string_view contentType);
Status notAcceptable(std::string_view accepted);
Status serviceUnavailable(std::string message);
Status internalError(std::string message);
/// "the server could not find the requested resource".
Status unknownPath();

bool isNotFound(const Status& status);
bool isAlreadyExists(const Status& status);
bool isConflict(const Status& status);
/// Expired or Gone: list again.
bool isExpired(const Status& status);
bool isForbidden(const Status& status);
bool isInvalid(const Status& status);
}  // namespace status

}  // namespace armillary
