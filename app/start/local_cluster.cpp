#include "local_cluster.h"

#include <QSettings>

#include "programs/common/child.h"
#include "programs/common/folder.h"
#include "programs/common/lifecycle/admin.h"
#include "programs/common/lifecycle/local_programs.h"

namespace armillary::app {

using programs::Remedy;
using programs::RootMeans;
using programs::StepId;

namespace {

constexpr auto kLookEvery = std::chrono::seconds(2);
constexpr std::size_t kLogLines = 200;
const QString kWhenClosed = QStringLiteral("lifecycle/whenClosed");

QString titleOf(Remedy remedy) {
    switch (remedy) {
        case Remedy::Retry:
            return LocalCluster::tr("Try again");
        case Remedy::UseFreePort:
            return LocalCluster::tr("Use a free port");
        case Remedy::ChooseFolder:
            return LocalCluster::tr("Choose another folder…");
        case Remedy::ControlPlaneOnly:
            return LocalCluster::tr("Start only the control plane");
        case Remedy::RunByHand:
            return LocalCluster::tr("I have run it: go on");
        case Remedy::Stop:
            return LocalCluster::tr("Stop what has been started");
    }
    return {};
}

QString nameOf(Remedy remedy) {
    constexpr const char* kNames[] = {"retry", "useFreePort", "chooseFolder", "controlPlaneOnly", "runByHand", "stop"};
    return QString::fromLatin1(kNames[static_cast<int>(remedy)]);
}

}  // namespace

LocalCluster::MakePrograms LocalCluster::realPrograms() {
    return [](const programs::DataDir& dir) {
        return std::make_shared<programs::LocalPrograms>(dir, programs::AskedFrom::Window);
    };
}

LocalCluster::LocalCluster(QString folder, MakePrograms make, std::shared_ptr<Backstage> backstage, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_make(std::move(make)), m_backstage(std::move(backstage)) {
    m_look.setInterval(kLookEvery);
    connect(&m_look, &QTimer::timeout, this, &LocalCluster::look);
}

LocalCluster::~LocalCluster() {
    m_stop.request_stop();
}

void LocalCluster::watch() {
    look();
    m_look.start();
}

void LocalCluster::look() {
    if (std::exchange(m_busy, true)) return;
    m_backstage->ask(
        this,
        [made = m_programs, make = m_make, folder = m_folder.toStdString()] {
            Look look{.programs = made};
            // One that cannot be found out is refused when something is to be written into it.
            if (!look.programs) look.programs = make({programs::canonicalFolder(folder).value_or(folder)});
            look.server = look.programs->serverRuns();
            look.agent = look.programs->agentRuns();
            look.node = look.programs->hasNode();
            look.url = look.programs->url();
            look.made = !look.url.empty();
            if (!look.server) look.means = look.programs->rootMeans();
            return look;
        },
        [this](const Look& look) {
            m_busy = false;
            seen(look);
        });
}

void LocalCluster::seen(const Look& look) {
    if (std::exchange(m_again, false)) return this->look();
    m_programs = look.programs;
    m_means = look.means;
    m_agentRuns = look.agent;
    m_hasNode = look.node;
    m_url = QString::fromStdString(look.url);
    if (look.server && m_failure && m_state != Running) {
        // Somebody else has started it, or the failure was the node's: the page that offers what to do stays.
        return emit changed();
    }
    setState(look.server ? Running : look.made ? Stopped : Absent);
}

void LocalCluster::setState(State state) {
    const State before = std::exchange(m_state, state);
    emit changed();
    if (state == Running && before != Running) emit came();
}

programs::Progress LocalCluster::progress() {
    const QPointer<LocalCluster> self(this);
    return {.began = [self](StepId id) { Backstage::post(self, [self, id] { self->m_steps.begin(id); }); },
            .ended = [self](StepId id) { Backstage::post(self, [self, id] { self->m_steps.end(id); }); },
            .said =
                [self](const std::string& text) {
                    Backstage::post(self, [self, text] {
                        self->m_said = QString::fromStdString(text);
                        emit self->changed();
                    });
                },
            .stop = m_stop.get_token()};
}

void LocalCluster::begin(State state, const std::vector<programs::Step>& steps) {
    m_busy = true;
    m_failure.reset();
    m_said.clear();
    m_stop = {};
    m_steps.reset(steps);
    setState(state);
}

void LocalCluster::start(bool node) {
    if (m_busy && (m_state == Starting || m_state == Stopping)) return;
    m_node = node;
    if (!m_programs || m_busy) {
        // A look has to end first; it is a moment.
        look();
        QTimer::singleShot(50, this, [this, node] { start(node); });
        return;
    }
    begin(Starting, programs::stepsUp(node));
    const auto path = programs::canonicalFolder(m_folder.toStdString());
    m_backstage->ask(
        this,
        [programs = m_programs, progress = progress(),
         options = programs::UpOptions{{path.value_or(m_folder.toStdString())}, m_listen, node}] {
            return programs::bringUp(*programs, options, progress);
        },
        [this](const programs::Outcome& outcome) { finish(outcome); });
}

void LocalCluster::stop() {
    if (m_state == Stopping) return;
    if (!m_programs || m_busy) {
        if (m_state == Starting) cancel();
        look();
        QTimer::singleShot(50, this, &LocalCluster::stop);
        return;
    }
    begin(Stopping, programs::stepsDown(m_agentRuns));
    const auto path = programs::canonicalFolder(m_folder.toStdString());
    m_backstage->ask(
        this,
        [programs = m_programs, progress = progress(),
         options = programs::DownOptions{{path.value_or(m_folder.toStdString())}}] {
            return programs::takeDown(*programs, options, progress);
        },
        [this](const programs::Outcome& outcome) { finish(outcome); });
}

void LocalCluster::finish(const programs::Outcome& outcome) {
    m_busy = false;
    const bool wasStopping = m_wentDown = m_state == Stopping;
    if (!outcome) {
        m_steps.fail();
        m_failure = outcome.error();
        setState(wasStopping ? Running : m_url.isEmpty() ? Absent : Stopped);
    } else {
        m_listen.reset();
        setState(wasStopping ? Stopped : Running);
        if (wasStopping) emit stopped();
    }
    look();
}

void LocalCluster::cancel() {
    if (m_state == Starting) m_stop.request_stop();
}

void LocalCluster::dismiss() {
    m_failure.reset();
    m_steps.reset({});
    emit changed();
    look();
}

QVariantList LocalCluster::remedies() const {
    QVariantList list;
    if (!m_failure) return list;
    for (const programs::NextStep& next : m_failure->next)
        list << QVariantMap{{"remedy", static_cast<int>(next.remedy)},
                            {"id", nameOf(next.remedy)},
                            {"title", titleOf(next.remedy)},
                            {"command", QString::fromStdString(next.command)}};
    return list;
}

void LocalCluster::apply(int remedy, const QVariant& value) {
    switch (static_cast<Remedy>(remedy)) {
        case Remedy::Retry:
        case Remedy::RunByHand:
            return m_wentDown ? stop() : start(m_node);
        case Remedy::UseFreePort:
            m_listen = programs::ListenAddress{"127.0.0.1", 0};
            return start(m_node);
        case Remedy::ChooseFolder:
            setFolder(value.toUrl().isLocalFile() ? value.toUrl().toLocalFile() : value.toString());
            return start(m_node);
        case Remedy::ControlPlaneOnly:
            return start(false);
        case Remedy::Stop:
            return stop();
    }
}

void LocalCluster::setFolder(const QString& folder) {
    if (folder.isEmpty() || folder == m_folder) return;
    m_folder = folder;
    m_programs.reset();
    m_failure.reset();
    m_again = m_busy;
    emit folderChanged();
    emit changed();
    look();
}

QString LocalCluster::logFile() const {
    if (m_failure) return QString::fromStdString(m_failure->log.string());
    const auto id = m_steps.current();
    if (!id) return {};
    const bool node = *id == StepId::Agent || *id == StepId::Ready || *id == StepId::StopAgent;
    const programs::DataDir dir{m_folder.toStdString()};
    return QString::fromStdString((dir.log() / (node ? "armillary-node.log" : "armillaryd.log")).string());
}

void LocalCluster::readLog() {
    m_backstage->ask(
        this, [file = logFile().toStdString()] { return programs::tail(file, kLogLines); },
        [this](const std::string& text) {
            m_log = QString::fromStdString(text);
            emit logChanged();
        });
}

QString LocalCluster::rootMeans() const {
    constexpr const char* kNames[] = {"already", "sudo", "polkit", "byHand"};
    return QString::fromLatin1(kNames[static_cast<int>(m_means)]);
}

QString LocalCluster::rootCommand() const {
    return QString::fromStdString(programs::shellLine(programs::asRoot(
        m_means, programs::binaryDir() / "armillary-node", {"run", "--data-dir", m_folder.toStdString()})));
}

QString LocalCluster::whenClosed() const {
    return QSettings().value(kWhenClosed, QStringLiteral("ask")).toString();
}

void LocalCluster::setWhenClosed(const QString& choice) {
    if (choice == whenClosed()) return;
    QSettings().setValue(kWhenClosed, choice);
    emit whenClosedChanged();
}

}  // namespace armillary::app
