#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "engine/store/memory/memory_store.h"
#include "engine/store/sqlite/sqlite_store.h"

namespace armillary::store::contract {

/// A folder of its own, gone with the test.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "armillary-store-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    std::filesystem::path path() const { return m_path; }
    std::string file() const { return (m_path / "state.db").string(); }

private:
    std::filesystem::path m_path;
};

/// Makes the implementation under test. reopen() closes the store and opens it again where that means something.
struct Memory {
    std::unique_ptr<Store> open() { return makeMemoryStore(); }
    void reopen(std::unique_ptr<Store>&) {}
};

struct Sqlite {
    std::unique_ptr<Store> open() {
        auto store = openSqliteStore({.path = folder.file()});
        REQUIRE_MESSAGE(store, store.error().message);
        return std::move(*store);
    }
    void reopen(std::unique_ptr<Store>& store) {
        store.reset();
        store = open();
    }
    Folder folder;
};

/// What a subscription has delivered, as "C key=value@revision" lines (C, U, D).
class Recorder {
public:
    EventCallback callback() {
        return [this](const std::vector<Event>& events) {
            const std::lock_guard lock(m_mutex);
            for (const Event& event : events) {
                const char kind = "CUD"[static_cast<int>(event.type)];
                m_lines.push_back(std::string(1, kind) + " " + event.entry.key + "=" + *event.entry.value + "@" +
                                  std::to_string(event.entry.modified));
                m_previous.push_back(event.previous ? *event.previous : "-");
                m_revisions.push_back(event.entry.modified);
            }
        };
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }
    std::vector<std::string> previous() const {
        const std::lock_guard lock(m_mutex);
        return m_previous;
    }
    std::vector<Revision> revisions() const {
        const std::lock_guard lock(m_mutex);
        return m_revisions;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines, m_previous;
    std::vector<Revision> m_revisions;
};

/// "key=value key=value" of a range.
inline std::string text(const Range& range) {
    std::string out;
    for (const Entry& entry : range.entries) out += (out.empty() ? "" : " ") + entry.key + "=" + *entry.value;
    return out;
}

template <class T>
ErrorCode codeOf(const Result<T>& result) {
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().message.empty());
    return result.error().code;
}

}  // namespace armillary::store::contract
