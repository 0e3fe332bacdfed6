#include "cluster.h"

#include <condition_variable>

namespace armillary::app {

namespace {
constexpr auto kHealthEvery = std::chrono::seconds(3);
}  // namespace

Cluster::Cluster(Connect connect, QObject* parent) : QObject(parent), m_connect(std::move(connect)) {}

Cluster::~Cluster() {
    m_worker.request_stop();
    if (m_worker.joinable()) m_worker.join();
    if (m_informers) m_informers->stop();
    for (const auto& [resource, feed] : m_feeds) delete feed;
    m_informers.reset();
    m_connection.client.reset();
    m_connection.owner.reset();
}

void Cluster::start() {
    setState(Connecting);
    m_worker = std::jthread([this] {
        auto made = m_connect();
        QMetaObject::invokeMethod(
            this,
            [this, made = std::move(made)]() mutable {
                if (made)
                    connected(std::move(*made));
                else
                    failed(QString::fromStdString(made.error()));
            },
            Qt::QueuedConnection);
    });
}

void Cluster::connected(Connection connection) {
    m_connection = std::move(connection);
    m_informers = client::Informers::create(*m_connection.client);
    setState(Connected);
    emit feedsReady();
    m_informers->start();
    watchHealth();
}

void Cluster::failed(const QString& error) {
    setState(Failed, error);
}

void Cluster::setState(State state, const QString& error) {
    if (m_state == state && m_error == error) return;
    m_state = state;
    m_error = error;
    emit stateChanged();
}

Feed* Cluster::feed(const resources::Resource& resource) {
    if (!m_informers) return nullptr;
    Feed*& feed = m_feeds[&resource];
    if (!feed) {
        feed = new Feed(m_informers->of(resource), nullptr);
        m_informers->start();
    }
    return feed;
}

void Cluster::watchHealth() {
    m_worker = std::jthread([this, client = m_connection.client](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::unique_lock lock(mutex);
        while (!changed.wait_for(lock, stop, kHealthEvery, [&] { return stop.stop_requested(); })) {
            // One that has no room to write, and so is not ready, can be reached all the same.
            const auto answer = client->getRaw("/livez");
            const QString error = answer ? QString() : QString::fromStdString(answer.error().message);
            QMetaObject::invokeMethod(
                this, [this, error] { setState(error.isEmpty() ? Connected : Unreachable, error); },
                Qt::QueuedConnection);
        }
    });
}

}  // namespace armillary::app
