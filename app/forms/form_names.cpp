#include "form_names.h"

#include <algorithm>
#include <set>

#include "engine/manifest/locate.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"
#include "place.h"

namespace armillary::app {

namespace {

using manifest::Path;
using manifest::Step;

constexpr std::size_t kMostNames = 500;
using Names = std::set<std::string, std::less<>>;

/// "spec.containers[].image" of a path with positions.
std::string patternOf(const Path& path) {
    std::string pattern;
    for (const Step& step : path)
        if (step.kind != Step::Kind::Key)
            pattern += "[]";
        else
            pattern += (pattern.empty() ? "" : ".") + step.key;
    return pattern;
}

/// The next part of "a|b[].c", which is taken off.
std::string_view nextPart(std::string_view& rest) {
    const auto dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    return part;
}

bool partMatches(std::string_view wanted, std::string_view part) {
    if (wanted.ends_with("[]") != part.ends_with("[]")) return false;
    if (wanted.ends_with("[]")) wanted.remove_suffix(2), part.remove_suffix(2);
    while (!wanted.empty()) {
        const auto bar = wanted.find('|');
        if (wanted.substr(0, bar) == part) return true;
        wanted = bar == std::string_view::npos ? std::string_view() : wanted.substr(bar + 1);
    }
    return false;
}

bool matches(std::string_view wanted, std::string_view pattern) {
    while (!wanted.empty() && !pattern.empty())
        if (!partMatches(nextPart(wanted), nextPart(pattern))) return false;
    return wanted.empty() && pattern.empty();
}

const manifest::Node* at(const manifest::Node* object, Path path) {
    return object ? manifest::find(*object, path) : nullptr;
}

Path beside(Path path, std::string name) {
    path.back() = Step::member(std::move(name));
    return path;
}

relations::Kind kindOfText(const std::string& text) {
    const auto dot = text.find('.');
    return dot == std::string::npos ? relations::Kind{"", text}
                                    : relations::Kind{text.substr(dot + 1), text.substr(0, dot)};
}

const resources::Resource* resourceOf(const relations::Kind& kind) {
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == kind.group && row.kind == kind.name) return &row;
    return nullptr;
}

std::string namespaceOf(const EditorDocument& document, std::string_view written) {
    return written.empty() ? document.project().homeNamespace() : std::string(written);
}

void addImages(const EditorDocument& document, Names& names) {
    for (const ObjectRef& object : objectsInCluster(document, {"", "Node"}))
        for (const auto& image : object->as<corev1::Node>().status.images)
            for (const std::string& name : image.names)
                if (!name.contains("@sha256:") && names.size() < kMostNames) names.insert(name);
    // What the project runs already is likely to be run again.
    for (const editor::Item& item : document.project().items()) {
        const manifest::Node* object = document.project().nodeOf(item);
        const auto spec = relations::podTemplateOf(item.object.kind).spec;
        if (!object || spec.empty()) continue;
        const manifest::Node* containers = at(object, *manifest::parsePath(std::string(spec) + ".containers"));
        if (!containers || containers->form != manifest::Form::Sequence) continue;
        for (const manifest::Entry& entry : containers->entries)
            if (const auto* image = memberOf(entry.value.get(), "image"); image && !image->text.empty())
                names.insert(image->text);
    }
}

void addVolumes(const editor::Item& item, const manifest::Node* object, Names& names) {
    const auto spec = relations::podTemplateOf(item.object.kind).spec;
    if (spec.empty()) return;
    const manifest::Node* volumes = at(object, *manifest::parsePath(std::string(spec) + ".volumes"));
    if (!volumes || volumes->form != manifest::Form::Sequence) return;
    for (const manifest::Entry& entry : volumes->entries)
        if (const auto* name = memberOf(entry.value.get(), "name")) names.insert(name->text);
}

}  // namespace

std::vector<ObjectRef> objectsInCluster(const EditorDocument& document, const relations::Kind& kind) {
    const auto* resource = resourceOf(kind);
    if (!resource || !document.cluster() || !document.cluster()->hasFeeds()) return {};
    const Feed* feed = document.cluster()->feed(*resource);
    return feed ? feed->objects() : std::vector<ObjectRef>();
}

std::vector<std::string> objectNames(const EditorDocument& document, const relations::Kind& kind,
                                     std::string_view namespace_) {
    Names names;
    const auto* resource = resourceOf(kind);
    const bool namespaced = !resource || resource->namespaced;
    const std::string home = namespaceOf(document, namespace_);
    for (const editor::Item& each : document.project().items())
        if (each.object.kind == kind && (!namespaced || namespaceOf(document, each.object.namespace_) == home))
            names.insert(each.object.name);
    for (const ObjectRef& object : objectsInCluster(document, kind)) {
        if (names.size() >= kMostNames) break;
        const relations::ObjectId id = relations::idOf(*object);
        if (!namespaced || id.namespace_ == home) names.insert(id.name);
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> keysOf(const EditorDocument& document, const relations::ObjectId& wanted) {
    Names names;
    const std::string home = namespaceOf(document, wanted.namespace_);
    for (const editor::Item& each : document.project().items()) {
        if (each.object.kind != wanted.kind || each.object.name != wanted.name) continue;
        if (namespaceOf(document, each.object.namespace_) != home) continue;
        for (const char* part : {"data", "stringData", "binaryData"})
            if (const auto* data = memberOf(document.project().nodeOf(each), part))
                for (const manifest::Entry& entry : data->entries)
                    if (entry.key) names.insert(entry.key->text);
    }
    const auto take = [&](const auto& data) {
        for (const auto& [key, value] : data) names.insert(key);
    };
    for (const ObjectRef& object : objectsInCluster(document, wanted.kind)) {
        const relations::ObjectId id = relations::idOf(*object);
        if (id.name != wanted.name || id.namespace_ != home) continue;
        if (wanted.kind.name == "ConfigMap")
            take(object->as<corev1::ConfigMap>().data);
        else if (wanted.kind.name == "Secret")
            take(object->as<corev1::Secret>().data);
    }
    return {names.begin(), names.end()};
}

std::optional<relations::Kind> kindReferredTo(const editor::Item& item, const manifest::Node* object,
                                              const manifest::Path& path) {
    const std::string pattern = patternOf(path);
    const std::string pods(relations::podTemplateOf(item.object.kind).spec);
    for (const relations::RowView& row : relations::table()) {
        const bool ofPods = row.from == "workload";
        if (ofPods ? pods.empty() : row.from != item.object.kind.text()) continue;
        if (!matches(ofPods ? pods + "." + row.path : row.path, pattern)) continue;
        if (row.to != "*") return kindOfText(row.to);
        // The field beside says the kind.
        const manifest::Node* kind = at(object, beside(path, "kind"));
        const manifest::Node* version = at(object, beside(path, "apiVersion"));
        if (!kind) return std::nullopt;
        const auto slash = version ? version->text.find('/') : std::string::npos;
        if (slash != std::string::npos) return relations::Kind{version->text.substr(0, slash), kind->text};
        const manifest::Node* group = at(object, beside(path, "apiGroup"));
        return relations::Kind{group ? group->text : std::string(), kind->text};
    }
    return std::nullopt;
}

QStringList namesFor(const EditorDocument& document, const editor::Item& item, const manifest::Path& path) {
    Names names;
    const manifest::Node* object = document.project().nodeOf(item);
    if (path.empty() || !object) return {};
    const std::string pattern = patternOf(path);
    if (pattern.ends_with("ontainers[].image")) addImages(document, names);
    if (pattern.ends_with("volumeMounts[].name")) addVolumes(item, object, names);
    const bool mapKey = pattern.ends_with(".configMapKeyRef.key"), secretKey = pattern.ends_with(".secretKeyRef.key");
    if (mapKey || secretKey)
        if (const auto* name = at(object, beside(path, "name")))
            for (std::string& key :
                 keysOf(document, {{"", mapKey ? "ConfigMap" : "Secret"}, item.object.namespace_, name->text}))
                names.insert(std::move(key));
    if (const auto kind = kindReferredTo(item, object, path))
        for (std::string& name : objectNames(document, *kind, item.object.namespace_)) names.insert(std::move(name));
    QStringList sorted;
    for (const std::string& name : names) sorted << QString::fromStdString(name);
    return sorted;
}

}  // namespace armillary::app
