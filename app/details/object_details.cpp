#include "object_details.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QMimeData>
#include <algorithm>

#include "app/kinds/registry.h"
#include "app/kinds/yaml_text.h"
#include "facts.h"

namespace armillary::app {

namespace {
constexpr auto kTickEvery = std::chrono::seconds(10);
}  // namespace

ObjectDetails::ObjectDetails(QObject* parent)
    : QObject(parent), m_watch(this), m_family(this), m_why(this), m_relations(this), m_usage(this) {
    m_events.setFamily(&m_family);
    m_usage.setFamily(&m_family);
    m_tick.setInterval(kTickEvery);
    connect(&m_tick, &QTimer::timeout, this, &ObjectDetails::describe);
    connect(&m_family, &Family::changed, this, &ObjectDetails::countReplicas);
    connect(&m_family, &Family::changed, &m_why, &Why::again);
    connect(&m_watch, &ObjectWatch::changed, this, &ObjectDetails::setObject);
    connect(&m_watch, &ObjectWatch::failed, this, [this](const QString& problem) {
        m_loading = false;
        m_problem = problem;
        emit contentChanged();
    });
}

void ObjectDetails::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    m_why.setCluster(cluster);
    m_family.setCluster(cluster);
    m_relations.setCluster(cluster);
    m_usage.setCluster(cluster);
    if (m_cluster) {
        connect(m_cluster, &Cluster::feedsReady, this, [this] { m_events.setCluster(m_cluster); });
        // What could not be looked up before may be known now.
        connect(m_cluster, &Cluster::discoveryChanged, this, [this] {
            if (isOpen() && m_loading) follow();
        });
    }
    if (!m_cluster || m_cluster->hasFeeds()) m_events.setCluster(m_cluster);
    emit clusterChanged();
    follow();
}

QString ObjectDetails::name() const {
    return m_key.section(u'/', -1);
}

QString ObjectDetails::namespaceName() const {
    return m_key.contains(u'/') ? m_key.section(u'/', 0, 0) : QString();
}

QString ObjectDetails::icon() const {
    const QString group = m_resource.section(u'/', 0, 0);
    const std::string_view icon =
        kinds::of((group.isEmpty() ? QStringLiteral("v1") : group + QStringLiteral("/v1")).toStdString(),
                  kind().toStdString())
            .icon;
    return QString::fromUtf8(icon.data(), static_cast<qsizetype>(icon.size()));
}

bool ObjectDetails::hasLogs() const {
    return m_object && kinds::of(m_object->apiVersion(), m_object->kind()).logs;
}

void ObjectDetails::show(const QString& resource, const QString& key) {
    if (m_resource == resource && m_key == key) return;
    m_resource = resource;
    m_key = key;
    m_object.reset();
    m_json = {};
    m_problem.clear();
    m_loading = isOpen();
    m_secretsShown = false;
    m_family.setSubject(nullptr);
    m_events.setSubject(nullptr);
    m_why.setObject(nullptr);
    m_relations.setObject(nullptr);
    m_usage.setObject(nullptr);
    m_tick.stop();
    describe();
    emit subjectChanged();
    emit contentChanged();
    follow();
}

void ObjectDetails::follow() {
    m_watch.stop();
    if (!m_cluster || !isOpen()) return;
    if (const auto* resource = m_cluster->resourceOfKind(m_resource.section(u'/', 0, 0), kind()))
        m_watch.start(m_cluster, *resource, namespaceName().toStdString(), name().toStdString());
}

void ObjectDetails::setObject(const ObjectRef& object) {
    const bool sameSubject = m_object && object && m_object->uid() == object->uid();
    m_object = object;
    m_json = object ? QJsonDocument::fromJson(QByteArray::fromStdString(object->json())).object() : QJsonObject();
    m_loading = false;
    m_problem.clear();
    m_family.setSubject(m_object);
    if (m_object && !sameSubject) m_events.setSubject(m_object);
    m_why.setObject(m_object);
    m_relations.setObject(m_object);
    m_usage.setObject(m_object);
    m_object ? m_tick.start() : m_tick.stop();
    describe();
    emit contentChanged();
}

void ObjectDetails::become(QVariantList& member, const QVariantList& value, void (ObjectDetails::*changed)()) {
    if (member == value) return;
    member = value;
    emit(this->*changed)();
}

void ObjectDetails::describe() {
    const auto of = [this](auto make) { return m_object ? make() : QVariantList(); };
    become(m_summary, of([&] { return kinds::summaryOf(*m_object); }), &ObjectDetails::summaryChanged);
    become(m_conditions, of([&] { return conditionsOf(m_json); }), &ObjectDetails::conditionsChanged);
    become(m_containers, of([&] { return containersOf(m_json, *m_object); }), &ObjectDetails::containersChanged);
    become(m_labels, of([&] { return labelsOf(*m_object); }), &ObjectDetails::labelsChanged);
    become(m_annotations, of([&] { return annotationsOf(*m_object); }), &ObjectDetails::annotationsChanged);
    become(m_data, of([&] { return dataOf(m_json); }), &ObjectDetails::dataChanged);
    countReplicas();
}

void ObjectDetails::countReplicas() {
    const int wanted = m_object && Family::canHave(*m_object) ? wantedPods(m_json) : -1;
    const std::vector<ObjectRef> pods = m_object ? m_family.pods() : std::vector<ObjectRef>();
    const int all = std::max(wanted, static_cast<int>(pods.size()));
    m_moreReplicas = std::max(0, all - static_cast<int>(kMostSquares));
    become(m_replicas, replicasOf(pods, wanted), &ObjectDetails::replicasChanged);
}

void ObjectDetails::setManagedFields(bool shown) {
    if (std::exchange(m_managedFields, shown) != shown) emit contentChanged();
}

void ObjectDetails::setSecretsShown(bool shown) {
    if (std::exchange(m_secretsShown, shown) != shown) emit contentChanged();
}

QString ObjectDetails::yaml() const {
    if (!m_object) return {};
    return yamlText(m_object->json(),
                    {.maskData = m_object->kind() == "Secret" && !m_secretsShown, .managedFields = m_managedFields});
}

QString ObjectDetails::secretValue(const QString& key) const {
    return valueOf(m_json, key).value_or(QString());
}

void ObjectDetails::copy(const QString& text) const {
    QGuiApplication::clipboard()->setText(text);
}

void ObjectDetails::copyValue(const QString& key) const {
    const auto value = valueOf(m_json, key);
    if (!value) return;
    auto* const data = new QMimeData;  // the clipboard's from here on
    data->setText(*value);
    if (m_object && m_object->kind() == "Secret")
        data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(data);
}

}  // namespace armillary::app
