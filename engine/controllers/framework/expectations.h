#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/async/clock.h"

namespace armillary::controllers {

/// What a controller has asked for and not yet seen in its informers. Until it has, its copy of the world is stale and
/// it must not decide on numbers. An expectation that is not met within five minutes is given up. Thread-safe.
/// Source: k8s.io/kubernetes/pkg/controller, ControllerExpectations.
class Expectations {
public:
    explicit Expectations(async::Clock& clock) : m_clock(clock) {}

    void expectCreations(const std::string& key, std::size_t count);
    /// `uids`: each is met once.
    void expectDeletions(const std::string& key, const std::vector<std::string>& uids);
    void creationObserved(const std::string& key);
    void deletionObserved(const std::string& key, const std::string& uid);
    bool satisfied(const std::string& key) const;
    void forget(const std::string& key);

private:
    struct Entry {
        std::size_t creations = 0;
        std::set<std::string> deletions;
        async::SteadyTime since;
    };
    async::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

}  // namespace armillary::controllers
