#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The revision log in etcd's place. Keys are paths, values are opaque bytes; each accepted write takes the next
/// revision. Small enough that etcd v3 can stand behind it.
namespace armillary::store {

/// Counts accepted writes; the first write is 1 and no number is ever used twice, not even after a crash.
using Revision = std::int64_t;

enum class ErrorCode {
    KeyExists,         ///< create: the key is taken
    NotFound,          ///< update, remove: no such key
    RevisionMismatch,  ///< update, remove: the key has changed since
    Compacted,         ///< the revision asked for is no longer kept
    FutureRevision,    ///< the revision asked for has not been written yet
    TooLarge,          ///< a key or value above its bound
    Busy,              ///< the write queue is full; nothing was written
    Full,              ///< the disk is full; nothing was written
    Corrupt,           ///< the file is damaged
    Broken,            ///< any other failure of the file system
    Closed,
};

struct Error {
    ErrorCode code;
    std::string message;   ///< for a person, with the way out where there is one
    Revision current = 0;  ///< RevisionMismatch, KeyExists: the key's revision now. Compacted: the oldest kept.
};
template <class T>
using Result = std::expected<T, Error>;

using Value = std::shared_ptr<const std::string>;

/// The state of one key at some revision.
struct Entry {
    std::string key;
    Value value;
    Revision created;   ///< the revision that made the key
    Revision modified;  ///< the revision that wrote this value
};

enum class EventType { Created, Updated, Deleted };

struct Event {
    EventType type;
    Entry entry;     ///< for Deleted: the last value, `modified` being the revision of the deletion
    Value previous;  ///< for Updated and Deleted: the value before
};

struct Range {
    std::vector<Entry> entries;  ///< in key order
    bool more = false;           ///< the limit cut it short
    std::size_t remaining = 0;   ///< how many it cut off
    Revision revision;           ///< the state it shows
};

struct RangeOptions {
    Revision at = 0;         ///< 0: now
    std::string startAfter;  ///< "": from the first key
    std::size_t limit = 0;   ///< 0: no limit
};

/// A stream of events; ends when destroyed. Destruction waits for a callback that is running, so it must not happen
/// inside one.
class Subscription {
public:
    virtual ~Subscription() = default;
};

/// Called once per committed batch, in revision order, from the writer's thread; must return soon and never call back
/// into the store.
using EventCallback = std::function<void(const std::vector<Event>&)>;

inline constexpr std::size_t kMaxKeyBytes = 1024;
/// Upstream's etcd refuses requests above 1.5 MiB; objects up to that size are accepted here too, with headroom.
inline constexpr std::size_t kMaxValueBytes = 3u << 20;

/// Thread-safe. Writes block until they are durable; subscribers have seen a write before its writer is answered
/// (invariant I4), so that whoever reads a cache fed by a subscription reads his own writes.
class Store {
public:
    virtual ~Store() = default;

    virtual Result<Revision> create(std::string key, std::string value) = 0;
    /// Replaces the value if the key's `modified` is `expected`.
    virtual Result<Revision> update(std::string key, std::string value, Revision expected) = 0;
    /// Deletes the key if its `modified` is `expected`. Returns the revision of the deletion.
    virtual Result<Revision> remove(std::string key, Revision expected) = 0;

    virtual Result<Entry> get(std::string_view key) = 0;
    /// The keys that begin with `prefix`.
    virtual Result<Range> range(std::string_view prefix, const RangeOptions& options = {}) = 0;

    /// Every event after revision `after` whose key begins with `prefix`, first those of the past, then live, without
    /// gap or repetition. Fails with Compacted when `after` is older than the log.
    virtual Result<std::unique_ptr<Subscription>> watch(std::string prefix, Revision after, EventCallback callback) = 0;

    /// Forgets the history before `revision`; the current state stays.
    virtual Result<void> compact(Revision revision) = 0;
    /// Why nothing can be written, while the last attempt to make a write durable has failed. The store goes on trying
    /// by itself, without a revision, and forgets the problem once that succeeds; a write that was refused for what is
    /// stored is none.
    virtual std::optional<Error> writeProblem() const = 0;
    virtual Revision current() const = 0;
    /// The oldest revision that range() and watch() still answer from.
    virtual Revision compacted() const = 0;
};

}  // namespace armillary::store
