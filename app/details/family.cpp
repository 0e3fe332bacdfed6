#include "family.h"

#include <algorithm>
#include <string_view>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr auto kGatherAfter = std::chrono::milliseconds(100);

/// Built-in kinds without anything below; pods are asked about by far the most.
constexpr std::string_view kAlone[] = {"Pod",
                                       "Node",
                                       "ConfigMap",
                                       "Secret",
                                       "Service",
                                       "ServiceAccount",
                                       "Namespace",
                                       "Event",
                                       "Endpoints",
                                       "PersistentVolume",
                                       "PersistentVolumeClaim",
                                       "ResourceQuota",
                                       "LimitRange"};

std::string markOf(const Object& object) {
    return object.kind() + "/" + object.key();
}

}  // namespace

Family::Family(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kGatherAfter);
    connect(&m_soon, &QTimer::timeout, this, &Family::gather);
}

bool Family::canHave(const Object& subject) {
    return subject.apiVersion() != "v1" || !std::ranges::contains(kAlone, std::string_view(subject.kind()));
}

void Family::setCluster(Cluster* cluster) {
    for (Feed* feed : m_feeds) feed->disconnect(this);
    m_feeds.clear();
    m_cluster = cluster;
}

void Family::setSubject(const ObjectRef& subject) {
    const bool same = m_subject && subject && m_subject->uid() == subject->uid();
    m_subject = subject;
    if (same) return;
    m_soon.stop();
    m_members.clear();
    m_uids.clear();
    m_keys.clear();
    if (subject) m_uids.insert(subject->uid());
    if (subject && canHave(*subject)) {
        if (m_feeds.empty() && m_cluster && m_cluster->hasFeeds()) {
            m_feeds = {m_cluster->feed<appsv1::Deployment>(), m_cluster->feed<appsv1::StatefulSet>(),
                       m_cluster->feed<appsv1::DaemonSet>(),  m_cluster->feed<batchv1::CronJob>(),
                       m_cluster->feed<appsv1::ReplicaSet>(), m_cluster->feed<batchv1::Job>(),
                       m_cluster->feed<corev1::Pod>()};
            for (Feed* feed : m_feeds) {
                connect(feed, &Feed::changed, this, &Family::watch);
                connect(feed, &Feed::synced, &m_soon, qOverload<>(&QTimer::start));
            }
        }
        gather();
    } else {
        emit changed();
    }
}

/// Only what is below the subject, or may be, is worth looking again for.
void Family::watch(const Changes& changes) {
    if (!m_subject || m_soon.isActive()) return;
    const auto concerns = [this](const Change& change) {
        if (!change.object)
            return std::ranges::any_of(m_keys, [&](const auto& key) { return key.ends_with(change.key); });
        return std::ranges::any_of(change.object->meta().ownerReferences,
                                   [this](const auto& owner) { return m_uids.contains(owner.uid); });
    };
    if (std::ranges::any_of(changes, concerns)) m_soon.start();
}

void Family::gather() {
    if (!m_subject) return;
    std::set<std::string> living{m_subject->uid()};
    m_members.clear();
    m_keys.clear();
    bool grew = false;
    for (Feed* feed : m_feeds) {
        for (const ObjectRef& object : feed->objects()) {
            const bool below = std::ranges::any_of(object->meta().ownerReferences,
                                                   [&](const auto& owner) { return living.contains(owner.uid); });
            if (!below || m_members.size() == kMostMembers) continue;
            living.insert(object->uid());
            grew |= m_uids.insert(object->uid()).second;
            m_keys.insert(markOf(*object));
            m_members.push_back(object);
        }
    }
    if (grew) emit grown();
    emit changed();
}

std::vector<ObjectRef> Family::pods() const {
    std::vector<ObjectRef> pods;
    for (const ObjectRef& member : m_members)
        if (member->kind() == "Pod") pods.push_back(member);
    return pods;
}

}  // namespace armillary::app
