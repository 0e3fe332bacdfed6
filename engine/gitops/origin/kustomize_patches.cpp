#include <algorithm>
#include <format>
#include <optional>

#include "engine/gitops/origin/kustomize_spots.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/lines.h"

namespace armillary::gitops {

namespace {

using manifest::Node;
using manifest::Path;

/// A pattern in which ".*" is anything, and everything else itself.
bool matchesOne(std::string_view pattern, std::string_view text) {
    constexpr std::string_view kAny = ".*";
    auto any = pattern.find(kAny);
    if (any == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, any))) return false;
    text.remove_prefix(any);
    while (true) {
        pattern.remove_prefix(any + kAny.size());
        any = pattern.find(kAny);
        if (any == std::string_view::npos) return text.ends_with(pattern);
        const auto found = text.find(pattern.substr(0, any));
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + any);
    }
}

/// What a target says; "" is everything. Of its patterns those that people write: names, `.*` and `|`. Any other one
/// matches nothing, so that no place is named that is none.
bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return true;
    while (true) {
        const auto bar = std::min(pattern.find('|'), pattern.size());
        if (matchesOne(pattern.substr(0, bar), text)) return true;
        if (bar == pattern.size()) return false;
        pattern.remove_prefix(bar + 1);
    }
}

std::string groupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return std::string(slash == std::string_view::npos ? "" : apiVersion.substr(0, slash));
}

bool isNamed(const std::string& name, const KustomizedObject& object) {
    return name == object.baseName || name == object.name;
}

/// A JSON pointer as a path; nothing for what is none.
std::optional<Path> pointer(std::string_view text) {
    Path path;
    if (text.empty() || text.front() != '/' || text.size() > manifest::kMostPathBytes) return {};
    for (std::size_t begin = 1; begin <= text.size();) {
        const auto end = std::min(text.find('/', begin), text.size());
        std::string part;
        for (std::size_t i = begin; i < end; ++i) {
            const bool escaped = text[i] == '~' && i + 1 < end && (text[i + 1] == '0' || text[i + 1] == '1');
            part += escaped ? (text[++i] == '0' ? '~' : '/') : text[i];
        }
        path.push_back(manifest::Step::member(std::move(part)));
        begin = end + 1;
    }
    return path;
}

/// Whether a path by keys and positions begins as the pointer does.
bool leadsTo(const Path& pointer, const Path& path) {
    if (pointer.size() > path.size()) return false;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        const std::string step =
            path[i].kind == manifest::Step::Kind::Key ? path[i].key : std::to_string(path[i].index);
        if (step != pointer[i].key && !(pointer[i].key == "-" && path[i].kind == manifest::Step::Kind::Index))
            return false;
    }
    return true;
}

/// One patch, as a document of a file or as the string in one.
class Patch {
public:
    Patch(const PatchPlace& place, const manifest::File& in, const KustomizedField& field)
        : m_place(place), m_in(in), m_field(field) {
        if (!place.string) {
            m_file = &in;
            m_document = place.document;
            return;
        }
        const Node* const string = at(rootOf(&in), *place.string);
        if (auto parsed = manifest::File::parse(textOf(string))) {
            m_parsed = std::move(*parsed);
            m_file = &m_parsed;
            // Its first line is behind the header of a block; elsewhere nobody can count.
            m_lineBefore = lineOf(in, string->span.begin) - (string->isBlockScalar() ? 0 : 1);
        }
    }

    std::optional<Spot> spot(const Path& concrete) const {
        if (m_file == nullptr || m_document >= m_file->documents().size()) return {};
        const Node* const root = m_file->documents()[m_document].root.get();
        if (root->form == manifest::Form::Sequence) return operation(root, concrete);
        if (isIdentity(m_field.path) || !isFor(root, m_place.target, m_field.object)) return {};
        const Node* const value = at(root, m_field.path);
        if (value == nullptr || textOf(value) != m_field.value) return {};
        return spotAt(m_field.path);
    }

private:
    /// Of a JSON patch the last operation that wrote it.
    std::optional<Spot> operation(const Node* root, const Path& concrete) const {
        if (m_place.target != nullptr && !isFor(nullptr, m_place.target, m_field.object)) return {};
        const auto operations = itemsOf(root);
        for (std::size_t i = operations.size(); i-- > 0;) {
            const auto to = pointer(textAt(operations[i], "path"));
            if (!to || !leadsTo(*to, concrete)) continue;
            const Path within(concrete.begin() + static_cast<std::ptrdiff_t>(to->size()), concrete.end());
            Path path = Path() / i / "value";
            path.insert(path.end(), within.begin(), within.end());
            const Node* const value = at(root, path);
            if (value != nullptr && textOf(value) == m_field.value) return spotAt(path);
        }
        return {};
    }
    Spot spotAt(const Path& path) const {
        Spot spot;
        spot.origin = originAt(Origin::Kind::Patch, m_place.file, *m_file, m_document, path);
        if (m_place.string) {
            if (spot.origin.line > 0) spot.origin.line += m_lineBefore;
            spot.origin.what = std::format("{}: {}", m_place.what, spot.origin.what);
            spot.path = *m_place.string;
            spot.inner = path;
        } else {
            spot.document = m_document;
            spot.path = path;
        }
        return spot;
    }

    const PatchPlace& m_place;
    const manifest::File& m_in;
    const KustomizedField& m_field;
    manifest::File m_parsed;
    const manifest::File* m_file = nullptr;
    std::size_t m_document = 0, m_lineBefore = 0;
};

}  // namespace

bool isIdentity(const Path& path) {
    return (path.size() == 1 && (path[0].key == "kind" || path[0].key == "apiVersion")) ||
           (path.size() == 2 && path[0].key == "metadata" && (path[1].key == "name" || path[1].key == "namespace"));
}

bool isFor(const Node* patch, const Node* target, const KustomizedObject& object) {
    if (target != nullptr && target->form == manifest::Form::Mapping) {
        const std::string name = textAt(target, "name"), group = textAt(target, "group");
        return matches(textAt(target, "kind"), object.kind) && matches(group, groupOf(object.apiVersion)) &&
               (matches(name, object.baseName) || matches(name, object.name)) &&
               matches(textAt(target, "namespace"), object.namespace_);
    }
    if (textAt(patch, "kind") != object.kind || groupOf(textAt(patch, "apiVersion")) != groupOf(object.apiVersion))
        return false;
    return isNamed(textAt(memberAt(patch, "metadata"), "name"), object);
}

std::vector<PatchPlace> patchesOf(const std::string& kustomization, const Node* root) {
    std::vector<PatchPlace> places;
    const auto add = [&](Path at, const std::string& text, const Node* target) {
        // Text with line breaks is the patch itself; what is not is a file.
        const std::string what = manifest::print(at);
        if (text.contains('\n') || (!at.empty() && at.back().key == "patch")) {
            places.push_back({kustomization, 0, std::move(at), what, target});
        } else if (const auto file = joined(folderOf(kustomization), text); file && !text.empty()) {
            places.push_back({*file, 0, {}, what, target});
        }
    };
    for (const char* list : {"patches", "patchesJson6902"}) {
        const auto items = itemsOf(memberAt(root, list));
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Node* const target = memberAt(items[i], "target");
            for (const char* key : {"path", "patch"})
                if (const Node* const text = memberAt(items[i], key))
                    add(Path() / list / i / key, textOf(text), target);
        }
    }
    const auto merges = itemsOf(memberAt(root, "patchesStrategicMerge"));
    for (std::size_t i = 0; i < merges.size(); ++i)
        add(Path() / "patchesStrategicMerge" / i, textOf(merges[i]), nullptr);
    return places;
}

std::vector<Spot> patchSpotsIn(const std::string& kustomization, const KustomizedField& field,
                               const SourceFiles& files) {
    const auto places = patchesOf(kustomization, rootOf(files.known(kustomization)));
    for (std::size_t i = places.size(); i-- > 0;) {
        const manifest::File* const in = files.known(places[i].file);
        if (in == nullptr) continue;
        PatchPlace place = places[i];
        // A file may hold a patch for each of several objects.
        const std::size_t documents = place.string ? 1 : in->documents().size();
        for (place.document = 0; place.document < documents; ++place.document)
            if (auto spot = Patch(place, *in, field).spot(field.concrete)) return {std::move(*spot)};
    }
    return {};
}

}  // namespace armillary::gitops
