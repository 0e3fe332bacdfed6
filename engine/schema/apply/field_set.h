#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Sets of fields of a document: what a manager owns. A path is a list of elements in the spelling of FieldsV1:
/// "f:name" (a member), `k:{"name":"a"}` (the list item with these keys), `v:"x"` (the item of this value), "i:0".
/// Source: k8s.io/apimachinery/pkg/apis/meta/v1, FieldsV1; sigs.k8s.io/structured-merge-diff, fieldpath.
namespace armillary::apply {

using Path = std::span<const std::string_view>;

/// A trie of paths. Each node may be a member of the set, have further members below it, or both; a node that is
/// neither is never kept. Siblings are ordered: members by name, then keys, values and indices.
class FieldSet {
public:
    struct Node;

    bool empty() const;
    std::size_t size() const;  ///< members
    std::span<const Node> nodes() const;

    /// The empty path is the whole document, which nobody owns: it is passed over.
    void insert(Path path);
    bool has(Path path) const;
    /// One step down: adds `element`, as a member or not, and what is below it. Adds to what is there already.
    void add(std::string_view element, bool member, FieldSet below);
    const Node* find(std::string_view element) const;  ///< null when absent

    FieldSet unitedWith(const FieldSet& other) const;
    FieldSet commonWith(const FieldSet& other) const;
    bool intersects(const FieldSet& other) const;
    bool contains(const FieldSet& other) const;
    /// The members that are not in `other`. What is below a member of `other` stays.
    FieldSet without(const FieldSet& other) const;
    /// The same, but what is below a member of `other` goes too.
    FieldSet withoutTreesOf(const FieldSet& other) const;
    /// The members that have none below them.
    FieldSet leaves() const;

    /// Every member, a node before what is below it.
    void each(const std::function<void(Path)>& visit) const;
    bool operator==(const FieldSet& other) const;

private:
    std::vector<Node>::iterator place(std::string_view element);

    std::vector<Node> m_nodes;
};

struct FieldSet::Node {
    std::string element;
    bool member = false;
    FieldSet below;
    bool operator==(const Node&) const = default;
};

// Where a node is known: a list of nodes can be handed about before, but not looked into.
inline bool FieldSet::empty() const {
    return m_nodes.empty();
}
inline std::span<const FieldSet::Node> FieldSet::nodes() const {
    return m_nodes;
}

/// A set from its JSON. Keys and values are brought into one spelling (members in order, no space), elements of an
/// unknown kind are dropped. At most kMaxDepth levels and kMaxDocumentBytes bytes; the error names the element.
std::expected<FieldSet, std::string> readFieldsV1(std::string_view json);
void writeFieldsV1(const FieldSet& set, std::string& out);

std::string fieldElement(std::string_view name);
/// "name" of "f:name", "" of any other element.
std::string_view fieldName(std::string_view element);

/// As messages print it: `.spec.containers[name="web"].image`.
std::string pathText(Path path);

}  // namespace armillary::apply
