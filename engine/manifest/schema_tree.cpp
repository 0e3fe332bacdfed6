#include "engine/manifest/schema_tree.h"

#include <algorithm>
#include <optional>

#include "engine/manifest/json_members.h"
#include "engine/schema/custom_object.h"

namespace armillary::manifest {

namespace {

namespace json = boost::json;

constexpr std::string_view kApiMachinery = "io.k8s.apimachinery.pkg.";
/// The types with a text form of their own, by the end of their names.
constexpr std::pair<std::string_view, ValueKind> kScalarTypes[] = {
    {"api.resource.Quantity", ValueKind::Quantity}, {"util.intstr.IntOrString", ValueKind::IntOrString},
    {"apis.meta.v1.Time", ValueKind::Time},         {"apis.meta.v1.MicroTime", ValueKind::MicroTime},
    {"apis.meta.v1.Duration", ValueKind::Duration},
};
/// How the pattern begins that generators give a quantity.
constexpr std::string_view kQuantityPattern = R"(^(\+|-)?(([0-9]+)";
/// A description in which the meaning of an enum's values is looked for has fewer bytes, and the enum fewer values.
constexpr std::size_t kMostDocumentation = 65'536, kMostDocumented = 500;
/// Longest chain of references that is followed.
constexpr int kMostReferences = 32;

bool isTrue(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

/// "type", or the first of a list of types that is not null.
std::string_view typeOf(const json::object& object) {
    if (const json::array* types = arrayAt(&object, "type")) {
        for (const auto& each : *types)
            if (stringIn(&each) != "null") return stringIn(&each);
        return {};
    }
    return stringAt(object, "type");
}

/// [{type: integer}, {type: string}], in any order.
bool isNumberOrText(const json::array* alternatives) {
    bool number = false, string = false, other = false;
    if (!alternatives) return false;
    for (const auto& each : *alternatives) {
        const std::string_view type = each.is_object() ? typeOf(each.get_object()) : std::string_view();
        (type == "integer" || type == "number" ? number : type == "string" ? string : other) = true;
    }
    return number && string && !other;
}

/// apiVersion, kind, metadata: what every object has.
std::vector<const schema::FieldInfo*> objectFields() {
    const schema::TypeInfo& object = schema::typeInfo<schema::CustomObject>();
    std::vector<const schema::FieldInfo*> fields;
    for (const auto& base : object.inlines)
        for (const auto& field : base.type->fields) fields.push_back(&field);
    for (const auto& field : object.fields)
        if (!field.jsonName.empty()) fields.push_back(&field);
    return fields;
}

const std::map<std::string_view, const schema::TypeInfo*>& ownTypes() {
    static const auto kTypes = [] {
        std::map<std::string_view, const schema::TypeInfo*> types;
        for (const auto* type : schema::allTypes()) types.emplace(type->openApiName, type);
        return types;
    }();
    return kTypes;
}

class SchemaReader {
public:
    std::shared_ptr<const SchemaTree> custom(const json::object& schema) {
        SchemaNode* root = read(schema);
        completeObject(*root);
        return finish();
    }

    std::shared_ptr<const SchemaTree> openApi(const json::object& schemas) {
        for (const auto& [name, value] : schemas) {
            if (!value.is_object()) continue;
            SchemaNode* node = read(value.get_object());
            if (const auto own = ownTypes().find(name); own != ownTypes().end()) node->likeness = own->second;
            m_tree->named.emplace(std::string(name), node);
        }
        return finish();
    }

private:
    SchemaNode* make() { return &m_tree->nodes.emplace_back(); }

    SchemaNode* read(const json::object& source) {
        SchemaNode* node = make();
        node->documentation = stringAt(source, "description");
        if (const json::value* value = source.if_contains("default"); value && !value->is_null())
            node->defaultJson = jsonOf(*value);
        if (m_tree->nodes.size() >= kMostSchemaNodes || readReference(*node, source)) return node;
        readMarkers(*node, source);
        readForm(*node, source);
        readChoices(*node, source);
        return node;
    }

    /// A $ref, also one that stands in allOf so that something may be said beside it.
    bool readReference(SchemaNode& node, const json::object& source) {
        std::string_view target = stringAt(source, "$ref");
        if (const json::array* all = arrayAt(&source, "allOf"); all && target.empty() && all->size() == 1)
            if (const json::object* only = all->front().if_object()) target = stringAt(*only, "$ref");
        if (target.empty()) return false;
        target = target.substr(target.rfind('/') + 1);
        if (target.starts_with(kApiMachinery))
            for (const auto& [name, kind] : kScalarTypes)
                if (target.substr(kApiMachinery.size()) == name) {
                    node.form = FieldForm::Scalar;
                    node.kind = kind;
                    return true;
                }
        m_references.emplace_back(&node, target);
        return true;
    }

    static void readMarkers(SchemaNode& node, const json::object& source) {
        node.open = isTrue(source, "x-kubernetes-preserve-unknown-fields");
        node.atomic = stringAt(source, "x-kubernetes-list-type") == "atomic" ||
                      stringAt(source, "x-kubernetes-map-type") == "atomic";
        if (const json::array* keys = arrayAt(&source, "x-kubernetes-list-map-keys"))
            for (const auto& key : *keys) {
                if (!node.listMapKeys.empty()) node.listMapKeys += ',';
                node.listMapKeys += stringIn(&key);
            }
    }

    void readForm(SchemaNode& node, const json::object& source) {
        if (const ValueKind kind = scalarKindOf(source); kind != ValueKind::Any) {
            node.form = FieldForm::Scalar;
            node.kind = kind;
            node.narrow = stringAt(source, "format") == "int32";
            return;
        }
        const std::string_view type = typeOf(source);
        const json::object* properties = objectAt(&source, "properties");
        if (type == "array" || (type.empty() && objectAt(&source, "items"))) {
            node.form = FieldForm::List;
            const json::object* items = objectAt(&source, "items");
            node.element = items ? read(*items) : make();
        } else if (properties && !properties->empty()) {
            node.form = FieldForm::Struct;
            readMembers(node, source, *properties);
        } else if (const json::object* values = objectAt(&source, "additionalProperties"); values && !node.open) {
            node.form = FieldForm::Map;
            node.element = read(*values);
        }
        if (node.form != FieldForm::List && isTrue(source, "x-kubernetes-embedded-resource")) completeObject(node);
    }

    static ValueKind scalarKindOf(const json::object& source) {
        const std::string_view type = typeOf(source), format = stringAt(source, "format");
        const bool either = isTrue(source, "x-kubernetes-int-or-string") || format == "int-or-string" ||
                            isNumberOrText(arrayAt(&source, "oneOf")) || isNumberOrText(arrayAt(&source, "anyOf"));
        if (either)
            return stringAt(source, "pattern").starts_with(kQuantityPattern) ? ValueKind::Quantity
                                                                             : ValueKind::IntOrString;
        if (type == "boolean") return ValueKind::Boolean;
        if (type == "integer") return ValueKind::Integer;
        if (type == "number") return ValueKind::Number;
        if (type != "string") return ValueKind::Any;
        return format == "date-time" ? ValueKind::Time : format == "byte" ? ValueKind::Bytes : ValueKind::String;
    }

    void readMembers(SchemaNode& node, const json::object& source, const json::object& properties) {
        for (const auto& [name, value] : properties) {
            if (m_tree->nodes.size() >= kMostSchemaNodes) {
                node.open = true;
                break;
            }
            SchemaNode* member = value.is_object() ? read(value.get_object()) : make();
            member->name = std::string(name);
            node.members.push_back(member);
        }
        index(node);
        const json::value* others = source.if_contains("additionalProperties");
        if (others && (others->is_object() || isTrue(source, "additionalProperties"))) node.open = true;
        for (const std::string& name : namesIn(arrayAt(&source, "required")))
            if (const SchemaNode* member = node.member(name)) const_cast<SchemaNode*>(member)->required = true;
        readUnions(node, source);
    }

    static std::vector<std::string> namesIn(const json::array* names) {
        std::vector<std::string> found;
        if (names)
            for (const auto& each : *names) found.emplace_back(stringIn(&each));
        return found;
    }

    /// oneOf whose alternatives say no more than which field is there; one that says that none is makes it optional.
    static void readUnions(SchemaNode& node, const json::object& source) {
        SchemaNode::Union found{{}, true};
        if (const json::array* alternatives = arrayAt(&source, "oneOf"))
            for (const auto& each : *alternatives) {
                const json::object* alternative = each.if_object();
                const auto names = namesIn(alternative ? arrayAt(alternative, "required") : nullptr);
                if (alternative && alternative->size() == 1 && alternative->contains("not")) {
                    found.required = false;
                    continue;
                }
                if (names.size() != 1 || !node.member(names[0])) return;
                found.members.push_back(names[0]);
            }
        const json::value* most = source.if_contains("maxProperties");
        if (found.members.empty() && most && jsonOf(*most) == "1") {
            for (const SchemaNode* member : node.members) found.members.push_back(member->name);
            const json::value* fewest = source.if_contains("minProperties");
            found.required = fewest && jsonOf(*fewest) == "1";
        }
        if (found.members.size() > 1) node.unions.push_back(std::move(found));
    }

    /// Values of an enum. What each means stands in the description, as generators write it.
    static void readChoices(SchemaNode& node, const json::object& source) {
        const json::array* values = arrayAt(&source, "enum");
        if (!values) return;
        for (const auto& each : *values) {
            if (each.is_structured() || each.is_null()) continue;
            SchemaNode::Choice choice{jsonOf(each), {}};
            const std::string mark = " - `" + choice.json + "`";
            const bool reads = node.documentation.size() < kMostDocumentation && values->size() < kMostDocumented;
            if (const auto at = reads ? node.documentation.find(mark) : std::string::npos; at != std::string::npos) {
                const auto begin = at + mark.size(),
                           end = std::min(node.documentation.find('\n', begin), node.documentation.size());
                choice.documentation = node.documentation.substr(begin, end - begin);
                choice.documentation.erase(0, choice.documentation.find_first_not_of(' '));
            }
            node.choices.push_back(std::move(choice));
        }
        if (const auto list = node.documentation.find("Possible enum values:"); list != std::string::npos) {
            node.documentation.resize(list);
            while (node.documentation.ends_with('\n')) node.documentation.pop_back();
        }
    }

    /// What every object has.
    void completeObject(SchemaNode& node) {
        if (node.form == FieldForm::Free) node.form = FieldForm::Struct, node.open = true;
        if (node.form != FieldForm::Struct) return;
        std::vector<const SchemaNode*> head;
        for (const schema::FieldInfo* field : objectFields()) {
            std::erase_if(node.members, [&](const SchemaNode* each) { return each->name == field->jsonName; });
            SchemaNode* member = make();
            member->name = field->jsonName;
            member->table = field;
            head.push_back(member);
        }
        node.members.insert(node.members.begin(), head.begin(), head.end());
        index(node);
    }

    static void index(SchemaNode& node) {
        node.byName = node.members;
        std::ranges::stable_sort(node.byName, {}, &SchemaNode::name);
    }

    std::shared_ptr<const SchemaTree> finish() {
        std::map<const SchemaNode*, std::string> targets(m_references.begin(), m_references.end());
        for (const auto& [node, name] : m_references) {
            const SchemaNode* target = node;
            for (int i = 0; i < kMostReferences && target; ++i) {
                const auto next = targets.find(target);
                if (next == targets.end()) break;
                const auto named = m_tree->named.find(next->second);
                target = named == m_tree->named.end() ? nullptr : named->second;
                if (target && node->documentation.empty()) node->documentation = target->documentation;
            }
            if (target && !targets.contains(target)) node->same = target;
        }
        return std::move(m_tree);
    }

    std::shared_ptr<SchemaTree> m_tree = std::make_shared<SchemaTree>();
    std::vector<std::pair<SchemaNode*, std::string>> m_references;
};

}  // namespace

const SchemaNode* SchemaNode::member(std::string_view wanted) const {
    const auto found = std::ranges::lower_bound(byName, wanted, {},
                                                [](const SchemaNode* node) { return std::string_view(node->name); });
    return found != byName.end() && (*found)->name == wanted ? *found : nullptr;
}

std::expected<std::shared_ptr<const SchemaTree>, std::string> readCustomSchema(std::string_view text) {
    const auto document = schema::parseDocument(text);
    if (!document) return std::unexpected(document.error());
    if (!document->is_object()) return std::unexpected("the schema is no JSON object");
    return SchemaReader().custom(document->get_object());
}

std::expected<std::shared_ptr<const SchemaTree>, std::string> readOpenApiSchemas(std::string_view text) {
    const auto document = schema::parseDocument(text);
    if (!document) return std::unexpected(document.error());
    if (!document->is_object()) return std::unexpected("the schemas are no JSON object");
    return SchemaReader().openApi(document->get_object());
}

}  // namespace armillary::manifest
