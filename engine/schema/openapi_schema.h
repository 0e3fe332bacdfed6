#pragma once

#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "engine/schema/table.h"

/// The parts that the OpenAPI documents are put together from; for the openapi_*.cpp files alone.
namespace armillary::schema::openapi {

enum class Version { V2, V3 };

struct GroupVersionKind {
    std::string group, version, kind;
    boost::json::object toJson() const { return {{"group", group}, {"version", version}, {"kind", kind}}; }
};

/// The group and version that a package's kinds are served under ("k8s.io/api/rbac/v1": rbac.authorization.k8s.io, v1).
GroupVersionKind kindOf(const TypeInfo& type);

const TypeInfo* findType(std::string_view goPackage, std::string_view name);

/// The schemas of the types that a document mentions, each once, with all that they refer to.
class Schemas {
public:
    explicit Schemas(Version version) : m_version(version) {}

    /// {"$ref": …} to the type, which is added with everything below it.
    boost::json::object refer(const TypeInfo& type);
    /// A schema that is not written from a table, under this name.
    void declare(std::string_view name, boost::json::object schema) { m_schemas[name] = std::move(schema); }
    boost::json::object take() { return std::move(m_schemas); }
    Version version() const { return m_version; }

private:
    boost::json::object referByName(std::string_view name) const;
    boost::json::object referToScalar(std::string_view name);
    boost::json::object schemaOf(const TypeInfo& type);
    void addProperties(const TypeInfo& type, boost::json::object& properties, boost::json::array& required);
    boost::json::object propertyOf(const TypeInfo& owner, const FieldInfo& field);
    boost::json::object elementOf(const TypeInfo& owner, const FieldInfo& field);
    boost::json::object wrapped(boost::json::object reference) const;

    Version m_version;
    boost::json::object m_schemas;
};

}  // namespace armillary::schema::openapi
