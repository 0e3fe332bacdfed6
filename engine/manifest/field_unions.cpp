#include <algorithm>
#include <format>
#include <set>

#include "engine/manifest/field_description.h"
#include "engine/manifest/letters.h"

namespace armillary::manifest {

namespace {

/// What the types' documentation says of fields of which one alone may be there.
constexpr std::string_view kOneOfItsFields[] = {"one of its members", "one of these fields", "one of the fields"};
/// What a sentence says that names two of them.
constexpr std::string_view kNotBoth[] = {"mutually exclusive", "but not both", "exactly one of", "only one of"};

/// Where upstream's types do not say it, or not in such words.
struct Unmarked {
    std::string_view type;
    std::vector<std::string> members;
    std::string discriminator;
};
const std::vector<Unmarked>& unmarked() {
    static const std::vector<Unmarked> kUnmarked = {
        {"EnvVarSource", {"configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef"}},
        {"EnvVar", {"value", "valueFrom"}},
        {"EnvFromSource", {"configMapRef", "secretRef"}},
        {"DownwardAPIVolumeFile", {"fieldRef", "resourceFieldRef"}},
        {"MetricSpec", {"resource", "containerResource", "pods", "object", "external"}, "type"},
        {"Subject", {"user", "group", "serviceAccount"}, "kind"},
        {"PriorityLevelConfigurationSpec", {"limited", "exempt"}, "type"},
    };
    return kUnmarked;
}

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool hasWord(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !isWordCharacter(text[at - 1]);
        const bool ends = at + word.size() == text.size() || !isWordCharacter(text[at + word.size()]);
        if (begins && ends) return true;
    }
    return false;
}

class UnionReader {
public:
    UnionReader(const FieldType& type, const std::vector<FieldDescription>& fields) : m_type(type), m_fields(fields) {}

    std::vector<FieldUnion> read() {
        if (const SchemaNode* node = m_type.schemaNode()) {
            for (const auto& each : node->shape().unions) add({each.members, {}, each.required});
            if (node->shape().likeness) readTable(*node->shape().likeness);
        } else if (const auto* type = m_type.structType()) {
            readTable(*type);
        }
        readDiscriminator();
        readSentences();
        return std::move(m_unions);
    }

private:
    bool has(std::string_view name) const { return std::ranges::contains(m_fields, name, &FieldDescription::name); }

    /// Only what nobody else has claimed, and what there is.
    void add(FieldUnion found) {
        std::erase_if(found.members, [&](const std::string& name) { return !has(name) || m_claimed.contains(name); });
        if (found.members.size() < 2) return;
        m_claimed.insert(found.members.begin(), found.members.end());
        m_unions.push_back(std::move(found));
    }

    void readTable(const schema::TypeInfo& type) {
        for (const auto& base : type.inlines) readTable(*base.type);
        for (const Unmarked& each : unmarked())
            if (each.type == type.name) add({each.members, each.discriminator, !each.discriminator.empty()});
        const std::string text = lowered(schema::documentation(type.doc));
        if (std::ranges::none_of(kOneOfItsFields, [&](auto words) { return text.contains(words); })) return;
        FieldUnion found;
        for (const auto& field : type.fields)
            if (field.shape == schema::Shape::Optional && field.kind == schema::Kind::Struct)
                found.members.emplace_back(field.jsonName);
        found.required = text.contains("exactly one of") || text.contains("one and only one of");
        add(std::move(found));
    }

    /// A field `type` with the value "Resource" beside a field `resource`.
    void readDiscriminator() {
        for (const FieldDescription& field : m_fields) {
            if (field.form != FieldType::Form::Scalar || field.choices.size() < 2) continue;
            FieldUnion found{{}, field.name, field.required};
            for (const FieldChoice& choice : field.choices)
                for (const FieldDescription& other : m_fields)
                    if (other.form == FieldType::Form::Struct && lowered(other.name) == lowered(choice.text))
                        found.members.push_back(other.name);
            add(std::move(found));
        }
    }

    /// "This is a mutually exclusive setting with "minAvailable"."
    void readSentences() {
        if (m_fields.size() > kMostFields) return;
        for (const FieldDescription& field : m_fields) readText(field.documentation, field.name);
        readText(describe(m_type).documentation, {});
    }

    void readText(std::string_view documentation, std::string_view self) {
        const std::string text = lowered(documentation.substr(0, kMostBytes));
        for (std::size_t begin = 0; begin < text.size();) {
            // A sentence goes up to a full stop that a blank follows; line breaks are within it.
            std::size_t end = begin;
            while (end < text.size() && !(text[end] == '.' && (end + 1 == text.size() || text[end + 1] <= ' '))) ++end;
            const std::string_view sentence = std::string_view(text).substr(begin, end - begin);
            begin = end + 1;
            if (std::ranges::none_of(kNotBoth, [&](auto words) { return sentence.contains(words); })) continue;
            std::vector<std::string> named;
            for (const FieldDescription& other : m_fields)
                if (hasWord(sentence, lowered(other.name))) named.push_back(other.name);
            if (named.size() == 1 && !self.empty() && named[0] != self) named.emplace_back(self);
            if (named.size() == 2) add({std::move(named), {}, sentence.contains("exactly one of")});
        }
    }

    /// Fields of a struct whose sentences are read, and bytes of each.
    static constexpr std::size_t kMostFields = 200, kMostBytes = 8'192;

    const FieldType& m_type;
    const std::vector<FieldDescription>& m_fields;
    std::set<std::string> m_claimed;
    std::vector<FieldUnion> m_unions;
};

}  // namespace

std::vector<FieldUnion> unionsOf(const FieldType& type, const std::vector<FieldDescription>& fields) {
    return UnionReader(type, fields).read();
}

}  // namespace armillary::manifest
