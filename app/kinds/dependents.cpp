#include "dependents.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <chrono>

#include "reading.h"
#include "registry.h"

namespace armillary::app::kinds {

namespace {

constexpr int kMostKinds = 120;
constexpr std::size_t kMostObjects = 2'000;  // of one kind
constexpr auto kLongestLook = std::chrono::seconds(5);
constexpr qsizetype kMostNames = 3;

/// Which kinds are looked at first: what most owners own.
constexpr std::array<std::string_view, 14> kFirst = {"replicasets.apps",
                                                     "pods",
                                                     "jobs.batch",
                                                     "controllerrevisions.apps",
                                                     "persistentvolumeclaims",
                                                     "deployments.apps",
                                                     "services",
                                                     "statefulsets.apps",
                                                     "endpointslices.discovery.k8s.io",
                                                     "daemonsets.apps",
                                                     "configmaps",
                                                     "secrets",
                                                     "cronjobs.batch",
                                                     "serviceaccounts"};

/// Listable kinds, the likely ones first. Events come and go by themselves.
std::vector<const client::ApiResource*> candidates(const std::vector<client::ApiResource>& served, bool namespaced,
                                                   const std::string& group) {
    std::vector<const client::ApiResource*> found;
    for (const client::ApiResource& resource : served)
        if (resource.can("list") && (resource.namespaced || !namespaced) && resource.kind != "Event")
            found.push_back(&resource);
    const auto rank = [&group](const client::ApiResource* resource) {
        const auto first = std::ranges::find(kFirst, resource->qualified());
        if (first != kFirst.end()) return static_cast<int>(first - kFirst.begin());
        if (resource->group == group) return 100;
        return resource->group.contains('.') && !resource->group.ends_with(".k8s.io") ? 200 : 150;
    };
    std::ranges::stable_sort(found, {}, rank);
    return found;
}

QString counted(int count, const client::ApiResource& resource) {
    return QObject::tr("%1 %2").arg(count).arg(
        QString::fromStdString(count == 1 || resource.kind.empty() ? resource.kind : resource.plural));
}

QString iconOf(const client::ApiResource& resource) {
    const std::string_view icon = of(resource.apiVersion(), resource.kind).icon;
    return QString::fromUtf8(icon.data(), static_cast<qsizetype>(icon.size()));
}

QString namesText(const QStringList& names, int count) {
    const QString some = names.mid(0, kMostNames).join(QStringLiteral(", "));
    return count > kMostNames ? QObject::tr("%1 and %2 more").arg(some).arg(count - kMostNames) : some;
}

void add(std::vector<Owned>& into, const QJsonArray& items, const std::string& kind) {
    for (const QJsonValue item : items) {
        const QJsonObject meta = item["metadata"].toObject();
        Owned owned{.uid = meta["uid"].toString().toStdString(),
                    .name = meta["name"].toString().toStdString(),
                    .kind = kind,
                    .owners = {}};
        for (const QJsonValue owner : meta["ownerReferences"].toArray())
            owned.owners.push_back(owner["uid"].toString().toStdString());
        if (!owned.owners.empty()) into.push_back(std::move(owned));
    }
}

}  // namespace

std::vector<const Owned*> fallen(const std::vector<Owned>& objects, const std::set<std::string>& going) {
    std::set<std::string> gone = going;
    std::vector<const Owned*> falls;
    for (bool more = true; more;) {
        more = false;
        for (const Owned& object : objects) {
            if (object.owners.empty() || gone.contains(object.uid)) continue;
            if (!std::ranges::all_of(object.owners, [&](const std::string& owner) { return gone.contains(owner); }))
                continue;
            gone.insert(object.uid);
            falls.push_back(&object);
            more = true;
        }
    }
    return falls;
}

Dependents dependentsOf(const Surroundings& around) {
    Dependents found;
    if (around.subjects.empty()) return found;
    std::set<std::string> going, namespaces;
    for (const Subject& subject : around.subjects) {
        going.insert(subject.object->uid());
        namespaces.insert(subject.object->namespace_());
    }
    const client::ApiResource& resource = around.subjects.front().resource;
    // Of several namespaces all are read at once.
    const std::string where = resource.namespaced && namespaces.size() == 1 ? *namespaces.begin() : std::string();
    const auto kinds = candidates(around.served, resource.namespaced, resource.group);
    std::vector<Owned> objects;
    QElapsedTimer since;
    since.start();
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        if (at >= kMostKinds || since.durationElapsed() > kLongestLook) {
            found.leftOut += static_cast<int>(kinds.size() - at);
            break;
        }
        const Items read = readItems(around.reader, kinds[at]->path(where), kMostObjects, kMetadataAlone);
        if (!read.problem.empty() || read.more) ++found.leftOut;
        add(objects, read.items, kinds[at]->qualified());
    }
    std::map<std::string, std::vector<const Owned*>> byKind;
    for (const Owned* owned : fallen(objects, going)) byKind[owned->kind].push_back(owned);
    for (const client::ApiResource* kind : kinds) {
        const auto& falls = byKind[kind->qualified()];
        if (falls.empty()) continue;
        QStringList names;
        for (const Owned* owned : falls) names << QString::fromStdString(owned->name);
        names.sort();
        const int count = static_cast<int>(falls.size());
        found.consequences.push_back(
            {.icon = iconOf(*kind), .text = counted(count, *kind), .detail = namesText(names, count)});
    }
    return found;
}

Dependents contentOf(const Surroundings& around, const std::string& namespace_) {
    Dependents found;
    const auto kinds = candidates(around.served, true, {});
    QElapsedTimer since;
    since.start();
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        if (at >= kMostKinds || since.durationElapsed() > kLongestLook) {
            found.leftOut += static_cast<int>(kinds.size() - at);
            break;
        }
        const int count = countItems(around.reader, kinds[at]->path(namespace_));
        if (count < 0) ++found.leftOut;
        if (count > 0)
            found.consequences.push_back(
                {.icon = iconOf(*kinds[at]), .text = counted(count, *kinds[at]), .detail = {}});
    }
    return found;
}

}  // namespace armillary::app::kinds
