#pragma once

#include <deque>
#include <map>
#include <string>

#include "engine/explain/client_evidence.h"
#include "engine/gitops/trial/stage.h"
#include "engine/gitops/trial/trial.h"

/// The cluster that a trial runs on. For the sources of this folder only.
namespace armillary::gitops {

/// How objects of each kind and version are asked for. One thread.
class Rows {
public:
    /// `client` outlives it.
    explicit Rows(client::Client& client) : m_kinds(client) {}
    /// Null when the cluster serves none of that kind.
    const client::Resource* of(const Object& object);
    /// A CustomResourceDefinition's kind, which is served as soon as the server has taken it in.
    void define(const Object& definition);

private:
    explain::Kinds m_kinds;
    std::deque<client::Resource> m_custom;
};

struct Stand {
    Stand(client::Client& askedClient, const TrialOptions& chosen, async::Clock& time)
        : client(askedClient), options(chosen), clock(time), rows(askedClient), evidence(askedClient, time) {}

    client::Client& client;
    const TrialOptions& options;
    async::Clock& clock;
    Rows rows;
    explain::ClientEvidence evidence;
    std::map<std::string, std::string> originals;  ///< the repository's names of the trial's namespaces
};

/// What the cluster has, as far as these objects need it. The error: it cannot be asked.
Result<Ground> groundFor(Stand& stand, const std::vector<RenderedApplication>& applications);

/// Why an object is not as it should be: what is likeliest, in the repository's names.
TrialProblem diagnose(Stand& stand, const StagedObject& object, const std::string& otherwise);
/// The trial's names in a text as the repository's.
std::string inOriginalNames(const Stand& stand, std::string text);

}  // namespace armillary::gitops
