#include "engine/schema/apply/schema_node.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "engine/schema/atomic_types.h"

namespace armillary::apply {
namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::ListType;
using schema::Shape;
using schema::TypeInfo;

SchemaNode makeAny(Relation map, const SchemaNode* other) {
    SchemaNode node;
    node.scalar = Scalar::Any;
    node.map = map;
    node.list = Relation::Atomic;
    node.other = other;
    node.item = &atomicAny();
    return node;
}

std::vector<std::string> split(std::string_view names) {
    std::vector<std::string> parts;
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        parts.emplace_back(names.substr(0, comma));
        names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
    }
    return parts;
}

/// Makes the nodes of generated types, each once.
class TableSchemas {
public:
    const SchemaNode& of(const TypeInfo& type) {
        const std::lock_guard lock(m_mutex);
        return structNode(type);
    }

private:
    const SchemaNode& structNode(const TypeInfo& type) {
        if (const auto known = m_known.find(&type); known != m_known.end()) return *known->second;
        if (type.jsonForm != schema::JsonForm::Object) return *m_known.emplace(&type, &atomicAny()).first->second;
        SchemaNode& node = m_nodes.make();
        m_known.emplace(&type, &node);
        if (type.listWrapper) {
            makeList(node, type.fields[0]);
            return node;
        }
        node.map = schema::isAtomicStruct(type) ? Relation::Atomic : Relation::Granular;
        addFields(node, type);
        return node;
    }

    void addFields(SchemaNode& node, const TypeInfo& type) {
        for (const schema::InlineInfo& base : type.inlines) addFields(node, *base.type);
        for (const FieldInfo& field : type.fields) {
            std::string defaultJson(field.defaultJson);
            if (field.shape != Shape::Value && field.shape != Shape::Optional) defaultJson.clear();
            node.fields.push_back({std::string(field.jsonName), &fieldNode(field), std::move(defaultJson)});
        }
    }

    const SchemaNode& fieldNode(const FieldInfo& field) {
        if (field.shape == Shape::List) {
            SchemaNode& node = m_nodes.make();
            makeList(node, field);
            return node;
        }
        if (field.shape == Shape::Map) {
            SchemaNode& node = m_nodes.make();
            node.map = field.atomicMap ? Relation::Atomic : Relation::Granular;
            node.other = &elementNode(field);
            return node;
        }
        const SchemaNode& element = elementNode(field);
        if (!field.atomicMap || element.map != Relation::Granular) return element;
        SchemaNode& atomic = m_nodes.make();
        atomic = element;
        atomic.map = Relation::Atomic;
        return atomic;
    }

    /// A list without a word on its type goes by how strategic merge treats it.
    void makeList(SchemaNode& node, const FieldInfo& field) {
        node.item = &elementNode(field);
        const bool merged = field.listType == ListType::Unspecified && field.patchStrategy.starts_with("merge");
        node.list = field.listType == ListType::Set || field.listType == ListType::Map || merged ? Relation::Granular
                                                                                                 : Relation::Atomic;
        if (field.listType == ListType::Map) node.keys = split(field.listMapKeys);
        if (merged) node.keys = split(field.patchMergeKey);
    }

    const SchemaNode& elementNode(const FieldInfo& field) {
        if (field.kind == Kind::Struct) return structNode(*field.type);
        switch (field.kind) {
            case Kind::RawJson:
                return atomicAny();
            case Kind::Bool:
                return scalarNode(Scalar::Truth);
            case Kind::Int32:
            case Kind::Int64:
            case Kind::Double:
                return scalarNode(Scalar::Number);
            case Kind::String:
            case Kind::Bytes:
            case Kind::Duration:
                return scalarNode(Scalar::Text);
            default:
                return scalarNode(Scalar::Any);
        }
    }

    std::mutex m_mutex;
    SchemaNodes m_nodes;
    std::map<const TypeInfo*, const SchemaNode*> m_known;
};

}  // namespace

const SchemaField* SchemaNode::field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &SchemaField::name);
    return found == fields.end() ? nullptr : &*found;
}

const SchemaNode& atomicAny() {
    static const SchemaNode* const kNode = [] {
        auto* node = new SchemaNode();
        node->scalar = Scalar::Any;
        node->map = node->list = Relation::Atomic;
        node->other = node->item = node;
        return node;
    }();
    return *kNode;
}

const SchemaNode& deducedAny() {
    static const SchemaNode* const kNode = [] {
        auto* node = new SchemaNode(makeAny(Relation::Granular, nullptr));
        node->other = node;
        return node;
    }();
    return *kNode;
}

const SchemaNode& scalarNode(Scalar kind) {
    static const std::array<SchemaNode, 5> kNodes = [] {
        std::array<SchemaNode, 5> nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i].scalar = static_cast<Scalar>(i);
        return nodes;
    }();
    return kNodes[static_cast<std::size_t>(kind)];
}

const SchemaNode& schemaOf(const TypeInfo& type) {
    static TableSchemas kSchemas;
    return kSchemas.of(type);
}

}  // namespace armillary::apply
