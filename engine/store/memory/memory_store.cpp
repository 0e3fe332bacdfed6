#include "engine/store/memory/memory_store.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "engine/store/errors.h"
#include "engine/store/hub.h"

namespace armillary::store {

namespace {

/// One accepted write.
struct Record {
    Revision revision;
    Revision created;
    bool deleted;
    Value value;  ///< null for a deletion
};

class MemoryStore final : public Store {
public:
    Result<Revision> create(std::string key, std::string value) override;
    Result<Revision> update(std::string key, std::string value, Revision expected) override;
    Result<Revision> remove(std::string key, Revision expected) override;
    Result<Entry> get(std::string_view key) override;
    Result<Range> range(std::string_view prefix, const RangeOptions& options) override;
    Result<std::unique_ptr<Subscription>> watch(std::string prefix, Revision after, EventCallback callback) override;
    Result<void> compact(Revision revision) override;
    std::optional<Error> writeProblem() const override { return std::nullopt; }
    Revision current() const override;
    Revision compacted() const override;

private:
    /// The history of one key, oldest first, never empty.
    using History = std::vector<Record>;

    const Record* live(std::string_view key) const;
    /// The error of a write that expects `key` at `expected`.
    std::optional<Error> checkExpected(std::string_view key, Revision expected) const;
    Revision append(const std::string& key, Record record);
    Event eventOf(const std::string& key, const Record& record, const Record* before) const;
    Event eventAt(Revision revision) const;

    mutable std::mutex m_mutex;
    std::map<std::string, History, std::less<>> m_keys;
    std::deque<std::string> m_log;  ///< the key of revision m_compacted + 1 + index
    Revision m_current = 0;
    Revision m_compacted = 0;
    std::shared_ptr<Hub> m_hub = std::make_shared<Hub>(0);
};

const Record* MemoryStore::live(std::string_view key) const {
    const auto found = m_keys.find(key);
    if (found == m_keys.end() || found->second.back().deleted) return nullptr;
    return &found->second.back();
}

std::optional<Error> MemoryStore::checkExpected(std::string_view key, Revision expected) const {
    const Record* record = live(key);
    if (!record) return notFound(key);
    if (record->revision != expected) return revisionMismatch(key, expected, record->revision);
    return std::nullopt;
}

Event MemoryStore::eventOf(const std::string& key, const Record& record, const Record* before) const {
    if (before && before->deleted) before = nullptr;
    Event event{EventType::Created, {key, record.value, record.created, record.revision}, nullptr};
    if (before) {
        event.type = record.deleted ? EventType::Deleted : EventType::Updated;
        event.previous = before->value;
        if (record.deleted) event.entry.value = before->value;
    }
    return event;
}

Revision MemoryStore::append(const std::string& key, Record record) {
    record.revision = ++m_current;
    if (record.created == 0) record.created = record.revision;
    History& history = m_keys[key];
    const Event event = eventOf(key, record, history.empty() ? nullptr : &history.back());
    history.push_back(std::move(record));
    m_log.push_back(key);
    // Still under the mutex: subscribers see writes in revision order and before their writers are answered.
    m_hub->publish({event});
    return m_current;
}

Result<Revision> MemoryStore::create(std::string key, std::string value) {
    if (auto error = checkSize(key, value)) return std::unexpected(std::move(*error));
    const std::lock_guard lock(m_mutex);
    if (const Record* record = live(key)) return std::unexpected(keyExists(key, record->revision));
    return append(key, {0, 0, false, std::make_shared<const std::string>(std::move(value))});
}

Result<Revision> MemoryStore::update(std::string key, std::string value, Revision expected) {
    if (auto error = checkSize(key, value)) return std::unexpected(std::move(*error));
    const std::lock_guard lock(m_mutex);
    if (auto error = checkExpected(key, expected)) return std::unexpected(std::move(*error));
    return append(key, {0, live(key)->created, false, std::make_shared<const std::string>(std::move(value))});
}

Result<Revision> MemoryStore::remove(std::string key, Revision expected) {
    if (auto error = checkSize(key)) return std::unexpected(std::move(*error));
    const std::lock_guard lock(m_mutex);
    if (auto error = checkExpected(key, expected)) return std::unexpected(std::move(*error));
    return append(key, {0, live(key)->created, true, nullptr});
}

Result<Entry> MemoryStore::get(std::string_view key) {
    const std::lock_guard lock(m_mutex);
    const Record* record = live(key);
    if (!record) return std::unexpected(notFound(key));
    return Entry{std::string(key), record->value, record->created, record->revision};
}

Result<Range> MemoryStore::range(std::string_view prefix, const RangeOptions& options) {
    const std::lock_guard lock(m_mutex);
    const Revision at = options.at == 0 ? m_current : options.at;
    if (at > m_current) return std::unexpected(futureRevision(at, m_current));
    if (at < m_compacted) return std::unexpected(compactedError(at, m_compacted));
    Range range{.entries = {}, .revision = at};
    const bool after = options.startAfter >= prefix && !options.startAfter.empty();
    auto place = after ? m_keys.upper_bound(options.startAfter) : m_keys.lower_bound(prefix);
    for (; place != m_keys.end() && place->first.starts_with(prefix); ++place) {
        const History& history = place->second;
        const auto later = std::ranges::upper_bound(history, at, {}, &Record::revision);
        if (later == history.begin()) continue;
        const Record& record = *std::prev(later);
        if (record.deleted) continue;
        if (options.limit != 0 && range.entries.size() == options.limit) {
            ++range.remaining;
        } else {
            range.entries.push_back({place->first, record.value, record.created, record.revision});
        }
    }
    range.more = range.remaining != 0;
    return range;
}

Event MemoryStore::eventAt(Revision revision) const {
    const auto& [key, history] = *m_keys.find(m_log[static_cast<std::size_t>(revision - m_compacted - 1)]);
    const auto record = std::ranges::lower_bound(history, revision, {}, &Record::revision);
    return eventOf(key, *record, record == history.begin() ? nullptr : &*std::prev(record));
}

Result<std::unique_ptr<Subscription>> MemoryStore::watch(std::string prefix, Revision after, EventCallback callback) {
    const std::lock_guard lock(m_mutex);
    if (after < m_compacted) return std::unexpected(compactedError(after, m_compacted));
    if (after > m_current) return std::unexpected(futureRevision(after, m_current));
    std::vector<Event> past;
    for (Revision revision = after + 1; revision <= m_current; ++revision) {
        if (m_log[static_cast<std::size_t>(revision - m_compacted - 1)].starts_with(prefix)) {
            past.push_back(eventAt(revision));
        }
    }
    const EventCallback deliver = callback;
    return m_hub->join(std::move(prefix), std::move(callback), [&](Revision published) -> Result<Revision> {
        if (!past.empty()) deliver(past);
        return published;
    });
}

Result<void> MemoryStore::compact(Revision revision) {
    const std::lock_guard lock(m_mutex);
    if (revision > m_current) return std::unexpected(futureRevision(revision, m_current));
    for (; m_compacted < revision; ++m_compacted, m_log.pop_front()) {
        const auto place = m_keys.find(m_log.front());
        if (place == m_keys.end()) continue;
        History& history = place->second;
        // What stays is the key's state at the new oldest revision, and all after it.
        const auto later = std::ranges::upper_bound(history, m_compacted + 1, {}, &Record::revision);
        auto keep = later == history.begin() ? later : std::prev(later);
        if (keep != later && keep->deleted) keep = later;
        history.erase(history.begin(), keep);
        if (history.empty()) m_keys.erase(place);
    }
    return {};
}

Revision MemoryStore::current() const {
    const std::lock_guard lock(m_mutex);
    return m_current;
}

Revision MemoryStore::compacted() const {
    const std::lock_guard lock(m_mutex);
    return m_compacted;
}

}  // namespace

std::unique_ptr<Store> makeMemoryStore() {
    return std::make_unique<MemoryStore>();
}

}  // namespace armillary::store
