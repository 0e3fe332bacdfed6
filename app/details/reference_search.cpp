#include "reference_search.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace armillary::app {

namespace {

using relations::Edge;
using relations::ObjectId;
using Section = Reference::Section;
using State = Reference::State;

constexpr std::size_t kMostOwners = 8;
constexpr int kDeepest = 4;

relations::Kind kindOf(const metav1::OwnerReference& owner) {
    const auto slash = owner.apiVersion.find('/');
    return {slash == std::string::npos ? std::string() : owner.apiVersion.substr(0, slash), owner.kind};
}

/// The owner that manages it; the first one where none does.
const metav1::OwnerReference* ownerOf(const Object& object) {
    const auto& owners = object.meta().ownerReferences;
    const auto managing =
        std::ranges::find_if(owners, [](const auto& owner) { return owner.controller.value_or(false); });
    return managing != owners.end() ? &*managing : owners.empty() ? nullptr : &owners.front();
}

std::vector<std::string> keysOf(const ObjectRef& object) {
    std::vector<std::string> keys;
    const QJsonObject document = QJsonDocument::fromJson(QByteArray::fromStdString(object->json())).object();
    for (const auto field : {QLatin1StringView("data"), QLatin1StringView("binaryData")})
        for (const QString& key : document[field].toObject().keys()) keys.push_back(key.toStdString());
    return keys;
}

std::string missingKeys(const Edge& edge, const ObjectRef& object) {
    std::string missing;
    if (edge.keys.empty()) return missing;
    const auto there = keysOf(object);
    for (const std::string& key : edge.keys)
        if (!key.empty() && !std::ranges::contains(there, key)) missing += (missing.empty() ? "" : ", ") + key;
    return missing;
}

/// By how they are read: what is broken first, what owns others before what is owned, then by kind and name.
bool comesBefore(const Reference& left, const Reference& right) {
    const auto weight = [](const Reference& row) {
        const bool broken = row.state == State::Missing || row.state == State::NoKey || row.state == State::Unserved;
        return std::tuple(broken ? 0 : 1, row.relation, row.other.kind.name == "Pod" ? 1 : 0, row.other);
    };
    return weight(left) < weight(right);
}

class Search {
public:
    Search(const ObjectRef& object, const ReaderWorld& world) : m_object(object), m_world(world) {}

    References run() {
        // First who refers to it: that reads the lists in which everything else is found.
        const std::vector<Edge> from = relations::referrers(m_object, m_world);
        const std::vector<Edge> to = relations::references(m_object, m_world);
        for (const ObjectRef& object : m_world.known()) m_byId.try_emplace(relations::idOf(*object), object);
        addOwned();
        addForward(to);
        addBackward(from);
        m_result.gaps = m_world.gaps();
        return std::move(m_result);
    }

private:
    void addOwned() {
        std::map<std::string, std::vector<ObjectRef>> children;  // by their owner's uid
        for (const auto& [id, object] : m_byId)
            if (const auto* owner = ownerOf(*object)) children[owner->uid].push_back(object);
        std::size_t left = kMostReferences;
        int beyond = 0;
        std::set<std::string> seen{m_object->uid()};
        const auto add = [&](auto&& self, const std::string& uid, int depth) -> void {
            const auto found = children.find(uid);
            if (uid.empty() || found == children.end() || depth > kDeepest) return;
            auto& below = found->second;
            std::ranges::sort(below, [](const ObjectRef& left, const ObjectRef& right) {
                return std::tuple(left->kind() == "Pod", right->meta().creationTimestamp, left->kind(), left->name()) <
                       std::tuple(right->kind() == "Pod", left->meta().creationTimestamp, right->kind(), right->name());
            });
            for (const ObjectRef& child : below) {
                if (!child->uid().empty() && !seen.insert(child->uid()).second) continue;
                if (left == 0) {
                    ++beyond;
                } else {
                    --left;
                    m_result.rows.push_back({.section = Section::Owned,
                                             .depth = depth,
                                             .relation = std::string(relations::relation::kOwned),
                                             .other = relations::idOf(*child),
                                             .object = child});
                }
                self(self, child->uid(), depth + 1);
            }
        };
        add(add, m_object->uid(), 0);
        if (beyond > 0) m_result.rows.push_back(rest(Section::Owned, beyond));
    }

    static Reference rest(Section section, int count) {
        Reference row;
        row.section = section;
        row.state = State::Rest;
        row.count = count;
        return row;
    }

    void addForward(const std::vector<Edge>& edges) {
        std::vector<Reference> rows;
        for (const Edge& edge : edges) {
            if (edge.relation == relations::relation::kOwned) continue;
            Reference row = made(Section::RefersTo, edge, edge.to);
            if (edge.named) judge(edge, row);
            rows.push_back(std::move(row));
        }
        append(Section::RefersTo, std::move(rows));
    }

    void addBackward(const std::vector<Edge>& edges) {
        std::vector<Reference> rows;
        for (const Edge& edge : edges)
            if (edge.relation != relations::relation::kOwned)
                rows.push_back(made(Section::ReferredBy, edge, edge.from));
        append(Section::ReferredBy, std::move(rows));
    }

    Reference made(Section section, const Edge& edge, const ObjectId& other) const {
        Reference row;
        row.section = section;
        row.relation = edge.relation;
        row.other = other;
        row.path = edge.path;
        if (const auto known = m_byId.find(other); known != m_byId.end()) row.object = known->second;
        return row;
    }

    void judge(const Edge& edge, Reference& row) const {
        using Presence = ReaderWorld::Presence;
        const auto found = m_world.look(edge.to.kind, edge.to.namespace_, edge.to.name);
        row.object = found.object;
        switch (found.presence) {
            case Presence::There:
                row.detail = missingKeys(edge, found.object);
                if (!row.detail.empty() && !edge.optional) row.state = State::NoKey;
                break;
            case Presence::Absent:
                row.state = edge.optional ? State::Optional : State::Missing;
                break;
            case Presence::NotServed:
                row.state = State::Unserved;
                break;
            case Presence::Unknown:
                row.state = State::Unknown;
                row.detail = found.problem;
                break;
        }
    }

    /// Once for each relation, and not for what another one's owner has already: the deployment stands for its pods.
    void append(Section section, std::vector<Reference> rows) {
        std::map<std::pair<std::string, ObjectId>, std::size_t> places;
        std::vector<Reference> once;
        for (Reference& row : rows) {
            const auto [place, isNew] = places.try_emplace({row.relation, row.other}, once.size());
            if (isNew)
                once.push_back(std::move(row));
            else if (row.state != State::There && once[place->second].state == State::There)
                once[place->second] = std::move(row);
        }
        std::vector<bool> folded(once.size());
        for (std::size_t i = 0; i < once.size(); ++i) {
            const auto top = topmost(once[i], places);
            if (!top || *top == i) continue;
            folded[i] = true;
            ++once[*top].count;
        }
        std::vector<Reference> kept;
        for (std::size_t i = 0; i < once.size(); ++i)
            if (!folded[i]) kept.push_back(std::move(once[i]));
        std::ranges::sort(kept, comesBefore);
        const std::size_t shown = std::min(kept.size(), kMostReferences);
        std::ranges::move(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(shown),
                          std::back_inserter(m_result.rows));
        if (kept.size() > shown) m_result.rows.push_back(rest(section, static_cast<int>(kept.size() - shown)));
    }

    /// The place of its topmost owner that has the same relation.
    std::optional<std::size_t> topmost(const Reference& row,
                                       const std::map<std::pair<std::string, ObjectId>, std::size_t>& places) const {
        std::optional<std::size_t> top;
        ObjectRef at = row.object;
        for (std::size_t step = 0; at && step < kMostOwners; ++step) {
            const auto* owner = ownerOf(*at);
            if (!owner) break;
            const ObjectId id{kindOf(*owner), at->namespace_(), owner->name};
            if (const auto place = places.find({row.relation, id}); place != places.end()) top = place->second;
            const auto known = m_byId.find(id);
            at = known == m_byId.end() ? nullptr : known->second;
        }
        return top;
    }

    const ObjectRef& m_object;
    const ReaderWorld& m_world;
    std::map<ObjectId, ObjectRef> m_byId;
    References m_result;
};

}  // namespace

bool Reference::operator==(const Reference& right) const {
    const auto version = [](const ObjectRef& each) { return each ? each->meta().resourceVersion : std::string(); };
    return section == right.section && state == right.state && depth == right.depth && relation == right.relation &&
           other == right.other && path == right.path && detail == right.detail && count == right.count &&
           version(object) == version(right.object);
}

std::vector<Owner> ownersOf(const ObjectRef& object, const ReaderWorld& world) {
    std::vector<Owner> owners;
    for (ObjectRef at = object; at && owners.size() < kMostOwners;) {
        const auto* reference = ownerOf(*at);
        if (!reference) break;
        Owner owner;
        owner.id = {kindOf(*reference), at->namespace_(), reference->name};
        const auto* resource = world.resourceOf(owner.id.kind);
        if (resource && !resource->namespaced) owner.id.namespace_.clear();
        const auto found = world.look(owner.id.kind, owner.id.namespace_, owner.id.name);
        using Presence = ReaderWorld::Presence;
        owner.there = found.presence != Presence::Absent && found.presence != Presence::NotServed;
        owner.known = found.presence != Presence::Unknown;
        // Another one of its name is not its owner.
        if (found.object && !reference->uid.empty() && found.object->uid() != reference->uid) owner.there = false;
        owners.push_back(owner);
        at = owner.there ? found.object : nullptr;
    }
    std::ranges::reverse(owners);
    return owners;
}

References referencesOf(const ObjectRef& object, const ReaderWorld& world) {
    return Search(object, world).run();
}

}  // namespace armillary::app
