#include <algorithm>
#include <format>
#include <set>

#include "engine/relations/draft.h"
#include "engine/relations/guesses.h"
#include "engine/schema/json_document.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

/// What goes, from the back of each list to its front, and what is left empty by it.
class Taking {
public:
    explicit Taking(const json::value& root) : m_root(root) {}

    void take(Place place) {
        // What would be empty afterwards goes itself, but for the parts that every object has.
        const auto mayGo = [](const Place& each) {
            return each.size() > 2 || std::holds_alternative<std::size_t>(each.back());
        };
        while (mayGo(place) && isOnly(place)) place.pop_back();
        m_gone.insert(std::move(place));
    }
    bool goes(const Place& place) const { return m_gone.contains(place); }

    std::vector<FieldChange> changes() const {
        std::vector<FieldChange> made;
        for (auto place = m_gone.rbegin(); place != m_gone.rend(); ++place) {
            const bool within = std::ranges::any_of(m_gone, [&](const Place& other) {
                return other.size() < place->size() && front(*place, other.size()) == other;
            });
            if (!within) made.push_back({FieldChange::Kind::Remove, text(*place), {}});
        }
        return made;
    }

private:
    /// Whether nothing else stands beside it that stays.
    bool isOnly(const Place& place) const {
        const Place holder = front(place, place.size() - 1);
        const auto* value = at(m_root, holder);
        if (!value) return false;
        std::size_t gone = 1;
        for (const Place& other : m_gone)
            if (other.size() == place.size() && front(other, holder.size()) == holder && other != place) ++gone;
        return sizeAt(m_root, holder) <= gone;
    }

    const json::value& m_root;
    std::set<Place> m_gone;  ///< by place, so that higher positions come last
};

struct Reference {
    const Row& row;
    const ObjectRef& from;
    Pattern pattern;
    Place place;
    const json::value& root;
};

std::string whyStays(const Reference& reference) {
    const Kind kind = kindOf(*reference.from);
    const bool runs = kind == Kind{"", "Pod"} || kind == Kind{"batch", "Job"};
    if (reference.from->uid().empty()) return {};
    if (reference.row.writing.bond == Bond::Fixed || (runs && reference.place.front() == Place::value_type("spec")))
        return std::format("{} exists in the cluster, where this cannot be changed any more", called(*reference.from));
    if (reference.row.writing.bond == Bond::Needed)
        return std::format("{} cannot be without it: let it refer to another, or remove it", called(*reference.from));
    return {};
}

/// The item of the last list on the way.
Place itemOf(const Reference& reference) {
    std::size_t steps = 0;
    for (std::size_t i = 0; i < behindLastList(reference.pattern); ++i) steps += reference.pattern[i].all ? 2 : 1;
    return front(reference.place, steps);
}

/// A volume goes with all that mounts it.
void takeVolume(Taking& taking, const Reference& reference, const Place& volume) {
    const std::string name = textAt(reference.root, volume + "name");
    const Place spec = front(volume, volume.size() - 2);
    for (const auto* containers : {"containers", "initContainers", "ephemeralContainers"})
        for (std::size_t i = 0; i < sizeAt(reference.root, spec + containers); ++i)
            for (const auto* list : {"volumeMounts", "volumeDevices"}) {
                const Place mounts = spec + containers + i + list;
                for (std::size_t k = 0; k < sizeAt(reference.root, mounts); ++k)
                    if (textAt(reference.root, mounts + k + "name") == name) taking.take(mounts + k);
            }
    taking.take(volume);
}

void takeProjected(Taking& taking, const Reference& reference) {
    const Place item = itemOf(reference);
    const Place sources = front(item, item.size() - 1);
    if (sizeAt(reference.root, sources) > 1) return taking.take(item);
    takeVolume(taking, reference, front(sources, sources.size() - 2));
}

/// A rule that is left with nothing but its host goes with the last of its paths.
void takePath(Taking& taking, const Reference& reference) {
    const Place item = itemOf(reference);
    const Place rule = front(item, 3);
    const bool last = sizeAt(reference.root, front(item, item.size() - 1)) == 1;
    taking.take(last ? rule : item);
}

/// A rule without peers is about everybody, so it goes with the last one.
void takePeer(Taking& taking, const Reference& reference) {
    const Place item = itemOf(reference);
    const bool last = sizeAt(reference.root, front(item, item.size() - 1)) == 1;
    taking.take(last ? front(item, 3) : item);
}

std::string takeNode(Taking& taking, const Reference& reference) {
    const Place hostname = reference.place + "kubernetes.io/hostname";
    if (!at(reference.root, hostname))
        return std::format("{} says by labels where it may run, and they stand for other nodes as well: change them",
                           called(*reference.from));
    taking.take(hostname);
    return {};
}

std::string takeSelector(Taking& taking, const Reference& reference) {
    if (kindOf(*reference.from).name == "NetworkPolicy")
        return std::format("{} would be about all pods of its namespace: let it select others, or remove it",
                           called(*reference.from));
    taking.take(reference.place);
    return {};
}

void takeName(Taking& taking, const Reference& reference) {
    const Row& row = reference.row;
    taking.take(front(reference.place, reference.place.size() - row.writing.goes + 1));
    // An old name of the same field, from which the server would take it again.
    const Place old = front(reference.place, reference.place.size() - 1) + "serviceAccount";
    if (row.writing.id == "service-account" && at(reference.root, old)) taking.take(old);
}

std::expected<std::vector<FieldChange>, std::string> taken(const Reference& reference) {
    if (reference.row.writing.form == Form::ReadOnly) return std::unexpected(std::string(reference.row.writing.title));
    if (std::string why = whyStays(reference); !why.empty()) return std::unexpected(std::move(why));
    Taking taking(reference.root);
    std::string why;
    switch (reference.row.writing.form) {
        case Form::ReadOnly:
            break;
        case Form::Name:
        case Form::Member:
            takeName(taking, reference);
            break;
        case Form::Item:
        case Form::EnvKey:
        case Form::EnvAll:
            taking.take(itemOf(reference));
            break;
        case Form::Volume:
            takeVolume(taking, reference, itemOf(reference));
            break;
        case Form::Projected:
            takeProjected(taking, reference);
            break;
        case Form::Path:
            takePath(taking, reference);
            break;
        case Form::Selector:
            why = takeSelector(taking, reference);
            break;
        case Form::Peer:
            takePeer(taking, reference);
            break;
        case Form::NodeLabel:
            why = takeNode(taking, reference);
            break;
    }
    if (!why.empty()) return std::unexpected(std::move(why));
    return taking.changes();
}

}  // namespace

std::expected<std::vector<FieldChange>, std::string> disconnect(const ObjectRef& from, const Edge& edge) {
    if (edge.relation == relation::kOwned)
        return std::unexpected("who owns an object is written by what made it, and by nobody else");
    if (edge.guessed) return takeGuess(from, edge);
    auto root = schema::parseDocument(from->json());
    if (!root) return std::unexpected(std::format("{} cannot be read", called(*from)));
    const Place place = placeOf(edge.path);
    const Kind kind = kindOf(*from);
    for (const Row& row : rows()) {
        if (row.relation != edge.relation) continue;
        if (row.from != kWorkload && !std::ranges::contains(sourcesOf(row), kind)) continue;
        const std::string path = pathIn(row, kind);
        Pattern pattern = patternOf(path);
        if (path.empty() || !matches(pattern, place)) continue;
        if (!at(*root, place)) return std::unexpected(std::format("{} has no such field any more", called(*from)));
        return taken({row, from, std::move(pattern), place, *root});
    }
    return std::unexpected(std::format("nothing is known of '{}' in {}", edge.path, called(*from)));
}

}  // namespace armillary::relations
