#include "log_source.h"

#include <QJsonDocument>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr auto kBatchEvery = std::chrono::milliseconds(50);
// What a person reads of the pods that wait.
constexpr qsizetype kMostWaiting = 6;

}  // namespace

LogSource::LogSource(QObject* parent) : QObject(parent), m_pods(this) {
    for (QTimer* timer : {&m_begin, &m_batch, &m_reconcile}) timer->setSingleShot(true);
    m_batch.setInterval(kBatchEvery);
    connect(&m_begin, &QTimer::timeout, this, &LogSource::begin);
    connect(&m_reconcile, &QTimer::timeout, this, &LogSource::reconcile);
    connect(&m_batch, &QTimer::timeout, this, [this] {
        if (!m_inbox) return;
        const LogInbox::Batch batch = m_inbox->take();
        if (!batch.lines.empty()) emit arrived(batch.lines, static_cast<qint64>(batch.lost));
    });
    connect(&m_pods, &PodFollower::changed, this, [this] {
        m_loading = false;
        m_problem.clear();
        m_forbidden = false;
        reconcile();
    });
    connect(&m_pods, &PodFollower::failed, this, &LogSource::refuse);
}

LogSource::~LogSource() {
    clear();
}

void LogSource::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster, &Cluster::feedsReady, this, &LogSource::restart);
    emit asked();
    m_begin.start();
}

/// Another object has other containers.
void LogSource::askOf(QString& member, const QString& wanted) {
    if (member != wanted) {
        m_containers.clear();
        emit containersChanged();
    }
    ask(member, wanted);
}

void LogSource::restart() {
    m_begin.start();
}

void LogSource::clear() {
    ++m_generation;
    m_pods.stop();
    m_streams.clear();
    if (m_inbox) m_inbox->close();
    m_inbox.reset();
    m_problem.clear();
    m_waiting.clear();
    m_forbidden = false;
    m_leftOut = 0;
}

void LogSource::begin() {
    clear();
    m_loading = m_cluster && !m_key.isEmpty();
    emit restarted();
    emit stateChanged();
    if (!m_loading || !m_cluster->hasFeeds()) return;
    m_inbox = std::make_shared<LogInbox>(&m_batch);
    if (m_resource == u"/Pod") return followPods(podQueryOfPod(m_key));
    const std::string path = podOwnerPath(m_resource, m_key);
    if (path.empty()) return refuse(tr("%1 has no logs.").arg(m_resource.section(u'/', -1)), false);
    m_cluster->ask(
        this, [path](const Reader& reader) { return reader.get(path); },
        [this, generation = m_generation](const Result<client::Answer>& answer) {
            if (generation != m_generation) return;
            if (!answer)
                return refuse(QString::fromStdString(answer.error().message), status::isForbidden(answer.error()));
            const auto query = podQueryOf(QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object());
            query ? followPods(*query) : refuse(query.error(), false);
        });
}

void LogSource::refuse(const QString& problem, bool forbidden) {
    m_loading = false;
    m_problem = problem;
    m_forbidden = forbidden;
    emit stateChanged();
}

void LogSource::followPods(const PodQuery& query) {
    m_query = query;
    m_pods.start(m_cluster, query);
}

/// Streams for what can be read now, none for what is gone and read.
void LogSource::reconcile() {
    if (!m_inbox || !m_pods.isListed()) return;
    const std::vector<LogPod> pods = m_pods.pods();
    QStringList waiting;
    std::map<StreamKey, const LogContainer*> wanted;
    m_leftOut = 0;
    const auto known = m_containers.size();
    for (const LogPod& pod : pods) {
        for (const LogContainer& container : pod.containers) {
            if (!m_containers.contains(container.name)) m_containers << container.name;
            if (!m_container.isEmpty() && container.name != m_container) continue;
            const StreamKey key{pod.uid, container.name};
            if (!LogStream::isReadable(container, m_span)) {
                if (!container.waiting.isEmpty() && waiting.size() < kMostWaiting)
                    waiting << tr("%1 %2: %3").arg(pod.name, container.name, container.waiting);
                continue;
            }
            wanted.emplace(key, &container);
            auto& stream = m_streams[key];
            if (!stream) {
                if (following() >= static_cast<int>(kMostStreams)) {
                    m_streams.erase(key);
                    ++m_leftOut;
                    continue;
                }
                stream = std::make_unique<LogStream>(m_cluster, m_inbox, m_query, pod, container.name, m_span, nullptr);
                connect(stream.get(), &LogStream::changed, &m_reconcile, qOverload<>(&QTimer::start));
            }
            stream->update(container);
        }
    }
    for (auto at = m_streams.begin(); at != m_streams.end();) {
        if (!wanted.contains(at->first)) at->second->retire();
        at = !wanted.contains(at->first) && !at->second->isOpen() ? m_streams.erase(at) : std::next(at);
    }
    m_waiting = waiting.join(u'\n');
    if (m_containers.size() != known) emit containersChanged();
    emit stateChanged();
}

int LogSource::following() const {
    return static_cast<int>(
        std::ranges::count_if(m_streams, [](const auto& stream) { return stream.second && stream.second->isOpen(); }));
}

QString LogSource::problem() const {
    if (!m_problem.isEmpty()) return m_problem;
    for (const auto& [key, stream] : m_streams)
        if (!stream->problem().isEmpty()) return stream->problem();
    return {};
}

bool LogSource::isForbidden() const {
    return m_forbidden || (m_problem.isEmpty() && std::ranges::any_of(m_streams, [](const auto& stream) {
                               return stream.second->isForbidden();
                           }));
}

}  // namespace armillary::app
