#pragma once

#include <string>
#include <string_view>

#include "engine/server/core.h"
#include "engine/server/value.h"

/// Request bodies and the options that come with writes.
namespace armillary::server {

/// What a body must be.
struct Expected {
    const schema::TypeInfo& type;
    std::string apiVersion, kind;
    const resources::Resource* resource = nullptr;  ///< whose objects they are; null for options and subresources'
};
/// An object of the resource itself.
inline Expected expectedOf(const resources::Resource& resource) {
    return {*resource.type, resource.apiVersion(), resource.kind, &resource};
}

/// Decodes the body, JSON, YAML or protobuf; kind and apiVersion may be missing. What the strict reader finds is an
/// error, a warning or ignored as ?fieldValidation says. 400 or 415 otherwise.
Result<Value> decodeBody(Call& call, const Expected& expected);

struct Decoded {
    Value value;
    schema::StrictFindings findings;
};
/// The same from JSON text. The error is the bare reason, for callers that have a sentence of their own around it.
std::expected<Decoded, std::string> decodeObject(const Expected& expected, std::string_view json);

/// The body as JSON text, converted from YAML where the content type says so. 415 for any other type.
Result<std::string> bodyAsJson(const Request& request);

/// Whether ?dryRun asks that nothing be stored; 422 for a value other than "All".
Result<bool> dryRunOf(const Call& call, std::string_view optionsKind);

enum class FieldValidation { Ignore, Warn, Strict };
Result<FieldValidation> fieldValidationOf(const Call& call, std::string_view optionsKind);
/// Turns findings into warnings of the call, or into upstream's sentence when the validation is strict ("" otherwise).
std::string judge(Call& call, FieldValidation validation, const schema::StrictFindings& findings);

/// DeleteOptions from the body or the query. 422 when they contradict themselves.
Result<metav1::DeleteOptions> deleteOptionsOf(Call& call);

}  // namespace armillary::server
