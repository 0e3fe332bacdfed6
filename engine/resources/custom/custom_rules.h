#pragma once

#include "engine/resources/custom/definition.h"
#include "engine/resources/custom/json_path.h"
#include "engine/schema/custom_object.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::custom {

using schema::CustomObject;

/// The rules of one version of a custom resource. Objects are CustomObjects.
class CustomRules final : public Rules {
public:
    CustomRules(const Version& version, const apiextensionsv1::CustomResourceDefinitionVersion& source);

    const Version& version() const { return m_version; }

    /// Makes of a document that has just been read what the schema has of it: members that it does not name go, and are
    /// reported with those that were there twice. The error is a sentence that names the place.
    std::expected<void, std::string> refine(CustomObject& object, schema::StrictFindings* findings) const;

    void setDefaults(void* object) const override;
    void prepareForCreate(void* object) const override;
    void prepareForUpdate(void* object, const void* old) const override;
    void prepareForStatusUpdate(void* object, const void* old) const override;
    FieldErrors validate(const void* object) const override;
    FieldErrors validateUpdate(const void* object, const void* old) const override;
    FieldErrors validateStatusUpdate(const void* object, const void* old) const override;
    Warnings warnings(const void* object, const void* old) const override;
    std::span<const std::string_view> selectableFields() const override { return m_fieldNames; }
    std::string selectableField(const void* object, std::string_view path) const override;
    std::span<const Column> columns() const override { return m_columns; }
    Cells cells(const void* object, const Context& context) const override;

private:
    struct CellSource {
        std::string name, type, format, description;
        JsonPath path;
    };
    struct FieldSource {
        std::string name;
        JsonPath path;
    };
    void addColumn(const apiextensionsv1::CustomResourceColumnDefinition& column);
    boost::json::value whole(const CustomObject& object) const;
    void checkScale(const boost::json::value& object, bool spec, FieldErrors& errors) const;
    void checkExpressions(const CustomObject& object, const CustomObject* old, FieldErrors& errors) const;

    const Version& m_version;
    const bool m_looksAtMetadata;  ///< whether the schema says anything of metadata
    std::vector<std::unique_ptr<const CellSource>> m_cells;
    std::vector<Column> m_columns;
    std::vector<std::unique_ptr<const FieldSource>> m_fields;
    std::vector<std::string_view> m_fieldNames;
};

/// What the scale subresource shows. `replicas` is empty where the object has none.
struct ScaleNumbers {
    std::optional<std::int64_t> replicas;
    std::int64_t current = 0;
    std::string selector;
};
ScaleNumbers scaleNumbers(const ScalePaths& paths, const CustomObject& object);
/// Sets the wanted number; makes the objects that lead to it.
void setReplicas(const ScalePaths& paths, CustomObject& object, std::int64_t replicas);

}  // namespace armillary::resources::custom
