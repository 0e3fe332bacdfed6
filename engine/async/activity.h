#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/async/clock.h"

namespace armillary::async {

/// What a queue, or who serves one, says of itself when asked whether there is anything to do. What several say adds
/// up.
///
/// A single look at several proves nothing: one that was looked at early may have been given work by one that is looked
/// at late. Two looks do, when all are idle in both and none has taken anything up in between (isQuiet). It rests on
/// one rule: who hands work on has handed it over before it calls itself idle.
struct Activity {
    bool idle = true;               ///< nothing waits that could be done now, and nothing is being done
    std::uint64_t taken = 0;        ///< units of work taken in so far; never falls
    std::optional<SteadyTime> due;  ///< when time alone makes the next work; empty when it makes none

    Activity& operator+=(const Activity& other) {
        idle = idle && other.idle;
        taken += other.taken;
        if (other.due) dueAt(*other.due);
        return *this;
    }
    void dueAt(SteadyTime time) { due = due ? std::min(*due, time) : time; }
};

inline bool isQuiet(const Activity& before, const Activity& after) {
    return before.idle && after.idle && before.taken == after.taken;
}

}  // namespace armillary::async
