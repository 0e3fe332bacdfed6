#include "engine/schema/apply/field_set.h"

#include <algorithm>

namespace armillary::apply {
namespace {

using Node = FieldSet::Node;

/// f, k, v, i: the order of the kinds.
char rank(std::string_view element) {
    const char kind = element.empty() ? '\0' : element.front();
    return kind == 'i' ? 'z' : kind;
}

int order(std::string_view left, std::string_view right) {
    if (const int kinds = rank(left) - rank(right); kinds != 0) return kinds;
    return left.compare(right);
}

/// Walks two ordered lists of siblings side by side; a side that lacks the element is null.
template <class Visit>
void pair(std::span<const Node> left, std::span<const Node> right, Visit visit) {
    auto l = left.begin(), r = right.begin();
    while (l != left.end() || r != right.end()) {
        const int which = l == left.end() ? 1 : r == right.end() ? -1 : order(l->element, r->element);
        const Node* ours = which <= 0 ? &*l++ : nullptr;
        const Node* theirs = which >= 0 ? &*r++ : nullptr;
        visit(ours, theirs);
    }
}

void eachBelow(const FieldSet& set, std::vector<std::string_view>& path, const std::function<void(Path)>& visit) {
    for (const Node& node : set.nodes())
        if (node.member) {
            path.push_back(node.element);
            visit(path);
            path.pop_back();
        }
    for (const Node& node : set.nodes()) {
        if (node.below.empty()) continue;
        path.push_back(node.element);
        eachBelow(node.below, path, visit);
        path.pop_back();
    }
}

}  // namespace

std::size_t FieldSet::size() const {
    std::size_t count = 0;
    for (const Node& node : m_nodes) count += (node.member ? 1 : 0) + node.below.size();
    return count;
}

std::vector<Node>::iterator FieldSet::place(std::string_view element) {
    // Sets are mostly built in order.
    if (m_nodes.empty() || order(m_nodes.back().element, element) < 0) return m_nodes.end();
    return std::ranges::lower_bound(
        m_nodes, element, [](std::string_view left, std::string_view right) { return order(left, right) < 0; },
        &Node::element);
}

void FieldSet::add(std::string_view element, bool member, FieldSet below) {
    if (!member && below.empty()) return;
    const auto at = place(element);
    if (at == m_nodes.end() || at->element != element) {
        m_nodes.insert(at, Node{std::string(element), member, std::move(below)});
        return;
    }
    at->member |= member;
    if (at->below.empty())
        at->below = std::move(below);
    else if (!below.empty())
        at->below = at->below.unitedWith(below);
}

void FieldSet::insert(Path path) {
    FieldSet* set = this;
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto at = set->place(path[i]);
        if (at == set->m_nodes.end() || at->element != path[i])
            at = set->m_nodes.insert(at, Node{std::string(path[i])});
        if (i + 1 == path.size()) at->member = true;
        set = &at->below;
    }
}

const Node* FieldSet::find(std::string_view element) const {
    const auto at = const_cast<FieldSet*>(this)->place(element);
    return at == m_nodes.end() || at->element != element ? nullptr : &*at;
}

bool FieldSet::has(Path path) const {
    const FieldSet* set = this;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Node* node = set->find(path[i]);
        if (!node) return false;
        if (i + 1 == path.size()) return node->member;
        set = &node->below;
    }
    return false;
}

FieldSet FieldSet::unitedWith(const FieldSet& other) const {
    FieldSet all;
    all.m_nodes.reserve(std::max(m_nodes.size(), other.m_nodes.size()));
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (!ours || !theirs)
            all.m_nodes.push_back(ours ? *ours : *theirs);
        else
            all.m_nodes.push_back(
                {ours->element, ours->member || theirs->member, ours->below.unitedWith(theirs->below)});
    });
    return all;
}

FieldSet FieldSet::commonWith(const FieldSet& other) const {
    FieldSet common;
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (ours && theirs)
            common.add(ours->element, ours->member && theirs->member, ours->below.commonWith(theirs->below));
    });
    return common;
}

bool FieldSet::intersects(const FieldSet& other) const {
    bool found = false;
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (!found && ours && theirs) found = (ours->member && theirs->member) || ours->below.intersects(theirs->below);
    });
    return found;
}

bool FieldSet::contains(const FieldSet& other) const {
    bool all = true;
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (all && theirs) all = ours && (ours->member || !theirs->member) && ours->below.contains(theirs->below);
    });
    return all;
}

FieldSet FieldSet::without(const FieldSet& other) const {
    FieldSet rest;
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (!ours) return;
        if (!theirs)
            rest.m_nodes.push_back(*ours);
        else
            rest.add(ours->element, ours->member && !theirs->member, ours->below.without(theirs->below));
    });
    return rest;
}

FieldSet FieldSet::withoutTreesOf(const FieldSet& other) const {
    FieldSet rest;
    pair(m_nodes, other.m_nodes, [&](const Node* ours, const Node* theirs) {
        if (!ours || (theirs && theirs->member)) return;
        if (!theirs)
            rest.m_nodes.push_back(*ours);
        else
            rest.add(ours->element, ours->member, ours->below.withoutTreesOf(theirs->below));
    });
    return rest;
}

FieldSet FieldSet::leaves() const {
    FieldSet leaves;
    for (const Node& node : m_nodes) leaves.add(node.element, node.member && node.below.empty(), node.below.leaves());
    return leaves;
}

void FieldSet::each(const std::function<void(Path)>& visit) const {
    std::vector<std::string_view> path;
    eachBelow(*this, path, visit);
}

bool FieldSet::operator==(const FieldSet& other) const {
    return m_nodes == other.m_nodes;
}

}  // namespace armillary::apply
