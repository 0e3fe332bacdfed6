#include <algorithm>

#include "engine/manifest/lines.h"
#include "engine/manifest/operations.h"

namespace armillary::manifest {

namespace {

std::string_view slice(std::string_view text, std::size_t begin, std::size_t end) {
    return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

bool isNonEmptyCollection(const Node& node) {
    return node.isCollection() && !node.entries.empty();
}

/// Whether a new collection is written in brackets, as the one in whose place it stands is.
bool asFlow(const Slot& slot, const Node& value) {
    if (slot.owner == Slot::Owner::Bracket) return true;
    return isNonEmptyCollection(*slot.value) && slot.value->flow && slot.value->form == value.form;
}

Rendered render(const Site& site, const Slot& slot, const Node& value) {
    const Renderer& renderer = site.renderer();
    const Node& old = *slot.value;
    const auto preferred = old.form == Form::Scalar && !old.isAbsent() ? std::optional(old.style) : std::nullopt;
    if (resolved(value).form == Form::Scalar && slot.owner == Slot::Owner::Bracket)
        return {renderer.scalar(resolved(value), true, preferred), {}};
    if (resolved(value).isCollection() && asFlow(slot, resolved(value))) return {renderer.flow(value), {}};
    if (slot.owner == Slot::Owner::Dash) {
        // On the dash's line, where the old value stands there, too.
        const bool beside = !old.isAbsent() && old.begin() <= lineEnd(site.text(), slot.after);
        return renderer.asItem(value, beside ? columnOf(site.text(), old.begin()) : slot.column + 2, preferred);
    }
    const bool blockBefore = isNonEmptyCollection(old) && !old.flow && old.form == resolved(value).form;
    const auto before = blockBefore ? std::optional(columnOf(site.text(), old.span.begin)) : std::nullopt;
    return renderer.underKey(value, slot.column, preferred, slot.owner == Slot::Owner::Root ? 0 : before);
}

/// A comment behind the last line of a block goes with the block where the new value brings comments of its own.
std::size_t endOfLines(const Site& site, const Node& old) {
    const bool goes = isNonEmptyCollection(old) && !old.flow && !site.renderer().comments().empty();
    return goes ? lineEnd(site.text(), old.span.end) : old.span.end;
}

/// The value stands on a line below the one of its key.
Splice replaceBelow(const Site& site, const Slot& slot, std::size_t from, const Rendered& rendered) {
    const std::string_view text = site.text();
    const Node& old = *slot.value;
    const std::size_t oldLine = lineBegin(text, old.span.begin);
    const bool root = slot.owner == Slot::Owner::Root;
    if (rendered.line.empty() || root) {
        // The head of a block scalar, then its lines; a collection begins with the first of its own.
        std::string lines =
            rendered.line + (rendered.line.empty() || rendered.below.empty() ? "" : site.lineBreak()) + rendered.below;
        const std::size_t begin = root ? old.span.begin : oldLine;
        return site.splice({begin, endOfLines(site, old)}, std::move(lines));
    }
    // Onto the key's line, with the comment behind the old one; comments between stay, a collection's own lines go.
    const std::size_t lastBreak = oldLine - (text.substr(0, oldLine).ends_with("\r\n") ? 2 : 1);
    const std::size_t keyLine = lineEnd(text, from);
    std::string out = " " + rendered.line + std::string(slice(text, from, keyLine));
    if (!old.isBlockScalar() && (old.form == Form::Scalar || old.flow))
        out += slice(text, old.span.end, lineEnd(text, old.span.end));
    if (!rendered.below.empty()) out += site.lineBreak() + rendered.below;
    out += slice(text, keyLine, lastBreak);
    return site.splice({from, lineEnd(text, old.span.end)}, std::move(out));
}

/// A comment that comes with a value in one line goes behind it, unless there is one already.
void addComment(const Site& site, const Slot& slot, const Node& value, Rendered& rendered) {
    const std::string_view text = site.text(), comment = site.renderer().comments().behind(value);
    if (comment.empty() || rendered.line.empty() || (slot.owner != Slot::Owner::Key && slot.owner != Slot::Owner::Dash))
        return;
    const Node& old = *slot.value;
    const std::size_t keyEnd = lineEnd(text, slot.after), head = old.isBlockScalar() ? old.span.begin : old.span.end;
    const bool ownLines = isNonEmptyCollection(old) && !old.flow && old.span.begin > keyEnd;  // they go with it
    const bool there = hasComment(text, slot.after, keyEnd) ||
                       (!ownLines && head > slot.after && hasComment(text, head, lineEnd(text, head)));
    if (!there) rendered.line += " " + std::string(comment);
}

/// What separates a value that was not there from its key.
std::string gap(const Site& site, const Slot& slot, std::size_t from, const Rendered& rendered) {
    if (!slot.value->isAbsent() || rendered.line.empty()) return {};
    const bool hasColon = from > 0 && site.text()[from - 1] == ':';
    return slot.owner == Slot::Owner::Bracket && !hasColon ? ": " : " ";
}

/// The value begins on the line of its key, or there is none.
Splice replaceBehind(const Site& site, const Slot& slot, std::size_t from, const Rendered& rendered) {
    const std::string_view text = site.text();
    const Node& old = *slot.value;
    const std::size_t begin = old.isAbsent() || rendered.line.empty() ? from : old.span.begin;
    const std::size_t end = old.isAbsent() ? from : old.span.end;
    const std::string below = rendered.below.empty() ? "" : site.lineBreak() + rendered.below;
    std::string out = gap(site, slot, from, rendered) + rendered.line;
    if (old.isBlockScalar()) {
        // What stands behind its header, a comment, stays behind the new value.
        const std::size_t headerEnd = lineEnd(text, old.span.begin);
        const std::size_t header = std::min(text.find_first_of(" \t\r\n", old.span.begin), headerEnd);
        return site.splice({begin, end}, out + std::string(slice(text, header, headerEnd)) + below);
    }
    const bool compactBlock = old.isCollection() && !old.flow;
    if (compactBlock) return site.splice({begin, endOfLines(site, old)}, out + below);
    if (below.empty()) return site.splice({begin, end}, std::move(out));
    out += slice(text, end, lineEnd(text, end));
    return site.splice({begin, lineEnd(text, end)}, out + below);
}

}  // namespace

Slot slotOf(const Site& site, const Place& place) {
    if (place.hops.empty()) return {&site.root(), site.document().after, 0, Slot::Owner::Root};
    const Hop& hop = place.hops.back();
    const auto owner = hop.holder->flow ? Slot::Owner::Bracket : hop.entry->key ? Slot::Owner::Key : Slot::Owner::Dash;
    return {place.node, hop.entry->after, columnOf(site.text(), hop.entry->begin), owner};
}

Splice replaceValue(const Site& site, const Slot& slot, const Node& value) {
    const Node& old = *slot.value;
    // A tag says how the old value is read; the new one is what it says itself. An anchor keeps its place.
    const std::size_t from = old.anchor.empty() || !old.tag.empty() ? slot.after : old.properties.end;
    Rendered rendered = render(site, slot, value);
    addComment(site, slot, value, rendered);
    if (!old.tag.empty()) {
        std::string out = old.anchor.empty() ? rendered.line : "&" + old.anchor + " " + rendered.line;
        if (!rendered.below.empty()) out += site.lineBreak() + rendered.below;
        return site.splice({old.properties.begin, std::max(old.span.end, old.properties.end)}, std::move(out));
    }
    const bool ownLines = slot.owner == Slot::Owner::Root && isFirstInLine(site.text(), old.span.begin);
    const bool behind = old.isAbsent() || !(ownLines || slice(site.text(), from, old.span.begin).contains('\n'));
    return behind ? replaceBehind(site, slot, from, rendered) : replaceBelow(site, slot, from, rendered);
}

Splice addMember(const Site& site, const Node& mapping, const std::string& key, const Node& value) {
    const Renderer& renderer = site.renderer();
    const Entry& last = mapping.entries.back();
    const Style keyStyle = last.key->style == Style::DoubleQuoted && mapping.flow ? Style::DoubleQuoted : Style::Plain;
    const std::string name = renderer.key(key, keyStyle, mapping.flow);
    if (mapping.flow) return addBehind(site, last, name + ": " + renderer.flow(value));
    const std::size_t column = columnOf(site.text(), last.begin), end = lineEnd(site.text(), last.end());
    return site.splice({end, end}, site.lineBreak() + std::string(column, ' ') + renderer.entry(name, value, column));
}

std::unique_ptr<Node> wrapped(const std::string& key, std::unique_ptr<Node> value) {
    auto mapping = std::make_unique<Node>();
    mapping->form = Form::Mapping;
    Entry entry;
    entry.key = std::make_unique<Node>();
    entry.key->text = key;
    entry.value = std::move(value);
    mapping->entries.push_back(std::move(entry));
    return mapping;
}

std::unique_ptr<Node> wrapped(std::unique_ptr<Node> value) {
    auto list = std::make_unique<Node>();
    list->form = Form::Sequence;
    list->entries.emplace_back().value = std::move(value);
    return list;
}

}  // namespace armillary::manifest
