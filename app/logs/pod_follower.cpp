#include "pod_follower.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <mutex>

#include "line_splitter.h"

namespace armillary::app {

namespace {

constexpr auto kFirstPause = std::chrono::milliseconds(1000), kLongestPause = std::chrono::milliseconds(30'000);

QJsonObject readObject(std::string_view text) {
    return QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()))).object();
}

}  // namespace

/// Between the client's thread and the window's.
struct PodFollower::Inbox {
    void line(std::string_view text) {
        const QJsonObject event = readObject(text);
        const QString type = event["type"].toString();
        if (type != u"ADDED" && type != u"MODIFIED" && type != u"DELETED") return;
        LogPod pod = readLogPod(event["object"].toObject());
        const std::lock_guard lock(mutex);
        QString name = pod.name;
        pending.insert_or_assign(std::move(name), type == u"DELETED" ? std::nullopt : std::optional(std::move(pod)));
        tell();
    }
    void end() {
        const std::lock_guard lock(mutex);
        ended = true;
        tell();
    }
    void tell() {
        if (!owner || std::exchange(told, true)) return;
        QMetaObject::invokeMethod(owner, [follower = owner] { follower->take(); }, Qt::QueuedConnection);
    }

    std::mutex mutex;
    PodFollower* owner = nullptr;
    LineSplitter lines;
    std::map<QString, std::optional<LogPod>> pending;  ///< bounded by the number of pods
    bool told = false, ended = false;
};

void PodFollower::start(Cluster* cluster, PodQuery query) {
    stop();
    m_cluster = cluster;
    m_query = std::move(query);
    m_pause = kFirstPause;
    list();
}

void PodFollower::stop() {
    end();
    m_pods.clear();
    m_jobs.clear();
    m_listed = false;
}

void PodFollower::end() {
    if (m_inbox) {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->owner = nullptr;
    }
    m_inbox.reset();
    if (m_stream && m_cluster) m_cluster->release(std::move(m_stream));
    m_stream.reset();
}

std::vector<LogPod> PodFollower::pods() const {
    std::vector<LogPod> pods;
    for (const auto& [name, pod] : m_pods) {
        const auto job = m_jobs.find(pod.job);
        if (m_query.cronJob.isEmpty() || (job != m_jobs.end() && job->second.value_or(false))) pods.push_back(pod);
    }
    return pods;
}

void PodFollower::list() {
    end();
    if (!m_cluster) return;
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    m_cluster->ask(
        this,
        [target = "/api/v1/namespaces/" + m_query.namespace_ + "/pods?" + m_query.selection](const Reader& reader) {
            return reader.get(target);
        },
        [this, inbox = m_inbox](const Result<client::Answer>& answer) {
            if (inbox != m_inbox) return;
            if (!answer) {
                emit failed(QString::fromStdString(answer.error().message), status::isForbidden(answer.error()));
                return again();
            }
            const QJsonObject found = readObject(answer->body);
            m_pods.clear();
            for (const QJsonValue item : found["items"].toArray()) {
                LogPod pod = readLogPod(item.toObject());
                m_pods.insert_or_assign(pod.name, pod);
            }
            m_listed = true;
            askForJobs();
            emit changed();
            follow(found["metadata"]["resourceVersion"].toString().toStdString());
        });
}

void PodFollower::follow(const std::string& resourceVersion) {
    const std::string target = "/api/v1/namespaces/" + m_query.namespace_ + "/pods?watch=1&" + m_query.selection +
                               "&resourceVersion=" + resourceVersion;
    m_cluster->ask(
        this,
        [target, inbox = m_inbox](const Reader& reader) {
            return reader.follow(target, "application/json",
                                 {.data =
                                      [inbox](std::string_view bytes) {
                                          inbox->lines.feed(bytes, [&](std::string_view line) { inbox->line(line); });
                                      },
                                  .ended = [inbox](const Status&) { inbox->end(); }});
        },
        [this, inbox = m_inbox](Result<std::unique_ptr<client::Stream>> stream) {
            if (inbox != m_inbox) {
                if (stream && m_cluster) m_cluster->release(std::move(*stream));
            } else if (stream) {
                m_pause = kFirstPause;
                m_stream = std::move(*stream);
            } else {
                again();
            }
        });
}

void PodFollower::take() {
    if (!m_inbox) return;
    std::map<QString, std::optional<LogPod>> pending;
    bool ended = false;
    {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->told = false;
        pending.swap(m_inbox->pending);
        ended = m_inbox->ended;
    }
    for (auto& [name, pod] : pending) {
        if (pod)
            m_pods.insert_or_assign(name, std::move(*pod));
        else
            m_pods.erase(name);
    }
    askForJobs();
    if (!pending.empty()) emit changed();
    if (ended) again();
}

/// A cron job's pods are those of its jobs, and only a job says whose it is.
void PodFollower::askForJobs() {
    if (m_query.cronJob.isEmpty() || !m_cluster) return;
    std::erase_if(m_jobs, [this](const auto& job) {
        return std::ranges::none_of(m_pods, [&](const auto& pod) { return pod.second.job == job.first; });
    });
    for (const auto& [name, pod] : m_pods) {
        if (pod.job.isEmpty() || !m_jobs.try_emplace(pod.job).second) continue;
        m_cluster->ask(
            this,
            [target = "/apis/batch/v1/namespaces/" + m_query.namespace_ + "/jobs/" +
                      pod.job.toStdString()](const Reader& reader) { return reader.get(target); },
            [this, job = pod.job, cronJob = m_query.cronJob](const Result<client::Answer>& answer) {
                const auto asked = m_jobs.find(job);
                if (asked == m_jobs.end() || cronJob != m_query.cronJob) return;
                asked->second = answer && isJobOf(readObject(answer->body), cronJob);
                emit changed();
            });
    }
}

void PodFollower::again() {
    QTimer::singleShot(m_pause, this, [this, inbox = m_inbox] {
        if (m_inbox && inbox == m_inbox) list();
    });
    m_pause = std::min(2 * m_pause, kLongestPause);
}

}  // namespace armillary::app
