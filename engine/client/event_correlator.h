#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"

namespace armillary::client {

/// Decides what becomes of an event: a new object, a higher count on an earlier one, or nothing. Bounded; the oldest
/// memories go first. One thread.
class EventCorrelator {
public:
    struct Decision {
        corev1::Event event;  ///< as it shall be stored
        bool update = false;  ///< count and times of an event that was created before
    };

    explicit EventCorrelator(std::size_t capacity = 4096) : m_capacity(capacity) {}

    /// Empty: the object is being reported on too often.
    std::optional<Decision> correlate(corev1::Event event, async::SteadyTime now);
    /// The name and count under which the server has the event, after a create.
    void remember(const corev1::Event& event);

private:
    struct Bucket {
        double tokens;
        async::SteadyTime filled;
    };
    struct Similar {
        std::set<std::string> messages;
        async::SteadyTime last;
    };
    struct Seen {
        std::string name;
        std::int32_t count;
        schema::Time first;
    };
    /// A map that forgets the least recently used.
    template <class T>
    struct Memory {
        std::map<std::string, std::pair<T, std::list<std::string>::iterator>> entries;
        std::list<std::string> order;
        T* find(const std::string& key);
        T& put(const std::string& key, T value, std::size_t capacity);
    };

    bool withinRate(const std::string& object, async::SteadyTime now);
    void combineSimilar(corev1::Event& event, async::SteadyTime now);

    std::size_t m_capacity;
    Memory<Bucket> m_buckets;
    Memory<Similar> m_similar;
    Memory<Seen> m_seen;
};

}  // namespace armillary::client
