#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/activity.h"
#include "engine/async/clock.h"
#include "engine/client/client.h"

namespace armillary::client {

/// Runs on one of the informers' threads, one call at a time; must return soon. An exception is reported, and costs
/// this handler that change alone. `previous` is null for a new object; `current`
/// is null for one that is gone.
using ChangeHandler = std::function<void(const ObjectRef& previous, const ObjectRef& current)>;

/// A function that files an object under index values, e.g. a pod under its node's name.
using IndexFunction = std::function<std::vector<std::string>(const Object&)>;

/// A local, live copy of one resource: list, then watch, resumed and re-listed as needed with back-off. Reads never
/// block on the network. Thread-safe.
class Informer {
public:
    virtual ~Informer() = default;
    virtual const Resource& resource() const = 0;
    /// Handlers and indexes are added before start().
    virtual void addHandler(ChangeHandler handler) = 0;
    virtual void addIndex(std::string name, IndexFunction function) = 0;
    /// True once the first list has been delivered to all handlers.
    virtual bool synced() const = 0;

    virtual ObjectRef get(std::string_view namespace_, std::string_view name) const = 0;
    ObjectRef getByKey(std::string_view key) const;
    /// Everything, or one namespace's, in key order.
    virtual std::vector<ObjectRef> list(std::string_view namespace_ = {}) const = 0;
    virtual std::vector<ObjectRef> byIndex(const std::string& index, const std::string& value) const = 0;
};

struct InformerOptions {
    std::string namespace_, labelSelector, fieldSelector;
};

/// One informer per resource, shared by all that ask. Ask for all of them, then start().
class Informers {
public:
    virtual ~Informers() = default;
    /// `client` outlives it. Pauses after failures are timed by `clock`.
    static std::unique_ptr<Informers> create(Client& client, async::Clock& clock = async::realClock());

    /// The shared one of the resource, made on the first call.
    virtual Informer& of(const Resource& resource) = 0;
    /// One with a selector of its own (an agent's pods); not shared.
    virtual Informer& filtered(const Resource& resource, InformerOptions options) = 0;
    /// One of a resource that comes and goes while the program runs. It keeps the row, is started by start(), and
    /// nobody waits for it in waitForSync().
    virtual Informer& follow(std::shared_ptr<const Resource> resource, ChangeHandler handler) = 0;
    /// Ends an informer of follow(); its handler may run for a moment yet, and hears nothing of the objects it knew.
    virtual void forget(Informer& informer) = 0;
    /// Starts those not yet started.
    virtual void start() = 0;
    /// Waits until all are synced, or `timeout` has passed (false).
    virtual bool waitForSync(std::chrono::milliseconds timeout) = 0;
    /// Ends all watches and threads. No handler runs afterwards.
    virtual void stop() = 0;
    /// Of those that have been started: idle when none lists and no event waits for its handlers.
    virtual async::Activity activity() const = 0;
};

template <schema::ApiStruct T>
Informer& informer(Informers& informers) {
    return informers.of(resources::resourceOf<T>());
}

}  // namespace armillary::client
