#include "engine/manifest/objects.h"

#include <algorithm>
#include <format>

#include "engine/manifest/locate.h"
#include "engine/manifest/value.h"
#include "engine/relations/relations.h"
#include "engine/resources/resource.h"

namespace armillary::manifest {

namespace {

/// Lists in lists are nobody's manifests.
constexpr std::size_t kMostListsDeep = 3;

std::string textAt(const Node& node, const Path& path) {
    const Node* found = find(node, path);
    return found && found->form == Form::Scalar ? found->text : std::string();
}

void collect(const Node& written, std::size_t document, const Path& path, std::vector<FileObject>& objects) {
    const Node& node = resolved(written);
    if (node.form != Form::Mapping || path.size() > 2 * kMostListsDeep) return;
    FileObject object{document, path, &node};
    object.apiVersion = textAt(node, {Step::member("apiVersion")});
    object.kind = textAt(node, {Step::member("kind")});
    if (object.apiVersion.empty() || object.kind.empty()) return;
    const Node* items = object.kind.ends_with("List") ? find(node, {Step::member("items")}) : nullptr;
    if (items && items->form == Form::Sequence) {
        for (std::size_t i = 0; i < items->entries.size(); ++i) {
            Path item = path;
            item.insert(item.end(), {Step::member("items"), Step::item(i)});
            collect(*items->entries[i].value, document, item, objects);
        }
        return;
    }
    object.namespace_ = textAt(node, {Step::member("metadata"), Step::member("namespace")});
    object.name = textAt(node, {Step::member("metadata"), Step::member("name")});
    objects.push_back(std::move(object));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string groupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(apiVersion.substr(0, slash));
}

/// Whether kubectl would take `word` for that kind.
bool isCalled(const FileObject& object, std::string_view word) {
    const std::string asked = lower(word), group = groupOf(object.apiVersion);
    const auto is = [&](std::string_view name) {
        return asked == lower(name) || (!group.empty() && asked == lower(name) + "." + group);
    };
    if (is(object.kind)) return true;
    return std::ranges::any_of(resources::Table::builtIn().rows(), [&](const resources::Resource& row) {
        return row.kind == object.kind && row.group == group &&
               (is(row.plural) || is(row.singular) || std::ranges::any_of(row.shortNames, is));
    });
}

/// Namespaced objects that name none go where the others do.
void settleNamespace(Value& object, const FileObject& from, std::string_view home) {
    if (relations::isClusterScoped({groupOf(from.apiVersion), from.kind})) return;
    auto* metadata = const_cast<Value*>(object.member("metadata"));
    if (!metadata || metadata->kind != Value::Kind::Map || metadata->member("namespace")) return;
    insertMember(*metadata, {"namespace", {.scalar = std::format("\"{}\"", home)}});
}

}  // namespace

std::vector<FileObject> objectsIn(const File& file) {
    std::vector<FileObject> objects;
    for (std::size_t i = 0; i < file.documents().size(); ++i) collect(*file.documents()[i].root, i, {}, objects);
    return objects;
}

std::vector<FileObject> objectsIn(const File& file, std::size_t document) {
    std::vector<FileObject> objects;
    collect(*file.documents()[document].root, document, {}, objects);
    return objects;
}

ObjectRef readObject(const FileObject& object, std::string_view homeNamespace) {
    auto value = valueOf(*object.node);
    if (!value) return nullptr;
    settleNamespace(*value, object, homeNamespace);
    auto parsed = Object::parse(toJson(*value));
    return parsed ? std::move(*parsed) : nullptr;
}

std::expected<FileObject, std::string> findObject(const File& file, std::string_view kindAndName,
                                                  std::string_view namespace_) {
    const auto slash = kindAndName.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == kindAndName.size())
        return std::unexpected(std::format("\"{}\" is no object: say KIND/NAME, such as Deployment/web", kindAndName));
    const auto word = kindAndName.substr(0, slash), name = kindAndName.substr(slash + 1);
    auto objects = objectsIn(file);
    std::erase_if(objects, [&](const FileObject& object) {
        const std::string_view in = object.namespace_.empty() ? "default" : std::string_view(object.namespace_);
        return object.name != name || (!namespace_.empty() && in != namespace_) || !isCalled(object, word);
    });
    if (objects.empty()) return std::unexpected(std::format("there is no {} in the file", kindAndName));
    if (objects.size() > 1)
        return std::unexpected(std::format("there are {} of {} in the file: say a namespace, or KIND.GROUP/NAME",
                                           objects.size(), kindAndName));
    return std::move(objects.front());
}

}  // namespace armillary::manifest
