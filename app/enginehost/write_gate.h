#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQmlIntegration>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "backstage.h"
#include "engine/client/http/calls.h"

namespace armillary::app {

/// One change to a cluster, as a person understands it and as the server does.
struct Write {
    QString title;                    ///< what it does: "Scale deployment shop/web to 5"
    QString subject;                  ///< what it is done to: "Deployment shop/web"
    std::vector<client::Call> calls;  ///< done in order; the first that fails ends it
    QString undoTitle;                ///< "Scale deployment shop/web back to 3"
    std::vector<client::Call> undo;   ///< what takes it back; empty when nothing can
    /// Instead of `undo`, when that depends on what the server has made of it.
    std::function<std::vector<client::Call>(const client::Answer& last)> undoOf;
    /// How long to ask again when the server knows no such resource: what defines it may have been written just before.
    std::chrono::milliseconds patience{};
    bool quiet = false;  ///< who submits it tells how it went: one step of something longer
};

class GatedChannels;

/// The one way from the window to a change: every page's writes go through submit(), and what it opens into pods
/// through open(). It knows whether the context is production and locked, names the field manager, keeps what undoes
/// each change, and tells how it went. Nothing else in the window can write: Reader has no such call.
class WriteGate : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("a cluster's")
    /// The context is production: it is read-only until somebody unlocks it by its name.
    Q_PROPERTY(bool production READ isProduction WRITE setProduction NOTIFY lockChanged)
    Q_PROPERTY(bool locked READ isLocked NOTIFY lockChanged)
    Q_PROPERTY(QDateTime unlockedUntil READ unlockedUntil NOTIFY lockChanged)
    /// What has to be typed to unlock.
    Q_PROPERTY(QString context READ context NOTIFY lockChanged)
    /// The last change that can be taken back; "" when there is none.
    Q_PROPERTY(QString undoTitle READ undoTitle NOTIFY undoChanged)
    Q_PROPERTY(int pending READ pending NOTIFY pendingChanged)

public:
    using Done = std::function<void(const Result<client::Answer>& last)>;

    WriteGate(std::shared_ptr<Backstage> backstage, QObject* parent);

    /// What writes go to; null while there is no connection.
    void setCalls(std::shared_ptr<client::Calls> calls, const QString& context);

    bool isProduction() const { return m_production; }
    void setProduction(bool production);
    bool isLocked() const { return m_production && !m_unlockedUntil.isValid(); }
    QDateTime unlockedUntil() const { return m_unlockedUntil; }
    QString context() const { return m_context; }

    /// False, and nothing changes, unless `name` is the context's very name. It locks again by itself after a while.
    Q_INVOKABLE bool unlock(const QString& name);
    Q_INVOKABLE void lock();

    /// Does it, and reports to `done` unless `receiver` has gone. A locked context is answered with 403 at once and
    /// nothing is sent; so is a gate without a connection, with 503.
    void submit(Write write, QObject* receiver = nullptr, Done done = {});
    /// How one of several went, as soon as that is known.
    using Each = std::function<void(std::size_t index, const Result<client::Answer>& outcome)>;
    /// Does them all in their order, whatever becomes of each, as one change under one title: told once, and what was
    /// done of it is taken back by one undo(), the last first. Each is reported to `each` unless `receiver` has gone.
    /// What comes after a lock, a change of the cluster or a `stop` is not sent, nor is what is more than
    /// kMostTogether; that is told.
    void submitAll(const QString& title, std::vector<Write> writes, QObject* receiver = nullptr, Each each = {},
                   std::stop_token stop = {});
    static constexpr std::size_t kMostTogether = 500;
    /// What submit() would do, without doing it: each call with dryRun=All. The answers, or the first refusal.
    void tryOut(const Write& write, QObject* receiver, Done done);

    using Opened = std::function<void(Result<std::unique_ptr<client::Channels>> channels)>;
    /// Opens a WebSocket into a pod (exec, attach, port-forward): whoever has one can do anything there. Asked for and
    /// refused as in submit(), and answered on the window's thread; handlers run as client::Calls::open() says. When
    /// the context is locked again or the connection is given up, what is open ends with a sentence that says so. Let
    /// go of it with Cluster::release(), which does not wait.
    void open(const std::string& target, std::vector<std::string> protocols, client::ChannelHandlers handlers,
              QObject* receiver, Opened opened);

    QString undoTitle() const { return m_undo.empty() ? QString() : m_undo.back().title; }
    Q_INVOKABLE void undo();
    int pending() const { return m_pending; }

signals:
    void lockChanged();
    void undoChanged();
    void pendingChanged();
    /// Each one that was submitted ends with one of these.
    void succeeded(const QString& title, bool canUndo);
    void failed(const QString& title, const QString& subject, const QString& problem);

private:
    /// What takes one change back, which may have been made of many.
    struct Undo {
        QString title;
        std::vector<Write> parts;
    };
    struct Batch;
    std::optional<Status> refusal() const;
    void next(const std::shared_ptr<Batch>& batch);
    void finish(Write write, const Result<client::Answer>& outcome);
    void finishAll(Batch& batch);
    void keep(Undo undo);
    void sever(const Status& why);

    std::shared_ptr<Backstage> m_backstage;
    std::shared_ptr<client::Calls> m_calls;
    QString m_context;
    bool m_production = false;
    QDateTime m_unlockedUntil;  ///< invalid: locked, if it is production
    QTimer m_relock;
    std::vector<Undo> m_undo;  ///< the newest last; bounded
    int m_pending = 0;
    std::vector<std::weak_ptr<GatedChannels>> m_open;
};

}  // namespace armillary::app
