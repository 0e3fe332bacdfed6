#include "engine/editor/project.h"

#include <algorithm>
#include <ranges>

#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/objects.h"

namespace armillary::editor {

namespace {

std::string_view bytesOf(const manifest::File& file, std::size_t document) {
    const manifest::Span span = file.documents()[document].span;
    return std::string_view(file.bytes()).substr(span.begin, span.end - span.begin);
}

relations::Kind kindOf(const manifest::FileObject& object) {
    const auto slash = object.apiVersion.find('/');
    return {slash == std::string::npos ? std::string() : object.apiVersion.substr(0, slash), object.kind};
}

/// What others' edges see of an object: its name and what selectors look at.
bool looksTheSame(const ObjectRef& one, const ObjectRef& other) {
    if (!one || !other) return one == other;
    return relations::idOf(*one) == relations::idOf(*other) && one->meta().labels == other->meta().labels &&
           relations::podLabels(one) == relations::podLabels(other);
}

std::vector<relations::Edge> referencesOf(const ObjectRef& object, const relations::World& world) {
    auto edges = relations::references(object, world);
    std::ranges::move(relations::guessedReferences(object, world), std::back_inserter(edges));
    return edges;
}

}  // namespace

Project::Project(std::string homeNamespace) : m_homeNamespace(std::move(homeNamespace)) {}
Project::~Project() = default;

std::size_t Project::open(std::filesystem::path path, std::string bytes, bool onDisk) {
    const std::size_t file = m_workspace.open(std::move(path), std::move(bytes), onDisk);
    readChanged();
    return file;
}

void Project::reread(std::size_t file, std::string bytes, std::string title) {
    m_workspace.reread(file, std::move(bytes), std::move(title));
    readChanged();
}

void Project::readChanged() {
    m_states.resize(m_workspace.files().size());
    bool objects = false;
    for (std::size_t file = 0; file < m_states.size(); ++file) {
        const auto& opened = m_workspace.files()[file];
        if (m_states[file].revision == opened.revision) continue;
        m_states[file].revision = opened.revision;
        if (!opened.mistake && readFile(file)) objects = true;
    }
    if (objects) {
        index();
        connectAll();
        std::erase_if(m_findings, [&](const Finding& each) { return each.item != kNoItem && !find(each.item); });
    }
    ++m_revision;
}

/// Takes over what has not changed, so that a keystroke costs the document that it is in. False when nothing of any
/// object has.
bool Project::readFile(std::size_t index) {
    FileState& state = m_states[index];
    const manifest::File& file = m_workspace.files()[index].file;
    const std::size_t count = file.documents().size(), before = state.documents.size();
    std::size_t first = 0, last = 0;
    while (first < std::min(count, before) && state.documents[first].text == bytesOf(file, first)) ++first;
    while (last < std::min(count, before) - first &&
           state.documents[before - 1 - last].text == bytesOf(file, count - 1 - last))
        ++last;
    if (first + last == count && count == before) return false;

    std::vector<DocumentState> documents(count);
    std::vector<Item> gone;
    for (std::size_t i = 0; i < before; ++i) {
        if (i < first)
            documents[i] = std::move(state.documents[i]);
        else if (i >= before - last)
            documents[i - before + count] = std::move(state.documents[i]);
        else
            std::ranges::move(state.documents[i].items, std::back_inserter(gone));
    }
    std::vector<Item*> fresh;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= first && i < count - last) {
            documents[i] = {std::string(bytesOf(file, i)), readDocument(index, i)};
            for (Item& item : documents[i].items) fresh.push_back(&item);
        }
        for (Item& item : documents[i].items) item.document = i;
    }
    identify(index, fresh, gone);
    state.documents = std::move(documents);
    return true;
}

std::vector<Item> Project::readDocument(std::size_t index, std::size_t document) const {
    std::vector<Item> items;
    for (const manifest::FileObject& object : manifest::objectsIn(m_workspace.files()[index].file, document))
        items.push_back({kNoItem,
                         index,
                         document,
                         object.path,
                         object.apiVersion,
                         {kindOf(object), object.namespace_, object.name},
                         manifest::readObject(object, m_homeNamespace)});
    return items;
}

/// Who is who: by name first, then by the order in which they stand, then by who was there once.
void Project::identify(std::size_t file, std::vector<Item*>& fresh, std::vector<Item>& gone) {
    const auto take = [&](auto&& isThatOne) {
        for (Item* item : fresh) {
            if (item->id != kNoItem) continue;
            const auto known = std::ranges::find_if(gone, [&](const Item& old) { return isThatOne(old, *item); });
            if (known == gone.end()) continue;
            item->id = known->id;
            gone.erase(known);
        }
    };
    take([](const Item& old, const Item& item) { return old.object == item.object; });
    take([](const Item& old, const Item& item) { return old.object.kind == item.object.kind; });
    take([](const Item& old, const Item& item) { return old.object.name == item.object.name; });
    for (const Item& old : gone) m_gone[{file, old.object}] = old.id;
    for (Item* item : fresh) {
        if (item->id != kNoItem) continue;
        const auto known = m_gone.find({file, item->object});
        item->id = known == m_gone.end() ? ++m_lastId : known->second;
        if (known != m_gone.end()) m_gone.erase(known);
    }
}

void Project::index() {
    m_items.clear();
    m_byId.clear();
    m_byObject.clear();
    m_byKind.clear();
    for (const FileState& state : m_states)
        for (const DocumentState& document : state.documents)
            for (const Item& item : document.items) {
                m_byId.emplace(item.id, m_items.size());
                m_byKind[item.object.kind].push_back(m_items.size());
                m_byObject.emplace(item.value ? relations::idOf(*item.value) : item.object, m_items.size());
                m_items.push_back(item);
            }
}

/// An item's edges are read again when it has changed, and all of them when something has changed that the edges of
/// others look at.
void Project::connectAll() {
    bool all = m_edgesOf.size() != m_items.size();
    for (const Item& item : m_items) {
        if (all) break;
        const auto before = m_edgesOf.find(item.id);
        all = before == m_edgesOf.end() || !looksTheSame(before->second, item.value);
    }
    std::map<ItemId, std::vector<relations::Edge>> edges;
    std::map<ItemId, ObjectRef> edgesOf;
    m_connections.clear();
    for (const Item& item : m_items) {
        const auto before = all ? m_edgesOf.end() : m_edgesOf.find(item.id);
        auto& own = edges[item.id];
        if (before != m_edgesOf.end() && before->second == item.value)
            own = std::move(m_edges[item.id]);
        else if (item.value)
            own = referencesOf(item.value, *this);
        edgesOf[item.id] = item.value;
        for (const relations::Edge& edge : own) {
            const Item* to = find(edge.to);
            if (!to && (!edge.named || edge.guessed)) continue;
            m_connections.push_back({item.id, to ? to->id : kNoItem, edge});
        }
    }
    m_edges = std::move(edges);
    m_edgesOf = std::move(edgesOf);
}

const Item* Project::find(ItemId id) const {
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_items[found->second];
}

const Item* Project::find(const relations::ObjectId& object) const {
    const auto found = m_byObject.find(object);
    return found == m_byObject.end() ? nullptr : &m_items[found->second];
}

ObjectRef Project::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    const Item* item = find({kind, std::string(namespace_), std::string(name)});
    return item ? item->value : nullptr;
}

std::vector<ObjectRef> Project::list(const relations::Kind& kind, std::string_view namespace_) const {
    std::vector<ObjectRef> found;
    const auto known = m_byKind.find(kind);
    if (known == m_byKind.end()) return found;
    for (const std::size_t at : known->second) {
        const ObjectRef& value = m_items[at].value;
        if (value && (namespace_.empty() || value->namespace_() == namespace_)) found.push_back(value);
    }
    return found;
}

const manifest::Node* Project::nodeOf(const Item& item) const {
    const auto& opened = m_workspace.files()[item.file];
    if (opened.mistake) return nullptr;
    return manifest::find(*opened.file.documents()[item.document].root, item.path);
}

const Item* Project::itemAt(std::size_t file, std::size_t offset) const {
    if (file >= m_states.size()) return nullptr;
    const auto& opened = m_workspace.files()[file];
    const auto documents = opened.file.documents();
    const auto after =
        std::ranges::upper_bound(documents, offset, {}, [](const auto& each) { return each.span.begin; });
    if (opened.mistake || after == documents.begin()) return nullptr;
    const Item* nearest = nullptr;
    for (const Item& item : m_states[file].documents[static_cast<std::size_t>(after - documents.begin()) - 1].items) {
        const manifest::Node* node = nodeOf(item);
        if (!nearest || (node && node->begin() <= offset)) nearest = &item;
    }
    return nearest ? find(nearest->id) : nullptr;
}

std::vector<manifest::Source> Project::sources() const {
    std::vector<manifest::Source> sources;
    for (const auto& opened : m_workspace.files()) sources.push_back({opened.path.string(), opened.text});
    return sources;
}

bool Project::takeFindings(std::uint64_t revision, std::vector<manifest::Finding> findings) {
    if (revision != m_revision) return false;
    m_findings.clear();
    std::map<std::size_t, manifest::LineIndex> lines;
    for (manifest::Finding& each : findings) {
        if (each.file >= m_states.size()) continue;
        const auto index = lines.try_emplace(each.file, m_workspace.files()[each.file].text).first;
        const Item* item = itemAt(each.file, index->second.offset({each.line, each.column}));
        m_findings.push_back({std::move(each), item ? item->id : kNoItem});
    }
    return true;
}

}  // namespace armillary::editor
