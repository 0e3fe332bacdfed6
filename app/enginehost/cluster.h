#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQmlIntegration>
#include <map>
#include <memory>

#include "backstage.h"
#include "connection.h"
#include "engine/client/discovery.h"
#include "engine/client/informer.h"
#include "engine/explain/explain.h"
#include "feed.h"
#include "reader.h"
#include "write_gate.h"

namespace armillary::app {

/// The bridge between the engine's threads and the window's: one cluster, live feeds of its resources, what it serves,
/// and the gate through which it is changed. Connecting, leaving and every call run backstage.
class Cluster : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged)
    Q_PROPERTY(QString where READ where NOTIFY stateChanged)
    Q_PROPERTY(QString context READ context NOTIFY stateChanged)
    /// The namespace that the context names; "default" when it names none.
    Q_PROPERTY(QString homeNamespace READ homeNamespace NOTIFY stateChanged)
    Q_PROPERTY(bool insecure READ isInsecure NOTIFY stateChanged)
    /// When it answered last; what is on the screen is of then while it is Unreachable.
    Q_PROPERTY(QDateTime lastHeard READ lastHeard NOTIFY stateChanged)
    Q_PROPERTY(armillary::app::WriteGate* gate READ gate CONSTANT)
    /// API groups whose server does not answer; what they hold is missing from the window.
    Q_PROPERTY(QStringList unanswered READ unanswered NOTIFY discoveryChanged)
    Q_PROPERTY(bool discovered READ isDiscovered NOTIFY discoveryChanged)

public:
    enum State { Connecting, Connected, Unreachable, Failed };
    Q_ENUM(State)

    explicit Cluster(Connect connect, std::shared_ptr<Backstage> backstage = std::make_shared<Backstage>(),
                     QObject* parent = nullptr);
    ~Cluster() override;

    State state() const { return m_state; }
    QString error() const { return m_error; }
    QString where() const;
    QString context() const;
    QString homeNamespace() const;
    bool isInsecure() const;
    QDateTime lastHeard() const { return m_lastHeard; }
    WriteGate* gate() { return &m_gate; }
    QStringList unanswered() const;
    bool isDiscovered() const { return m_discovered; }

    /// Connects, or connects again after Failed.
    Q_INVOKABLE void start();

    /// True from feedsReady() on.
    bool hasFeeds() const { return m_session != nullptr; }
    /// The shared feed of a resource; null before the cluster is connected. feedsReady() says when to ask. Where the
    /// user may not list all namespaces it is of the context's own.
    Feed* feed(const resources::Resource& resource);
    template <schema::ApiStruct T>
    Feed* feed() {
        return feed(resources::resourceOf<T>());
    }

    /// What the server serves, as of the last discoveryChanged(); read again every minute and on refreshDiscovery().
    const client::Discovery& discovery() const { return m_discovery; }
    /// Null when it serves no such kind; `group` is "apps", "" for the core group.
    const client::ApiResource* resourceOfKind(const QString& group, const QString& kind) const;
    void refreshDiscovery();

    /// To read with; null before the cluster is connected.
    std::shared_ptr<const Reader> reader() const;
    /// Runs `work(const Reader&)` backstage and hands what it returns to `then` on the window's thread, unless
    /// `receiver` has gone. Nothing happens before the cluster is connected.
    template <class Work, class Then>
    void ask(QObject* receiver, Work work, Then then) {
        if (const auto reader = this->reader())
            m_backstage->ask(
                receiver, [reader, work = std::move(work)]() mutable { return work(*reader); }, std::move(then));
    }

    /// The same for `work()` that is about this machine's own files; it runs whether there is a cluster or not.
    template <class Work, class Then>
    void work(QObject* receiver, Work work, Then then) {
        m_backstage->ask(receiver, std::move(work), std::move(then));
    }

    /// Why an object is in the state it is in, worked out backstage from what the user may read.
    void explain(QObject* receiver, const ObjectRef& object, std::function<void(const explain::Explanation&)> then);
    /// Lets go of a stream backstage: it may take a moment to end.
    void release(std::unique_ptr<client::Stream> stream) {
        m_backstage->run([stream = std::move(stream)]() mutable { stream.reset(); });
    }

signals:
    void stateChanged();
    /// Once, after the first connection.
    void feedsReady();
    void discoveryChanged();

private:
    struct Session;
    void connected(Connection connection);
    void setState(State state, const QString& error = {});
    void checkHealth();
    void startFeed(Feed& feed);
    void tryFeed(Feed& feed, const QString& namespace_);
    void attachFeed(Feed& feed, const QString& namespace_);

    Connect m_connect;
    std::shared_ptr<Backstage> m_backstage;
    State m_state = Connecting;
    QString m_error;
    QDateTime m_lastHeard;
    bool m_starting = false, m_asking = false, m_discovering = false, m_discovered = false;
    WriteGate m_gate;
    std::shared_ptr<Session> m_session;
    client::Discovery m_discovery;
    std::map<const resources::Resource*, std::unique_ptr<Feed>> m_feeds;
    QTimer m_health, m_rediscover;
};

}  // namespace armillary::app
