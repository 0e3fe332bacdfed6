#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

#include "cluster.h"
#include "cluster_side.h"
#include "engine/editor/project.h"

namespace armillary::app {

/// What a live cluster says of what is edited: follows what the checks need of it, and asks the server for a dry run of
/// what they find nothing wrong with. Nothing is said while no cluster answers.
class ClusterChecks : public QObject {
    Q_OBJECT

public:
    explicit ClusterChecks(QObject* parent = nullptr);

    void setCluster(Cluster* cluster);
    /// What is edited now; nothing of it is kept.
    void follow(const editor::Project& project);
    /// As of now; null while it is not known.
    std::shared_ptr<const ClusterSide> side() const { return m_side; }

    /// Has the server try, one after the other, those of `changes` that it has not tried as they are written now, and
    /// those of kinds that are not followed whose files have been changed; but none with an error. `project` is read
    /// during the call alone.
    void tryOut(const editor::Project& project, const std::vector<relations::ObjectId>& changes);
    /// What the cluster decides by has changed: what it has refused is tried again.
    void tryRefusedAgain();
    /// What the server has refused of what is still written like that.
    std::vector<manifest::Finding> refusals(const editor::Project& project) const;

    /// Objects that wait for a dry run are this many at most; the others have their turn after the next change.
    static constexpr std::size_t kMostWaiting = 100;

signals:
    /// The cluster's side is another one.
    void changed();
    /// The server has answered: refusals() may be others.
    void answered();

private:
    /// A field that is refused, and why.
    struct Refused {
        std::string path, message;
    };
    struct Tried {
        std::string json;
        std::vector<Refused> refused;
        bool stale = false;  ///< it may be taken by now
    };
    struct Candidate {
        relations::ObjectId object;
        std::string apiVersion, json;
    };
    bool isUsable() const;
    void look();
    void followKind(const relations::Kind& kind, const std::string& apiVersion);
    void next();
    void ask(const Candidate& candidate);
    void take(const Candidate& candidate, const Result<client::Answer>& answer);
    static std::vector<Refused> refusedBy(const Status& status, const relations::Kind& kind);

    QPointer<Cluster> m_cluster;
    std::map<relations::Kind, Feed*> m_feeds;  ///< null: not served, or nothing to follow
    std::shared_ptr<const ClusterSide> m_side;
    std::map<relations::ObjectId, Tried> m_tried;  ///< of what is edited
    std::vector<Candidate> m_waiting;              ///< the next one last
    bool m_inFlight = false;
    int m_generation = 0;  ///< of the cluster: what was asked of another one is not heard any more
    QTimer m_soon;
};

}  // namespace armillary::app
