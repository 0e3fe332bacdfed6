#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/cel/cost_estimate.h"
#include "engine/resources/checks/path.h"
#include "engine/resources/expressions/schema_type.h"
#include "engine/schema/status.h"

/// What the rules of a custom resource may cost, estimated from the limits that its schema sets and from the size of
/// requests. Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
/// #resource-use-by-validation-functions; k8s.io/apiserver/pkg/cel/common, schemas.go.
namespace armillary::resources::expressions {

/// The sizes of what a schema describes. The schema has to outlive it.
class SchemaSizes final : public cel::SizeSource {
public:
    SchemaSizes(const JSONSchemaProps& schema, bool root) : m_schema(schema), m_root(root) {}
    std::optional<std::uint64_t> maxSize(std::span<const std::string> path) const override;

private:
    const JSONSchemaProps& m_schema;
    const bool m_root;
};

/// How often the schema can occur in an object; nothing where no limit is set.
using Occurrences = std::optional<std::uint64_t>;
/// Of what is right below `schema`, which itself occurs so often.
Occurrences occurrencesBelow(const JSONSchemaProps& schema, Occurrences own);

/// The costs of a whole schema's expressions.
class SchemaCosts {
public:
    /// Takes an expression's cost into account, as often as its schema can occur; refuses one that is too expensive.
    /// `what`: "rule" or "messageExpression", the field's name below `path`.
    void add(std::uint64_t cost, const char* what, const Path& path, FieldErrors& errors);
    /// Refuses the schema at `path` when its expressions are too expensive together.
    void checkTotal(const Path& path, FieldErrors& errors) const;

private:
    struct Expensive {
        Path path;
        std::uint64_t cost;
    };
    std::uint64_t m_total = 0;
    std::vector<Expensive> m_most;  ///< the most expensive first; bounded
};

/// What an expression costs that is evaluated for every occurrence of the schema.
std::uint64_t costOfAll(std::uint64_t cost, const JSONSchemaProps& schema, Occurrences occurrences);

}  // namespace armillary::resources::expressions
