#include "object_watch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <deque>
#include <mutex>
#include <optional>

#include "line_splitter.h"

namespace armillary::app {

namespace {

constexpr auto kAgainAfter = std::chrono::seconds(2);

ObjectRef parsed(std::string json) {
    auto object = Object::parse(std::move(json));
    return object ? std::move(*object) : nullptr;
}

}  // namespace

struct ObjectWatch::Inbox {
    /// From the client's thread.
    void line(std::string_view text) {
        const QJsonObject event =
            QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).object();
        const QString type = event["type"].toString();
        if (type == u"ERROR") return;
        const bool gone = type == u"DELETED";
        ObjectRef object =
            gone ? nullptr
                 : parsed(QJsonDocument(event["object"].toObject()).toJson(QJsonDocument::Compact).toStdString());
        if (!gone && !object) return;
        const std::lock_guard lock(mutex);
        latest = std::move(object);
        tell();
    }
    void end() {
        const std::lock_guard lock(mutex);
        ended = true;
        tell();
    }
    void tell() {
        if (owner) QMetaObject::invokeMethod(owner, [watch = owner] { watch->take(); }, Qt::QueuedConnection);
    }

    std::mutex mutex;
    ObjectWatch* owner;  ///< null once nobody asks any more
    LineSplitter lines;
    std::optional<ObjectRef> latest;  ///< not taken yet
    bool ended = false;
};

void ObjectWatch::start(Cluster* cluster, const client::ApiResource& resource, const std::string& namespace_,
                        const std::string& name) {
    stop();
    m_cluster = cluster;
    m_path = resource.path(namespace_, name);
    m_collection = resource.path(namespace_);
    m_name = name;
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    read();
}

void ObjectWatch::stop() {
    if (m_inbox) {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->owner = nullptr;
    }
    m_inbox.reset();
    if (m_stream && m_cluster) m_cluster->release(std::move(m_stream));
    m_stream.reset();
    m_object.reset();
}

void ObjectWatch::read() {
    if (!m_cluster) return;
    m_cluster->ask(
        this, [path = m_path](const Reader& reader) { return reader.get(path); },
        [this, inbox = m_inbox](const Result<client::Answer>& answer) {
            if (inbox != m_inbox) return;
            if (!answer) {
                if (status::isNotFound(answer.error())) {
                    m_object.reset();
                    emit changed(nullptr);
                } else {
                    emit failed(QString::fromStdString(answer.error().message));
                }
                return again();
            }
            m_object = parsed(answer->body);
            emit changed(m_object);
            follow(m_object ? m_object->meta().resourceVersion : "");
        });
}

void ObjectWatch::follow(const std::string& resourceVersion) {
    const std::string target = m_collection + "?watch=1&allowWatchBookmarks=false&fieldSelector=metadata.name%3D" +
                               m_name + "&resourceVersion=" + resourceVersion;
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
                m_stream = std::move(*stream);
            } else {
                again();
            }
        });
}

void ObjectWatch::take() {
    if (!m_inbox) return;
    std::optional<ObjectRef> latest;
    bool ended = false;
    {
        const std::lock_guard lock(m_inbox->mutex);
        latest = std::exchange(m_inbox->latest, std::nullopt);
        ended = std::exchange(m_inbox->ended, false);
    }
    if (latest) {
        m_object = *latest;
        emit changed(m_object);
    }
    if (ended) again();
}

void ObjectWatch::again() {
    if (m_stream && m_cluster) m_cluster->release(std::move(m_stream));
    QTimer::singleShot(kAgainAfter, this, [this, inbox = m_inbox] {
        if (inbox == m_inbox && m_inbox) read();
    });
}

}  // namespace armillary::app
