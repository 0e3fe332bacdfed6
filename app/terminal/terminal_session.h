#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QtQmlIntegration>

#include "exec_stream.h"
#include "object_watch.h"
#include "screen/terminal_screen.h"

namespace armillary::app {

/// A shell in a container of a pod, on a terminal.
class TerminalSession : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY asked)
    /// "namespace/name" of the pod. Changing anything that is asked for begins anew.
    Q_PROPERTY(QString key READ key WRITE setKey NOTIFY asked)
    /// Which container's; "" for the pod's default one, and then the one that this is.
    Q_PROPERTY(QString container READ container WRITE setContainer NOTIFY asked)
    /// "bash", "sh"; "" for the first of these that the image has.
    Q_PROPERTY(QString shell READ shell WRITE setShell NOTIFY asked)
    /// Those that run.
    Q_PROPERTY(QStringList containers READ containers NOTIFY podChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    /// What the state is about, as a sentence; "" while all is well.
    Q_PROPERTY(QString message READ message NOTIFY stateChanged)
    /// The image has no such shell: a debug container has one.
    Q_PROPERTY(bool shellMissing READ isShellMissing NOTIFY stateChanged)
    /// As the program in it calls it; "" when it does not.
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)

public:
    static constexpr std::size_t kMostPaste = 512 * 1024;  ///< bytes
    enum State { Waiting, Connecting, Open, Ended };
    Q_ENUM(State)

    explicit TerminalSession(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString key() const { return m_key; }
    void setKey(const QString& key);
    QString container() const { return m_container; }
    void setContainer(const QString& container);
    QString shell() const { return m_shell; }
    void setShell(const QString& shell);
    QStringList containers() const { return m_containers; }
    State state() const { return m_state; }
    QString message() const { return m_message; }
    bool isShellMissing() const { return m_shellMissing; }
    QString title() const { return QString::fromStdString(m_screen.title()); }

    TerminalScreen& screen() { return m_screen; }
    const TerminalScreen& screen() const { return m_screen; }
    /// Sends what the screen has to say, and tells who draws it. To be called after anything that was done to it.
    void flush();
    /// The window's size in characters; several in a row become one.
    void resize(int rows, int columns);

    /// Begins anew, with an empty screen.
    Q_INVOKABLE void restart();
    /// Text that is put in as if typed at once. False when it is too long.
    bool paste(const QString& text);
    /// Adds a container of this image to the pod, next to the one that was asked for, and goes on in it. It stays until
    /// the pod goes.
    Q_INVOKABLE void addDebugContainer(const QString& image);

signals:
    void asked();
    void podChanged();
    void stateChanged();
    void titleChanged();
    /// The screen looks different, or more has scrolled off it.
    void screenChanged();
    void belled();
    void clipboardWanted(const QString& text);

private:
    void begin();
    void takePod(const ObjectRef& object);
    void connectShell();
    void end(const QString& why);
    void setState(State state, const QString& message = {});

    QPointer<Cluster> m_cluster;
    QString m_key, m_container, m_shell, m_message, m_target;
    QStringList m_containers, m_attached;  ///< m_attached: whose own command is what one talks to
    State m_state = Waiting;
    bool m_shellMissing = false, m_sized = false;
    TerminalScreen m_screen{24, 80};
    std::string m_lastTitle;
    ObjectWatch m_watch{this};
    ExecStream m_stream{this};
    QTimer m_begin, m_resize;
    int m_wantedRows = 24, m_wantedColumns = 80;
};

}  // namespace armillary::app
