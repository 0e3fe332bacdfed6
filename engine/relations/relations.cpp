#include "engine/relations/relations.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "engine/relations/field_view.h"
#include "engine/relations/rows.h"
#include "engine/schema/selector.h"
#include "engine/volumes/placement.h"

namespace armillary::relations {

namespace {

using Labels = schema::StringMap<std::string>;

std::string groupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return std::string(slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash));
}

FieldView memberAt(const FieldView& root, std::string_view path) {
    FieldView found;
    visit(root, path, [&](const FieldView& value, const FieldView&, const std::string&) { found = value; });
    return found;
}

/// What a selector may find: everything in a world, or one object that somebody asks about.
class Candidates {
public:
    explicit Candidates(const World& world) : m_world(world) {}
    Candidates(const World& world, const ObjectRef& only) : m_world(world), m_only(only) {
        if (only) m_onlyLabels = podLabels(only);
    }

    void eachLabelled(std::string_view namespace_,
                      const std::function<void(const ObjectRef&, const Labels&)>& found) const {
        if (m_only) {
            if (m_onlyLabels && (namespace_.empty() || m_only->namespace_() == namespace_))
                found(m_only, *m_onlyLabels);
            return;
        }
        for (const Kind& kind : workloadKinds())
            for (const ObjectRef& object : m_world.list(kind, namespace_))
                if (const auto labels = podLabels(object)) found(object, *labels);
    }
    std::vector<ObjectRef> of(const Kind& kind, std::string_view namespace_) const {
        if (!m_only) return m_world.list(kind, namespace_);
        const bool fits = kindOf(*m_only) == kind && (namespace_.empty() || m_only->namespace_() == namespace_);
        return fits ? std::vector{m_only} : std::vector<ObjectRef>();
    }
    ObjectRef namespaceOf(const Object& object) const {
        return m_world.find({"", "Namespace"}, "", object.namespace_());
    }

private:
    const World& m_world;
    ObjectRef m_only;
    std::optional<Labels> m_onlyLabels;
};

/// Evaluates rows for one object.
class Reader {
public:
    Reader(const ObjectRef& object, const Candidates* candidates)
        : m_document(object), m_from(idOf(*object)), m_candidates(candidates) {}

    void read(const Row& row) {
        const std::string pattern = pathIn(row, m_from.kind);
        if (pattern.empty()) return;
        visit(m_document.root(), pattern,
              [&](const FieldView& value, const FieldView& holder, const std::string& path) {
                  evaluate(row, value, holder, path);
              });
    }
    void readOwners() {
        const auto& owners = m_document.object()->meta().ownerReferences;
        for (std::size_t i = 0; i < owners.size(); ++i) {
            Edge edge = made(relation::kOwned, "metadata.ownerReferences[" + std::to_string(i) + "].name");
            edge.to = placed({groupOf(owners[i].apiVersion), owners[i].kind}, m_from.namespace_, owners[i].name);
            edge.uid = owners[i].uid;
            add(std::move(edge));
        }
    }
    std::vector<Edge> take() { return std::move(m_edges); }

private:
    Edge made(std::string_view relation, const std::string& path) const {
        Edge edge;
        edge.relation = relation;
        edge.from = m_from;
        edge.path = path;
        return edge;
    }
    void add(Edge edge) {
        if (m_edges.size() < kMaxEdges && !edge.to.name.empty()) m_edges.push_back(std::move(edge));
    }
    static ObjectId placed(Kind kind, std::string namespace_, std::string name) {
        if (isClusterScoped(kind)) namespace_.clear();
        return {std::move(kind), std::move(namespace_), std::move(name)};
    }
    void addFound(std::string_view relation, const std::string& path, const Object& to) {
        Edge edge = made(relation, path);
        edge.to = idOf(to);
        edge.named = false;
        // A selector that finds its own object says nothing.
        if (edge.to != m_from) add(std::move(edge));
    }

    void evaluate(const Row& row, const FieldView& value, const FieldView& holder, const std::string& path) {
        switch (row.how) {
            case How::Name:
                return byName(row, value, holder, path);
            case How::EphemeralClaim: {
                Edge edge = made(row.relation, path);
                edge.to = {
                    {"", "PersistentVolumeClaim"}, m_from.namespace_, m_from.name + "-" + holder.member("name").text()};
                return add(std::move(edge));
            }
            default:
                break;
        }
        if (!m_candidates) return;
        if (row.how == How::Selector) return bySelector(row, value, path);
        if (row.how == How::Peer) return byPeer(row, value, path);
        if (row.how == How::NodeSelector) return byNodes(row, holder, path);
        byClaimTemplate(row, value, path);
    }

    void byName(const Row& row, const FieldView& value, const FieldView& holder, const std::string& path) {
        Kind kind{std::string(row.toGroup), std::string(row.to)};
        if (row.saysKind) {
            if (const std::string said = holder.member("kind").text(); !said.empty()) {
                kind.name = said;
                std::string group = groupOf(holder.member("apiVersion").text());
                for (const auto* name : {"apiGroup", "group"})
                    if (group.empty() && holder.member(name).there()) group = holder.member(name).text();
                // "kind: Service" without a group is the default kind with its group.
                if (kind.name != row.to || !group.empty()) kind.group = group;
            }
            // A binding's users and groups are nobody's objects.
            if (kind.name == "User" || kind.name == "Group") return;
        }
        if (kind.name.empty()) return;
        Edge edge = made(row.relation, path);
        std::string namespace_ = m_from.namespace_;
        if (row.saysNamespace)
            if (const std::string said = holder.member("namespace").text(); !said.empty()) namespace_ = said;
        edge.to = placed(std::move(kind), std::move(namespace_), value.text());
        edge.optional = holder.member("optional").text() == "true";
        if (row.relation == relation::kReads) {
            if (const std::string key = holder.member("key").text(); !key.empty()) edge.keys.push_back(key);
            const FieldView items = holder.member("items");
            for (std::size_t i = 0; i < items.size(); ++i) edge.keys.push_back(items.at(i).member("key").text());
        }
        add(std::move(edge));
    }

    void bySelector(const Row& row, const FieldView& value, const std::string& path) {
        LabelSelector selector;
        // A service's selector is a bare map, and an empty one finds nothing.
        if (m_from.kind.name == "Service") {
            const Labels labels = value.labels();
            if (labels.empty()) return;
            selector = LabelSelector::fromMap(labels);
        } else {
            const auto said = value.selector();
            const auto compiled = said ? LabelSelector::from(*said) : std::unexpected(std::string());
            if (!compiled) return;
            selector = *compiled;
        }
        m_candidates->eachLabelled(m_from.namespace_, [&](const ObjectRef& object, const Labels& labels) {
            if (selector.matches(labels)) addFound(row.relation, path, *object);
        });
    }

    void byPeer(const Row& row, const FieldView& peer, const std::string& path) {
        const FieldView podField = peer.member("podSelector"), namespaceField = peer.member("namespaceSelector");
        if (!podField.there() && !namespaceField.there()) return;  // a block of addresses
        const auto compiled = [](const FieldView& field) -> std::optional<LabelSelector> {
            if (!field.there()) return LabelSelector();
            const auto said = field.selector();
            auto made = said ? LabelSelector::from(*said) : std::unexpected(std::string());
            return made ? std::optional(std::move(*made)) : std::nullopt;
        };
        const auto pods = compiled(podField), namespaces = compiled(namespaceField);
        if (!pods || !namespaces) return;
        const bool everywhere = namespaceField.there();
        std::map<std::string, bool> admitted;
        m_candidates->eachLabelled(everywhere ? std::string_view() : std::string_view(m_from.namespace_),
                                   [&](const ObjectRef& object, const Labels& labels) {
                                       if (!pods->matches(labels)) return;
                                       if (everywhere) {
                                           auto [at, fresh] = admitted.try_emplace(object->namespace_(), false);
                                           if (fresh) {
                                               const ObjectRef home = m_candidates->namespaceOf(*object);
                                               at->second = home && namespaces->matches(home->meta().labels);
                                           }
                                           if (!at->second) return;
                                       }
                                       addFound(row.relation, path, *object);
                                   });
    }

    void byNodes(const Row& row, const FieldView& spec, const std::string& path) {
        const auto* pod = spec.as<corev1::PodSpec>();
        if (!pod) return;
        const bool required = pod->affinity && pod->affinity->nodeAffinity &&
                              pod->affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
        // Both fields together choose; the edge stands at the one that is there, the selector first.
        const bool atSelector = path.ends_with("nodeSelector");
        if (atSelector ? pod->nodeSelector.empty() : !required || !pod->nodeSelector.empty()) return;
        const std::string where =
            atSelector ? path : path + ".nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
        for (const ObjectRef& node : m_candidates->of({"", "Node"}, ""))
            if (volumes::isSelected(*pod, node->meta().labels, node->name())) addFound(row.relation, where, *node);
    }

    void byClaimTemplate(const Row& row, const FieldView& value, const std::string& path) {
        const std::string prefix = value.text() + "-" + m_from.name + "-";
        for (const ObjectRef& claim : m_candidates->of({"", "PersistentVolumeClaim"}, m_from.namespace_)) {
            const std::string& name = claim->name();
            const bool ordinal = name.size() > prefix.size() && name.starts_with(prefix) &&
                                 std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(),
                                             [](char each) { return each >= '0' && each <= '9'; });
            if (ordinal) addFound(row.relation, path, *claim);
        }
    }

    Document m_document;
    ObjectId m_from;
    const Candidates* m_candidates;  ///< null: only what is named
    std::vector<Edge> m_edges;
};

std::vector<Edge> read(const ObjectRef& object, const Candidates* candidates) {
    Reader reader(object, candidates);
    const Kind kind = kindOf(*object);
    for (const Row& row : rows()) {
        const auto sources = sourcesOf(row);
        if (row.from == kWorkload || std::ranges::contains(sources, kind)) reader.read(row);
    }
    reader.readOwners();
    return reader.take();
}

/// Kinds that are often owned; nobody lists all there are for this.
std::vector<Kind> ownedKinds() {
    std::vector<Kind> kinds = workloadKinds();
    for (const auto* name : {"PersistentVolumeClaim", "ConfigMap", "Secret", "Service", "ServiceAccount"})
        kinds.push_back({"", name});
    kinds.push_back({"apps", "ControllerRevision"});
    kinds.push_back({"discovery.k8s.io", "EndpointSlice"});
    return kinds;
}

bool mayFind(const Row& row, const Object& object) {
    const Kind kind = kindOf(object);
    if (row.how == How::Selector || row.how == How::Peer) return !podTemplateOf(kind).spec.empty();
    return row.saysKind || (row.toGroup == kind.group && row.to == kind.name);
}

}  // namespace

Kind kindOf(const Object& object) {
    return {groupOf(object.apiVersion()), object.kind()};
}
ObjectId idOf(const Object& object) {
    return {kindOf(object), object.namespace_(), object.name()};
}

std::optional<schema::StringMap<std::string>> podLabels(const ObjectRef& object) {
    if (object->kind() == "Pod" && object->apiVersion() == "v1") return object->meta().labels;
    const PodTemplate where = podTemplateOf(kindOf(*object));
    if (where.spec.empty()) return {};
    const Document document(object);
    if (memberAt(document.root(), std::string(where.spec) + ".containers").size() == 0) return {};
    return memberAt(document.root(), where.labels).labels();
}

std::vector<Edge> namedReferences(const ObjectRef& object) {
    return read(object, nullptr);
}

std::vector<Edge> references(const ObjectRef& object, const World& world) {
    const Candidates candidates(world);
    return read(object, &candidates);
}

std::vector<Edge> referrers(const ObjectRef& object, const World& world) {
    const ObjectId self = idOf(*object);
    const Candidates candidates(world, object);
    // Which rows each kind has to be read for, and whether its objects of other namespaces count.
    struct Source {
        std::vector<const Row*> rows;
        bool everywhere = false, owned = false;
    };
    std::map<Kind, Source> sources;
    for (const Row& row : rows()) {
        if (!mayFind(row, *object)) continue;
        for (const Kind& kind : sourcesOf(row)) {
            Source& source = sources[kind];
            source.rows.push_back(&row);
            source.everywhere |= self.namespace_.empty() || row.saysNamespace || row.how == How::Peer;
        }
    }
    for (const Kind& kind : ownedKinds()) {
        Source& source = sources[kind];
        source.owned = true;
        source.everywhere |= self.namespace_.empty();
    }

    std::vector<Edge> edges;
    for (const auto& [kind, source] : sources) {
        // What has no namespace itself is listed with "" alone.
        const bool everywhere = source.everywhere || isClusterScoped(kind);
        for (const ObjectRef& other :
             world.list(kind, everywhere ? std::string_view() : std::string_view(self.namespace_))) {
            Reader reader(other, &candidates);
            for (const Row* row : source.rows) reader.read(*row);
            if (source.owned) reader.readOwners();
            for (Edge& edge : reader.take()) {
                if (edge.to != self || (!edge.uid.empty() && !object->uid().empty() && edge.uid != object->uid()))
                    continue;
                if (edges.size() == kMaxEdges) return edges;
                edges.push_back(std::move(edge));
            }
        }
    }
    return edges;
}

}  // namespace armillary::relations
