#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "engine/async/lane.h"
#include "engine/server/core.h"
#include "engine/server/custom/retirement.h"
#include "engine/server/selection.h"
#include "engine/server/storage.h"

namespace armillary::server {

/// Where a feed's events go. Called one at a time; must not block.
class EventSink {
public:
    virtual ~EventSink() = default;
    /// `as` says what the change means to somebody who sees only the selected objects. False drops the feed.
    virtual bool event(watch::EventType as, const watch::EventRef& event) = 0;
    virtual void progress(Revision revision) = 0;
    /// The resource has changed or gone: there are no more events, and who wants more watches anew.
    virtual void retired() = 0;
};

/// Follows one resource in the cache and applies a selection to its events.
class EventFeed final : public watch::Watcher {
public:
    /// `sink` must outlive the feed.
    EventFeed(Selection selection, EventSink& sink) : m_selection(std::move(selection)), m_sink(sink) {}

    /// Begins after `after`; 410 when that is too old. Conversions that take long are waited for on `threads`, in the
    /// order of events.
    Result<void> start(watch::Cache& cache, async::Pool& threads, const Resource& resource, Revision after);

    bool deliver(const watch::EventRef& event) override;
    void progress(Revision revision) override;

private:
    bool handle(const watch::EventRef& event);
    /// The event with its objects in the resource's version.
    Result<watch::EventRef> shownEvent(const watch::EventRef& event) const;
    /// What the event means to whoever watches the selection; nothing when it is no concern of his.
    std::optional<watch::EventType> meaning(const watch::Event& event) const;

    Selection m_selection;
    EventSink& m_sink;
    const Resource* m_resource = nullptr;
    /// Events and progress, away from the store's writer thread, which must not wait. For resources whose conversion
    /// takes long.
    using Relay = async::Lane<std::variant<watch::EventRef, Revision>>;
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<watch::Registration> m_registration;
    std::unique_ptr<custom::Retirement::Subscription> m_retirement;
};

}  // namespace armillary::server
