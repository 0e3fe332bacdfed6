#include "terminal_session.h"

#include "debug_container.h"
#include "pod_containers.h"

namespace armillary::app {

namespace {

// Many sizes in a row are one for the program, which draws everything anew each time.
constexpr auto kResizeAfter = std::chrono::milliseconds(40);

/// Images differ in what they have. Each is tried by the one shell that nearly all of them have.
QStringList commandFor(const QString& shell) {
    const QString environment = QStringLiteral("TERM=xterm-256color; export TERM; ");
    const QString start = shell.isEmpty() ? QStringLiteral("command -v bash >/dev/null 2>&1 && exec bash; exec sh")
                                          : QStringLiteral("exec ") + shell;
    return {QStringLiteral("sh"), QStringLiteral("-c"), environment + start};
}

}  // namespace

TerminalSession::TerminalSession(QObject* parent) : QObject(parent) {
    for (QTimer* timer : {&m_begin, &m_resize}) timer->setSingleShot(true);
    m_resize.setInterval(kResizeAfter);
    connect(&m_begin, &QTimer::timeout, this, &TerminalSession::begin);
    connect(&m_resize, &QTimer::timeout, this, [this] {
        m_screen.resize(m_wantedRows, m_wantedColumns);
        m_stream.resize(m_screen.columns(), m_screen.rows());
        flush();
    });
    connect(&m_watch, &ObjectWatch::changed, this, &TerminalSession::takePod);
    connect(&m_watch, &ObjectWatch::failed, this, [this](const QString& problem) {
        if (m_state == Waiting) setState(Waiting, problem);
    });
    connect(&m_stream, &ExecStream::opened, this, [this] {
        // Who attaches to what runs already sees it drawn anew when the size changes.
        if (m_attached.contains(m_container)) m_stream.resize(m_screen.columns() + 1, m_screen.rows());
        m_stream.resize(m_screen.columns(), m_screen.rows());
        setState(Open);
    });
    connect(&m_stream, &ExecStream::output, this, [this](const QByteArray& bytes) {
        m_screen.write(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        flush();
    });
    connect(&m_stream, &ExecStream::ended, this, [this](const ExecEnd& end) {
        m_shellMissing = end.missing;
        setState(Ended, end.sentence);
    });
}

void TerminalSession::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster, &Cluster::feedsReady, &m_begin, qOverload<>(&QTimer::start));
    emit asked();
    m_begin.start();
}

void TerminalSession::setKey(const QString& key) {
    if (m_key == key) return;
    m_key = key;
    m_container.clear();
    emit asked();
    m_begin.start();
}

void TerminalSession::setContainer(const QString& container) {
    if (m_container == container) return;
    m_container = container;
    emit asked();
    m_begin.start();
}

void TerminalSession::setShell(const QString& shell) {
    if (m_shell == shell) return;
    m_shell = shell;
    emit asked();
    m_begin.start();
}

void TerminalSession::restart() {
    m_begin.start();
}

void TerminalSession::begin() {
    m_stream.stop();
    m_screen.reset();
    m_screen.clearHistory();
    m_screen.takeOutput();
    m_shellMissing = false;
    setState(Waiting);
    emit screenChanged();
    if (!m_cluster || !m_cluster->hasFeeds() || m_key.isEmpty()) return;
    const client::ApiResource pods{.version = "v1", .kind = "Pod", .plural = "pods", .namespaced = true};
    const std::string space = m_key.section(u'/', 0, 0).toStdString(), name = m_key.section(u'/', 1).toStdString();
    m_target = QString::fromStdString(pods.path(space, name));
    m_watch.start(m_cluster, pods, space, name);
}

void TerminalSession::takePod(const ObjectRef& object) {
    if (!object) {
        // Which container it was goes on being shown.
        if (m_state == Waiting)
            setState(Ended, tr("There is no pod %1.").arg(m_key));
        else if (m_state != Ended)
            end(tr("The pod %1 has been deleted.").arg(m_key));
        return;
    }
    const auto& pod = object->as<corev1::Pod>();
    const PodContainers found = PodContainers::of(pod);
    m_attached = found.attached;
    if (m_container.isEmpty() && !found.preferred.isEmpty()) {
        m_container = found.preferred;
        emit asked();
    }
    m_containers = found.names;
    emit podChanged();
    if (m_state == Waiting) {
        if (found.running.contains(m_container))
            connectShell();
        else if (isOver(pod))
            setState(Ended, endOf(pod, m_container));
        else
            setState(Waiting, waitOf(pod, m_container));
    } else if (m_state == Open && !m_attached.contains(m_container)) {
        // Its connection may outlive it. (What one is attached to says itself how it ended.)
        if (const QString why = endOf(pod, m_container); !why.isEmpty()) end(why);
    }
}

void TerminalSession::end(const QString& why) {
    m_stream.stop();
    setState(Ended, why);
}

void TerminalSession::connectShell() {
    setState(Connecting);
    const bool attaches = m_attached.contains(m_container);
    m_stream.start(m_cluster, {.podPath = m_target.toStdString(),
                               .container = m_container,
                               .command = attaches ? QStringList() : commandFor(m_shell),
                               .what = attaches ? tr("The debug container") : tr("The shell")});
}

void TerminalSession::setState(State state, const QString& message) {
    if (m_state == state && m_message == message) return;
    m_state = state;
    m_message = message;
    emit stateChanged();
}

void TerminalSession::flush() {
    // Answers to an ended program are nobody's.
    if (std::string output = m_screen.takeOutput(); !output.empty() && m_state == Open)
        m_stream.send(QByteArray::fromStdString(output));
    if (m_screen.takeBell()) emit belled();
    if (const auto text = m_screen.takeClipboard()) emit clipboardWanted(QString::fromStdString(*text));
    if (m_screen.title() != m_lastTitle) {
        m_lastTitle = m_screen.title();
        emit titleChanged();
    }
    emit screenChanged();
}

void TerminalSession::resize(int rows, int columns) {
    if (rows == m_wantedRows && columns == m_wantedColumns && m_sized) return;
    m_wantedRows = rows;
    m_wantedColumns = columns;
    // The first one is known before anything has been drawn.
    m_resize.start(std::exchange(m_sized, true) ? kResizeAfter : std::chrono::milliseconds(0));
}

bool TerminalSession::paste(const QString& text) {
    if (m_state != Open) return false;
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > static_cast<qsizetype>(kMostPaste)) return false;
    m_screen.paste(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    flush();
    return true;
}

void TerminalSession::addDebugContainer(const QString& image) {
    if (!m_cluster || image.trimmed().isEmpty()) return;
    DebugContainer made = makeDebugContainer(m_key, m_target.toStdString(), m_container, image.trimmed());
    m_stream.stop();
    setState(Connecting, tr("Adding a debug container."));
    m_cluster->gate()->submit(std::move(made.write), this,
                              [this, name = made.name](const Result<client::Answer>& answer) {
                                  if (!answer) return setState(Ended, QString::fromStdString(answer.error().message));
                                  setContainer(name);
                              });
}

}  // namespace armillary::app
