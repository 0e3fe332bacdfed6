#pragma once

#include <cstdint>
#include <vector>

#include "app/offline/sample_workloads.h"
#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/client/client.h"

namespace armillary::app {

/// Changes something about the sample's healthy workloads every second or so, as the people of a busy cluster would: a
/// pod is deleted, a deployment scaled, its image changed; a pod begins to crash, and recovers. What it does depends on
/// the seed alone. From its construction to its destruction; `client` outlives it.
class Restlessness {
public:
    Restlessness(client::Client& client, std::vector<SampleWorkload> workloads, std::uint64_t seed);

private:
    void step();
    void deletePod();
    void scale(SampleWorkload& workload);
    void changeImage(SampleWorkload& workload);
    void makeCrash();
    void recover();
    ObjectRef somePod();
    SampleWorkload& someWorkload() { return m_workloads[m_identifiers.below(m_workloads.size())]; }

    client::Client& m_client;
    std::vector<SampleWorkload> m_workloads;
    async::Identifiers m_identifiers;
    ObjectRef m_crashing;    ///< null when none does
    async::Thread m_thread;  ///< last: it uses all of the above
};

}  // namespace armillary::app
