#pragma once

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQmlIntegration>
#include <functional>
#include <memory>

#include "backstage.h"
#include "connection.h"
#include "programs/common/lifecycle/up.h"
#include "step_list.h"

namespace armillary::app {

/// The cluster of a data directory on this machine: whether it runs, and the way up and down, which is armillaryctl's
/// (programs/common/lifecycle). Its programs are processes of their own: the window comes and goes beside them, and
/// outlives them (docs/adr/0031). All of it runs backstage.
class LocalCluster : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString folder READ folder NOTIFY changed)
    Q_PROPERTY(QString url READ url NOTIFY changed)
    Q_PROPERTY(bool agentRuns READ agentRuns NOTIFY changed)
    /// This machine has been a node of it.
    Q_PROPERTY(bool hasNode READ hasNode NOTIFY changed)
    Q_PROPERTY(armillary::app::StepList* steps READ steps CONSTANT)
    /// What was said last while it goes up or down.
    Q_PROPERTY(QString said READ said NOTIFY changed)
    /// Why the way up or down has ended before its end; "" while it has not. armillaryctl says the same.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// What can be done about it: {remedy, title, command}, the most likely first.
    Q_PROPERTY(QVariantList remedies READ remedies NOTIFY changed)
    /// The end of the log of what is under way, or has failed; see readLog().
    Q_PROPERTY(QString log READ log NOTIFY logChanged)
    Q_PROPERTY(QString logFile READ logFile NOTIFY changed)
    /// How the node agent becomes root: "already", "sudo", "polkit" or "byHand".
    Q_PROPERTY(QString rootMeans READ rootMeans NOTIFY changed)
    /// What will be run as root, as a shell would take it.
    Q_PROPERTY(QString rootCommand READ rootCommand NOTIFY changed)
    /// What becomes of it when the window is closed: "ask", "goOn" or "stop". Remembered.
    Q_PROPERTY(QString whenClosed READ whenClosed WRITE setWhenClosed NOTIFY whenClosedChanged)

public:
    enum State {
        Looking,   ///< nobody knows yet
        Absent,    ///< there is none in the folder
        Stopped,   ///< there is one, and it does not run
        Starting,  ///< on the way up
        Running,   ///< its control plane runs
        Stopping   ///< on the way down
    };
    Q_ENUM(State)
    /// Makes what acts on a data directory; called backstage.
    using MakePrograms = std::function<std::shared_ptr<programs::Programs>(const programs::DataDir&)>;
    static MakePrograms realPrograms();

    LocalCluster(QString folder, MakePrograms make, std::shared_ptr<Backstage> backstage, QObject* parent = nullptr);
    ~LocalCluster() override;

    State state() const { return m_state; }
    QString folder() const { return m_folder; }
    QString url() const { return m_url; }
    bool agentRuns() const { return m_agentRuns; }
    bool hasNode() const { return m_hasNode; }
    StepList* steps() { return &m_steps; }
    QString said() const { return m_said; }
    QString problem() const { return m_failure ? QString::fromStdString(m_failure->text) : QString(); }
    QVariantList remedies() const;
    QString log() const { return m_log; }
    QString logFile() const;
    QString rootMeans() const;
    QString rootCommand() const;
    QString whenClosed() const;
    void setWhenClosed(const QString& choice);

    /// Looks whether it runs, now and every few seconds.
    void watch();
    /// Up, with this machine as a node or without; the port where it was before, else 6443.
    Q_INVOKABLE void start(bool node);
    /// Down; stopped() says that it is.
    Q_INVOKABLE void stop();
    /// Ends the way up where it is; what has been started stays, and `remedies` says what can be done with it.
    Q_INVOKABLE void cancel();
    /// Does what the failure suggests; `value` is the folder (an URL) where one was chosen.
    Q_INVOKABLE void apply(int remedy, const QVariant& value = {});
    /// Forgets the failure.
    Q_INVOKABLE void dismiss();
    Q_INVOKABLE void readLog();

signals:
    void changed();
    void logChanged();
    void whenClosedChanged();
    void folderChanged();
    /// It runs, and did not before.
    void came();
    /// It has been stopped by stop().
    void stopped();

private:
    struct Look {
        bool made = false, server = false, agent = false, node = false;
        std::string url;
        programs::RootMeans means = programs::RootMeans::ByHand;
        std::shared_ptr<programs::Programs> programs;
    };
    void look();
    void seen(const Look& look);
    void setState(State state);
    void begin(State state, const std::vector<programs::Step>& steps);
    void finish(const programs::Outcome& outcome);
    programs::Progress progress();
    void setFolder(const QString& folder);

    QString m_folder;
    MakePrograms m_make;
    std::shared_ptr<Backstage> m_backstage;
    std::shared_ptr<programs::Programs> m_programs;  ///< used by one task at a time; null until the first look
    State m_state = Looking;
    bool m_busy = false, m_again = false;  ///< a look, or a way up or down, is under way; look again after it
    bool m_agentRuns = false, m_hasNode = false, m_node = true;
    bool m_wentDown = false;  ///< which way it was that has ended
    std::optional<programs::ListenAddress> m_listen;
    QString m_url, m_said, m_log;
    programs::RootMeans m_means = programs::RootMeans::ByHand;
    std::optional<programs::Failure> m_failure;
    std::stop_source m_stop;
    StepList m_steps;
    QTimer m_look;
};

}  // namespace armillary::app
