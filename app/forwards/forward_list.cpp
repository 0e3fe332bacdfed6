#include "forward_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr auto kRefreshEvery = std::chrono::milliseconds(250);

QString nameOf(Forward::State state) {
    switch (state) {
        case Forward::Active:
            return QStringLiteral("active");
        case Forward::Reconnecting:
            return QStringLiteral("reconnecting");
        case Forward::Stopped:
            break;
    }
    return QStringLiteral("stopped");
}

QString titleOf(const QString& resource, const QString& key) {
    return resource.section(u'/', 1) + u' ' + key;
}

}  // namespace

ForwardList::ForwardList(QObject* parent) : QAbstractListModel(parent) {
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshEvery);
    connect(&m_refresh, &QTimer::timeout, this, &ForwardList::refresh);
}

ForwardList::~ForwardList() {
    // What they say while they go is of no interest.
    for (const auto& forward : m_forwards) forward->disconnect(this);
}

void ForwardList::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    emit clusterChanged();
    if (!m_cluster) return;
    connect(m_cluster, &Cluster::feedsReady, this, &ForwardList::load);
    if (m_cluster->hasFeeds()) load();
}

int ForwardList::active() const {
    return static_cast<int>(
        std::ranges::count_if(m_forwards, [](const auto& forward) { return forward->state() == Forward::Active; }));
}

int ForwardList::append(const ForwardRequest& request) {
    const int row = count();
    beginInsertRows({}, row, row);
    m_forwards.push_back(std::make_unique<Forward>(m_cluster, request, nullptr));
    endInsertRows();
    connect(m_forwards.back().get(), &Forward::changed, this, [this] {
        if (!m_refresh.isActive()) m_refresh.start();
    });
    emit countChanged();
    return row;
}

int ForwardList::add(const QString& resource, const QString& key, int port, int localPort) {
    if (!m_cluster || port < 1 || port > 65535 || localPort < 0 || localPort > 65535) return -1;
    const ForwardRequest request{.resource = resource, .key = key, .port = port, .localPort = localPort};
    const auto same =
        std::ranges::find_if(m_forwards, [&](const auto& forward) { return forward->request() == request; });
    int row = static_cast<int>(same - m_forwards.begin());
    if (same == m_forwards.end()) {
        if (m_forwards.size() >= kMostForwards) return -1;
        row = append(request);
    }
    start(row);
    return row;
}

void ForwardList::start(int row) {
    if (!has(row)) return;
    at(row)->start();
    refresh();
    save();
}

void ForwardList::stop(int row) {
    if (!has(row)) return;
    at(row)->stop();
    refresh();
    save();
}

void ForwardList::remove(int row) {
    if (!has(row)) return;
    beginRemoveRows({}, row, row);
    m_forwards.erase(m_forwards.begin() + row);
    endRemoveRows();
    emit countChanged();
    emit activeChanged();
    save();
}

void ForwardList::copyUrl(int row) const {
    if (has(row)) QGuiApplication::clipboard()->setText(data(index(row), UrlRole).toString());
}

void ForwardList::refresh() {
    if (!m_forwards.empty()) emit dataChanged(index(0), index(count() - 1));
    emit activeChanged();
}

QString ForwardList::settingsKey() const {
    // Names of contexts may hold slashes, which settings would take for groups.
    return QStringLiteral("forwards/") +
           QString::fromLatin1((m_cluster ? m_cluster->context() : QString()).toUtf8().toPercentEncoding());
}

void ForwardList::load() {
    if (!m_forwards.empty()) return;
    const QJsonArray known = QJsonDocument::fromJson(QSettings().value(settingsKey()).toByteArray()).array();
    for (const QJsonValue one : known) {
        const ForwardRequest request{.resource = one["resource"].toString(),
                                     .key = one["key"].toString(),
                                     .port = one["port"].toInt(),
                                     .localPort = one["localPort"].toInt()};
        if (request.port < 1 || request.port > 65535 || request.localPort < 0 || request.localPort > 65535 ||
            m_forwards.size() >= kMostForwards)
            continue;
        const int row = append(request);
        if (one["open"].toBool() && !m_cluster->gate()->isLocked()) at(row)->start();
    }
    refresh();
}

void ForwardList::save() const {
    QJsonArray all;
    for (const auto& forward : m_forwards) {
        const ForwardRequest& request = forward->request();
        all << QJsonObject{{"resource", request.resource},
                           {"key", request.key},
                           {"port", request.port},
                           {"localPort", request.localPort},
                           {"open", forward->state() != Forward::Stopped}};
    }
    QSettings().setValue(settingsKey(), QJsonDocument(all).toJson(QJsonDocument::Compact));
}

int ForwardList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ForwardList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Forward& forward = *at(index.row());
    const ForwardRequest& request = forward.request();
    switch (role) {
        case Qt::DisplayRole:
        case TargetRole:
            return titleOf(request.resource, request.key);
        case ResourceRole:
            return request.resource;
        case KeyRole:
            return request.key;
        case PortRole:
            return request.port;
        case PortNameRole:
            return forward.portName();
        case LocalPortRole:
            return forward.localPort();
        case StateRole:
            return nameOf(forward.state());
        case MessageRole:
            return forward.message();
        case UrlRole:
            return urlOf(forward.localPort(), request.port, forward.portName());
        case PodRole:
            return forward.pod();
        case SentRole:
            return forward.sent();
        case ReceivedRole:
            return forward.received();
        case ConnectionsRole:
            return forward.connections();
        default:
            return {};
    }
}

QHash<int, QByteArray> ForwardList::roleNames() const {
    return {{TargetRole, "target"},
            {ResourceRole, "resource"},
            {KeyRole, "key"},
            {PortRole, "port"},
            {PortNameRole, "portName"},
            {LocalPortRole, "localPort"},
            {StateRole, "forwardState"},
            {MessageRole, "message"},
            {UrlRole, "url"},
            {PodRole, "pod"},
            {SentRole, "sent"},
            {ReceivedRole, "received"},
            {ConnectionsRole, "connections"}};
}

void ForwardOffer::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    emit changed();
}

void ForwardOffer::read(const QString& resource, const QString& key) {
    m_ports.clear();
    m_problem.clear();
    m_title = titleOf(resource, key);
    const std::string path = resource == u"/Pod" ? "/api/v1/namespaces/" + key.section(u'/', 0, 0).toStdString() +
                                                       "/pods/" + key.section(u'/', 1).toStdString()
                                                 : podOwnerPath(resource, key);
    m_loading = m_cluster && !path.empty();
    emit changed();
    if (!m_loading) return;
    m_cluster->ask(
        this, [path](const Reader& reader) { return reader.get(path); },
        [this, generation = ++m_generation](const Result<client::Answer>& answer) {
            if (generation != m_generation) return;
            m_loading = false;
            if (answer) {
                const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
                for (const DeclaredPort& port : declaredPorts(object))
                    m_ports << QVariantMap{{"port", port.port},
                                           {"text", port.name.isEmpty() ? QString::number(port.port)
                                                                        : tr("%1 %2").arg(port.port).arg(port.name)}};
            } else {
                m_problem = QString::fromStdString(answer.error().message);
            }
            emit changed();
        });
}

}  // namespace armillary::app
