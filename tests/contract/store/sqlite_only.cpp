// What only a store in a file can meet: a second process, damage, a full disk, a growing file.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "engine/store/compactor.h"
#include "tests/contract/store/fixture.h"

namespace armillary::store::contract {

TEST_CASE("a state file belongs to one process at a time") {
    Sqlite make;
    auto store = make.open();
    const auto second = openSqliteStore({.path = make.folder.file(), .lockPatience = {}});
    CHECK(codeOf(second) == ErrorCode::Broken);
    CHECK(second.error().message.contains("in use by process " + std::to_string(getpid())));
    store.reset();
    CHECK(openSqliteStore({.path = make.folder.file()}));
}

TEST_CASE("a state file is readable by its owner alone") {
    Sqlite make;
    auto store = make.open();
    REQUIRE(store->create("/secret", "x"));
    for (const auto& entry : std::filesystem::directory_iterator(make.folder.path())) {
        CHECK((entry.status().permissions() & std::filesystem::perms(077)) == std::filesystem::perms::none);
    }
}

TEST_CASE("a folder that is missing is named") {
    const auto store = openSqliteStore({.path = "/nonexistent/folder/state.db"});
    CHECK(codeOf(store) == ErrorCode::Broken);
    CHECK(store.error().message.contains("/nonexistent/folder/state.db"));
}

TEST_CASE("a damaged file is refused with the way out") {
    Sqlite make;
    const std::string path = make.folder.file();
    const auto refused = [&] {
        const auto store = openSqliteStore({.path = path});
        CHECK(codeOf(store) == ErrorCode::Corrupt);
        CHECK(store.error().message.contains(path));
        CHECK(store.error().message.contains("armillaryctl restore"));
    };
    SUBCASE("not a database at all") {
        std::ofstream(path) << std::string(8192, 'x');
        refused();
    }
    SUBCASE("a page in the middle overwritten") {
        {
            auto store = make.open();
            for (int i = 0; i < 200; ++i) REQUIRE(store->create("/" + std::to_string(i), std::string(1000, 'v')));
        }
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 5);
        file << std::string(4096 * 20, '\xa5');
        file.close();
        refused();
    }
    SUBCASE("cut off") {
        {
            auto store = make.open();
            for (int i = 0; i < 200; ++i) REQUIRE(store->create("/" + std::to_string(i), std::string(1000, 'v')));
        }
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
        refused();
    }
    SUBCASE("another program's database") {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
        REQUIRE(sqlite3_exec(database, "CREATE TABLE theirs(x)", nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
        refused();
    }
}

TEST_CASE("a full file refuses whole writes and works again once there is room") {
    Sqlite make;
    auto opened = openSqliteStore({.path = make.folder.file(), .maximumBytes = 1 << 20});
    REQUIRE(opened);
    std::unique_ptr<Store> store = std::move(*opened);
    REQUIRE(store->create("/a", "x"));
    Revision modified = 1;
    Revision acknowledged = 1;
    Result<Revision> written = 0;
    for (int i = 0; i < 1000; ++i) {
        written = store->update("/a", std::string(20'000, static_cast<char>('a' + i % 26)), modified);
        if (!written) break;
        acknowledged = modified = *written;
    }
    CHECK(codeOf(written) == ErrorCode::Full);
    CHECK(written.error().message.contains("no room left"));
    CHECK(store->current() == acknowledged);
    CHECK(store->get("/a")->modified == acknowledged);
    CHECK(codeOf(store->create("/large", std::string(100'000, 'x'))) == ErrorCode::Full);
    CHECK(codeOf(store->get("/large")) == ErrorCode::NotFound);

    REQUIRE(store->compact(acknowledged));
    CHECK(store->update("/a", "small", modified).value() == acknowledged + 1);
    REQUIRE(store->create("/large", std::string(100'000, 'x')));
    store.reset();
    store = make.open();
    CHECK(store->current() == acknowledged + 2);
    CHECK(store->get("/large")->value->size() == 100'000);
}

TEST_CASE("a full file is a problem until there is room, which is found out without a write") {
    Sqlite make;
    auto opened = openSqliteStore({.path = make.folder.file(), .maximumBytes = 1 << 20});
    REQUIRE(opened);
    const std::unique_ptr<Store> store = std::move(*opened);
    REQUIRE(store->create("/a", "x"));
    Result<Revision> written = 1;
    for (Revision last = 1; written && last < 1000; last = written.value_or(last))
        written = store->update("/a", std::string(20'000, 'a'), last);
    REQUIRE(codeOf(written) == ErrorCode::Full);
    const auto problem = store->writeProblem();
    REQUIRE(problem.has_value());
    CHECK(problem->code == ErrorCode::Full);
    CHECK(problem->message == written.error().message);

    const Revision last = store->current();
    std::vector<Event> seen;
    const auto watching = store->watch(
        "", last, [&](const std::vector<Event>& events) { seen.insert(seen.end(), events.begin(), events.end()); });
    REQUIRE(watching.has_value());
    REQUIRE(store->compact(last));
    for (int i = 0; i < 12'000 && store->writeProblem(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK_FALSE(store->writeProblem().has_value());
    CHECK(store->current() == last);
    CHECK(seen.empty());
    CHECK(store->range("")->entries.size() == 1);
    CHECK(store->create("/b", "x").value() == last + 1);
}

TEST_CASE("a full write queue answers Busy") {
    Sqlite make;
    auto opened = openSqliteStore({.path = make.folder.file(), .queuedWrites = 0});
    REQUIRE(opened);
    CHECK(codeOf((*opened)->create("/a", "x")) == ErrorCode::Busy);
    CHECK((*opened)->current() == 0);
}

TEST_CASE("lease traffic does not grow the file") {
    Sqlite make;
    auto store = make.open();
    Revision at[10];
    for (int key = 0; key < 10; ++key) at[key] = store->create("/lease/" + std::to_string(key), "").value();
    async::ManualClock clock;
    Compactor compactor(*store, clock, {.history = {.keepFor = {}, .atLeast = 500, .atMost = 500}});
    const auto sizeOf = [](const std::string& path) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(path, missing);
        return missing ? 0 : size;
    };
    std::uintmax_t early = 0;
    for (int i = 0; i < 10'000; ++i) {
        Revision& modified = at[i % 10];
        modified = store->update("/lease/" + std::to_string(i % 10), std::string(600, 'l'), modified).value();
        if (i % 500 == 499) REQUIRE(compactor.runOnce());
        if (i == 2000) early = sizeOf(make.folder.file());
    }
    const std::uintmax_t late = sizeOf(make.folder.file());
    MESSAGE("file after 2,000 updates: ", early, ", after 10,000: ", late);
    CHECK(late <= early * 3 / 2);
    CHECK(late < 4u << 20);
    CHECK(sizeOf(make.folder.file() + "-wal") < 12u << 20);
    CHECK(store->compacted() == store->current() - 500);
}

TEST_CASE("a file that has shrunk gives its room back") {
    Sqlite make;
    auto store = make.open();
    for (int i = 0; i < 20; ++i) REQUIRE(store->create("/" + std::to_string(i), std::string(1 << 20, 'x')));
    for (int i = 0; i < 20; ++i) REQUIRE(store->remove("/" + std::to_string(i), i + 1));
    REQUIRE(store->compact(store->current()));
    CHECK(std::filesystem::file_size(make.folder.file()) < 8u << 20);
}

TEST_CASE("the compactor keeps what is young or among the newest") {
    auto store = makeMemoryStore();
    async::ManualClock clock;
    Compactor compactor(*store, clock,
                        {.history = {.keepFor = std::chrono::minutes(5), .atLeast = 10, .atMost = 100},
                         .interval = std::chrono::hours(24 * 365)});
    const auto write = [&](int count) {
        for (int i = 0; i < count; ++i) REQUIRE(store->create("/" + std::to_string(store->current()), ""));
        REQUIRE(compactor.runOnce());
    };
    write(50);
    CHECK(store->compacted() == 0);
    clock.advance(std::chrono::minutes(3));
    write(30);
    CHECK(store->compacted() == 0);
    // The first 50 are five minutes old now.
    clock.advance(std::chrono::minutes(2));
    write(0);
    CHECK(store->compacted() == 50);
    // All 80 are, but ten stay.
    clock.advance(std::chrono::minutes(3));
    write(0);
    CHECK(store->compacted() == 70);
    // More than a hundred never stay.
    write(200);
    CHECK(store->compacted() == 180);
}

}  // namespace armillary::store::contract
