#pragma once

#include <QObject>
#include <QPointer>
#include <memory>
#include <string>
#include <vector>

#include "cluster.h"

namespace armillary::app {

/// Channels into a pod, on the window's thread: opened through the gate, and let go of without waiting. Of one channel,
/// the bulk, everything is kept until it is taken; while much of it waits, the other end is held back. Of the others,
/// which say little, the first kMostAside bytes are kept.
class ChannelStream : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype kMostWaiting = 1 << 20;  ///< bytes of the bulk; then the other end is held back
    static constexpr std::size_t kMostAside = 64 * 1024;
    static constexpr qsizetype kPiece = 32 * 1024;  ///< bytes that are well sent at once

    ChannelStream(int bulk, QObject* parent) : QObject(parent), m_bulk(bulk) {}
    ~ChannelStream() override { stop(); }

    /// opened() or refused() follows. What ran before is let go of. `target` and `protocols` as in
    /// client::Calls::open().
    void start(Cluster* cluster, const std::string& target, std::vector<std::string> protocols);
    /// Ends it without a word.
    void stop();
    bool isOpen() const { return m_open; }
    /// start() has been called, and it has not ended.
    bool isBusy() const { return m_inbox && !m_over; }

    /// Takes all of it, or nothing: then drained() says when to try again.
    bool send(int channel, std::string_view bytes);
    /// What has come of the bulk, `most` bytes of it.
    QByteArray take(qsizetype most);
    qsizetype waiting() const;
    /// What has come of another channel since start(); it can be asked for after the end, too.
    std::string aside(int channel) const;

signals:
    void opened();
    /// It could not be opened. Nothing follows.
    void refused(const armillary::Status& why);
    /// Something more has come, of the bulk or of another channel.
    void came();
    void drained();
    /// The other end has closed it, or it was lost, and all of the bulk has been taken. Nothing follows.
    void ended(const armillary::Status& how);

private:
    struct Inbox;
    void look();
    void letGo();

    const int m_bulk;
    QPointer<Cluster> m_cluster;
    std::shared_ptr<Inbox> m_inbox;  ///< of this start() alone
    bool m_open = false, m_over = false;
};

}  // namespace armillary::app
