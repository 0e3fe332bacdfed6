#include "cluster_list.h"

#include <QRegularExpression>
#include <QSettings>
#include <algorithm>
#include <array>

#include "engine/client/kubeconfig.h"

namespace armillary::app {

namespace {

// Told apart on both themes.
constexpr std::array kColors = {"#2f81f7", "#2da44e", "#bf8700", "#a475f9", "#1b9aaa", "#d1612f", "#bf3989", "#6e7781"};
constexpr auto kProductionColor = "#d1242f";
const QString kProductionPattern = QStringLiteral("*prod*");
const QString kPatternKey = QStringLiteral("clusters/productionPattern");
const QString kAddedFiles = QStringLiteral("clusters/files");

QString key(const QString& context, const char* what) {
    // Names of contexts may hold slashes, which settings would take for groups.
    return QStringLiteral("clusters/") + QString::fromLatin1(context.toUtf8().toPercentEncoding()) + u'/' +
           QString::fromLatin1(what);
}

}  // namespace

ClusterList::ClusterList(KnownCluster first, QStringList kubeconfigs, std::shared_ptr<Backstage> backstage,
                         QObject* parent)
    : QAbstractListModel(parent),
      m_backstage(std::move(backstage)),
      m_given{std::move(first)},
      m_files(std::move(kubeconfigs)) {
    for (const QString& file : addedFiles())
        if (!m_files.contains(file)) m_files << file;
    read();
}

ClusterList::~ClusterList() = default;

void ClusterList::read() {
    std::vector<std::string> files;
    for (const QString& file : m_files) files.push_back(file.toStdString());
    const client::Contexts found = client::readContexts(files);
    const QString current = currentName();
    beginResetModel();
    m_clusters = m_given;
    for (const client::Context& context : found.contexts) {
        const QString name = QString::fromStdString(context.name), file = QString::fromStdString(context.file);
        if (std::ranges::contains(m_given, name, &KnownCluster::name)) continue;
        m_clusters.push_back({.name = name,
                              .detail = QString::fromStdString(context.server),
                              .file = file,
                              .connect = connectKubeconfig(files, context.name),
                              .insecure = context.insecure});
    }
    m_problems.clear();
    for (const std::string& problem : found.problems) m_problems << QString::fromStdString(problem);
    const auto same = std::ranges::find(m_clusters, current, &KnownCluster::name);
    m_currentIndex = same == m_clusters.end() ? 0 : static_cast<int>(same - m_clusters.begin());
    endResetModel();
    emit listChanged();
    emit currentChanged();
}

void ClusterList::refresh() {
    read();
}

void ClusterList::setFirst(KnownCluster first) {
    m_given.front() = std::move(first);
    read();
}

void ClusterList::add(KnownCluster other) {
    m_given.push_back(std::move(other));
    read();
}

void ClusterList::start() {
    open(m_currentIndex);
}

void ClusterList::open(int row) {
    if (row < 0 || row >= rowCount()) return;
    const KnownCluster& chosen = m_clusters[static_cast<std::size_t>(row)];
    auto next = std::make_unique<Cluster>(chosen.connect, m_backstage);
    next->gate()->setProduction(isProduction(chosen.name));
    // What shows the former one lets go of it first, when it hears of the change.
    std::unique_ptr<Cluster> former = std::exchange(m_current, std::move(next));
    m_currentIndex = row;
    if (!m_clusters.empty()) emit dataChanged(index(0), index(rowCount() - 1), {CurrentRole});
    emit currentChanged();
    if (former) former.release()->deleteLater();
    m_current->start();
}

void ClusterList::openByName(const QString& name) {
    const auto found = std::ranges::find(m_clusters, name, &KnownCluster::name);
    if (found != m_clusters.end()) open(static_cast<int>(found - m_clusters.begin()));
}

bool ClusterList::addFile(const QString& path) {
    const std::size_t before = m_clusters.size();
    if (m_files.contains(path)) return true;
    m_files << path;
    read();
    if (m_clusters.size() > before) {
        QSettings().setValue(kAddedFiles, addedFiles() << path);
        emit listChanged();
        return true;
    }
    m_files.removeLast();
    read();
    return false;
}

void ClusterList::removeFile(const QString& path) {
    QStringList added = addedFiles();
    if (!added.removeOne(path)) return;
    QSettings().setValue(kAddedFiles, added);
    m_files.removeOne(path);
    read();
}

QStringList ClusterList::addedFiles() const {
    return QSettings().value(kAddedFiles).toStringList();
}

QString ClusterList::currentName() const {
    return m_clusters.empty() ? QString() : m_clusters[static_cast<std::size_t>(m_currentIndex)].name;
}

QColor ClusterList::currentColor() const {
    return colorOf(currentName());
}

QStringList ClusterList::names() const {
    QStringList names;
    for (const KnownCluster& cluster : m_clusters) names << cluster.name;
    return names;
}

QString ClusterList::productionPattern() const {
    return QSettings().value(kPatternKey, kProductionPattern).toString();
}

void ClusterList::setProductionPattern(const QString& pattern) {
    if (pattern == productionPattern()) return;
    QSettings().setValue(kPatternKey, pattern);
    if (m_current) m_current->gate()->setProduction(isProduction(currentName()));
    if (!m_clusters.empty()) emit dataChanged(index(0), index(rowCount() - 1), {ProductionRole, ColorRole});
    emit listChanged();
    emit currentChanged();
}

QStringList ClusterList::colors() {
    return {kColors.begin(), kColors.end()};
}

bool ClusterList::isProduction(const QString& name) const {
    const QVariant said = QSettings().value(key(name, "production"));
    if (said.isValid()) return said.toBool();
    return QRegularExpression::fromWildcard(productionPattern(), Qt::CaseInsensitive).match(name).hasMatch();
}

void ClusterList::setProduction(int row, bool production) {
    if (row < 0 || row >= rowCount()) return;
    QSettings().setValue(key(m_clusters[static_cast<std::size_t>(row)].name, "production"), production);
    if (row == m_currentIndex && m_current) m_current->gate()->setProduction(production);
    emit dataChanged(index(row), index(row), {ProductionRole, ColorRole});
    emit currentChanged();
}

QColor ClusterList::colorOf(const QString& name) const {
    const QColor said = QSettings().value(key(name, "color")).value<QColor>();
    if (said.isValid()) return said;
    if (isProduction(name)) return kProductionColor;
    std::size_t sum = 0;
    for (const QChar letter : name) sum = 31 * sum + letter.unicode();
    return kColors[sum % kColors.size()];
}

void ClusterList::setColor(int row, const QColor& color) {
    if (row < 0 || row >= rowCount()) return;
    QSettings().setValue(key(m_clusters[static_cast<std::size_t>(row)].name, "color"), color);
    emit dataChanged(index(row), index(row), {ColorRole});
    emit currentChanged();
}

int ClusterList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_clusters.size());
}

QVariant ClusterList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const KnownCluster& cluster = m_clusters[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return cluster.name;
        case DetailRole:
            return cluster.detail;
        case ColorRole:
            return colorOf(cluster.name);
        case ProductionRole:
            return isProduction(cluster.name);
        case CurrentRole:
            return index.row() == m_currentIndex;
        case InsecureRole:
            return cluster.insecure;
        case FileRole:
            return cluster.file;
        default:
            return {};
    }
}

QHash<int, QByteArray> ClusterList::roleNames() const {
    return {{NameRole, "name"},          {DetailRole, "detail"},
            {ColorRole, "clusterColor"}, {ProductionRole, "production"},
            {CurrentRole, "current"},    {InsecureRole, "insecure"},
            {FileRole, "file"}};
}

}  // namespace armillary::app
