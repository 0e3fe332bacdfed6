#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/async/pool.h"
#include "engine/client/client.h"
#include "engine/client/events.h"
#include "engine/client/informer.h"
#include "engine/client/work_queue.h"
#include "engine/pki/ca.h"
#include "engine/schema/status.h"

namespace armillary::controllers {

/// What reconcile() says: done (default), or look again after a while. An error Status means: again, with back-off.
struct Outcome {
    std::optional<std::chrono::milliseconds> requeueAfter;
};

/// One controller: it takes a key, reads state from informers, computes a plan (a pure function), applies it through
/// the client. Level-driven and idempotent; reconcile() runs on a shared pool, never twice at once for one key.
class Controller {
public:
    virtual ~Controller() = default;
    virtual std::string_view name() const = 0;
    virtual Result<Outcome> reconcile(const std::string& key) = 0;
};

/// What a controller is made from.
struct Context {
    client::Client& client;
    client::Informers& informers;
    async::Clock& clock;
    async::Identifiers& identifiers;
    client::EventRecorder& events;  ///< a controller takes its own from it with withComponent()
    async::Pool& helpers;           ///< threads that all controllers share, for writes side by side (see batch.h)
};

/// A controller with its queue, as the worker pool serves it. The constructor asks the informers for what it follows
/// and sets handlers that add keys to the queue.
class QueuedController : public Controller {
public:
    client::WorkQueue& queue() { return m_queue; }
    /// Called once, when all informers are synced and before the first reconcile().
    virtual void start() {}

protected:
    explicit QueuedController(const Context& context) : m_context(context), m_queue(context.clock) {}

    const Context m_context;
    client::WorkQueue m_queue;
};

}  // namespace armillary::controllers
