#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/request.h"
#include "engine/store/store.h"
#include "engine/watch/cache.h"

namespace armillary::server {

/// The named checks behind /healthz, /livez and /readyz, with upstream's names and words: see "Kubernetes API health
/// endpoints" (https://kubernetes.io/docs/reference/using-api/health-checks/). Made by who puts the server together,
/// since what a server has to do before it is ready is his to know. Thread-safe.
class Health {
public:
    /// Why it does not hold, for those alone who may ask for the single check; nothing when it holds.
    using Check = std::function<std::optional<std::string>()>;
    /// A server that is not ready is left alone for a while; one that is not live is started anew.
    enum class For { LifeAndReadiness, Readiness };

    /// With "ping" and "log", which hold when there is an answer at all (lines of the log are not kept back), and
    /// "shutdown".
    Health();
    Health(const Health&) = delete;
    Health& operator=(const Health&) = delete;

    /// What `check` refers to must be there as long as anybody asks.
    void add(std::string name, For what, Check check);
    /// Something has to be done after the start: "poststarthook/HOOK" fails until hasDone(HOOK).
    void expect(std::string_view hook);
    void hasDone(std::string_view hook);
    /// From now on the server is not ready.
    void shutDown();

    /// The answer to a GET of /healthz, /livez or /readyz, or of one of their checks below; 404 when there is none of
    /// that name.
    Result<Response> answer(const Request& request) const;

private:
    struct Row {
        std::string name;
        For what;
        Check check;
    };
    /// Those of an endpoint, in the order in which they are told. Outside the mutex a check may take its time.
    std::vector<Row> checksOf(std::string_view endpoint) const;

    mutable std::mutex m_mutex;
    std::vector<Row> m_rows;
    std::vector<std::string> m_undone;  ///< hooks
    bool m_shuttingDown = false;
};

/// "etcd", "etcd-readiness" and "informer-sync". That nothing can be written because there is no room left says
/// "etcd-readiness" alone: reads are served, and another start would make no room.
void addStorageChecks(Health& health, store::Store& store, const watch::Cache& cache);

}  // namespace armillary::server
