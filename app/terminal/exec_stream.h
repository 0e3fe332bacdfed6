#pragma once

#include <QObject>
#include <QTimer>

#include "channel_stream.h"
#include "exec_request.h"

namespace armillary::app {

/// A command on a terminal in a container, its output and its end, on the window's thread. Output that nobody has time
/// for waits in the connection, so that the command waits, too.
class ExecStream : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype kMostAtOnce = 256 * 1024;  ///< bytes that one output() brings
    static constexpr qsizetype kMostUnsent = 4 << 20;     ///< bytes of input

    explicit ExecStream(QObject* parent);

    /// One of opened() or ended() follows. What ran before is let go of.
    void start(Cluster* cluster, const ExecRequest& request);
    /// Ends it without a word.
    void stop();
    bool isOpen() const { return m_channels.isOpen(); }

    /// False when more input waits than is kept; then nothing was taken.
    bool send(const QByteArray& bytes);
    void resize(int columns, int rows);

signals:
    void opened();
    void output(const QByteArray& bytes);
    void ended(const armillary::app::ExecEnd& end);

private:
    void take();
    void flush();
    void finish(const Status& status);

    ChannelStream m_channels{ExecRequest::Output, this};
    QTimer m_batch;
    QString m_what;
    QByteArray m_unsent;
};

}  // namespace armillary::app
