#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/check.h"
#include "engine/manifest/workspace.h"
#include "engine/relations/relations.h"
#include "engine/relations/writing.h"

/// What somebody edits, seen as objects and the edges between them. Canvas, form, YAML pane and checks all look at one
/// Project, and change it through one function; the bytes of its files are the only truth (ADR 32).
namespace armillary::editor {

/// An object keeps its id for as long as it stays in the project: through edits, a new name, undo and redo.
using ItemId = std::uint32_t;
inline constexpr ItemId kNoItem = 0;

struct Item {
    ItemId id = kNoItem;
    std::size_t file = 0, document = 0;
    manifest::Path path;  ///< in the document; empty where the document is the object
    std::string apiVersion;
    relations::ObjectId object;  ///< namespace "" where none is written
    /// What it says as an object; null where its fields cannot be read as its kind's, and no edge is known.
    ObjectRef value;
};

/// What an item refers to.
struct Connection {
    ItemId from = kNoItem, to = kNoItem;  ///< `to` is kNoItem where the project has no such object
    relations::Edge edge;
};

/// An edit of one item; the path begins at the object.
struct ItemEdit {
    ItemId item = kNoItem;
    manifest::Edit edit;
};

/// What the checks say about a place.
struct Finding {
    manifest::Finding what;
    ItemId item = kNoItem;  ///< in which item; kNoItem outside of all
};

class Project : private relations::World {
public:
    /// Objects that name no namespace are in this one.
    explicit Project(std::string homeNamespace = "default");
    ~Project() override;

    const manifest::Workspace& workspace() const { return m_workspace; }
    const std::string& homeNamespace() const { return m_homeNamespace; }
    /// Another one after each change, undo and redo.
    std::uint64_t revision() const { return m_revision; }

    /// Adds a file; see manifest::Workspace::open().
    std::size_t open(std::filesystem::path path, std::string bytes, bool onDisk = true);
    void setPath(std::size_t file, std::filesystem::path path) { m_workspace.setPath(file, std::move(path)); }
    void markSaved(std::size_t file, std::string text) { m_workspace.markSaved(file, std::move(text)); }
    void reread(std::size_t file, std::string bytes, std::string title);

    /// In the order of files and of what stands in them. Of a file that is not YAML just now: as it was last.
    std::span<const Item> items() const { return m_items; }
    /// Null when there is none.
    const Item* find(ItemId id) const;
    /// By kind, name and the namespace that it will be in; of several alike the first.
    const Item* find(const relations::ObjectId& object) const;
    /// The item whose text holds that byte of the file, comments above it included; null outside of all.
    const Item* itemAt(std::size_t file, std::size_t offset) const;
    /// Its node in the file's tree. Null when the file is not YAML just now, since its bytes are others then.
    const manifest::Node* nodeOf(const Item& item) const;

    /// By item, in the order of items().
    std::span<const Connection> connections() const { return m_connections; }

    using Outcome = std::expected<std::vector<std::string>, manifest::Refusal>;
    /// One gesture, one undo. See manifest::Workspace::perform().
    Outcome perform(std::string title, std::span<const manifest::Operation> operations, std::string_view merge = {});
    Outcome edit(std::string title, std::span<const ItemEdit> edits, std::string_view merge = {});
    /// Documents at the end of a file; what is new among items() is it.
    Outcome add(std::string title, std::size_t file, std::string yaml);
    /// Their documents, or items of a list. With `references`, what names them elsewhere in the project goes, too.
    Outcome remove(std::string title, std::span<const ItemId> items, bool references);
    /// Makes `from` refer to `to`, see relations::waysToConnect().
    Outcome connect(std::string title, ItemId from, ItemId to, const relations::Way& way,
                    const relations::WayOptions& options);
    Outcome disconnect(std::string title, const Connection& connection);
    /// A new name, and everything in the project that refers to it by name follows.
    Outcome rename(std::string title, ItemId item, const std::string& name);
    bool undo();
    bool redo();

    /// As YAML, as they stand in the files, one document each: for the clipboard, and to be applied.
    std::string textOf(std::span<const ItemId> items) const;
    std::string textOfAll() const;

    /// What is to be checked, manifest::check(); that may take a while, and needs nothing of the project any more.
    std::vector<manifest::Source> sources() const;
    /// What the check of the sources of that revision has found. Ignored when the project has moved on meanwhile.
    bool takeFindings(std::uint64_t revision, std::vector<manifest::Finding> findings);
    /// Of the last check; those whose item has gone are left out.
    std::span<const Finding> findings() const { return m_findings; }

    /// What there is in the project, for questions about relations.
    const relations::World& world() const { return *this; }

private:
    /// A document's text and what was read from it.
    struct DocumentState {
        std::string text;
        std::vector<Item> items;
    };
    struct FileState {
        std::uint64_t revision = 0;
        std::vector<DocumentState> documents;
    };
    using Place = std::pair<std::size_t, relations::ObjectId>;

    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

    Outcome changed(Outcome outcome);
    void readChanged();
    bool readFile(std::size_t file);
    std::vector<Item> readDocument(std::size_t file, std::size_t document) const;
    void identify(std::size_t file, std::vector<Item*>& fresh, std::vector<Item>& gone);
    void index();
    void connectAll();
    manifest::FileEdit inFile(const Item& item, manifest::Edit edit) const;
    Outcome makeChanges(std::string title, const Item& item, const std::vector<relations::FieldChange>& changes,
                        std::string_view merge = {});

    manifest::Workspace m_workspace;
    std::string m_homeNamespace;
    std::vector<FileState> m_states;
    std::vector<Item> m_items;
    std::map<ItemId, std::size_t> m_byId;
    std::map<relations::ObjectId, std::size_t> m_byObject;
    std::map<relations::Kind, std::vector<std::size_t>> m_byKind;
    std::map<Place, ItemId> m_gone;  ///< who was there once: undo brings it back
    std::map<ItemId, std::vector<relations::Edge>> m_edges;
    std::map<ItemId, ObjectRef> m_edgesOf;  ///< what m_edges was read from
    std::vector<Connection> m_connections;
    std::vector<Finding> m_findings;
    std::uint64_t m_revision = 1;
    std::uint64_t m_gestures = 0;
    ItemId m_lastId = kNoItem;
};

}  // namespace armillary::editor
