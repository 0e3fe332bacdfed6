#include "engine/manifest/edit.h"

#include <algorithm>
#include <format>

#include "engine/manifest/expectation.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/operations.h"
#include "engine/manifest/value.h"

namespace armillary::manifest {

namespace {

/// Detours that one path may take through aliases and merge keys.
constexpr std::size_t kMostDetours = 100;

std::unexpected<Refusal> refuse(std::string_view reason, std::string message) {
    return std::unexpected(Refusal{reason, std::move(message)});
}

/// The new value's tree. Of the text that it was parsed from nothing is needed any more.
std::expected<std::unique_ptr<Node>, Refusal> readValue(const std::string& text) {
    auto file = File::parse(text);
    if (!file)
        return refuse(refusal::kValue, std::format("the value, line {}: {}", file.error().line, file.error().message));
    if (file->documents().size() > 1) return refuse(refusal::kValue, "the value is more than one document");
    if (file->documents().empty()) return std::make_unique<Node>();
    return copied(*file->documents().front().root, 0);
}

class Planner {
public:
    Planner(const File& file, std::size_t document, const Edit& edit, bool keepsComments)
        : m_original(file), m_index(document), m_edit(edit), m_keepsComments(keepsComments) {}

    bool wroteComments() const { return m_keepsComments && !m_comments.empty(); }

    std::expected<Change, Refusal> plan() {
        if (m_index >= m_original.documents().size()) return refuse(refusal::kAbsent, "the file has no such document");
        if (auto read = readInput(); !read) return std::unexpected(read.error());
        auto before = valueOf(*m_original.documents()[m_index].root);
        if (!before) return refuse(refusal::kUnreadable, before.error());
        auto place = locate(root(), m_edit.path);
        if (!place) return std::unexpected(place.error());
        if (auto expected = expect(*before, place->concrete, m_edit, m_value); !expected)
            return std::unexpected(expected.error());
        if (auto expanded = expandDetours(); !expanded) return std::unexpected(expanded.error());
        place = locate(root(), m_edit.path);
        if (!place) return std::unexpected(place.error());
        auto splice = operate(*place);
        if (!splice) return std::unexpected(splice.error());
        if (auto made = take(*splice); !made) return std::unexpected(made.error());
        return verified(*before);
    }

private:
    const File& file() const { return m_current ? *m_current : m_original; }
    const Node& root() const { return *file().documents()[m_index].root; }

    std::expected<void, Refusal> readInput() {
        if (m_edit.kind != Edit::Kind::Set && m_edit.kind != Edit::Kind::Insert) return {};
        auto node = readValue(m_edit.text);
        if (!node) return std::unexpected(node.error());
        auto value = valueOf(**node);
        if (!value) return refuse(refusal::kValue, "the value: " + value.error());
        m_node = std::move(*node);
        m_value = std::move(*value);
        m_comments = ValueComments(*m_node, m_edit.text);
        if (m_edit.kind == Edit::Kind::Insert) m_comments.hoist();
        return {};
    }

    /// The next state of the file.
    std::expected<void, Refusal> take(const Splice& splice) {
        auto parsed = File::parse(splice.applied(file().bytes()), file());
        if (!parsed)
            return refuse(usesAliases(*m_original.documents()[m_index].root) ? refusal::kShared : refusal::kDiffers,
                          std::format("the file could not be read afterwards: line {}: {}", parsed.error().line,
                                      parsed.error().message));
        m_current = std::move(*parsed);
        if (m_current->documents().size() != m_original.documents().size())
            return refuse(refusal::kDiffers, "the file would have another number of documents");
        return {};
    }

    /// Steps whose holder has to be written where the path leads, since something in it changes.
    std::size_t stepsToOwn() const {
        return m_edit.path.size() - (m_edit.kind == Edit::Kind::Set && !m_edit.path.empty() ? 1 : 0);
    }

    /// Writes copies of what aliases and merge keys bring along the path, until the path leads through none.
    std::expected<void, Refusal> expandDetours() {
        for (std::size_t count = 0; count < kMostDetours; ++count) {
            const auto place = locate(root(), m_edit.path);
            if (!place) return std::unexpected(place.error());
            const auto detour = firstDetour(root(), *place, stepsToOwn());
            const auto alias = detour ? std::nullopt : lastAlias(*place);
            if (!detour && !alias) return {};
            auto splice = detour ? expandHop(*place, *detour) : expandAlias(prefix(*place, *alias));
            if (!splice) return std::unexpected(splice.error());
            if (auto made = take(*splice); !made) return made;
        }
        return refuse(refusal::kUnreadable, "the path leads through too many aliases");
    }

    static Place prefix(const Place& place, std::size_t hops) {
        Place part = place;
        part.hops.resize(hops);
        part.concrete.resize(hops);
        part.node = hops == 0 ? nullptr : part.hops.back().entry->value.get();
        return part;
    }

    /// Whether the mapping or list that the last found step leads to, and that something is added to or taken from, is
    /// an alias; the number of hops to it.
    std::optional<std::size_t> lastAlias(const Place& place) const {
        const std::size_t needed = m_edit.kind == Edit::Kind::Insert ? m_edit.path.size() : m_edit.path.size() - 1;
        const std::size_t hops = std::min(place.hops.size(), needed);
        if (m_edit.path.empty() && m_edit.kind != Edit::Kind::Insert) return std::nullopt;
        if (hops == 0 || place.hops[hops - 1].entry->value->form != Form::Alias) return std::nullopt;
        return hops;
    }

    std::expected<Splice, Refusal> expandAlias(const Place& place) {
        const Site site(file(), file().documents()[m_index]);
        const Node& alias = *place.node;
        m_notes.push_back(std::format("*{} is written out at {}, so that &{} and its other users stay as they are",
                                      alias.text, print(place.concrete), alias.text));
        return replaceValue(site, slotOf(site, place), resolved(alias));
    }

    /// The holder of hop `index` is an alias, or the hop's entry comes by a merge key.
    std::expected<Splice, Refusal> expandHop(const Place& place, std::size_t index) {
        const Hop& hop = place.hops[index];
        Place holder = prefix(place, index);
        if (!hop.merge) return expandAlias(holder);
        const Site site(file(), file().documents()[m_index]);
        m_notes.push_back(std::format("what << brings is written out at {}", print(holder.concrete)));
        if (index + 1 < m_edit.path.size() || m_edit.kind == Edit::Kind::Insert)
            return addMember(site, *hop.holder, m_edit.path[index].key, *hop.entry->value);
        if (!holder.node) holder.node = &root();
        return expandMerge(site, *hop.holder, slotOf(site, holder), *hop.merge);
    }

    std::expected<Splice, Refusal> operate(const Place& place) {
        const Site site(file(), file().documents()[m_index], m_keepsComments ? &m_comments : nullptr);
        switch (m_edit.kind) {
            case Edit::Kind::Set:
                return set(site, place);
            case Edit::Kind::Insert:
                return insert(site, place);
            default:
                break;
        }
        const Hop& hop = place.hops.back();
        Place holder = prefix(place, place.hops.size() - 1);
        if (!holder.node) holder.node = &root();
        if (m_edit.kind == Edit::Kind::Remove) {
            if (const auto refused = sharedAnchor(*hop.entry->value, *hop.entry->value))
                return std::unexpected(*refused);
            return removeEntry(site, *hop.holder, slotOf(site, holder), *hop.entry);
        }
        if (m_edit.kind == Edit::Kind::Rename) return renameKey(site, *hop.holder, *hop.entry, m_edit.text);
        return moveItem(site, *hop.holder, slotOf(site, holder), place.concrete.back().index, *m_edit.at);
    }

    std::expected<Splice, Refusal> set(const Site& site, const Place& place) {
        const bool inherited = place.missing == 0 && !place.hops.empty() && place.hops.back().merge;
        if (place.missing == 0 && !inherited) return replace(site, place, *m_node);
        const std::size_t found = inherited ? place.hops.size() - 1 : place.hops.size();
        std::unique_ptr<Node> value = std::move(m_node);
        for (std::size_t step = m_edit.path.size() - 1; step > found; --step)
            value = wrapped(m_edit.path[step].key, std::move(value));
        const std::string& key = m_edit.path[found].key;
        Place holder = inherited ? prefix(place, found) : place;
        if (!holder.node) holder.node = &root();
        if (holder.node->form == Form::Mapping && !holder.node->entries.empty())
            return addMember(site, *holder.node, key, *value);
        return replace(site, holder, *wrapped(key, std::move(value)));
    }

    std::expected<Splice, Refusal> insert(const Site& site, const Place& place) {
        const Node& list = *place.node;
        if (place.missing == 0 && list.form == Form::Sequence && !list.entries.empty())
            return addItem(site, list, slotOf(site, place), m_edit.at.value_or(list.entries.size()), *m_node);
        m_node = wrapped(std::move(m_node));
        return set(site, place);
    }

    std::expected<Splice, Refusal> replace(const Site& site, const Place& place, const Node& value) {
        if (const auto refused = sharedAnchor(*place.node, *place.node)) return std::unexpected(*refused);
        return replaceValue(site, slotOf(site, place), value);
    }

    /// An anchor in what goes must not be needed by what stays.
    std::optional<Refusal> sharedAnchor(const Node& node, const Node& gone) const {
        for (const Entry& entry : node.entries) {
            if (auto refused = sharedAnchor(*entry.value, gone)) return refused;
            if (auto refused = entry.key ? sharedAnchor(*entry.key, gone) : std::nullopt) return refused;
        }
        if (node.anchor.empty() || !isAliased(root(), node, gone)) return std::nullopt;
        return Refusal{refusal::kShared, std::format("&{} is used elsewhere by *{}", node.anchor, node.anchor)};
    }

    static bool isAliased(const Node& node, const Node& target, const Node& gone) {
        if (&node == &gone) return false;
        if (node.form == Form::Alias) return node.target == &target;
        return std::ranges::any_of(node.entries, [&](const Entry& entry) {
            return (entry.key && isAliased(*entry.key, target, gone)) || isAliased(*entry.value, target, gone);
        });
    }

    /// Every document means what it meant, but for what was asked.
    std::expected<Change, Refusal> verified(const Value& expected) {
        for (std::size_t i = 0; i < file().documents().size(); ++i) {
            if (i == m_index) continue;
            if (bytesOf(file(), i) != bytesOf(m_original, i))
                return refuse(refusal::kDiffers, "another document would change");
        }
        const auto after = valueOf(root());
        if (!after) return refuse(refusal::kUnreadable, after.error());
        if (!(*after == expected)) return refuse(usesAliases(root()) ? refusal::kShared : refusal::kDiffers, explain());
        Splice splice = spliceBetween(m_original.bytes(), m_current->bytes());
        if (!m_comments.areIn(bytesOf(*m_current, m_index)))
            m_notes.emplace_back("a comment of the new value is left out, since there is no place for it here");
        return Change{std::move(splice), std::move(*m_current), std::move(m_notes)};
    }

    std::string explain() const {
        return usesAliases(root())
                   ? "what stands there is used elsewhere through an alias or a merge key, and would change there too"
                   : "the text would come to mean something else elsewhere";
    }

    static bool usesAliases(const Node& node) {
        if (node.form == Form::Alias) return true;
        return std::ranges::any_of(node.entries, [](const Entry& entry) {
            return (entry.key && usesAliases(*entry.key)) || usesAliases(*entry.value);
        });
    }

    static std::string_view bytesOf(const File& file, std::size_t document) {
        const Span span = file.documents()[document].span;
        return std::string_view(file.bytes()).substr(span.begin, span.end - span.begin);
    }

    const File& m_original;
    const std::size_t m_index;
    const Edit& m_edit;
    std::optional<File> m_current;
    std::unique_ptr<Node> m_node;
    Value m_value;
    const bool m_keepsComments;
    ValueComments m_comments;  ///< of m_node
    std::vector<std::string> m_notes;
};

}  // namespace

std::string Splice::applied(std::string_view bytes) const {
    return std::string(bytes.substr(0, offset)) + inserted + std::string(bytes.substr(offset + removed.size()));
}

Splice spliceBetween(std::string_view before, std::string_view after) {
    const auto begin = static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
    std::size_t end = 0;
    const std::size_t most = std::min(before.size(), after.size()) - begin;
    while (end < most && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
    return {begin, std::string(before.substr(begin, before.size() - end - begin)),
            std::string(after.substr(begin, after.size() - end - begin))};
}

std::expected<Change, Refusal> plan(const File& file, std::size_t document, const Edit& edit) {
    Planner planner(file, document, edit, true);
    auto change = planner.plan();
    // A comment is no reason to refuse an edit.
    if (change || !planner.wroteComments()) return change;
    return Planner(file, document, edit, false).plan();
}

}  // namespace armillary::manifest
