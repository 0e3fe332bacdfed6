// What somebody writes so that a field of a kustomization becomes something else.

#include <algorithm>
#include <format>

#include "engine/gitops/origin/kustomize_view.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"
#include "engine/manifest/schemas.h"

namespace armillary::gitops {

namespace {

using manifest::Edit;
using manifest::Node;
using manifest::Path;

Edit set(Path path, std::string text) {
    return {Edit::Kind::Set, std::move(path), std::move(text), {}};
}

/// The member that tells a list's items apart for kustomize; "" where a patch has to bring all of the list.
std::string mergeKeyOf(const KustomizedObject& object, const Path& list) {
    const auto type = manifest::typeAt(manifest::Schemas::builtIn().ofObject(object.apiVersion, object.kind), list);
    if (!type) return {};
    const std::string_view keys = type->listMapKeys();
    return std::string(keys.substr(0, std::min(keys.find(','), keys.size())));
}

/// The value of an item's key: ports are numbers, all others texts.
std::string keyText(const manifest::Step& step) {
    return step.key.ends_with("ort") ? step.value : yamlText(step.value);
}

/// The items of `images` that say another image. Nothing where they cannot.
Expected<std::vector<Edit>> imageEdits(const Node* item, const Path& path, const std::string& value) {
    const ImageParts parts = imageParts(value);
    const std::string name = textAt(item, "name"), fresh = textAt(item, "newName");
    std::vector<Edit> edits;
    const auto remove = [&](const char* key) {
        if (memberAt(item, key) != nullptr) edits.push_back({Edit::Kind::Remove, path / key, {}, {}});
    };
    if (parts.name.empty() || (parts.tag.empty() && parts.digest.empty()))
        return problem("An image is said here by its name with a tag or a digest.");
    if (parts.name != (fresh.empty() ? name : fresh)) edits.push_back(set(path / "newName", yamlText(parts.name)));
    if (!parts.tag.empty()) edits.push_back(set(path / "newTag", yamlText(parts.tag)));
    if (!parts.digest.empty()) edits.push_back(set(path / "digest", yamlText(parts.digest)));
    if (parts.tag.empty()) remove("newTag");
    if (parts.digest.empty()) remove("digest");
    return edits;
}

/// A name for a file that is not there.
std::string freeFile(const std::string& folder, const KustomizedObject& object, const SourceText& now) {
    std::string kind = object.kind, name;
    std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return std::tolower(c); });
    const std::string stem = std::format("{}{}patch-{}-{}", folder, folder.empty() ? "" : "/", kind, object.baseName);
    for (int number = 1;; ++number) {
        name = number == 1 ? stem + ".yaml" : std::format("{}-{}.yaml", stem, number);
        if (now(name).value_or(std::string()).empty()) return name;
    }
}

std::string emptyPatch(const KustomizedObject& object) {
    return std::format("apiVersion: {}\nkind: {}\nmetadata:\n  name: {}\n", object.apiVersion, object.kind,
                       object.baseName);
}

/// Applies edits one after the other, and keeps those that were made.
class Drafting {
public:
    Drafting(manifest::File file, std::size_t document) : m_file(std::move(file)), m_document(document) {}
    Expected<void> make(Edit edit) {
        auto change = manifest::plan(m_file, m_document, edit);
        if (!change) return problem(change.error().message);
        m_file = std::move(change->file);
        m_edits.push_back(std::move(edit));
        return {};
    }
    const Node* root() const { return m_file.documents()[m_document].root.get(); }
    const manifest::File& file() const { return m_file; }
    std::vector<Edit> take() { return std::move(m_edits); }

private:
    manifest::File m_file;
    std::size_t m_document;
    std::vector<Edit> m_edits;
};

}  // namespace

Path portable(const Node& object, const KustomizedObject& of, const Path& path) {
    Path to, typed;
    const Node* node = &object;
    for (const manifest::Step& step : path) {
        const Path one = {step};
        const Node* const next = at(node, one);
        manifest::Step found = step;
        if (step.kind == manifest::Step::Kind::Index && next != nullptr) {
            const std::string key = mergeKeyOf(of, typed);
            const Node* const value = key.empty() ? nullptr : memberAt(next, key);
            if (value != nullptr) found = {manifest::Step::Kind::Match, key, 0, textOf(value)};
        }
        to.push_back(std::move(found));
        typed.push_back(step);
        node = next;
    }
    return to;
}

Expected<std::vector<Edit>> patchEdits(manifest::File file, std::size_t document, const KustomizedObject& object,
                                       const Edit& edit, const Path& path, const Node& after) {
    Drafting draft(std::move(file), document);
    const auto wholeList = [&](const Path& list) -> Expected<std::vector<Edit>> {
        const Node* const now = at(&after, list);
        const auto yaml = now == nullptr ? std::unexpected(std::string()) : manifest::toYaml(*now);
        if (!yaml) return problem("The list cannot be written as a patch.");
        if (auto done = draft.make(set(list, *yaml)); !done) return std::unexpected(std::move(done.error()));
        return draft.take();
    };
    Path list = path;
    if (edit.kind == Edit::Kind::Move) {
        list.pop_back();
        return mergeKeyOf(object, list).empty()
                   ? wholeList(list)
                   : problem("A patch does not change the order of a list whose items are told apart by their keys.");
    }
    if (edit.kind == Edit::Kind::Insert && mergeKeyOf(object, list).empty()) return wholeList(list);
    Path so;
    for (const manifest::Step& step : path) {
        if (step.kind == manifest::Step::Kind::Index) return wholeList(so);
        Path next = so;
        next.push_back(step);
        if (step.kind == manifest::Step::Kind::Match && at(draft.root(), next) == nullptr)
            if (auto done = draft.make({Edit::Kind::Insert, so, std::format("{}: {}", step.key, keyText(step)), {}});
                !done)
                return std::unexpected(std::move(done.error()));
        so = std::move(next);
    }
    Expected<void> done;
    if (edit.kind == Edit::Kind::Set || edit.kind == Edit::Kind::Insert) {
        done = draft.make({edit.kind, path, edit.text, {}});
    } else if (edit.kind == Edit::Kind::Remove) {
        const bool item = !path.empty() && path.back().kind == manifest::Step::Kind::Match;
        done = draft.make(item ? set(path / "$patch", "delete") : set(path, "null"));
    } else {
        Path renamed = path;
        const Node* value = nullptr;
        if (!renamed.empty()) {
            renamed.back() = manifest::Step::member(edit.text);
            value = at(&after, renamed);
        }
        const auto yaml = value == nullptr ? std::unexpected(std::string()) : manifest::toYaml(*value);
        if (!yaml) return problem("The key cannot be written as a patch.");
        if (done = draft.make(set(path, "null")); done) done = draft.make(set(renamed, *yaml));
    }
    if (!done) return std::unexpected(std::move(done.error()));
    return draft.take();
}

Expected<Rewrite> KustomizeView::atSpot(const Spot& spot, const Edit& edit, const std::string& value,
                                        const SourceText& now) const {
    const auto refused =
        problem(std::format("It is put together by {}, and cannot be said there as it is here.", spot.origin.file),
                std::format("Change {} there.", spot.origin.what.empty() ? "it" : spot.origin.what));
    if (spot.how == Spot::How::Nowhere) return refused;
    const auto text = now(spot.origin.file);
    const auto file = text ? manifest::File::parse(*text) : std::unexpected(manifest::Mistake{});
    if (!file) return problem(std::format("{} cannot be read just now.", spot.origin.file));
    const std::string& name = spot.origin.file;
    const auto one = [&](Path path, std::string yaml) {
        return Rewrite{{}, {{name, spot.document, set(std::move(path), std::move(yaml))}}};
    };
    if (spot.inner) {
        const Node* const string = at(rootOf(&*file), spot.path);
        auto patch = manifest::File::parse(textOf(string));
        if (!patch) return problem(std::format("The patch in {} cannot be read just now.", name));
        const auto change = manifest::plan(*patch, 0, set(*spot.inner, edit.text));
        if (!change) return problem(change.error().message);
        return one(spot.path, yamlText(change->file.bytes()));
    }
    switch (spot.how) {
        case Spot::How::Whole:
            return one(spot.path, edit.text);
        case Spot::How::Image: {
            auto edits = imageEdits(at(rootOf(&*file), spot.path), spot.path, value);
            if (!edits) return std::unexpected(std::move(edits.error()));
            Rewrite rewrite;
            for (Edit& each : *edits) rewrite.edits.push_back({name, 0, std::move(each)});
            return rewrite;
        }
        case Spot::How::Literal:
            return one(spot.path, yamlText(spot.rest + "=" + value));
        case Spot::How::Prefix:
            if (value.ends_with(spot.rest) && value != spot.rest)
                return one(spot.path, yamlText(value.substr(0, value.size() - spot.rest.size())));
            break;
        case Spot::How::Suffix:
            if (value.starts_with(spot.rest) && value != spot.rest)
                return one(spot.path, yamlText(value.substr(spot.rest.size())));
            break;
        case Spot::How::Nowhere:
            break;
    }
    return refused;
}

Expected<Rewrite> KustomizeView::inPatch(std::size_t document, const Edit& edit, const SourceText& now) const {
    const KustomizedObject& object = m_objects[document];
    if (object.baseName.empty())
        return problem(std::format("Nobody knows where {} comes from.", object.name),
                       "Change it in the files that it is made of.");
    const auto after = manifest::plan(m_rendered, document, edit);
    if (!after) return problem(after.error().message);
    const Node& root = *m_rendered.documents()[document].root;
    const auto place = manifest::locate(root, edit.path);
    if (!place) return problem(place.error().message);
    const Path path = portable(root, object, place->concrete);
    const Node& wanted = *after->file.documents()[document].root;
    const auto kustomization = now(m_kustomization);
    const auto file = kustomization ? manifest::File::parse(*kustomization) : std::unexpected(manifest::Mistake{});
    if (!file) return problem(std::format("{} cannot be read just now.", m_kustomization));
    Rewrite rewrite;
    const auto places = patchesOf(m_kustomization, rootOf(&*file));
    for (std::size_t i = places.size(); i-- > 0;) {
        const auto text =
            places[i].string ? std::optional(textOf(at(rootOf(&*file), *places[i].string))) : now(places[i].file);
        auto patch = text && isWithin(places[i].file, m_folder) ? manifest::File::parse(*text)
                                                                : std::unexpected(manifest::Mistake{});
        for (std::size_t each = 0; patch && each < patch->documents().size(); ++each) {
            const Node* const found = patch->documents()[each].root.get();
            // A patch for many objects is not one of this.
            if (found->form != manifest::Form::Mapping || places[i].target != nullptr || !isFor(found, nullptr, object))
                continue;
            auto edits = patchEdits(*patch, each, object, edit, path, wanted);
            if (!edits) return std::unexpected(std::move(edits.error()));
            if (!places[i].string) {
                for (Edit& one : *edits) rewrite.edits.push_back({places[i].file, each, std::move(one)});
                return rewrite;
            }
            Drafting draft(std::move(*patch), each);
            for (Edit& one : *edits)
                if (auto done = draft.make(std::move(one)); !done) return std::unexpected(std::move(done.error()));
            rewrite.edits.push_back({m_kustomization, 0, set(*places[i].string, yamlText(draft.file().bytes()))});
            return rewrite;
        }
    }
    auto fresh = manifest::File::parse(emptyPatch(object));
    auto edits = patchEdits(*fresh, 0, object, edit, path, wanted);
    if (!edits) return std::unexpected(std::move(edits.error()));
    Drafting draft(std::move(*fresh), 0);
    for (Edit& one : *edits)
        if (auto done = draft.make(std::move(one)); !done) return std::unexpected(std::move(done.error()));
    const std::string name = freeFile(m_folder, object, now);
    rewrite.files.push_back({name, draft.file().bytes()});
    rewrite.edits.push_back(
        {m_kustomization, 0, {Edit::Kind::Insert, Path() / "patches", std::format("path: {}", nameOf(name)), {}}});
    return rewrite;
}

/// A generator that stands elsewhere is overlaid by one of the same name that adds to it.
Expected<Rewrite> KustomizeView::inGenerator(const KustomizedField& field, const std::string& value,
                                             const SourceText& now) const {
    const KustomizedObject& object = field.object;
    const auto refused = [&] {
        return problem(std::format("It is generated by {}.", object.origin), "Change the generator there.");
    };
    if (object.kind != "ConfigMap" || field.path.size() != 2 || field.path[0].key != "data" ||
        object.origin == m_kustomization)
        return refused();
    std::string name;
    for (const Node* each : itemsOf(memberAt(rootOf(m_files.known(object.origin)), "configMapGenerator")))
        if (const std::string one = textAt(each, "name"); object.name.contains(one) && one.size() > name.size())
            name = one;
    const auto text = now(m_kustomization);
    const auto file = text ? manifest::File::parse(*text) : std::unexpected(manifest::Mistake{});
    if (!file || name.empty()) return refused();
    const std::string literal = yamlText(field.path[1].key + "=" + value);
    const Path list = Path() / "configMapGenerator";
    const auto items = itemsOf(memberAt(rootOf(&*file), "configMapGenerator"));
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (textAt(items[i], "name") != name) continue;
        const auto literals = itemsOf(memberAt(items[i], "literals"));
        for (std::size_t at = 0; at < literals.size(); ++at)
            if (textOf(literals[at]).starts_with(field.path[1].key + "="))
                return Rewrite{{}, {{m_kustomization, 0, set(list / i / "literals" / at, literal)}}};
        return Rewrite{{}, {{m_kustomization, 0, {Edit::Kind::Insert, list / i / "literals", literal, {}}}}};
    }
    return Rewrite{
        {},
        {{m_kustomization,
          0,
          {Edit::Kind::Insert, list, std::format("name: {}\nbehavior: merge\nliterals:\n- {}\n", name, literal), {}}}}};
}

}  // namespace armillary::gitops
