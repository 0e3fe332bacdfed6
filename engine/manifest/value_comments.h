#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"

namespace armillary::manifest {

/// The comments of a value that is to be written elsewhere, by the nodes that they are about: an entry's are its
/// value's. Those within brackets are left out, since nothing says where they would stand.
class ValueComments {
public:
    ValueComments() = default;
    /// `text` is what `root` was parsed from; the tree outlives this.
    ValueComments(const Node& root, std::string_view text);

    bool empty() const { return m_notes.empty() && m_tail.empty(); }
    /// Lines above the entry; "# why".
    std::span<const std::string> above(const Node& value) const;
    /// On the line of the key or dash, or behind a value in one line; "" without.
    std::string_view behind(const Node& value) const;
    /// Below all that there is in that node.
    std::span<const std::string> tail(const Node& node) const;
    /// What stands above the first entry of the root goes above the root: above the dash of an item.
    void hoist();
    /// Whether a text has all of them.
    bool areIn(std::string_view text) const;

private:
    friend class CommentReader;
    struct Notes {
        std::vector<std::string> above;
        std::string behind;
    };
    const Node* m_root = nullptr;
    std::map<const Node*, Notes> m_notes;
    std::vector<std::string> m_tail;
};

}  // namespace armillary::manifest
