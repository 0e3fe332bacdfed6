#include "engine/gitops/origin/kustomize_spots.h"

#include <algorithm>

#include "engine/gitops/source/path.h"
#include "engine/manifest/locate.h"

namespace armillary::gitops {

namespace {

using manifest::Node;
using manifest::Path;

/// The key that many steps before the path's end; "" where there is none.
std::string keyAt(const Path& path, std::size_t fromEnd) {
    return path.size() > fromEnd ? path[path.size() - 1 - fromEnd].key : std::string();
}
std::string lastKey(const Path& path) {
    return keyAt(path, 0);
}
std::string keyBefore(const Path& path) {
    return keyAt(path, 1);
}

class Looking {
public:
    Looking(const std::string& file, const manifest::File& in, const KustomizedField& field)
        : m_file(file), m_in(in), m_root(rootOf(&in)), m_field(field) {}

    /// In the order in which what was done last is first.
    std::vector<Spot> all() const {
        for (const auto look : {&Looking::image, &Looking::replicas, &Looking::label, &Looking::annotation,
                                &Looking::name, &Looking::space, &Looking::generated})
            if (auto spots = (this->*look)(); !spots.empty()) return spots;
        return {};
    }

private:
    Spot spot(Path path, Spot::How how = Spot::How::Whole, std::string rest = {}) const {
        return {originAt(Origin::Kind::Kustomization, m_file, m_in, 0, path), how, 0, path, {}, std::move(rest)};
    }

    std::vector<Spot> image() const {
        if (lastKey(m_field.path) != "image") return {};
        const ImageParts now = imageParts(m_field.value), before = imageParts(m_field.base.value_or(std::string()));
        const auto items = itemsOf(memberAt(m_root, "images"));
        for (std::size_t i = items.size(); i-- > 0;) {
            const std::string name = textAt(items[i], "name"), fresh = textAt(items[i], "newName");
            if (name.empty() || (name != before.name && name != now.name && fresh != now.name)) continue;
            std::vector<Spot> spots;
            for (const char* key : {"newTag", "digest", "newName"})
                if (memberAt(items[i], key) != nullptr) {
                    Spot found = spot(Path() / "images" / i / key, Spot::How::Image);
                    found.path.pop_back();
                    spots.push_back(std::move(found));
                }
            return spots;
        }
        return {};
    }
    std::vector<Spot> replicas() const {
        if (m_field.path != Path() / "spec" / "replicas") return {};
        const auto items = itemsOf(memberAt(m_root, "replicas"));
        for (std::size_t i = items.size(); i-- > 0;) {
            const std::string name = textAt(items[i], "name");
            if ((name == m_field.object.baseName || name == m_field.object.name) &&
                textAt(items[i], "count") == m_field.value)
                return {spot(Path() / "replicas" / i / "count")};
        }
        return {};
    }
    std::vector<Spot> label() const {
        const std::string key = lastKey(m_field.path);
        const std::string holder = keyBefore(m_field.path);
        if (holder != "labels" && holder != "matchLabels" && holder != "selector") return {};
        const auto items = itemsOf(memberAt(m_root, "labels"));
        for (std::size_t i = items.size(); i-- > 0;) {
            const Node* const value = memberAt(memberAt(items[i], "pairs"), key);
            if (value != nullptr && textOf(value) == m_field.value)
                return {spot(Path() / "labels" / i / "pairs" / key)};
        }
        return common("commonLabels", key);
    }
    std::vector<Spot> annotation() const {
        return keyBefore(m_field.path) == "annotations" ? common("commonAnnotations", lastKey(m_field.path))
                                                        : std::vector<Spot>();
    }
    std::vector<Spot> common(const char* member, const std::string& key) const {
        const Node* const value = memberAt(memberAt(m_root, member), key);
        if (value == nullptr || textOf(value) != m_field.value) return {};
        return {spot(Path() / member / key)};
    }
    /// The object's own name, and names of others in its fields: what stood there is within what stands there now.
    std::vector<Spot> name() const {
        const std::string base = m_field.path == Path() / "metadata" / "name" ? m_field.object.baseName
                                                                              : m_field.base.value_or(std::string());
        const std::string& now = m_field.value;
        const auto at = base.empty() || base == now ? std::string::npos : now.find(base);
        if (at == std::string::npos) return {};
        const std::string prefix = textAt(m_root, "namePrefix"), suffix = textAt(m_root, "nameSuffix");
        std::vector<Spot> spots;
        if (!prefix.empty() && now.starts_with(prefix) && prefix.size() <= at)
            spots.push_back(spot(Path() / "namePrefix", Spot::How::Prefix, now.substr(prefix.size())));
        if (!suffix.empty() && now.ends_with(suffix) && now.size() - suffix.size() >= at + base.size())
            spots.push_back(spot(Path() / "nameSuffix", Spot::How::Suffix, now.substr(0, now.size() - suffix.size())));
        return spots;
    }
    std::vector<Spot> space() const {
        if (lastKey(m_field.path) != "namespace" || textAt(m_root, "namespace") != m_field.value) return {};
        return {spot(Path() / "namespace")};
    }
    std::vector<Spot> generated() const {
        const KustomizedObject& object = m_field.object;
        const bool isMap = object.kind == "ConfigMap";
        if (!object.generated || (!isMap && object.kind != "Secret") || m_field.path.size() != 2) return {};
        const char* const list = isMap ? "configMapGenerator" : "secretGenerator";
        const auto items = itemsOf(memberAt(m_root, list));
        const std::string key = lastKey(m_field.path);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string name = textAt(items[i], "name");
            if (name.empty() || !object.name.contains(name)) continue;
            if (auto found = entryOf(Path() / list / i, items[i], key); !found.empty()) return found;
        }
        return {};
    }
    /// A literal of that key, or the file that holds it.
    std::vector<Spot> entryOf(const Path& path, const Node* generator, const std::string& key) const {
        const auto literals = itemsOf(memberAt(generator, "literals"));
        for (std::size_t i = 0; i < literals.size(); ++i)
            if (textOf(literals[i]).starts_with(key + "=")) {
                Spot found = spot(path / "literals" / i, Spot::How::Literal, key);
                found.origin.kind = Origin::Kind::Generator;
                // In a Secret the field is base64, and the literal is not.
                if (m_field.object.kind == "Secret") found.how = Spot::How::Nowhere;
                return {std::move(found)};
            }
        for (const Node* each : itemsOf(memberAt(generator, "files"))) {
            const std::string text = textOf(each);
            const std::string file = text.substr(text.find('=') + 1);
            const std::string as = text.contains('=') ? text.substr(0, text.find('=')) : std::string(nameOf(file));
            const auto from = joined(folderOf(m_file), file);
            if (as == key && from) return {{{Origin::Kind::Generator, *from, 1, {}}, Spot::How::Nowhere, 0, {}}};
        }
        return {};
    }

    const std::string& m_file;
    const manifest::File& m_in;
    const Node* m_root;
    const KustomizedField& m_field;
};

}  // namespace

ImageParts imageParts(std::string_view image) {
    ImageParts parts;
    const auto digest = std::min(image.find('@'), image.size());
    if (digest < image.size()) parts.digest = image.substr(digest + 1);
    image = image.substr(0, digest);
    const auto slash = image.rfind('/'), colon = image.rfind(':');
    const bool tagged = colon != std::string_view::npos && (slash == std::string_view::npos || slash < colon);
    parts.name = image.substr(0, tagged ? colon : image.size());
    if (tagged) parts.tag = image.substr(colon + 1);
    return parts;
}

Origin originAt(Origin::Kind kind, const std::string& file, const manifest::File& in, std::size_t document,
                const Path& path) {
    Origin origin{kind, file, 0, manifest::print(path)};
    if (document >= in.documents().size()) return origin;
    const auto place = manifest::locate(*in.documents()[document].root, path);
    if (!place || place->missing > 0) return origin;
    origin.line = lineOf(in, place->hops.empty() ? place->node->span.begin : place->hops.back().entry->begin);
    return origin;
}

std::vector<Spot> spotsIn(const std::string& kustomization, const KustomizedField& field, const SourceFiles& files) {
    const manifest::File* const in = files.known(kustomization);
    if (in == nullptr || rootOf(in) == nullptr) return {};
    auto spots = Looking(kustomization, *in, field).all();
    return spots.empty() ? patchSpotsIn(kustomization, field, files) : spots;
}

}  // namespace armillary::gitops
