#include "engine/gitops/origin/kustomize_view.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <format>

#include "engine/gitops/origin/rendered_text.h"
#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/objects.h"
#include "engine/schema/json_document.h"
#include "engine/schema/yaml.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

using manifest::Node;
using manifest::Path;

constexpr const char* kOrigin = "config.kubernetes.io/origin";
constexpr const char* kTransformations = "alpha.config.kubernetes.io/transformations";

/// As kustomize says it, from the folder of the overlay that stands beside the copy of the tree; "" for others.
std::string inTree(std::string_view path) {
    constexpr std::string_view kSource = "../source/";
    return std::string(path.starts_with(kSource) ? path.substr(kSource.size()) : "");
}

/// What an annotation says as YAML; null where it says none.
json::value takeAnnotation(json::object& annotations, const char* key) {
    const std::string text = textAt(annotations, key);
    annotations.erase(key);
    const auto json = schema::yamlToJson(text);
    auto value = json ? schema::parseDocument(*json) : std::unexpected(std::string());
    return value ? std::move(*value) : json::value();
}

/// The object without what was asked for beside the user's own, and what that says.
KustomizedObject readOne(const plan::Item& item, json::object& object) {
    KustomizedObject read{
        .apiVersion = item.apiVersion, .kind = item.kind, .name = item.name, .namespace_ = item.namespace_};
    json::object* const metadata = object.contains("metadata") ? object["metadata"].if_object() : nullptr;
    json::object* const annotations =
        metadata != nullptr && metadata->contains("annotations") ? (*metadata)["annotations"].if_object() : nullptr;
    if (annotations == nullptr) return read;
    const json::value origin = takeAnnotation(*annotations, kOrigin),
                      steps = takeAnnotation(*annotations, kTransformations);
    if (annotations->empty()) metadata->erase("annotations");
    if (const auto* const from = origin.if_object()) {
        read.generated = from->contains("configuredIn");
        read.origin = inTree(textAt(*from, read.generated ? "configuredIn" : "path"));
    }
    if (const auto* const each = steps.if_array())
        for (std::size_t i = each->size(); i-- > 0;)
            if (const auto* const step = (*each)[i].if_object())
                if (std::string file = inTree(textAt(*step, "configuredIn"));
                    !file.empty() && !std::ranges::contains(read.layers, file))
                    read.layers.push_back(std::move(file));
    return read;
}

}  // namespace

Expected<std::shared_ptr<const KustomizeView>> KustomizeView::make(const Rendered& rendered, const TreeRef& tree,
                                                                   const std::string& folder) {
    RenderedText text;
    std::vector<KustomizedObject> objects;
    for (const RenderedObject& each : rendered.objects) {
        auto value = schema::parseDocument(each.item.json);
        if (!value || !value->is_object()) return problem(std::format("{} is no object", each.item.name));
        KustomizedObject object = readOne(each.item, value->get_object());
        text.add(value->get_object(), object.origin);
        objects.push_back(std::move(object));
    }
    auto file = text.take();
    if (!file) return std::unexpected(std::move(file.error()));
    auto view = std::shared_ptr<KustomizeView>(new KustomizeView(file->bytes(), tree));
    view->m_rendered = std::move(*file);
    view->m_folder = folder;
    view->m_kustomization = kustomizationIn(*tree, folder).value_or(std::string());
    view->m_objects = std::move(objects);
    view->readSources();
    return view;
}

/// All that is asked later is read now: nobody waits for a disk then.
void KustomizeView::readSources() {
    for (KustomizedObject& object : m_objects) {
        std::erase(object.layers, m_kustomization);
        object.layers.insert(object.layers.begin(), m_kustomization);
        if (object.generated && !std::ranges::contains(object.layers, object.origin))
            object.layers.push_back(object.origin);
        for (const std::string& layer : object.layers)
            for (const PatchPlace& patch : patchesOf(layer, rootOf(m_files.find(layer)))) m_files.find(patch.file);
        findBase(object);
    }
}

/// Prefixes and suffixes go around a name.
void KustomizeView::findBase(KustomizedObject& object) {
    const manifest::File* const file =
        object.generated || object.origin.empty() ? nullptr : m_files.find(object.origin);
    if (file == nullptr) return;
    for (const manifest::FileObject& each : manifest::objectsIn(*file)) {
        if (each.kind != object.kind || !object.name.contains(each.name)) continue;
        if (object.document && each.name.size() <= object.baseName.size()) continue;
        object.document = each.document;
        object.place = each.path;
        object.baseName = each.name;
    }
}

std::optional<KustomizedField> KustomizeView::fieldAt(std::size_t document, const Path& path) const {
    if (document >= m_objects.size()) return {};
    const KustomizedObject& object = m_objects[document];
    const Node& root = *m_rendered.documents()[document].root;
    const auto place = manifest::locate(root, path);
    if (!place || place->missing > 0) return {};
    const Node& node = manifest::resolved(*place->node);
    KustomizedField field{object, place->concrete, portable(root, object, place->concrete), textOf(&node), {}};
    if (!object.document) return field;
    const Node* const base = at(m_files.known(object.origin)->documents()[*object.document].root.get(), object.place);
    const Node* const there = at(base, field.path);
    if (there != nullptr && there->form == node.form) field.base = textOf(there);
    return field;
}

/// By the outermost kustomization that has to do with it.
std::vector<Spot> KustomizeView::spotsOf(const KustomizedField& field) const {
    for (const std::string& layer : field.object.layers)
        if (auto spots = spotsIn(layer, field, m_files); !spots.empty()) return spots;
    return {};
}

std::vector<Origin> KustomizeView::originsOf(std::size_t document, const Path& path) const {
    const auto field = fieldAt(document, path);
    if (!field) return {};
    std::vector<Origin> origins;
    for (const Spot& spot : spotsOf(*field)) origins.push_back(spot.origin);
    const bool isPart = !origins.empty() && origins.front().kind == Origin::Kind::Kustomization && field->base &&
                        *field->base != field->value && field->value.contains(*field->base);
    if (field->base && (isPart || (origins.empty() && *field->base == field->value))) {
        Path there = field->object.place;
        there.insert(there.end(), field->path.begin(), field->path.end());
        origins.push_back(originAt(Origin::Kind::Manifest, field->object.origin, *m_files.known(field->object.origin),
                                   *field->object.document, there));
    }
    if (!origins.empty()) return origins;
    const std::string& made = field->object.generated ? field->object.origin : m_kustomization;
    return {{Origin::Kind::Renderer, made, 0, {}}};
}

/// The file that it stands in is one of the kustomization's own, which no other one has to stand on.
bool KustomizeView::isOwn(const KustomizedObject& object) const {
    if (!object.document) return false;
    for (const Node* each : itemsOf(memberAt(rootOf(m_files.known(m_kustomization)), "resources")))
        if (joined(m_folder, textOf(each)) == object.origin) return true;
    return false;
}

Expected<Rewrite> KustomizeView::rewrite(std::size_t document, const manifest::Edit& edit,
                                         const SourceText& now) const {
    if (document >= m_objects.size()) return problem("It is not there any more.");
    const KustomizedObject& object = m_objects[document];
    const auto field = fieldAt(document, edit.path);
    if (edit.kind == manifest::Edit::Kind::Set && field) {
        const auto spots = spotsIn(m_kustomization, *field, m_files);
        const auto value = manifest::File::parse(edit.text);
        const Node* const scalar = value ? rootOf(&*value) : nullptr;
        // What another kustomization says, or a patch that others share, is overlaid here, and not changed there.
        for (const Spot& spot : spots)
            if (isWithin(spot.origin.file, m_folder) && scalar != nullptr && scalar->form == manifest::Form::Scalar)
                return atSpot(spot, edit, textOf(scalar), now);
        if (object.generated && scalar != nullptr) return inGenerator(*field, textOf(scalar), now);
    }
    const Node& root = *m_rendered.documents()[document].root;
    if (isOwn(object))
        return inManifest(
            field ? *field : KustomizedField{object, edit.path, portable(root, object, edit.path), {}, {}}, edit);
    if (isIdentity(edit.path))
        return problem(std::format("A patch does not change what an object is called: {} says so.", object.origin),
                       std::format("Change it there, or with namePrefix and namespace in {}.", m_kustomization));
    if (object.generated)
        return problem(std::format("It is generated by {}.", object.origin), "Change the generator there.");
    return inPatch(document, edit, now);
}

Expected<Rewrite> KustomizeView::inManifest(const KustomizedField& field, const manifest::Edit& edit) const {
    manifest::Edit there = edit;
    there.path = field.object.place;
    there.path.insert(there.path.end(), field.path.begin(), field.path.end());
    return Rewrite{{}, {{field.object.origin, *field.object.document, std::move(there)}}};
}

}  // namespace armillary::gitops
