#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/resources/resource.h"

/// Documents through the rules of their kind, for tests that are tables.
namespace armillary::resources::testing {

/// The row that a document's apiVersion and kind name.
const Resource& rowOf(std::string_view json);

/// A decoded document, of any kind.
class Document {
public:
    /// Strict: a misspelt field in a test is a failure of that test.
    explicit Document(std::string_view json);
    const Resource& row() const { return *m_row; }
    void* get() const { return m_object.get(); }
    std::string json() const;

private:
    const Resource* m_row;
    std::shared_ptr<void> m_object;
};

/// As the server treats a create: defaults, preparation, checks. The findings' texts.
std::vector<std::string> createErrors(std::string_view json);
/// As the server treats an update of `oldJson` (created first) to `json`; metadata is not looked at.
std::vector<std::string> updateErrors(std::string_view oldJson, std::string_view json);
std::vector<std::string> statusErrors(std::string_view oldJson, std::string_view json);
/// What the client is warned of when the document is created, and when it is updated.
std::vector<std::string> createWarnings(std::string_view json);
std::vector<std::string> updateWarnings(std::string_view oldJson, std::string_view json);
/// The document as it would be stored.
std::string created(std::string_view json);
/// The document with defaults alone.
std::string defaulted(std::string_view json);
/// The cells of the document's table row, unquoted, an hour after 2026-01-01T00:00:00Z.
std::vector<std::string> row(std::string_view json);
std::vector<std::string> columnNames(std::string_view group, std::string_view plural);

struct Case {
    const char* what;
    std::string json;
    std::vector<std::string> errors;
};
/// Each document's findings on creation are exactly those named.
void check(const std::vector<Case>& cases);

struct UpdateCase {
    const char* what;
    std::string before, after;
    std::vector<std::string> errors;
};
void check(const std::vector<UpdateCase>& cases);

/// `text` with the first `from` replaced by `to`, which must be there.
std::string with(std::string text, std::string_view from, std::string_view to);

}  // namespace armillary::resources::testing
