#include "engine/store/hub.h"

namespace armillary::store {

class Hub::Membership final : public Subscription {
public:
    Membership(std::shared_ptr<Hub> hub, std::list<Subscriber>::iterator place)
        : m_hub(std::move(hub)), m_place(place) {}
    ~Membership() override {
        const std::lock_guard lock(m_hub->m_mutex);
        m_hub->m_subscribers.erase(m_place);
    }

private:
    std::shared_ptr<Hub> m_hub;
    std::list<Subscriber>::iterator m_place;
};

void deliverMatching(const std::vector<Event>& events, std::string_view prefix, Revision after,
                     const EventCallback& callback) {
    const auto matches = [&](const Event& event) {
        return event.entry.modified > after && event.entry.key.starts_with(prefix);
    };
    std::size_t matching = 0;
    for (const Event& event : events) matching += matches(event);
    if (matching == 0) return;
    if (matching == events.size()) return callback(events);
    std::vector<Event> some;
    some.reserve(matching);
    for (const Event& event : events) {
        if (matches(event)) some.push_back(event);
    }
    callback(some);
}

void Hub::publish(const std::vector<Event>& events) {
    const std::lock_guard lock(m_mutex);
    for (const Subscriber& subscriber : m_subscribers)
        deliverMatching(events, subscriber.prefix, subscriber.served, subscriber.callback);
    m_published = events.back().entry.modified;
}

Result<std::unique_ptr<Subscription>> Hub::join(std::string prefix, EventCallback callback,
                                                const std::function<Result<Revision>(Revision published)>& catchUp) {
    const std::lock_guard lock(m_mutex);
    const auto served = catchUp(m_published);
    if (!served) return std::unexpected(served.error());
    m_subscribers.push_back({std::move(prefix), std::move(callback), *served});
    return std::make_unique<Membership>(shared_from_this(), std::prev(m_subscribers.end()));
}

}  // namespace armillary::store
