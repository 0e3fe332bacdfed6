#include "engine/store/sqlite/log_reader.h"

#include <format>

#include "engine/store/errors.h"

namespace armillary::store::sqlite {

namespace {

/// Where the row before stands in the statement that reads history.
constexpr int kPrevious = 7;

Value copyOf(std::string_view bytes) {
    return std::make_shared<const std::string>(bytes);
}

}  // namespace

LogReader::LogReader(const std::string& path)
    : m_database(path, Access::Read),
      m_compacted(m_database, "SELECT value FROM meta WHERE name = 'compacted'"),
      m_latest(m_database,
               "SELECT revision, deleted FROM log INDEXED BY log_by_key WHERE key = ?1 AND revision <= ?2 "
               "ORDER BY revision DESC LIMIT 1"),
      m_value(m_database, std::format("SELECT {} FROM log WHERE revision = ?1", kRowColumns).c_str()),
      m_walk(m_database,
             "SELECT key, revision, deleted FROM log INDEXED BY log_by_key WHERE key >= ?1 "
             "ORDER BY key, revision"),
      m_history(m_database,
                "SELECT l.*, p.* FROM log l NOT INDEXED LEFT JOIN log p ON p.revision = l.previous "
                "WHERE l.revision > ?1 AND l.revision <= ?2 ORDER BY l.revision") {
    m_database.execute("PRAGMA query_only=ON; PRAGMA cache_size=-1024; PRAGMA busy_timeout=5000");
}

Revision LogReader::compacted() {
    const Reset reset(m_compacted);
    return m_compacted.step() ? m_compacted.number(0) : 0;
}

Result<Entry> LogReader::get(std::string_view key, Revision at) {
    const Transaction transaction(m_database, Access::Read);
    if (const Revision oldest = compacted(); at < oldest) return std::unexpected(compactedError(at, oldest));
    const Reset resetLatest(m_latest);
    m_latest.bindText(1, key).bind(2, at);
    if (!m_latest.step() || m_latest.number(1) != 0) return std::unexpected(notFound(key));
    const Revision revision = m_latest.number(0);
    return entryAt(revision, key);
}

Entry LogReader::entryAt(Revision revision, std::string_view key) {
    const Reset reset(m_value);
    m_value.bind(1, revision);
    if (!m_value.step()) throw damaged(std::format("revision {} is missing", revision));
    const LogRow row = checkedRow(m_value);
    if (row.key != key || row.deleted) throw damaged(std::format("its index does not match revision {}", revision));
    return {std::string(key), copyOf(row.value), row.created, revision};
}

Result<Range> LogReader::range(std::string_view prefix, const RangeOptions& options, Revision at) {
    const Transaction transaction(m_database, Access::Read);
    if (const Revision oldest = compacted(); at < oldest) return std::unexpected(compactedError(at, oldest));
    Range range{.entries = {}, .revision = at};
    // The index holds all revisions of a key side by side; the newest one up to `at` is the key's state.
    std::string key;
    Revision newest = 0;
    const auto closeKey = [&] {
        if (newest == 0) return;
        if (options.limit != 0 && range.entries.size() == options.limit) {
            ++range.remaining;
            return;
        }
        range.entries.push_back(entryAt(newest, key));
    };
    const std::string from = std::max(std::string(prefix), options.startAfter);
    const Reset reset(m_walk);
    m_walk.bindText(1, from);
    while (m_walk.step()) {
        if (const std::string_view next = m_walk.bytes(0); next != key) {
            if (!next.starts_with(prefix)) break;
            closeKey();
            key = next;
            newest = 0;
        }
        if (m_walk.number(1) > at || key == options.startAfter) continue;
        newest = m_walk.number(2) != 0 ? 0 : m_walk.number(1);
    }
    closeKey();
    range.more = range.remaining != 0;
    return range;
}

std::string_view LogReader::previousOf(const LogRow& row) const {
    if (m_history.isNull(kPrevious)) throw damaged(std::format("revision {} is missing", row.previous));
    return checkedRow(m_history, kPrevious).value;
}

Result<LogReader::History> LogReader::history(std::string_view prefix, Revision after, Revision upTo,
                                              std::size_t limit) {
    const Transaction transaction(m_database, Access::Read);
    if (const Revision oldest = compacted(); after < oldest) return std::unexpected(compactedError(after, oldest));
    History history{.events = {}, .reached = upTo};
    std::size_t bytes = 0;
    const Reset reset(m_history);
    m_history.bind(1, after).bind(2, upTo);
    while (m_history.step()) {
        if (!m_history.bytes(1).starts_with(prefix)) continue;
        const LogRow row = checkedRow(m_history);
        Event event{EventType::Created, {std::string(row.key), nullptr, row.created, row.revision}, nullptr};
        if (row.previous != 0) event.previous = copyOf(previousOf(row));
        if (row.deleted) {
            event.type = EventType::Deleted;
            event.entry.value = event.previous;
        } else {
            if (event.previous) event.type = EventType::Updated;
            event.entry.value = copyOf(row.value);
        }
        bytes += event.entry.value->size() + (event.previous ? event.previous->size() : 0);
        history.events.push_back(std::move(event));
        if (history.events.size() == limit || bytes >= kHistoryBytes) {
            history.reached = history.events.back().entry.modified;
            break;
        }
    }
    return history;
}

}  // namespace armillary::store::sqlite
