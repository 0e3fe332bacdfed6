#include "cluster.h"

#include <algorithm>

#include "engine/client/request.h"
#include "engine/explain/client_evidence.h"

namespace armillary::app {

namespace {

constexpr auto kHealthEvery = std::chrono::seconds(3);
constexpr auto kDiscoverEvery = std::chrono::minutes(1);

/// Nobody answered, as against an answer that one does not like.
bool isSilence(const Status& status) {
    return status.code == 0 || status.code == 503 || status.code == 504;
}

}  // namespace

/// What a connection is made of while it lasts. It may take long to go, so that backstage lets go of it.
struct Cluster::Session {
    explicit Session(Connection made)
        : connection(std::move(made)),
          reader(std::make_shared<Reader>(connection.calls)),
          informers(client::Informers::create(*connection.client)) {}
    ~Session() { informers->stop(); }

    Connection connection;
    std::shared_ptr<const Reader> reader;
    std::unique_ptr<client::Informers> informers;
};

Cluster::Cluster(Connect connect, std::shared_ptr<Backstage> backstage, QObject* parent)
    : QObject(parent), m_connect(std::move(connect)), m_backstage(std::move(backstage)), m_gate(m_backstage, this) {
    m_health.setInterval(kHealthEvery);
    QObject::connect(&m_health, &QTimer::timeout, this, &Cluster::checkHealth);
    m_rediscover.setInterval(kDiscoverEvery);
    QObject::connect(&m_rediscover, &QTimer::timeout, this, &Cluster::refreshDiscovery);
}

Cluster::~Cluster() {
    m_feeds.clear();
    m_gate.setCalls(nullptr, {});
    if (m_session) m_backstage->run([session = std::move(m_session)]() mutable { session.reset(); });
}

QString Cluster::where() const {
    return m_session ? m_session->connection.where : QString();
}

QString Cluster::context() const {
    return m_session ? m_session->connection.context : QString();
}

QString Cluster::homeNamespace() const {
    return m_session && !m_session->connection.namespace_.isEmpty() ? m_session->connection.namespace_
                                                                    : QStringLiteral("default");
}

bool Cluster::isInsecure() const {
    return m_session && m_session->connection.insecure;
}

std::shared_ptr<const Reader> Cluster::reader() const {
    return m_session ? m_session->reader : nullptr;
}

void Cluster::start() {
    if (m_starting || m_session) return;
    m_starting = true;
    setState(Connecting);
    m_backstage->ask(this, m_connect, [this](std::expected<Connection, std::string> made) {
        m_starting = false;
        if (made)
            connected(std::move(*made));
        else
            setState(Failed, QString::fromStdString(made.error()));
    });
}

void Cluster::connected(Connection connection) {
    m_session = std::make_shared<Session>(std::move(connection));
    m_gate.setCalls(m_session->connection.calls, m_session->connection.context);
    m_lastHeard = QDateTime::currentDateTime();
    setState(Connected);
    emit feedsReady();
    m_session->informers->start();
    refreshDiscovery();
    m_health.start();
    m_rediscover.start();
}

void Cluster::setState(State state, const QString& error) {
    if (m_state == state && m_error == error) return;
    m_state = state;
    m_error = error;
    emit stateChanged();
}

Feed* Cluster::feed(const resources::Resource& resource) {
    if (!m_session) return nullptr;
    auto& feed = m_feeds[&resource];
    if (!feed) {
        feed = std::make_unique<Feed>(resource);
        startFeed(*feed);
    }
    return feed.get();
}

void Cluster::startFeed(Feed& feed) {
    // In its own process the window is the administrator.
    if (m_session->connection.owner)
        attachFeed(feed, {});
    else
        tryFeed(feed, {});
}

/// An informer that is refused asks again for ever, and says nothing. So one call finds out beforehand how far the
/// user's rights go.
void Cluster::tryFeed(Feed& feed, const QString& namespace_) {
    const std::string path =
        client::pathOf({.resource = &feed.resource(), .namespace_ = namespace_.toStdString()}) + "?limit=1";
    ask(
        &feed, [path](const Reader& reader) { return reader.get(path); },
        [this, &feed, namespace_](const Result<client::Answer>& answer) {
            const bool refused = !answer && (answer.error().code == 403 || answer.error().code == 401);
            if (!refused)
                attachFeed(feed, namespace_);
            else if (namespace_.isEmpty() && feed.resource().namespaced)
                tryFeed(feed, homeNamespace());
            else
                feed.refuse(QString::fromStdString(answer.error().message));
        });
}

void Cluster::attachFeed(Feed& feed, const QString& namespace_) {
    client::Informers& informers = *m_session->informers;
    feed.attach(namespace_.isEmpty() ? informers.of(feed.resource())
                                     : informers.filtered(feed.resource(), {.namespace_ = namespace_.toStdString()}),
                namespace_);
    informers.start();
}

void Cluster::checkHealth() {
    if (std::exchange(m_asking, true)) return;
    ask(
        // One that has no room to write, and so is not ready, can be reached all the same.
        this, [](const Reader& reader) { return reader.get("/livez", "*/*"); },
        [this](const Result<client::Answer>& answer) {
            m_asking = false;
            const bool wasAway = m_state == Unreachable;
            if (!answer && isSilence(answer.error()))
                return setState(Unreachable, QString::fromStdString(answer.error().message));
            m_lastHeard = QDateTime::currentDateTime();
            setState(Connected);
            if (wasAway || !m_discovered) refreshDiscovery();
        });
}

void Cluster::explain(QObject* receiver, const ObjectRef& object,
                      std::function<void(const explain::Explanation&)> then) {
    if (!m_session) return;
    m_backstage->ask(
        receiver,
        [session = m_session, object] {
            explain::ClientEvidence evidence(*session->connection.client);
            return explain::explain(object, evidence);
        },
        std::move(then));
}

QStringList Cluster::unanswered() const {
    QStringList groups;
    for (const std::string& group : m_discovery.unanswered) groups << QString::fromStdString(group);
    return groups;
}

void Cluster::refreshDiscovery() {
    if (!m_session || std::exchange(m_discovering, true)) return;
    m_backstage->ask(
        this, [calls = m_session->connection.calls] { return client::discover(*calls); },
        [this](Result<client::Discovery> found) {
            m_discovering = false;
            if (!found) return;  // health says so; what was known stays
            const bool same = m_discovered && *found == m_discovery;
            m_discovery = std::move(*found);
            m_discovered = true;
            if (!same) emit discoveryChanged();
        });
}

const client::ApiResource* Cluster::resourceOfKind(const QString& group, const QString& kind) const {
    const std::string wantedGroup = group.toStdString(), wantedKind = kind.toStdString();
    const auto found = std::ranges::find_if(m_discovery.resources, [&](const client::ApiResource& resource) {
        return resource.kind == wantedKind && resource.group == wantedGroup;
    });
    return found == m_discovery.resources.end() ? nullptr : &*found;
}

}  // namespace armillary::app
