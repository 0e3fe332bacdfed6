#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "engine/async/clock.h"

namespace armillary::agent {

/// Delays that double from ten seconds to five minutes and are forgotten after ten quiet minutes: of restarts and of
/// image pulls.
class Backoff {
public:
    static constexpr std::chrono::seconds kInitial{10}, kMaximum{300};

    struct Entry {
        std::chrono::seconds delay;
        async::SystemTime updated;
    };

    /// The delay in force, counted from `since`; empty when it has passed or there is none.
    std::optional<std::chrono::seconds> waiting(const std::string& key, async::SystemTime since,
                                                async::SystemTime now) const {
        auto it = m_entries.find(key);
        if (it == m_entries.end() || expired(it->second, since) || now - since >= it->second.delay) return std::nullopt;
        return it->second.delay;
    }
    /// Notes another attempt at `now`, after an end at `since`; later ones wait longer, unless what ended had lasted.
    void next(const std::string& key, async::SystemTime since, async::SystemTime now) {
        std::erase_if(m_entries, [&](const auto& pair) { return pair.first != key && expired(pair.second, now); });
        auto it = m_entries.find(key);
        if (it == m_entries.end() || expired(it->second, since))
            m_entries[key] = {kInitial, now};
        else
            it->second = {std::min(it->second.delay * 2, kMaximum), now};
    }
    void forget(const std::string& key) { m_entries.erase(key); }

private:
    static bool expired(const Entry& entry, async::SystemTime now) { return now - entry.updated > 2 * kMaximum; }
    std::map<std::string, Entry> m_entries;
};

}  // namespace armillary::agent
