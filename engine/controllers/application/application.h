#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>

#include "engine/controllers/application/live.h"
#include "engine/controllers/application/round.h"
#include "engine/controllers/application/sources.h"
#include "engine/controllers/application/syncer.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Keeps what Applications (argoproj.io/v1alpha1) name in step with their repositories (ADR 37). It waits for git and
/// for renderers, so it belongs on threads of its own. Where a real Argo CD runs it does nothing. Source:
/// https://argo-cd.readthedocs.io/en/stable/user-guide/.
class ApplicationController final : public QueuedController {
public:
    /// `cache` is a folder for clones and renderings; `stop` ends the programs that run.
    ApplicationController(const Context& context, std::filesystem::path cache, std::stop_token stop);
    std::string_view name() const override { return "application-controller"; }
    /// An application's key, or one for a look at local references.
    Result<Outcome> reconcile(const std::string& key) override;

private:
    using Document = boost::json::object;
    void definitionChanged(const ObjectRef& previous, const ObjectRef& current);
    applications::Row applicationRow() const;
    applications::Memory& memoryOf(const std::string& key);
    void forget(const std::string& key);

    Outcome lookAtReferences();
    void watchReferences(const std::string& key, const gitops::Application& application);

    Result<void> consider(applications::Round& round);
    bool isArgoCdHere() const;
    /// What is wrong with what it asks for, as conditions.
    void validate(applications::Round& round, const std::optional<Document>& project);
    /// The applications above it, by their tracking annotations; a sentence when that leads in a circle or too far.
    std::string circleOf(const Object& application);
    std::optional<Document> projectOf(applications::Round& round);

    /// What is wanted at these commits; kept while neither they nor the sources change.
    gitops::Expected<applications::Wanted*> wantedAt(applications::Round& round,
                                                     const std::vector<std::string>& commits);
    void followKinds(applications::Round& round, const applications::Wanted& wanted);
    bool fetchIsDue(applications::Round& round);
    /// Begins what a person asked for, or what is automated.
    void beginOperation(applications::Round& round, const gitops::Comparison& comparison);
    void beginAutomated(applications::Round& round, const gitops::Comparison& comparison);
    Result<void> carryOn(applications::Round& round, const std::optional<Document>& project);
    /// Deletes what an application has that is being deleted, then lets it go.
    Result<void> cascade(applications::Round& round);

    Result<void> save(applications::Round& round);

    struct Watched {
        std::string commit;
        std::set<std::string> keys;
    };
    client::Informer &m_definitions, &m_statefulSets, &m_deployments;
    applications::Live m_live;
    applications::Sources m_sources;
    const std::unique_ptr<client::EventRecorder> m_events;
    mutable std::mutex m_mutex;
    applications::Row m_row;  ///< of Applications; null while they are not served
    client::Informer* m_applications = nullptr;
    std::map<std::string, applications::Memory> m_memories;  ///< by key; a key's is its reconcile's alone
    std::map<applications::Sources::LocalReference, Watched> m_references;
    std::set<std::string> m_left;  ///< applications of which was said that they are left to Argo CD
};

}  // namespace armillary::controllers
