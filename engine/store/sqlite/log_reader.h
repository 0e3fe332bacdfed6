#pragma once

#include <vector>

#include "engine/store/sqlite/row.h"

namespace armillary::store::sqlite {

/// Read access to the log through a connection of its own. Each call sees one consistent state. Throws Failure.
class LogReader {
public:
    explicit LogReader(const std::string& path);

    /// The key's state at `at`; fails with Compacted or NotFound.
    Result<Entry> get(std::string_view key, Revision at);
    /// As Store::range, `at` being given.
    Result<Range> range(std::string_view prefix, const RangeOptions& options, Revision at);
    /// The events in (after, upTo] whose key begins with `prefix`, at most `limit` of them and not many more bytes than
    /// kHistoryBytes; `reached` is the revision up to which they are complete.
    struct History {
        std::vector<Event> events;
        Revision reached;
    };
    Result<History> history(std::string_view prefix, Revision after, Revision upTo, std::size_t limit);

    static constexpr std::size_t kHistoryBytes = 8u << 20;

private:
    Revision compacted();
    Entry entryAt(Revision revision, std::string_view key);
    /// The value of the row before `row`, which m_history stands at.
    std::string_view previousOf(const LogRow& row) const;

    Database m_database;
    Statement m_compacted, m_latest, m_value, m_walk, m_history;
};

}  // namespace armillary::store::sqlite
