#include "palette_model.h"

#include <QFile>
#include <algorithm>

#include "app/kinds/registry.h"
#include "engine/resources/resource.h"

namespace armillary::app {

namespace {

struct Template {
    const char *file, *title, *subtitle, *icon;
};
constexpr Template kTemplates[] = {
    {"web-ingress", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Web service with ingress"),
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Deployment, service, ingress and its certificate"), "service"},
    {"worker-queue", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Worker with a queue"),
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "A deployment that takes from a Redis"), "workload"},
    {"database-backup", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Database with backups"),
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "PostgreSQL, its volume, and a job every night"), "config"},
    {"cronjob", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Job at given times"),
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "A cron job"), "clock"},
    {"three-tiers", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Three tiers"),
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Ingress, frontend, API and database"), "workloads"},
};

struct KnownKind {
    const char *group, *version, *kind, *subtitle;
    bool everywhere;  ///< false: only where the cluster serves it
};
constexpr KnownKind kKinds[] = {
    {"apps", "v1", "Deployment", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Pods that are all alike"), true},
    {"apps", "v1", "StatefulSet", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Pods that keep their volumes"),
     true},
    {"apps", "v1", "DaemonSet", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "A pod on every machine"), true},
    {"batch", "v1", "Job", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Runs until it is done"), true},
    {"batch", "v1", "CronJob", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Runs at given times"), true},
    {"", "v1", "Pod", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "One by itself"), true},
    {"", "v1", "Service", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "One address for many pods"), true},
    {"networking.k8s.io", "v1", "Ingress",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Lets browsers in by a name"), true},
    {"gateway.networking.k8s.io", "v1", "Gateway",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Where traffic comes in"), false},
    {"gateway.networking.k8s.io", "v1", "HTTPRoute",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Which requests go where"), false},
    {"", "v1", "ConfigMap", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Settings"), true},
    {"", "v1", "Secret", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Passwords, tokens, certificates"), true},
    {"", "v1", "PersistentVolumeClaim", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "A volume that stays"), true},
    {"autoscaling", "v2", "HorizontalPodAutoscaler",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "More pods when there is more to do"), true},
    {"networking.k8s.io", "v1", "NetworkPolicy",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Who may speak with whom"), true},
    {"", "v1", "ServiceAccount", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Who a program is to the cluster"),
     true},
    {"rbac.authorization.k8s.io", "v1", "Role", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "What may be done"),
     true},
    {"rbac.authorization.k8s.io", "v1", "RoleBinding",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "Who may do it"), true},
    {"policy", "v1", "PodDisruptionBudget",
     QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "How many pods have to stay"), true},
    {"", "v1", "Namespace", QT_TRANSLATE_NOOP("armillary::app::PaletteModel", "A room of its own"), true},
};

QString fileOf(const char* kind) {
    // Two of them the window has for other uses, too.
    const QString name = QString::fromUtf8(kind);
    if (name == u"Job") return QStringLiteral("job");
    if (name == u"CronJob") return QStringLiteral("cronjob");
    return QStringLiteral("kinds/") + name;
}

QString idOf(const QString& group, const QString& kind) {
    return group + u'/' + kind;
}

}  // namespace

PaletteModel::PaletteModel(QObject* parent) : QAbstractListModel(parent) {
    read();
}

void PaletteModel::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) disconnect(m_cluster, nullptr, this, nullptr);
    m_cluster = cluster;
    if (cluster) connect(cluster, &Cluster::discoveryChanged, this, &PaletteModel::read);
    read();
    emit clusterChanged();
}

void PaletteModel::setFilter(const QString& filter) {
    if (m_filter == filter) return;
    m_filter = filter;
    choose();
    emit filterChanged();
}

void PaletteModel::setPartners(const QVariantList& partners) {
    if (m_partners == partners) return;
    m_partners = partners;
    choose();
    emit filterChanged();
}

void PaletteModel::read() {
    m_entries.clear();
    for (const Template& each : kTemplates)
        m_entries.push_back({.id = QStringLiteral("template:") + QString::fromUtf8(each.file),
                             .title = tr(each.title),
                             .subtitle = tr(each.subtitle),
                             .section = tr("Templates"),
                             .icon = QString::fromUtf8(each.icon),
                             .file = QString::fromUtf8(each.file),
                             .apiVersion = {},
                             .kind = {}});
    addKinds();
    addCustom();
    choose();
}

void PaletteModel::addKinds() {
    for (const KnownKind& each : kKinds) {
        const QString group = QString::fromUtf8(each.group), kind = QString::fromUtf8(each.kind);
        if (!each.everywhere && (!m_cluster || !m_cluster->resourceOfKind(group, kind))) continue;
        const QString apiVersion =
            group.isEmpty() ? QString::fromUtf8(each.version) : group + u'/' + QString::fromUtf8(each.version);
        m_entries.push_back({.id = idOf(group, kind),
                             .title = kind,
                             .subtitle = tr(each.subtitle),
                             .section = tr("Kinds"),
                             .icon = QString::fromUtf8(kinds::of(apiVersion.toStdString(), each.kind).icon),
                             .file = fileOf(each.kind),
                             .apiVersion = apiVersion,
                             .kind = kind});
    }
}

void PaletteModel::addCustom() {
    if (!m_cluster) return;
    for (const client::ApiResource& resource : m_cluster->discovery().resources) {
        const QString group = QString::fromStdString(resource.group), kind = QString::fromStdString(resource.kind);
        const QString id = idOf(group, kind);
        const bool builtIn =
            std::ranges::any_of(resources::Table::builtIn().rows(),
                                [&](const resources::Resource& row) { return row.group == resource.group; });
        if (builtIn || group.isEmpty() || !resource.can("create") || std::ranges::contains(m_entries, id, &Entry::id))
            continue;
        m_entries.push_back({.id = id,
                             .title = kind,
                             .subtitle = group,
                             .section = tr("Custom resources"),
                             .icon = QStringLiteral("object"),
                             .file = {},
                             .apiVersion = QString::fromStdString(resource.apiVersion()),
                             .kind = kind,
                             .namespaced = resource.namespaced});
    }
}

void PaletteModel::choose() {
    beginResetModel();
    m_shown.clear();
    const QStringList words = m_filter.simplified().split(u' ', Qt::SkipEmptyParts);
    std::vector<Shown> later;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        const QString all = entry.title + u' ' + entry.subtitle + u' ' + entry.kind;
        if (!std::ranges::all_of(words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); }))
            continue;
        if (m_partners.isEmpty()) {
            const bool begins = words.isEmpty() || entry.title.startsWith(words.front(), Qt::CaseInsensitive);
            (begins ? m_shown : later).push_back({i, false});
            continue;
        }
        for (const QVariant& partner : m_partners)
            if (partner.toMap()[QStringLiteral("id")].toString() == entry.id)
                m_shown.push_back({i, partner.toMap()[QStringLiteral("refers")].toBool()});
    }
    m_shown.insert(m_shown.end(), later.begin(), later.end());
    endResetModel();
    emit countChanged();
}

QString PaletteModel::yamlOf(const QString& id) const {
    const auto entry = std::ranges::find(m_entries, id, &Entry::id);
    if (entry == m_entries.end()) return {};
    if (entry->file.isEmpty())
        return QStringLiteral("apiVersion: %1\nkind: %2\nmetadata:\n  name: %3\nspec: {}\n")
            .arg(entry->apiVersion, entry->kind, entry->kind.toLower());
    QFile file(QStringLiteral(":/templates/%1.yaml").arg(entry->file));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString PaletteModel::titleOf(const QString& id) const {
    const auto entry = std::ranges::find(m_entries, id, &Entry::id);
    return entry == m_entries.end() ? QString() : entry->title;
}

QString PaletteModel::idAt(int row) const {
    return row < 0 || row >= count() ? QString() : m_entries[m_shown[static_cast<std::size_t>(row)].entry].id;
}

bool PaletteModel::refersAt(int row) const {
    return row >= 0 && row < count() && m_shown[static_cast<std::size_t>(row)].refers;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Shown& shown = m_shown[static_cast<std::size_t>(index.row())];
    const Entry& entry = m_entries[shown.entry];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return entry.title;
        case SubtitleRole:
            return entry.subtitle;
        case SectionRole:
            return entry.section;
        case IconRole:
            return entry.icon;
        case IdRole:
            return entry.id;
        case RefersRole:
            return shown.refers;
        default:
            return {};
    }
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
    return {{TitleRole, "title"}, {SubtitleRole, "subtitle"}, {SectionRole, "section"},
            {IconRole, "symbol"}, {IdRole, "entry"},          {RefersRole, "refers"}};
}

}  // namespace armillary::app
