#include "event_list.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

#include "app/kinds/registry.h"
#include "app/kinds/text.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr auto kTickEvery = std::chrono::seconds(5);

const corev1::Event& eventOf(const ObjectRef& object) {
    return object->as<corev1::Event>();
}

schema::Time lastSeen(const ObjectRef& object) {
    const auto& event = eventOf(object);
    if (event.series && event.series->lastObservedTime.isSet())
        return schema::Time(event.series->lastObservedTime.micros / 1000000);
    if (event.lastTimestamp.isSet()) return event.lastTimestamp;
    if (event.eventTime.isSet()) return schema::Time(event.eventTime.micros / 1000000);
    return event.metadata.creationTimestamp;
}

int timesSaid(const corev1::Event& event) {
    return std::max({1, static_cast<int>(event.count), event.series ? static_cast<int>(event.series->count) : 0});
}

std::string idOf(const corev1::Event& event) {
    const auto& about = event.involvedObject;
    return about.kind + '\n' + about.namespace_ + '\n' + about.name + '\n' + about.uid + '\n' + event.type + '\n' +
           event.reason + '\n' + event.message;
}

QString resourceOf(const corev1::ObjectReference& about) {
    const auto slash = about.apiVersion.find('/');
    return QString::fromStdString((slash == std::string::npos ? "" : about.apiVersion.substr(0, slash)) + "/" +
                                  about.kind);
}

}  // namespace

EventList::EventList(QObject* parent) : QAbstractListModel(parent) {
    m_tick.setInterval(kTickEvery);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {AgeRole});
    });
}

void EventList::setCluster(Cluster* cluster) {
    if (m_feed) m_feed->disconnect(this);
    m_feed = cluster ? cluster->feed<corev1::Event>() : nullptr;
    if (!m_feed) return;
    connect(m_feed, &Feed::changed, this, &EventList::apply);
    connect(m_feed, &Feed::synced, this, &EventList::countChanged);
}

void EventList::setFamily(const Family* family) {
    m_family = family;
    connect(family, &Family::grown, this, [this] {
        if (!m_subject) return;
        gather();
        arrange();
    });
}

/// By UID. An agent speaks of its node before it knows the node's, and gives the name as UID.
/// Source: k8s.io/kubectl/pkg/describe, NodeDescriber.
bool EventList::isAboutSubject(const Object& event) const {
    const auto& about = event.as<corev1::Event>().involvedObject;
    if (about.uid == m_subject->uid()) return true;
    return about.uid == about.name && about.name == m_subject->name() && about.kind == m_subject->kind() &&
           about.namespace_ == m_subject->namespace_();
}

bool EventList::isWanted(const Object& event) const {
    if (!m_subject) return false;
    return isAboutSubject(event) || (m_family && m_family->hasUid(event.as<corev1::Event>().involvedObject.uid));
}

void EventList::setSubject(const ObjectRef& subject) {
    m_subject = subject;
    m_events.clear();
    gather();
    arrange();
    subject ? m_tick.start() : m_tick.stop();
}

void EventList::gather() {
    if (!m_feed || !m_subject) return;
    for (const ObjectRef& event : m_feed->objects())
        if (isWanted(*event)) m_events[event->key()] = event;
}

void EventList::apply(const Changes& changes) {
    bool changed = false;
    for (const Change& change : changes) {
        if (change.object && isWanted(*change.object))
            changed = true, m_events[change.key] = change.object;
        else if (!change.object)
            changed |= m_events.erase(change.key) > 0;
    }
    if (changed) arrange();
}

void EventList::arrange() {
    std::map<std::string, Row> said;
    for (const auto& [key, event] : m_events) {
        Row& row = said[idOf(eventOf(event))];
        row.count += timesSaid(eventOf(event));
        if (!row.latest || lastSeen(row.latest) < lastSeen(event)) row.latest = event;
    }
    std::vector<Row> rows;
    for (auto& [id, row] : said) {
        row.id = id;
        rows.push_back(std::move(row));
    }
    // Of one second, what was written last comes first.
    std::ranges::sort(rows, [](const Row& left, const Row& right) {
        return std::tuple(lastSeen(left.latest), left.latest->revision(), left.id) >
               std::tuple(lastSeen(right.latest), right.latest->revision(), right.id);
    });
    m_leftOut = static_cast<int>(rows.size() - std::min(rows.size(), kMostRows));
    if (rows.size() > kMostRows) rows.resize(kMostRows);
    become(std::move(rows));
    emit countChanged();
}

/// Row by row, so that who reads keeps his place.
void EventList::become(std::vector<Row> rows) {
    const auto isGone = [&](const Row& row) { return !std::ranges::contains(rows, row.id, &Row::id); };
    for (int at = count() - 1; at >= 0; --at) {
        if (!isGone(m_rows[static_cast<std::size_t>(at)])) continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    for (int at = 0; at < static_cast<int>(rows.size()); ++at) {
        Row& row = rows[static_cast<std::size_t>(at)];
        const auto found = std::ranges::find(m_rows.begin() + at, m_rows.end(), row.id, &Row::id);
        const int from = static_cast<int>(found - m_rows.begin());
        if (found == m_rows.end()) {
            beginInsertRows({}, at, at);
            m_rows.insert(m_rows.begin() + at, std::move(row));
            endInsertRows();
            continue;
        }
        if (from != at) {
            beginMoveRows({}, from, from, {}, at);
            std::rotate(m_rows.begin() + at, found, found + 1);
            endMoveRows();
        }
        Row& shown = m_rows[static_cast<std::size_t>(at)];
        if (shown.latest == row.latest && shown.count == row.count) continue;
        shown = std::move(row);
        emit dataChanged(index(at), index(at));
    }
}

int EventList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant EventList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto& event = eventOf(row.latest);
    const auto& about = event.involvedObject;
    switch (role) {
        case TypeRole:
            return QString::fromStdString(event.type);
        case Qt::DisplayRole:
        case ReasonRole:
            return QString::fromStdString(event.reason);
        case MessageRole:
            return QString::fromStdString(event.message);
        case AgeRole:
            return age(lastSeen(row.latest));
        case CountRole:
            return row.count;
        case TimeRole:
            return QLocale().toString(QDateTime::fromSecsSinceEpoch(lastSeen(row.latest).seconds),
                                      QLocale::ShortFormat);
        case ChildRole:
            return m_subject && !isAboutSubject(*row.latest);
        case KindRole:
            return QString::fromStdString(about.kind);
        case NameRole:
            return QString::fromStdString(about.name);
        case ResourceRole:
            return resourceOf(about);
        case KeyRole:
            return QString::fromStdString(about.namespace_.empty() ? about.name : about.namespace_ + "/" + about.name);
        case IconRole: {
            const std::string_view icon = kinds::of(about.apiVersion, about.kind).icon;
            return QString::fromUtf8(icon.data(), static_cast<qsizetype>(icon.size()));
        }
        default:
            return {};
    }
}

QHash<int, QByteArray> EventList::roleNames() const {
    return {{TypeRole, "type"},   {ReasonRole, "reason"},     {MessageRole, "message"}, {AgeRole, "age"},
            {CountRole, "count"}, {TimeRole, "time"},         {ChildRole, "child"},     {KindRole, "kind"},
            {NameRole, "name"},   {ResourceRole, "resource"}, {KeyRole, "key"},         {IconRole, "icon"}};
}

}  // namespace armillary::app
