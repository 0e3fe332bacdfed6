#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <memory>

#include "cluster.h"

namespace armillary::app {

/// How a command in a container ended, in words.
struct ExecEnd {
    int code = -1;         ///< its exit code; -1 when it is not known, because it never ran or its connection was lost
    QString sentence;      ///< "The shell ended with 137: it was killed."
    bool missing = false;  ///< there is no such command in the container's image
};
/// From the final status that a server sends on channel 3, a v1 Status as JSON. `what` is what ran: "The shell".
ExecEnd readExecEnd(std::string_view json, const QString& what);

/// What to run, and where.
struct ExecRequest {
    std::string podPath;  ///< "/api/v1/namespaces/shop/pods/web-1"
    QString container;
    QStringList command;  ///< empty: attach to what the container runs already
    QString what;         ///< for sentences: "The shell"

    std::string target() const;
};

/// A command on a terminal in a container, its output and its end, on the window's thread. Output that nobody has time
/// for waits in the connection, so that the command waits, too. Source:
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ and KEP-4006.
class ExecStream : public QObject {
    Q_OBJECT

public:
    enum Channel { Input = 0, Output = 1, Final = 3, Size = 4 };
    static constexpr std::size_t kMostWaiting = 1u << 20;   ///< bytes of output; then the server is held back
    static constexpr std::size_t kMostAtOnce = 256 * 1024;  ///< bytes that one output() brings
    static constexpr qsizetype kMostUnsent = 4 << 20;       ///< bytes of input

    explicit ExecStream(QObject* parent);
    ~ExecStream() override;

    /// One of opened() or ended() follows. What ran before is let go of.
    void start(Cluster* cluster, const ExecRequest& request);
    /// Ends it without a word.
    void stop();
    bool isOpen() const { return m_open; }

    /// False when more input waits than is kept; then nothing was taken.
    bool send(const QByteArray& bytes);
    void resize(int columns, int rows);

signals:
    void opened();
    void output(const QByteArray& bytes);
    void ended(const armillary::app::ExecEnd& end);

private:
    struct Inbox;
    void take();
    void flush();
    void finish(ExecEnd end);

    QPointer<Cluster> m_cluster;
    std::shared_ptr<Inbox> m_inbox;  ///< of this start() alone
    QTimer m_batch;
    QString m_what;
    QByteArray m_unsent;
    bool m_open = false;
};

}  // namespace armillary::app
