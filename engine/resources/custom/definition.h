#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/resources/resource.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace boost::json {
class value;
}

/// A CustomResourceDefinition as it is served: a row per version, with rules that go by the version's schema.
namespace armillary::resources::custom {

struct Schema;
class CustomRules;
class Definition;

/// The x-kubernetes-validations of one version, compiled. Both objects are whole ones, metadata included.
class ExpressionRules {
public:
    virtual ~ExpressionRules() = default;
    /// `old` is null for a new object.
    virtual FieldErrors check(const boost::json::value& object, const boost::json::value* old) const = 0;
};
/// Null when the schema has no rules.
using ExpressionCompiler = std::unique_ptr<const ExpressionRules> (*)(const apiextensionsv1::JSONSchemaProps& schema);

/// Where a Scale finds its numbers; paths as ".spec.replicas".
struct ScalePaths {
    std::string specReplicas, statusReplicas, labelSelector;
};

/// One version of a definition.
struct Version {
    Version();
    ~Version();

    const Definition* definition = nullptr;
    std::string name;
    bool served = false, storage = false;
    std::string warning;  ///< told to whoever uses it, when it is deprecated
    std::unique_ptr<const Schema> schema;
    const apiextensionsv1::JSONSchemaProps* source = nullptr;  ///< of `schema`; null when there is none
    std::unique_ptr<const ExpressionRules> expressions;
    bool hasStatus = false;
    std::optional<ScalePaths> scale;
    std::unique_ptr<const CustomRules> rules;
    Resource row;
};

/// Immutable; whoever holds it may use its rows.
class Definition {
public:
    /// `object` is a CustomResourceDefinition.
    explicit Definition(ObjectRef object, ExpressionCompiler expressions = nullptr);
    virtual ~Definition();
    Definition(const Definition&) = delete;
    Definition& operator=(const Definition&) = delete;

    /// As it was when this was made; its status may have moved on.
    const apiextensionsv1::CustomResourceDefinition& source() const {
        return m_object->as<apiextensionsv1::CustomResourceDefinition>();
    }
    const ObjectRef& object() const { return m_object; }
    /// In the order of the definition.
    std::span<const std::unique_ptr<Version>> versions() const { return m_versions; }
    /// Null when there is no such version.
    const Version* version(std::string_view name) const;
    /// The one that objects are stored in.
    const Version& storage() const { return *m_storage; }

private:
    const ObjectRef m_object;
    std::vector<std::unique_ptr<Version>> m_versions;
    const Version* m_storage = nullptr;
};

/// A row as a client needs one to speak of a definition's objects, in the most wanted version that is served; it has no
/// rules. Null when the definition is not established or serves nothing. `Unserved::Stored`: what is served no more is
/// spoken of in the version that it is stored in.
enum class Unserved { None, Stored };
std::shared_ptr<const Resource> clientRow(const apiextensionsv1::CustomResourceDefinition& definition,
                                          Unserved unserved = Unserved::None);

/// The version behind a row of a definition; null for a built-in one.
const Version* versionOf(const Resource& resource);

bool isTrue(const apiextensionsv1::CustomResourceDefinitionStatus& status, std::string_view condition);

/// Upstream's order of versions, the most wanted first: v2, v1, v1beta2, v1beta1, v1alpha1, others by name. Negative
/// when `left` comes first.
int compareVersions(std::string_view left, std::string_view right);

}  // namespace armillary::resources::custom
