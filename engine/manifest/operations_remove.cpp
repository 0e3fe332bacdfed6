#include <algorithm>

#include "engine/manifest/lines.h"
#include "engine/manifest/operations.h"
#include "engine/manifest/value.h"

namespace armillary::manifest {

namespace {

/// The lines of an entry that has lines of its own.
Span linesOf(std::string_view text, const Entry& entry) {
    Span lines{lineBegin(text, entry.begin), nextLine(text, entry.end())};
    if (lines.begin == 0 && text.starts_with(kByteOrderMark)) lines.begin = kByteOrderMark.size();
    const bool unended = lines.end == text.size() && !text.ends_with('\n');
    if (unended && lines.begin > 0)
        lines.begin = lineEnd(text, lines.begin - 1);  // the file goes on to end without one
    return lines;
}

Span inBrackets(std::string_view text, const Node& collection, std::size_t index) {
    const auto& entries = collection.entries;
    const Entry& entry = entries[index];
    if (entries.size() == 1) {
        const std::size_t begin = collection.span.begin + 1, end = collection.span.end - 1;
        return hasComment(text, begin, end) ? Span{entry.begin, entry.end()} : Span{begin, end};
    }
    if (index + 1 < entries.size()) {
        const std::size_t next = entries[index + 1].begin;
        if (!hasComment(text, entry.end(), next)) return {entry.begin, next};
        return {entry.begin, text.find(',', entry.end()) + 1};
    }
    const std::size_t before = entries[index - 1].end(), comma = skipBlank(text, entry.end());
    if (!hasComment(text, before, entry.begin)) return {before, entry.end()};
    return {entry.begin, text.substr(comma).starts_with(',') ? comma + 1 : entry.end()};
}

/// The only entry of a block goes: "{}" or "[]" stands behind the key, and what comments there are stay.
Splice emptied(const Site& site, const Node& collection, const Slot& slot, const Entry& entry) {
    const std::string_view text = site.text();
    const std::string empty = collection.form == Form::Mapping ? "{}" : "[]";
    const std::size_t from = collection.properties.empty() ? slot.after : collection.properties.end;
    const bool below = text.substr(from, entry.begin - from).contains('\n');
    if (slot.owner == Slot::Owner::Root || !below) return site.splice({entry.begin, entry.end()}, empty);
    const Span lines = linesOf(text, entry);
    return site.splice({from, lines.end}, " " + empty + std::string(text.substr(from, lines.begin - from)));
}

/// The first entry of a block that begins on the line of a dash: the next one, or the comment before that, moves up.
Span firstOfCompact(std::string_view text, const Entry& entry, const Entry& next) {
    const std::size_t below = nextLine(text, entry.end());
    const std::size_t first = text.find_first_not_of(" \t\r\n", below);
    return {entry.begin, std::min(first, next.begin)};
}

}  // namespace

Splice removeEntry(const Site& site, const Node& collection, const Slot& slot, const Entry& entry) {
    const auto index = static_cast<std::size_t>(&entry - collection.entries.data());
    if (collection.flow) return site.splice(inBrackets(site.text(), collection, index), {});
    if (collection.entries.size() == 1) return emptied(site, collection, slot, entry);
    if (isFirstInLine(site.text(), entry.begin)) return site.splice(linesOf(site.text(), entry), {});
    if (index + 1 == collection.entries.size()) return site.splice({entry.begin, entry.end()}, {});
    return site.splice(firstOfCompact(site.text(), entry, collection.entries[index + 1]), {});
}

Splice renameKey(const Site& site, const Node& mapping, const Entry& entry, const std::string& key) {
    const Node& old = *entry.key;
    const Style style = old.form == Form::Scalar ? old.style : Style::Plain;
    return site.splice({old.begin(), old.span.end}, site.renderer().key(key, style, mapping.flow));
}

std::expected<Splice, Refusal> expandMerge(const Site& site, const Node& mapping, const Slot& slot,
                                           const Entry& merge) {
    const auto entries = effectiveEntries(mapping);
    if (!entries) return std::unexpected(Refusal{refusal::kUnreadable, entries.error()});
    const Renderer& renderer = site.renderer();
    const std::size_t column = columnOf(site.text(), merge.begin);
    const std::string separator = mapping.flow ? ", " : site.lineBreak() + std::string(column, ' ');
    std::string out;
    for (const auto& [entry, via] : *entries) {
        if (via != &merge) continue;
        const Node& name = resolved(*entry->key);
        const std::string key = renderer.key(name.text, name.style, mapping.flow);
        if (!out.empty()) out += separator;
        out += mapping.flow ? key + ": " + renderer.flow(*entry->value) : renderer.entry(key, *entry->value, column);
    }
    if (out.empty()) return removeEntry(site, mapping, slot, merge);
    return site.splice({merge.begin, merge.end()}, std::move(out));
}

}  // namespace armillary::manifest
