#include "resource_index.h"

#include <algorithm>
#include <array>

#include "app/kinds/registry.h"

namespace armillary::app {

namespace {

struct Section {
    const char* name;
    std::vector<std::string_view> resources;  ///< in the order in which they are shown
};

/// Where upstream's own kinds stand. What is not here has a section by its group.
const std::vector<Section>& sections() {
    static const std::vector<Section> kSections = {
        {QT_TRANSLATE_NOOP("ResourceIndex", "Workloads"),
         {"pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch",
          "replicasets.apps", "replicationcontrollers", "horizontalpodautoscalers.autoscaling",
          "poddisruptionbudgets.policy", "controllerrevisions.apps", "podtemplates"}},
        {QT_TRANSLATE_NOOP("ResourceIndex", "Network"),
         {"services", "ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io", "endpoints",
          "endpointslices.discovery.k8s.io", "ingressclasses.networking.k8s.io"}},
        {QT_TRANSLATE_NOOP("ResourceIndex", "Configuration"),
         {"configmaps", "secrets", "resourcequotas", "limitranges"}},
        {QT_TRANSLATE_NOOP("ResourceIndex", "Storage"),
         {"persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"}},
        {QT_TRANSLATE_NOOP("ResourceIndex", "Cluster"),
         {"nodes", "namespaces", "events", "leases.coordination.k8s.io"}},
        {QT_TRANSLATE_NOOP("ResourceIndex", "Access"),
         {"serviceaccounts", "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io"}}};
    return kSections;
}
constexpr int kPlaces = 100;  // more than any section has

bool isBuiltIn(const std::string& group) {
    return !group.contains('.') || group.ends_with(".k8s.io");
}

void place(const client::ApiResource& resource, ResourceIndex::Entry& entry) {
    const std::string name = resource.qualified();
    int number = 0;
    for (const Section& section : sections()) {
        const auto found = std::ranges::find(section.resources, name);
        if (found != section.resources.end()) {
            entry.section = QCoreApplication::translate("ResourceIndex", section.name);
            entry.order = number * kPlaces + static_cast<int>(found - section.resources.begin());
            return;
        }
        ++number;
    }
    const bool builtIn = isBuiltIn(resource.group);
    entry.section = builtIn ? ResourceIndex::tr("More") : entry.group;
    entry.order = (number + (builtIn ? 1 : 0)) * kPlaces;
}

}  // namespace

QString titleOfKind(const QString& kind, const QString& plural) {
    QString title;
    for (qsizetype i = 0; i < kind.size(); ++i) {
        const bool starts =
            i > 0 && kind[i].isUpper() && (!kind[i - 1].isUpper() || (i + 1 < kind.size() && kind[i + 1].isLower()));
        if (starts) title += u' ';
        // Abbreviations stay as they are: "API services".
        const bool abbreviation = i + 1 < kind.size() ? kind[i + 1].isUpper() : i > 0 && kind[i - 1].isUpper();
        title += i > 0 && kind[i].isUpper() && !abbreviation ? kind[i].toLower() : kind[i];
    }
    if (plural == kind.toLower()) return title;
    if (title.endsWith(u'y') && plural.endsWith(u"ies")) return title.chopped(1) + QStringLiteral("ies");
    return title + (plural.endsWith(u"es") && !kind.endsWith(u'e') ? QStringLiteral("es") : QStringLiteral("s"));
}

ResourceIndex::ResourceIndex(QObject* parent) : QAbstractListModel(parent) {}

void ResourceIndex::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster, &Cluster::discoveryChanged, this, &ResourceIndex::read);
    emit clusterChanged();
    read();
}

void ResourceIndex::read() {
    std::vector<Entry> entries;
    if (m_cluster)
        for (const client::ApiResource& resource : m_cluster->discovery().resources) {
            // Events are served twice; the core group's are those that everybody knows.
            if (!resource.can("list") || resource.qualified() == "events.events.k8s.io") continue;
            const QString kind = QString::fromStdString(resource.kind),
                          plural = QString::fromStdString(resource.plural);
            QStringList shortNames;
            for (const std::string& name : resource.shortNames) shortNames << QString::fromStdString(name);
            Entry entry{.id = QString::fromStdString(resource.group) + u'/' + kind,
                        .title = titleOfKind(kind, plural),
                        .group = QString::fromStdString(resource.group),
                        .kind = kind,
                        .shortNames = shortNames.join(u' '),
                        .plural = plural,
                        .icon = QString::fromUtf8(kinds::of(resource.apiVersion(), resource.kind).icon)};
            place(resource, entry);
            entries.push_back(std::move(entry));
        }
    std::ranges::stable_sort(entries, [](const Entry& left, const Entry& right) {
        if (left.order != right.order) return left.order < right.order;
        if (left.section != right.section) return left.section < right.section;
        return left.title < right.title;
    });
    m_entries = std::move(entries);
    choose();
}

void ResourceIndex::setFilter(const QString& filter) {
    if (m_filter == filter) return;
    m_filter = filter;
    emit filterChanged();
    choose();
}

void ResourceIndex::choose() {
    beginResetModel();
    m_shown.clear();
    const QString wanted = m_filter.trimmed();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (wanted.isEmpty() || (entry.title + u' ' + entry.kind + u' ' + entry.group + u' ' + entry.shortNames)
                                    .contains(wanted, Qt::CaseInsensitive))
            m_shown.push_back(i);
    }
    endResetModel();
    emit countChanged();
}

QString ResourceIndex::titleOf(const QString& id) const {
    const auto found = std::ranges::find(m_entries, id, &Entry::id);
    return found == m_entries.end() ? id.section(u'/', 1, 1) : found->title;
}

QString ResourceIndex::idOf(const QString& name) const {
    const QString wanted = name.toLower();
    for (const Entry& entry : m_entries)
        if (entry.kind.toLower() == wanted || entry.plural == wanted || entry.shortNames.split(u' ').contains(wanted) ||
            (!entry.group.isEmpty() && entry.plural + u'.' + entry.group == wanted))
            return entry.id;
    return {};
}

int ResourceIndex::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ResourceIndex::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Entry& entry = m_entries[m_shown[static_cast<std::size_t>(index.row())]];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return entry.title;
        case IdRole:
            return entry.id;
        case SectionRole:
            return entry.section;
        case GroupRole:
            return entry.group;
        case ShortNamesRole:
            return entry.shortNames;
        case IconRole:
            return entry.icon;
        default:
            return {};
    }
}

QHash<int, QByteArray> ResourceIndex::roleNames() const {
    return {{TitleRole, "title"}, {IdRole, "resourceId"},         {SectionRole, "section"},
            {GroupRole, "group"}, {ShortNamesRole, "shortNames"}, {IconRole, "symbol"}};
}

}  // namespace armillary::app
