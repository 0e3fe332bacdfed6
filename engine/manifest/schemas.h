#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/manifest/field_type.h"

namespace armillary::manifest {

/// Which kinds there are, and what their objects look like: the built-in ones, and what is added to them. A value; once
/// built, it may be read from any thread. Copies are cheap.
class Schemas {
public:
    /// What is built in, no more.
    static const Schemas& builtIn();

    /// A CustomResourceDefinition of apiextensions.k8s.io/v1, as JSON: its kind, in every version that has a schema.
    /// What was there of that kind and version is replaced. The error is a sentence.
    std::expected<void, std::string> addDefinition(std::string_view json);
    /// A document of /openapi/v3: all kinds that it describes. They are asked before the built-in ones.
    std::expected<void, std::string> addOpenApi(std::string_view json);

    /// Of an object's root; Free for kinds that nobody has described.
    FieldType ofObject(std::string_view apiVersion, std::string_view kind) const;

    struct ObjectKind {
        std::string apiVersion, kind;
        auto operator<=>(const ObjectKind&) const = default;
    };
    /// All of them, those alone that can be kept in a manifest, by kind.
    std::vector<ObjectKind> kinds() const;
    /// Nothing was added.
    bool empty() const { return m_added.empty(); }

    /// Kinds that can be added, and the bytes of their schemas.
    static constexpr std::size_t kMostKinds = 20'000, kMostBytes = 256u << 20;

private:
    struct Source;
    struct Added {
        std::shared_ptr<const Source> source;
        std::string root;  ///< the schema's name in an OpenAPI document
    };
    std::expected<void, std::string> add(const ObjectKind& kind, Added added);

    std::map<ObjectKind, Added> m_added;
    std::size_t m_bytes = 0;
};

}  // namespace armillary::manifest
