#pragma once

#include <QObject>
#include <QString>
#include <QtQmlIntegration>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "engine/client/client.h"
#include "engine/client/informer.h"
#include "feed.h"

namespace armillary::app {

/// What a connection is made of; made on a worker thread, kept alive by the cluster.
struct Connection {
    std::shared_ptr<void> owner;  ///< an embedded engine, when there is one
    std::shared_ptr<client::Client> client;
    QString where;  ///< "https://127.0.0.1:6443", "canned data"
};
/// Makes the connection; the error is one sentence with the way out. Runs on a worker thread.
using Connect = std::function<std::expected<Connection, std::string>()>;

/// The bridge between the engine's threads and the window's: one cluster, and live feeds of its resources.
class Cluster : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged)
    Q_PROPERTY(QString where READ where NOTIFY stateChanged)

public:
    enum State { Connecting, Connected, Unreachable, Failed };
    Q_ENUM(State)

    explicit Cluster(Connect connect, QObject* parent = nullptr);
    ~Cluster() override;

    State state() const { return m_state; }
    QString error() const { return m_error; }
    QString where() const { return m_connection.where; }

    /// Connects, or connects again after Failed.
    Q_INVOKABLE void start();

    /// The shared feed of a resource; null before the cluster is connected. feedsReady() says when to ask.
    Feed* feed(const resources::Resource& resource);
    template <schema::ApiStruct T>
    Feed* feed() {
        return feed(resources::resourceOf<T>());
    }
    client::Client* client() const { return m_connection.client.get(); }

signals:
    void stateChanged();
    /// Once, after the first connection.
    void feedsReady();

private:
    void connected(Connection connection);
    void failed(const QString& error);
    void setState(State state, const QString& error = {});
    void watchHealth();

    Connect m_connect;
    State m_state = Connecting;
    QString m_error;
    Connection m_connection;
    std::unique_ptr<client::Informers> m_informers;
    std::map<const resources::Resource*, Feed*> m_feeds;
    std::jthread m_worker;
};

/// The three ways to a cluster.
Connect connectEmbedded(std::string dataDir);
Connect connectKubeconfig(std::string file, std::string context);

}  // namespace armillary::app
