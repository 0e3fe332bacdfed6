#include "rollout_watch.h"

#include <set>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"

namespace armillary::app {

namespace {
constexpr auto kAskEvery = std::chrono::seconds(2);
using Stage = RolloutState::Stage;

/// What an explanation says of pods that are merely on their way.
bool isOnItsWay(const std::string& id) {
    return id == "fine" || id == "not-ready";
}
}  // namespace

RolloutWatch::RolloutWatch(QObject* parent) : QObject(parent) {
    m_ask.setInterval(kAskEvery);
    connect(&m_ask, &QTimer::timeout, this, &RolloutWatch::askNext);
}

void RolloutWatch::start(Cluster* cluster, std::vector<Workload> workloads) {
    stop();
    m_cluster = cluster;
    if (!cluster || !cluster->hasFeeds() || workloads.empty()) return;
    std::set<Feed*> feeds;
    for (Workload& workload : workloads) {
        if (Feed* feed = feedOf(workload)) feeds.insert(feed);
        m_followed.push_back({.workload = std::move(workload), .object = nullptr, .progress = {}, .told = false});
    }
    for (Feed* feed : feeds) {
        m_connections.push_back(connect(feed, &Feed::changed, this, &RolloutWatch::readAll));
        m_connections.push_back(connect(feed, &Feed::synced, this, &RolloutWatch::readAll));
    }
    readAll();
    m_ask.start();
}

void RolloutWatch::stop() {
    ++m_generation;
    m_asking = false;
    m_ask.stop();
    for (const auto& connection : m_connections) disconnect(connection);
    m_connections.clear();
    m_followed.clear();
    m_next = 0;
}

Feed* RolloutWatch::feedOf(const Workload& workload) const {
    if (workload.kind == "Deployment") return m_cluster->feed<appsv1::Deployment>();
    if (workload.kind == "StatefulSet") return m_cluster->feed<appsv1::StatefulSet>();
    if (workload.kind == "DaemonSet") return m_cluster->feed<appsv1::DaemonSet>();
    return workload.kind == "Job" ? m_cluster->feed<batchv1::Job>() : nullptr;
}

void RolloutWatch::readAll() {
    if (!m_cluster) return;
    for (Followed& followed : m_followed)
        if (Feed* feed = feedOf(followed.workload)) take(followed, feed->get(followed.workload.key));
}

void RolloutWatch::take(Followed& followed, ObjectRef object) {
    if (!object || (followed.told && object == followed.object)) return;
    followed.object = std::move(object);
    Progress progress{rolloutStateOf(followed.object, followed.workload.generation), followed.progress.why};
    if (progress.state.stage == Stage::Ready) progress.why.clear();
    tell(followed, std::move(progress));
}

void RolloutWatch::tell(Followed& followed, Progress progress) {
    if (followed.told && progress == followed.progress) return;
    followed.told = true;
    followed.progress = std::move(progress);
    emit progressed(followed.workload.row, followed.progress);
}

void RolloutWatch::askNext() {
    if (m_asking || !m_cluster) return;
    for (std::size_t tried = 0; tried < m_followed.size(); ++tried) {
        const std::size_t at = m_next++ % m_followed.size();
        const Followed& followed = m_followed[at];
        if (!followed.object || followed.progress.state.stage == Stage::Ready) continue;
        m_asking = true;
        m_cluster->explain(
            this, followed.object, [this, at, generation = m_generation](const explain::Explanation& explanation) {
                if (generation != m_generation) return;
                m_asking = false;
                Followed& asked = m_followed[at];
                Progress progress = asked.progress;
                if (progress.state.stage == Stage::Ready || explanation.statements.empty()) return;
                const auto& first = explanation.statements.front();
                progress.why = isOnItsWay(first.id) ? QString() : QString::fromStdString(first.statement);
                tell(asked, std::move(progress));
            });
        return;
    }
}

}  // namespace armillary::app
