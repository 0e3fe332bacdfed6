#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "engine/client/informer.h"

namespace armillary::app {

/// One object that has changed; a null object is gone.
struct Change {
    std::string key;
    ObjectRef object;
};
using Changes = std::vector<Change>;

/// One resource, live, on the window's thread. Whatever the engine's threads report between two frames arrives as one
/// batch, the last version of each object only.
class Feed : public QObject {
    Q_OBJECT

public:
    explicit Feed(const resources::Resource& resource);
    ~Feed() override;

    /// What it is fed by; `narrowedTo` is the one namespace that it reads, "" for all. Once, before the informer
    /// starts.
    void attach(client::Informer& informer, const QString& narrowedTo = {});
    /// It will never be fed: the user may not list these.
    void refuse(const QString& problem);

    const resources::Resource& resource() const { return m_resource; }
    /// False until the first list has arrived whole, or it is known that none will.
    bool isSynced() const { return m_synced; }
    /// Why there is nothing; "" when there may be something.
    QString problem() const { return m_problem; }
    QString narrowedTo() const { return m_narrowedTo; }
    /// Everything that is known now.
    std::vector<ObjectRef> objects() const { return m_informer ? m_informer->list() : std::vector<ObjectRef>(); }
    ObjectRef get(const std::string& key) const { return m_informer ? m_informer->getByKey(key) : nullptr; }

signals:
    void changed(const armillary::app::Changes& changes);
    void synced();

private:
    struct Inbox;
    void flush();

    const resources::Resource& m_resource;
    client::Informer* m_informer = nullptr;
    QString m_problem, m_narrowedTo;
    std::shared_ptr<Inbox> m_inbox;  ///< outlives the feed in the informer's handler
    QTimer m_frame;
    QTimer m_syncCheck;
    bool m_synced = false;
};

}  // namespace armillary::app
