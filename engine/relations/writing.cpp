#include "engine/relations/writing.h"

#include <algorithm>
#include <format>

#include "engine/relations/draft.h"
#include "engine/relations/guesses.h"

namespace armillary::relations {

namespace {

/// Whether a list of kinds ("Deployment.apps|*") has that one; "*" is every custom one.
bool lists(std::string_view kinds, const Kind& kind) {
    while (!kinds.empty()) {
        const auto bar = kinds.find('|');
        const std::string_view one = kinds.substr(0, bar);
        kinds = bar == std::string_view::npos ? std::string_view() : kinds.substr(bar + 1);
        if (one == "*" ? !isBuiltIn(kind) : one == kind.text()) return true;
    }
    return false;
}

bool findsByLabels(const Row& row) {
    return row.how == How::Selector || row.how == How::Peer;
}

bool leadsTo(const Row& row, const Object& to) {
    const Kind kind = kindOf(to);
    if (findsByLabels(row)) return !podTemplateOf(kind).spec.empty();
    return (row.toGroup == kind.group && row.to == kind.name) || lists(row.writing.others, kind);
}

bool beginsAt(const Row& row, const Kind& kind) {
    if (row.from == kWorkload) return !podTemplateOf(kind).spec.empty();
    return std::ranges::contains(sourcesOf(row), kind);
}

/// A custom resource has pods when it shows containers; the built-in ones have them anyway.
bool hasPods(const ObjectRef& object) {
    return isBuiltIn(kindOf(*object)) || podLabels(object).has_value();
}

/// What a cluster never changes of what it runs.
bool isFixed(const Row& row, const ObjectRef& from) {
    if (from->uid().empty()) return false;
    const Kind kind = kindOf(*from);
    const bool runs = kind == Kind{"", "Pod"} || kind == Kind{"batch", "Job"};
    return row.writing.bond == Bond::Fixed || (runs && pathIn(row, kind).starts_with("spec"));
}

std::string whyFixed(const ObjectRef& from) {
    return std::format("{} exists in the cluster, where this cannot be changed any more: make another in its place",
                       called(*from));
}

std::string whyElsewhere(const ObjectRef& from, const ObjectRef& to) {
    const auto place = [](const Object& object) {
        return object.namespace_().empty() ? std::string("in none") : std::format("in '{}'", object.namespace_());
    };
    return std::format("{} is in another namespace than {}, and the field cannot say which: one is {}, the other {}",
                       called(*to), called(*from), place(*from), place(*to));
}

std::string whyNot(const ObjectRef& from, const ObjectRef& to, const Row& row) {
    if (row.writing.form == Form::ReadOnly) return std::string(row.writing.title);
    if (findsByLabels(row) && !podLabels(to)) return std::format("{} shows no pods", called(*to));
    // What has no namespace itself may name what has none, and only that.
    const bool same = isClusterScoped(kindOf(*to)) || row.saysNamespace || row.how == How::Peer ||
                      from->namespace_() == to->namespace_();
    if (!same) return whyElsewhere(from, to);
    if (isFixed(row, from)) return whyFixed(from);
    return {};
}

/// Lists and single fields that name the target; what takes another way beside it is asked in its own place.
bool isNamedAlready(const Draft& draft) {
    const Form form = draft.row.writing.form;
    if (form != Form::Name && form != Form::Member && form != Form::Item) return false;
    return std::ranges::any_of(namedReferences(draft.from), [&](const Edge& edge) {
        return edge.to == idOf(*draft.to) && edge.relation == draft.row.relation &&
               matches(draft.pattern, placeOf(edge.path));
    });
}

void draw(Draft& draft) {
    if (isNamedAlready(draft))
        return draft.refuse(std::format("{} refers to {} there already", called(*draft.from), called(*draft.to)));
    switch (draft.row.writing.form) {
        case Form::ReadOnly:
            return draft.refuse(std::string(draft.row.writing.title));
        case Form::Name:
        case Form::Member:
            return drawName(draft);
        case Form::Item:
            return drawItem(draft);
        case Form::EnvKey:
            return drawEnvKey(draft);
        case Form::EnvAll:
            return drawEnvAll(draft);
        case Form::Volume:
        case Form::Projected:
            return drawVolume(draft);
        case Form::Path:
            return drawPath(draft);
        case Form::Selector:
            return drawSelector(draft);
        case Form::Peer:
            return drawPeer(draft);
        case Form::NodeLabel:
            return drawNodeLabel(draft);
    }
}

/// The rows that are about both, whether they can be written or not.
std::vector<const Row*> rowsBetween(const ObjectRef& from, const ObjectRef& to) {
    std::vector<const Row*> found;
    const Kind kind = kindOf(*from);
    for (const Row& row : rows())
        if (beginsAt(row, kind) && leadsTo(row, *to) && (row.from != kWorkload || hasPods(from))) found.push_back(&row);
    // What people mean first: everything of a map rather than one key.
    std::ranges::stable_sort(found, {}, [](const Row* row) { return row->writing.form == Form::EnvKey; });
    return found;
}

std::string whyNone(const ObjectRef& from, const ObjectRef& to) {
    if (!rowsBetween(to, from).empty())
        return std::format("it goes the other way: {} is what can refer to {}", called(*to), called(*from));
    if (!isBuiltIn(kindOf(*from)))
        return std::format("no field of {} looks like a reference to a {}: write it into the field that it has for it",
                           called(*from), to->kind());
    return std::format("no field of a {} refers to a {}", from->kind(), to->kind());
}

}  // namespace

std::expected<std::vector<Way>, std::string> waysToConnect(const ObjectRef& from, const ObjectRef& to) {
    if (idOf(*from) == idOf(*to)) return std::unexpected("nothing refers to itself");
    std::vector<Way> ways;
    std::string first;
    for (const Row* row : rowsBetween(from, to)) {
        std::string why = whyNot(from, to, *row);
        if (why.empty()) {
            Draft draft(from, to, *row, nullptr);
            draw(draft);
            why = draft.refusal;
            if (why.empty() && !draft.changes.empty()) {
                draft.way.effect = draft.changes.front().path;
                ways.push_back(std::move(draft.way));
            }
        }
        if (first.empty()) first = std::move(why);
    }
    if (!ways.empty()) return ways;
    if (first.empty())
        if (auto guessed = guessedWay(from, to)) return std::vector{std::move(*guessed)};
    return std::unexpected(first.empty() ? whyNone(from, to) : first);
}

std::expected<std::vector<FieldChange>, std::string> connect(const ObjectRef& from, const ObjectRef& to, const Way& way,
                                                             const WayOptions& options) {
    if (way.id == kGuess) return drawGuess(from, to, options);
    for (const Row* row : rowsBetween(from, to)) {
        if (row->writing.id != way.id || row->relation != way.relation || row->writing.form == Form::ReadOnly) continue;
        if (std::string why = whyNot(from, to, *row); !why.empty()) return std::unexpected(std::move(why));
        Draft draft(from, to, *row, &options);
        draw(draft);
        if (!draft.refusal.empty()) return std::unexpected(std::move(draft.refusal));
        if (!draft.wrong.empty()) return std::unexpected(std::move(draft.wrong));
        return std::move(draft.changes);
    }
    return std::unexpected(std::format("there is no way '{}' from {} to {}", way.id, called(*from), called(*to)));
}

std::vector<Partner> partnersOf(const Kind& kind) {
    std::vector<Partner> partners;
    const auto add = [&](Partner partner) {
        const bool known = std::ranges::any_of(partners, [&](const Partner& each) {
            return each.kind == partner.kind && each.refers == partner.refers && each.relation == partner.relation;
        });
        if (!known) partners.push_back(std::move(partner));
    };
    const auto ends = [](const Row& row) {
        std::vector<Kind> kinds = findsByLabels(row) ? workloadKinds() : std::vector<Kind>();
        if (!findsByLabels(row) && !row.to.empty()) kinds.push_back({std::string(row.toGroup), std::string(row.to)});
        for (std::string_view rest = row.writing.others; !rest.empty();) {
            const auto bar = rest.find('|');
            const std::string_view one = rest.substr(0, bar);
            rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
            const auto dot = one.find('.');
            if (one != "*")
                kinds.push_back({std::string(dot == std::string_view::npos ? std::string_view() : one.substr(dot + 1)),
                                 std::string(one.substr(0, dot))});
        }
        return kinds;
    };
    for (const Row& row : rows()) {
        if (row.writing.form == Form::ReadOnly) continue;
        const auto targets = ends(row);
        if (beginsAt(row, kind))
            for (const Kind& to : targets) add({to, false, row.relation});
        if (std::ranges::contains(targets, kind))
            for (const Kind& from : sourcesOf(row)) add({from, true, row.relation});
    }
    return partners;
}

}  // namespace armillary::relations
