#pragma once

#include <QObject>
#include <QTimer>
#include <set>
#include <string>
#include <vector>

#include "cluster.h"

namespace armillary::app {

/// What an object owns, and what that owns in turn: live, from the feeds that the window shares. Workloads only; other
/// things have no events or pods of their own.
class Family : public QObject {
    Q_OBJECT

public:
    explicit Family(QObject* parent);

    void setCluster(Cluster* cluster);
    /// Null: nobody's.
    void setSubject(const ObjectRef& subject);

    /// Those below, owners before what they own. Bounded by kMostMembers.
    const std::vector<ObjectRef>& members() const { return m_members; }
    std::vector<ObjectRef> pods() const;
    /// The subject, those below, and those that were and have gone while it was the subject.
    bool hasUid(const std::string& uid) const { return m_uids.contains(uid); }
    /// Whether objects of this kind own what this knows of.
    static bool canHave(const Object& subject);

    static constexpr std::size_t kMostMembers = 5000;

signals:
    void changed();
    /// There are some whose uid was not known before.
    void grown();

private:
    void watch(const Changes& changes);
    void gather();

    QPointer<Cluster> m_cluster;
    ObjectRef m_subject;
    std::vector<Feed*> m_feeds;  ///< of what owns before what is owned
    std::vector<ObjectRef> m_members;
    std::set<std::string> m_uids, m_keys;
    QTimer m_soon;
};

}  // namespace armillary::app
