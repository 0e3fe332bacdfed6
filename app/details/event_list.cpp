#include "event_list.h"

#include <algorithm>

#include "app/kinds/text.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

schema::Time lastSeen(const Object& object) {
    const auto& event = object.as<corev1::Event>();
    if (event.lastTimestamp.isSet()) return event.lastTimestamp;
    if (event.eventTime.isSet()) return schema::Time(event.eventTime.micros / 1000000);
    return event.metadata.creationTimestamp;
}

}  // namespace

void EventList::setCluster(Cluster* cluster) {
    if (m_feed) m_feed->disconnect(this);
    m_feed = cluster ? cluster->feed<corev1::Event>() : nullptr;
    if (m_feed) connect(m_feed, &Feed::changed, this, &EventList::apply);
}

/// By UID. An agent speaks of its node before it knows the node's, and gives the name as UID.
/// Source: k8s.io/kubectl/pkg/describe, NodeDescriber.
bool EventList::isAboutSubject(const Object& event) const {
    if (!m_subject) return false;
    const auto& about = event.as<corev1::Event>().involvedObject;
    if (about.uid == m_subject->uid()) return true;
    return about.uid == about.name && about.name == m_subject->name() && about.kind == m_subject->kind() &&
           about.namespace_ == m_subject->namespace_();
}

void EventList::setSubject(ObjectRef subject) {
    beginResetModel();
    m_subject = std::move(subject);
    m_events.clear();
    if (m_feed)
        for (const ObjectRef& event : m_feed->objects())
            if (isAboutSubject(*event)) m_events.push_back(event);
    std::ranges::sort(m_events,
                      [](const ObjectRef& left, const ObjectRef& right) { return lastSeen(*left) > lastSeen(*right); });
    endResetModel();
}

void EventList::apply(const Changes& changes) {
    for (const Change& change : changes) {
        if (change.object && !isAboutSubject(*change.object)) continue;
        erase(change.key);
        if (change.object) insert(change.object);
    }
}

void EventList::insert(const ObjectRef& event) {
    const auto place =
        std::ranges::find_if(m_events, [&](const ObjectRef& other) { return lastSeen(*other) <= lastSeen(*event); });
    const int row = static_cast<int>(place - m_events.begin());
    beginInsertRows({}, row, row);
    m_events.insert(place, event);
    endInsertRows();
}

void EventList::erase(const std::string& key) {
    const auto place = std::ranges::find_if(m_events, [&](const ObjectRef& event) { return event->key() == key; });
    if (place == m_events.end()) return;
    const int row = static_cast<int>(place - m_events.begin());
    beginRemoveRows({}, row, row);
    m_events.erase(place);
    endRemoveRows();
}

int EventList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

QVariant EventList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Object& object = *m_events[static_cast<std::size_t>(index.row())];
    const auto& event = object.as<corev1::Event>();
    switch (role) {
        case TypeRole:
            return QString::fromStdString(event.type);
        case Qt::DisplayRole:
        case ReasonRole:
            return QString::fromStdString(event.reason);
        case MessageRole:
            return QString::fromStdString(event.message);
        case AgeRole:
            return age(lastSeen(object));
        case CountRole:
            return event.count;
        default:
            return {};
    }
}

QHash<int, QByteArray> EventList::roleNames() const {
    return {
        {TypeRole, "type"}, {ReasonRole, "reason"}, {MessageRole, "message"}, {AgeRole, "age"}, {CountRole, "count"}};
}

}  // namespace armillary::app
