#include "engine/server/event_feed.h"

namespace armillary::server {

using watch::EventType;

Result<void> EventFeed::start(watch::Cache& cache, const Resource& resource, Revision after) {
    auto registration = cache.watch(resource.cacheKey(), after, *this);
    if (!registration) return refuse(registration.error());
    m_registration = std::move(*registration);
    return {};
}

bool EventFeed::deliver(const watch::EventRef& event) {
    const auto as = meaning(*event);
    return !as || m_sink.event(*as, event);
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
