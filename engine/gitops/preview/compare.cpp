#include "engine/gitops/preview/compare.h"

#include <boost/json/object.hpp>

#include <algorithm>
#include <format>
#include <map>
#include <optional>
#include <set>

#include "engine/plan/item.h"
#include "engine/relations/field_view.h"
#include "engine/resources/resource.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;
using relations::ObjectId;

namespace {

/// Whether objects of a kind have a namespace; nothing of a kind that nobody here knows.
std::optional<bool> isNamespaced(std::string_view group, std::string_view kind) {
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == group && row.kind == kind && row.storedAs == nullptr) return row.namespaced;
    return std::nullopt;
}

struct Defined {
    relations::Kind kind;
    bool namespaced = false;
};

/// What a CustomResourceDefinition says of its kind.
std::optional<Defined> definedBy(std::string_view text) {
    const auto document = schema::parseDocument(text);
    if (!document) return std::nullopt;
    const relations::FieldView spec = relations::FieldView(*document).member("spec");
    Defined defined{{spec.member("group").text(), spec.member("names").member("kind").text()},
                    spec.member("scope").text() == "Namespaced"};
    return defined.kind.name.empty() ? std::nullopt : std::optional(std::move(defined));
}

constexpr std::string_view kDefinition = "CustomResourceDefinition";

/// Whether kinds that the same rendering defines have namespaces.
std::map<relations::Kind, bool> definedKinds(const Rendered& rendered) {
    std::map<relations::Kind, bool> kinds;
    for (const RenderedObject& each : rendered.objects)
        if (each.item.kind == kDefinition)
            if (auto defined = definedBy(each.item.json)) kinds[std::move(defined->kind)] = defined->namespaced;
    return kinds;
}

std::expected<std::string, std::string> withNamespace(const std::string& text, const std::string& namespace_) {
    auto document = schema::parseDocument(text);
    if (!document) return std::unexpected(document.error());
    json::value* const metadata = document->as_object().if_contains("metadata");
    if (metadata == nullptr || !metadata->is_object()) return std::unexpected(std::string("it has no metadata"));
    if (namespace_.empty()) {
        metadata->get_object().erase("namespace");
    } else {
        metadata->get_object()["namespace"] = namespace_;
    }
    std::string written;
    schema::writeDocument(written, *document);
    return written;
}

/// The object under another name.
ObjectRef renamed(const ObjectRef& object, const std::string& name) {
    auto document = schema::parseDocument(object->json());
    if (!document) return object;
    document->as_object()["metadata"].as_object()["name"] = name;
    std::string written;
    schema::writeDocument(written, *document);
    auto parsed = Object::parse(std::move(written));
    return parsed ? std::move(*parsed) : object;
}

bool isGenerated(const ObjectId& id) {
    return id.kind.group.empty() && (id.kind.name == "ConfigMap" || id.kind.name == "Secret");
}

struct Named {
    const PlacedObject* before = nullptr;
    const PlacedObject* after = nullptr;
    std::string was;
};

/// Puts what left under one generated name together with what came under another.
void followNames(std::map<ObjectId, Named>& all) {
    std::map<ObjectId, std::pair<std::vector<ObjectId>, std::vector<ObjectId>>> stems;
    for (const auto& [id, named] : all) {
        if (!isGenerated(id) || (named.before != nullptr && named.after != nullptr)) continue;
        const std::string_view stem = generatedStem(id.name);
        if (stem.empty()) continue;
        auto& [gone, come] = stems[{id.kind, id.namespace_, std::string(stem)}];
        (named.after == nullptr ? gone : come).push_back(id);
    }
    for (const auto& [stem, sides] : stems)
        for (std::size_t at = 0; at < std::min(sides.first.size(), sides.second.size()); ++at) {
            Named& now = all.at(sides.second[at]);
            now.before = all.at(sides.first[at]).before;
            now.was = sides.first[at].name;
            all.erase(sides.first[at]);
        }
}

}  // namespace

std::string_view generatedStem(std::string_view name) {
    // Ten characters of a hash in hex, of which those are other letters that could make words or be misread.
    constexpr std::size_t kLength = 10;
    constexpr std::string_view kAlphabet = "2456789bcdfghkmt";
    if (name.size() < kLength + 2 || name[name.size() - kLength - 1] != '-') return {};
    if (name.substr(name.size() - kLength).find_first_not_of(kAlphabet) != std::string_view::npos) return {};
    return name.substr(0, name.size() - kLength - 1);
}

std::optional<relations::Kind> definedKind(const Object& object) {
    auto defined = object.kind() == kDefinition ? definedBy(object.json()) : std::nullopt;
    return defined ? std::optional(std::move(defined->kind)) : std::nullopt;
}

Expected<std::vector<PlacedObject>> placed(const Rendered& rendered, const std::string& namespace_) {
    const auto defined = definedKinds(rendered);
    std::vector<PlacedObject> objects;
    for (const RenderedObject& each : rendered.objects) {
        const plan::Item& item = each.item;
        std::optional<bool> namespaced = isNamespaced(item.group(), item.kind);
        if (const auto found = defined.find({std::string(item.group()), item.kind});
            !namespaced && found != defined.end())
            namespaced = found->second;
        std::string text = item.json;
        const bool moves =
            namespaced && (*namespaced ? item.namespace_.empty() && !namespace_.empty() : !item.namespace_.empty());
        if (moves) {
            auto written = withNamespace(text, *namespaced ? namespace_ : std::string());
            if (!written) return problem(std::format("{} {}: {}", item.kind, item.name, written.error()));
            text = std::move(*written);
        }
        auto object = Object::parse(std::move(text));
        if (!object)
            return problem(std::format("{}{}{} {}: {}", each.origin, each.origin.empty() ? "" : ": ", item.kind,
                                       item.name, object.error().message));
        objects.push_back({std::move(*object), each.origin});
    }
    return objects;
}

RenderedWorld::RenderedWorld(std::vector<ObjectRef> objects) : m_objects(std::move(objects)) {
    std::ranges::stable_sort(m_objects, {}, [](const ObjectRef& each) { return relations::idOf(*each); });
}

ObjectRef RenderedWorld::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    const ObjectId id{kind, std::string(namespace_), std::string(name)};
    const auto at =
        std::ranges::lower_bound(m_objects, id, {}, [](const ObjectRef& each) { return relations::idOf(*each); });
    return at != m_objects.end() && relations::idOf(**at) == id ? *at : nullptr;
}

std::vector<ObjectRef> RenderedWorld::list(const relations::Kind& kind, std::string_view namespace_) const {
    const auto range =
        std::ranges::equal_range(m_objects, kind, {}, [](const ObjectRef& each) { return relations::kindOf(*each); });
    std::vector<ObjectRef> found;
    for (const ObjectRef& each : range)
        if (namespace_.empty() || each->namespace_() == namespace_) found.push_back(each);
    return found;
}

std::vector<ObjectChange> compare(const std::string& application, const std::vector<PlacedObject>& before,
                                  const std::vector<PlacedObject>& after) {
    std::map<ObjectId, Named> all;
    for (const PlacedObject& each : before) all[relations::idOf(*each.object)].before = &each;
    for (const PlacedObject& each : after) all[relations::idOf(*each.object)].after = &each;
    followNames(all);
    std::vector<ObjectChange> changes;
    for (auto& [id, named] : all) {
        ObjectChange change{.application = application, .was = named.was};
        if (named.before != nullptr) change.before = named.before->object;
        if (named.after != nullptr) change.after = named.after->object;
        change.origin = (named.after != nullptr ? named.after : named.before)->origin;
        if (change.before && change.after) {
            // By the content alone: that the name is another one is what the content does.
            if (!named.was.empty()) change.before = renamed(change.before, change.after->name());
            if (change.before->json() != change.after->json())
                change.fields = plan::differences(change.before, change.after);
            if (change.fields.empty()) continue;
        } else {
            change.kind = change.after ? ObjectChange::Kind::Create : ObjectChange::Kind::Delete;
        }
        changes.push_back(std::move(change));
    }
    std::ranges::stable_sort(changes, {}, [](const ObjectChange& each) {
        const auto kind = relations::kindOf(each.object());
        return plan::orderOf(kind.group, kind.name);
    });
    return changes;
}

}  // namespace armillary::gitops
