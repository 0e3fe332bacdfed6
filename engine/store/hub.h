#pragma once

#include <list>
#include <mutex>

#include "engine/store/store.h"

namespace armillary::store {

/// The subscribers of a store. One mutex orders joining, leaving and publishing, so that history and live events meet
/// without gap or repetition. Subscriptions may outlive the hub's owner.
class Hub : public std::enable_shared_from_this<Hub> {
public:
    explicit Hub(Revision published) : m_published(published) {}

    /// Hands `events` (in revision order, not empty) to every subscriber whose prefix matches.
    void publish(const std::vector<Event>& events);

    /// Joins `callback`. `catchUp` runs first, while publishing is held back: it delivers what the subscriber still
    /// lacks up to the last published revision and returns how far he has been served. That may be further than what
    /// has been published, for a write can be read before its turn to be published has come; what a subscriber has had
    /// is not handed to him again. When catchUp fails nobody joins.
    Result<std::unique_ptr<Subscription>> join(std::string prefix, EventCallback callback,
                                               const std::function<Result<Revision>(Revision published)>& catchUp);

private:
    struct Subscriber {
        std::string prefix;
        EventCallback callback;
        Revision served;  ///< up to which he has had everything
    };
    class Membership;

    std::mutex m_mutex;
    std::list<Subscriber> m_subscribers;
    Revision m_published;
};

/// Calls back with those of `events` that come after revision `after` and whose key begins with `prefix`, if any.
void deliverMatching(const std::vector<Event>& events, std::string_view prefix, Revision after,
                     const EventCallback& callback);

}  // namespace armillary::store
