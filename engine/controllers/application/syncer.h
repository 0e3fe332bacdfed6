#pragma once

#include <functional>

#include "engine/async/pool.h"
#include "engine/controllers/application/live.h"
#include "engine/controllers/application/round.h"

namespace armillary::controllers::applications {

/// Carries an operation on: what it has done is in the application's status, so that whoever comes after a fall goes on
/// where this one was.
class Syncer {
public:
    struct Tools {
        client::Client& client;
        const Live& live;
        async::Clock& clock;
        async::Pool& helpers;
        std::function<Result<void>()> save;  ///< writes the round's status
        const boost::json::object* project;  ///< null: none restricts
    };
    Syncer(Round& round, const Wanted& wanted, Tools tools);

    /// Until it has to wait or is over.
    Result<void> advance();

    /// Begins one: writes its state into the status. `operation` is as an Application has it.
    static void begin(Round& round, boost::json::object operation, const std::vector<std::string>& revisions);
    static bool isRunning(const Round& round);
    /// It has failed, and waits for its next try.
    static bool isBetweenTries(const Round& round);
    /// Ends it without doing anything more; no other try.
    static void abandon(Round& round, std::string_view phase, const std::string& message);

private:
    using TaskAt = std::vector<std::size_t>;
    /// False while the time of the next try has not come.
    bool isDue();
    Result<void> prepareNamespace();
    void check();
    std::string tryOut(const gitops::Task& task) const;
    /// What has become of what runs.
    void follow();
    /// False when what was there before has to go first.
    Result<bool> run(const TaskAt& batch);
    bool removeOldHooks(const TaskAt& batch);
    gitops::TaskResult applyOne(const gitops::Task& task) const;
    gitops::TaskResult pruneOne(const gitops::Task& task) const;
    Result<ObjectRef> send(const gitops::Task& task, const resources::Resource& row) const;
    std::string textOf(const gitops::Task& task) const;
    void finish(bool good, const std::string& message);
    void removeHooks(bool good);
    void remove(const gitops::Task& task, const Object& object) const;

    void plan();
    void store();
    bool hasLater(const TaskAt& batch) const;
    boost::json::object& state() const;
    Row rowOf(const gitops::Task& task) const;

    Round& m_round;
    const Wanted& m_wanted;
    const Tools m_tools;
    gitops::Operation m_operation;
    gitops::SyncOptions m_options;
    std::vector<gitops::Task> m_tasks;
    gitops::TaskResults m_results;
};

}  // namespace armillary::controllers::applications
