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
    Feed(client::Informer& informer, QObject* parent);
    ~Feed() override;

    const resources::Resource& resource() const { return m_informer.resource(); }
    /// False until the first list has arrived whole.
    bool isSynced() const { return m_synced; }
    /// Everything that is known now.
    std::vector<ObjectRef> objects() const { return m_informer.list(); }
    ObjectRef get(const std::string& key) const { return m_informer.getByKey(key); }

signals:
    void changed(const armillary::app::Changes& changes);
    void synced();

private:
    struct Inbox;
    void flush();

    client::Informer& m_informer;
    std::shared_ptr<Inbox> m_inbox;  ///< outlives the feed in the informer's handler
    QTimer m_frame;
    QTimer m_syncCheck;
    bool m_synced = false;
};

}  // namespace armillary::app
