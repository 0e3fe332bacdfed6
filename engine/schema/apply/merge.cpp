#include <algorithm>
#include <map>
#include <optional>

#include "engine/schema/apply/views.h"

namespace armillary::apply::document {
namespace {

using Merged = std::optional<json::value>;

Merged mergeAt(const SchemaNode& node, DocumentView base, DocumentView overlay);

bool nothing(DocumentView view, ValueKind wanted) {
    return view.kind() != wanted || view.size() == 0;
}

DocumentView orAbsent(DocumentView view, ValueKind wanted) {
    return view.kind() == wanted ? view : DocumentView{};
}

Merged overlaid(DocumentView base, DocumentView overlay) {
    if (overlay.value) return *overlay.value;
    return base.value ? Merged(*base.value) : std::nullopt;
}

Merged mergeMaps(const SchemaNode& node, DocumentView base, DocumentView overlay) {
    json::object out;
    DocumentView::zip(node, base, overlay,
                      [&](std::string_view name, const SchemaNode* type, DocumentView left, DocumentView right) {
                          if (Merged merged = mergeAt(type ? *type : deducedAny(), left, right))
                              out[name] = std::move(*merged);
                      });
    return out.empty() ? std::nullopt : Merged(std::move(out));
}

/// A list by the identities of its items.
struct Indexed {
    std::vector<std::string> elements;
    std::map<std::string, DocumentView> items;

    Indexed(const SchemaNode& node, DocumentView list) {
        static const json::value kNull;
        for (std::size_t i = 0; i < list.size(); ++i) {
            elements.push_back(itemElement(node, list.at(i)).value_or("k:{}"));
            // What occurs several times is not merged with.
            if (const auto [at, fresh] = items.emplace(elements.back(), list.at(i)); !fresh) at->second = {&kNull};
        }
    }
    DocumentView find(const std::string& element) const {
        const auto at = items.find(element);
        return at == items.end() ? DocumentView{} : at->second;
    }
    bool has(const std::string& element) const { return items.contains(element); }
};

/// Merges lists item by item: the overlay's items in its order, and between them what only the base has, where it stood
/// relative to the items that both have.
class ListMerge {
public:
    ListMerge(const SchemaNode& node, DocumentView base, DocumentView overlay)
        : m_node(node), m_list(base), m_base(node, base), m_overlay(node, overlay) {
        for (const std::string& element : m_overlay.elements)
            if (m_base.has(element)) m_shared.push_back(&element);
    }

    Merged run() {
        const auto& ours = m_base.elements;
        const auto& theirs = m_overlay.elements;
        std::size_t l = 0, r = 0;
        while (l < ours.size() || r < theirs.size()) {
            const bool both = l < ours.size() && r < theirs.size();
            if (both && ours[l] == theirs[r]) {
                take(theirs[r]);
                nextShared();
                ++l, ++r;
            } else if (both && m_overlay.has(ours[l]) && shared() && *shared() != ours[l]) {
                ++l;  // comes later, where the overlay has it
            } else if (l < ours.size() && !m_overlay.has(ours[l])) {
                put(mergeAt(*m_node.item, m_list.at(l++), {}));
            } else {
                if (l < ours.size() && std::ranges::find(m_taken, ours[l]) != m_taken.end()) ++l;
                if (r == theirs.size()) continue;
                take(theirs[r]);
                if (shared() && *shared() == theirs[r]) nextShared();
                ++r;
            }
        }
        return m_out.empty() ? std::nullopt : Merged(std::move(m_out));
    }

private:
    const std::string* shared() const { return m_next < m_shared.size() ? m_shared[m_next] : nullptr; }
    void nextShared() { m_next = std::min(m_next + 1, m_shared.size()); }
    void put(Merged item) {
        if (item) m_out.push_back(std::move(*item));
    }
    void take(const std::string& element) {
        m_taken.push_back(element);
        put(mergeAt(*m_node.item, m_base.find(element), m_overlay.find(element)));
    }

    const SchemaNode& m_node;
    const DocumentView m_list;
    const Indexed m_base, m_overlay;
    std::vector<const std::string*> m_shared;
    std::size_t m_next = 0;
    std::vector<std::string> m_taken;
    json::array m_out;
};

Merged mergeAt(const SchemaNode& node, DocumentView base, DocumentView overlay) {
    const Form form = formOf(node, overlay.value ? overlay.kind() : base.kind());
    const bool maps = form == Form::Map && node.map == Relation::Granular &&
                      !(nothing(base, ValueKind::Map) && nothing(overlay, ValueKind::Map));
    if (maps) return mergeMaps(node, orAbsent(base, ValueKind::Map), orAbsent(overlay, ValueKind::Map));
    const bool lists = form == Form::List && node.list == Relation::Granular &&
                       !(nothing(base, ValueKind::List) && nothing(overlay, ValueKind::List));
    if (lists) return ListMerge(node, orAbsent(base, ValueKind::List), orAbsent(overlay, ValueKind::List)).run();
    return overlaid(base, overlay);
}

}  // namespace

json::value merge(const SchemaNode& node, const json::value& base, const json::value& overlay) {
    return mergeAt(node, {&base}, {&overlay}).value_or(json::value());
}

}  // namespace armillary::apply::document
