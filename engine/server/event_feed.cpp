#include "engine/server/event_feed.h"

#include "engine/server/custom/custom_resources.h"
#include "engine/server/custom/serving.h"

namespace armillary::server {

using watch::EventType;

namespace {

/// Events that wait for their conversion at most; who is further behind is dropped.
constexpr std::size_t kMaxRelayed = 1000;

}  // namespace

Result<void> EventFeed::start(watch::Cache& cache, async::Pool& threads, const Resource& resource, Revision after) {
    m_resource = &resource;
    if (custom::asksOthers(resource))
        m_relay = std::make_unique<Relay>(threads, "watch of " + resource.qualified(), kMaxRelayed, [this](auto item) {
            if (const auto* event = std::get_if<watch::EventRef>(&item)) return handle(*event);
            m_sink.progress(std::get<Revision>(item));
            return true;
        });
    if (const auto* definition = custom::servedDefinition(resource))
        m_retirement = definition->retirement()->subscribe([this] { m_sink.retired(); });
    auto registration = cache.watch(resource.cacheKey(), after, *this);
    if (!registration) return refuse(registration.error());
    m_registration = std::move(*registration);
    return {};
}

bool EventFeed::deliver(const watch::EventRef& event) {
    return m_relay ? m_relay->push(event) : handle(event);
}

void EventFeed::progress(Revision revision) {
    if (m_relay)
        m_relay->push(revision);
    else
        m_sink.progress(revision);
}

bool EventFeed::handle(const watch::EventRef& event) {
    const auto seen = shownEvent(event);
    if (!seen) {
        // As if the watch had ended: who watches lists again, and is told then what is wrong.
        m_sink.retired();
        return false;
    }
    const auto as = meaning(**seen);
    return !as || m_sink.event(*as, *seen);
}

Result<watch::EventRef> EventFeed::shownEvent(const watch::EventRef& event) const {
    auto object = custom::shown(*m_resource, event->object());
    if (!object) return refuse(object.error());
    if (*object == event->object()) return event;
    auto previous = custom::shown(*m_resource, event->previous());
    if (!previous) return refuse(previous.error());
    return std::make_shared<const watch::Event>(event->type(), *object, *previous, event->revision());
}

std::optional<EventType> EventFeed::meaning(const watch::Event& event) const {
    const bool matches = m_selection.matches(*event.object());
    const bool matched =
        event.previous() ? m_selection.matches(*event.previous()) : event.type() != EventType::Added && matches;
    switch (event.type()) {
        case EventType::Added:
            return matches ? std::optional(EventType::Added) : std::nullopt;
        case EventType::Deleted:
            return matched ? std::optional(EventType::Deleted) : std::nullopt;
        case EventType::Modified:
            break;
    }
    if (matches) return matched ? EventType::Modified : EventType::Added;
    return matched ? std::optional(EventType::Deleted) : std::nullopt;
}

}  // namespace armillary::server
