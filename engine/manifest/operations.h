#pragma once

#include <expected>

#include "engine/manifest/edit.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"

/// The single operations on a document's bytes. For the sources of this folder: none looks at what else an operation
/// would change; plan() does.
namespace armillary::manifest {

/// Where edits are made.
class Site {
public:
    Site(const File& file, const Document& document, const ValueComments* comments = nullptr)
        : m_file(file), m_document(document), m_renderer(layoutOf(file, document), comments) {}

    std::string_view text() const { return m_file.bytes(); }
    const Document& document() const { return m_document; }
    const Node& root() const { return *m_document.root; }
    const Renderer& renderer() const { return m_renderer; }
    const std::string& lineBreak() const { return m_renderer.layout().lineBreak; }
    Splice splice(Span removed, std::string inserted) const {
        return {removed.begin, std::string(text().substr(removed.begin, removed.end - removed.begin)),
                std::move(inserted)};
    }

private:
    const File& m_file;
    const Document& m_document;
    Renderer m_renderer;
};

/// Where a value stands: behind a key, behind a dash, between brackets, or as the document's root.
struct Slot {
    const Node* value;
    std::size_t after;   ///< just past colon, dash or `---`
    std::size_t column;  ///< of the key or dash
    enum class Owner { Key, Dash, Bracket, Root } owner;
};
Slot slotOf(const Site& site, const Place& place);

/// Another value in the slot. Keeps the comment behind it, and an anchor.
Splice replaceValue(const Site& site, const Slot& slot, const Node& value);
/// One more member at the end of a mapping with members.
Splice addMember(const Site& site, const Node& mapping, const std::string& key, const Node& value);
/// One more item before `at`, or at the end, of a list with items.
Splice addItem(const Site& site, const Node& list, const Slot& slot, std::size_t at, const Node& value);
/// One more entry in brackets, behind `last`: on a line of its own if that one has one.
Splice addBehind(const Site& site, const Entry& last, const std::string& entry);
/// Takes an entry away; the last one leaves "{}" or "[]" in the slot.
Splice removeEntry(const Site& site, const Node& collection, const Slot& slot, const Entry& entry);
Splice renameKey(const Site& site, const Node& mapping, const Entry& entry, const std::string& key);
/// Brings an item to another position with the comments above it. Refused where its dash is not first in its line.
std::expected<Splice, Refusal> moveItem(const Site& site, const Node& list, const Slot& slot, std::size_t from,
                                        std::size_t to);
/// Writes out what the merge key brings in its place, but for what the mapping has itself.
std::expected<Splice, Refusal> expandMerge(const Site& site, const Node& mapping, const Slot& slot, const Entry& merge);

/// A mapping {key: value} or a list [value] that is in no file.
std::unique_ptr<Node> wrapped(const std::string& key, std::unique_ptr<Node> value);
std::unique_ptr<Node> wrapped(std::unique_ptr<Node> value);

}  // namespace armillary::manifest
