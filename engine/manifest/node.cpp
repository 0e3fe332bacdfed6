#include "engine/manifest/node.h"

#include <map>

namespace armillary::manifest {

namespace {

class Copier {
public:
    explicit Copier(std::ptrdiff_t bytes) : m_bytes(static_cast<std::size_t>(bytes)) {}

    std::unique_ptr<Node> copy(const Node& from) {
        auto to = std::make_unique<Node>();
        to->form = from.form;
        to->style = from.style;
        to->flow = from.flow;
        to->span = moved(from.span);
        if (!from.properties.empty()) to->properties = moved(from.properties);
        to->anchor = from.anchor;
        to->tag = from.tag;
        to->text = from.text;
        if (from.target) to->target = m_copies.at(from.target);
        to->entries.reserve(from.entries.size());
        for (const Entry& entry : from.entries)
            to->entries.push_back({entry.begin + m_bytes, entry.after + m_bytes, entry.key ? copy(*entry.key) : nullptr,
                                   copy(*entry.value)});
        if (!from.anchor.empty()) m_copies[&from] = to.get();  // an alias comes behind what it means
        return to;
    }

private:
    Span moved(Span span) const { return {span.begin + m_bytes, span.end + m_bytes}; }

    const std::size_t m_bytes;  ///< going back means adding so much that it wraps around
    std::map<const Node*, const Node*> m_copies;
};

}  // namespace

std::unique_ptr<Node> copied(const Node& root, std::ptrdiff_t bytes) {
    return Copier(bytes).copy(root);
}

const Node& resolved(const Node& node) {
    const Node* at = &node;
    while (at->form == Form::Alias) at = at->target;
    return *at;
}

}  // namespace armillary::manifest
