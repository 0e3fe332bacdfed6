#include "engine/schema/apply/structural_schema.h"

#include "engine/schema/api/metav1.h"

namespace armillary::apply {
namespace {

using apiextensionsv1::JSONSchemaProps;

Scalar scalarOf(const JSONSchemaProps& schema) {
    if (schema.xIntOrString) return Scalar::Any;
    if (schema.type == "integer" || schema.type == "number") return Scalar::Number;
    if (schema.type == "boolean") return Scalar::Truth;
    if (schema.type == "string" && (schema.format.empty() || schema.format == "byte")) return Scalar::Text;
    return Scalar::Any;
}

class Converter {
public:
    explicit Converter(ResourceSchema& into) : m_into(into) {}

    /// `preserve` is inherited: below a place that keeps unknown fields every place does.
    const SchemaNode& convert(const JSONSchemaProps& schema, bool preserve) {
        if (schema.xEmbeddedResource) return embedded(schema, preserve);
        return convertPlain(schema, preserve);
    }

    SchemaNode& root(const JSONSchemaProps& schema, bool preserve) {
        SchemaNode& node = convertPlain(schema, preserve);
        node.map = Relation::Granular;
        addHead(node);
        return node;
    }

private:
    SchemaNode& convertPlain(const JSONSchemaProps& schema, bool preserve) {
        preserve |= schema.xPreserveUnknownFields.value_or(false);
        SchemaNode& node = m_into.nodes.make();
        const bool any = schema.type.empty() && !schema.xIntOrString;
        if (any || schema.type == "object") makeMap(node, schema, preserve);
        if (any || schema.type == "array") makeList(node, schema, preserve);
        if (schema.type != "object" && schema.type != "array") node.scalar = scalarOf(schema);
        return node;
    }

    const SchemaNode& embedded(const JSONSchemaProps& schema, bool preserve) {
        SchemaNode& node = convertPlain(schema, preserve);
        addHead(node);
        return node;
    }

    void makeMap(SchemaNode& node, const JSONSchemaProps& schema, bool preserve) {
        node.map = schema.xMapType == std::optional<std::string>("atomic") ? Relation::Atomic : Relation::Granular;
        for (const auto& [name, property] : schema.properties) {
            std::string defaultJson = property.default_ ? property.default_->text : std::string();
            node.fields.push_back({name, &convert(property, preserve), std::move(defaultJson)});
        }
        if (!schema.additionalProperties) {
            if (preserve || schema.properties.empty()) node.other = &deducedAny();
        } else if (schema.additionalProperties->schema) {
            node.other = &convert(*schema.additionalProperties->schema, preserve);
        } else if (schema.additionalProperties->allows) {
            node.other = &deducedAny();
        }
    }

    void makeList(SchemaNode& node, const JSONSchemaProps& schema, bool preserve) {
        const std::string type = schema.xListType.value_or("atomic");
        node.list = type == "atomic" ? Relation::Atomic : Relation::Granular;
        if (type == "map") node.keys = schema.xListMapKeys;
        node.item = schema.items && schema.items->schema ? &convert(*schema.items->schema, preserve) : &atomicAny();
    }

    static void addHead(SchemaNode& node) {
        std::erase_if(node.fields, [](const SchemaField& field) {
            return field.name == "kind" || field.name == "apiVersion" || field.name == "metadata";
        });
        node.fields.push_back({"kind", &scalarNode(Scalar::Text), ""});
        node.fields.push_back({"apiVersion", &scalarNode(Scalar::Text), ""});
        node.fields.push_back({"metadata", &apply::schemaOf(schema::typeInfo<metav1::ObjectMeta>()), ""});
    }

    ResourceSchema& m_into;
};

}  // namespace

std::shared_ptr<const ResourceSchema> schemaOf(const JSONSchemaProps* structural, bool preserveUnknownFields) {
    auto made = std::make_shared<ResourceSchema>();
    static const JSONSchemaProps kNone;
    made->root = &Converter(*made).root(structural ? *structural : kNone, preserveUnknownFields || !structural);
    return made;
}

}  // namespace armillary::apply
