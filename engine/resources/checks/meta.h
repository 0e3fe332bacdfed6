#pragma once

#include <string>
#include <string_view>

#include "engine/resources/checks/names.h"
#include "engine/resources/checks/path.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/metav1.h"

/// Checks that many kinds share. Each appends what it finds to `errors`.
/// Source: k8s.io/apimachinery/pkg/api/validation and pkg/apis/meta/v1/validation.
namespace armillary::resources {

/// One Invalid per message.
void addInvalid(FieldErrors& errors, const Path& path, std::string_view value, const Messages& messages);
/// One Invalid per message, the value unquoted.
void addInvalidNumber(FieldErrors& errors, const Path& path, std::int64_t value, const Messages& messages);
void checkNotNegative(std::int64_t value, const Path& path, FieldErrors& errors);

void checkLabels(const schema::StringMap<std::string>& labels, const Path& path, FieldErrors& errors);
void checkAnnotations(const schema::StringMap<std::string>& annotations, const Path& path, FieldErrors& errors);
void checkSelector(const metav1::LabelSelector& selector, const Path& path, FieldErrors& errors);
void checkConditions(const std::vector<metav1::Condition>& conditions, const Path& path, FieldErrors& errors);
/// `value` must be one of `allowed`; empty is Required.
void checkOneOf(std::string_view value, const std::vector<std::string_view>& allowed, const Path& path,
                FieldErrors& errors);

Messages checkName(NameRule rule, std::string_view name, bool isPrefix);

/// Adds an Invalid "field is immutable" when the two values of an API type, list or map differ. `shown` is how
/// upstream prints the new value.
template <class T>
void checkImmutable(const T& value, const T& old, std::string shown, const Path& path, FieldErrors& errors) {
    if (!(value == old)) errors.push_back(field::invalidRaw(path, std::move(shown), std::string(kImmutable)));
}

/// A Go string literal.
std::string goQuoted(std::string_view text);
/// A Go []string literal.
std::string goList(const std::vector<std::string>& items);

}  // namespace armillary::resources
