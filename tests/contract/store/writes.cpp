#include <atomic>
#include <thread>

#include "tests/contract/store/fixture.h"

namespace armillary::store::contract {

using Lines = std::vector<std::string>;

TEST_CASE_TEMPLATE("create, get, update, remove", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    CHECK(store->current() == 0);
    CHECK(codeOf(store->get("/a")) == ErrorCode::NotFound);

    CHECK(store->create("/a", "one").value() == 1);
    Entry entry = store->get("/a").value();
    CHECK((entry.key == "/a" && *entry.value == "one" && entry.created == 1 && entry.modified == 1));

    CHECK(store->update("/a", "two", 1).value() == 2);
    make.reopen(store);
    entry = store->get("/a").value();
    CHECK((*entry.value == "two" && entry.created == 1 && entry.modified == 2));

    CHECK(store->remove("/a", 2).value() == 3);
    CHECK(codeOf(store->get("/a")) == ErrorCode::NotFound);
    CHECK(store->current() == 3);

    make.reopen(store);
    CHECK(store->create("/a", "again").value() == 4);
    CHECK(store->get("/a")->created == 4);
}

TEST_CASE_TEMPLATE("a stale writer is told what is there", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    REQUIRE(store->create("/a", "one"));
    REQUIRE(store->update("/a", "two", 1));
    make.reopen(store);

    const auto exists = store->create("/a", "x");
    CHECK(codeOf(exists) == ErrorCode::KeyExists);
    CHECK(exists.error().current == 2);
    const auto stale = store->update("/a", "x", 1);
    CHECK(codeOf(stale) == ErrorCode::RevisionMismatch);
    CHECK(stale.error().current == 2);
    CHECK(codeOf(store->remove("/a", 1)) == ErrorCode::RevisionMismatch);
    CHECK(codeOf(store->update("/b", "x", 1)) == ErrorCode::NotFound);
    CHECK(codeOf(store->remove("/b", 1)) == ErrorCode::NotFound);

    // A refused write takes no revision.
    CHECK(store->current() == 2);
    CHECK(*store->get("/a")->value == "two");
    REQUIRE(store->remove("/a", 2));
    CHECK(codeOf(store->remove("/a", 2)) == ErrorCode::NotFound);
    CHECK(codeOf(store->update("/a", "x", 2)) == ErrorCode::NotFound);
}

TEST_CASE_TEMPLATE("what is refused for what is stored is no problem of writing", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    CHECK_FALSE(store->writeProblem().has_value());
    REQUIRE(store->create("/a", "one"));
    CHECK_FALSE(store->create("/a", "two"));
    CHECK_FALSE(store->update("/a", "two", 7));
    CHECK_FALSE(store->remove("/b", 1));
    CHECK_FALSE(store->create("/c", std::string(kMaxValueBytes + 1, 'v')));
    CHECK_FALSE(store->compact(7));
    CHECK_FALSE(store->writeProblem().has_value());
}

TEST_CASE_TEMPLATE("keys and values have bounds", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    CHECK(codeOf(store->create("", "x")) == ErrorCode::TooLarge);
    CHECK(codeOf(store->create(std::string(kMaxKeyBytes + 1, 'k'), "x")) == ErrorCode::TooLarge);
    CHECK(codeOf(store->create("/k", std::string(kMaxValueBytes + 1, 'v'))) == ErrorCode::TooLarge);
    CHECK(store->current() == 0);

    const std::string longest(kMaxKeyBytes, 'k');
    std::string largest(kMaxValueBytes, 'v');
    largest[7] = '\0';
    REQUIRE(store->create(longest, largest));
    REQUIRE(store->create("/empty", ""));
    CHECK(codeOf(store->update("/empty", std::string(kMaxValueBytes + 1, 'v'), 2)) == ErrorCode::TooLarge);
    make.reopen(store);
    CHECK(*store->get(longest)->value == largest);
    CHECK(store->get("/empty")->value->empty());
}

TEST_CASE_TEMPLATE("concurrent writers each get a revision of their own", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    Recorder recorder;
    auto subscription = store->watch("/", 0, recorder.callback()).value();
    constexpr int kThreads = 8, kWrites = 50;
    std::atomic<int> conflicts = 0;
    REQUIRE(store->create("/counter", "0"));
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kWrites; ++i) {
                    const auto own = store->create("/" + std::to_string(thread) + "/" + std::to_string(i), "x");
                    REQUIRE(own);
                    // Read, add one, write; again while another thread was faster.
                    while (true) {
                        const Entry entry = store->get("/counter").value();
                        // Whoever has been answered reads his own writes.
                        REQUIRE(store->current() >= *own);
                        if (store->update("/counter", std::to_string(std::stoi(*entry.value) + 1), entry.modified))
                            break;
                        ++conflicts;
                    }
                }
            });
        }
    }
    CHECK(*store->get("/counter")->value == std::to_string(kThreads * kWrites));
    CHECK(store->current() == 1 + 2 * kThreads * kWrites);
    const std::vector<Revision> revisions = recorder.revisions();
    REQUIRE(revisions.size() == static_cast<std::size_t>(store->current()));
    for (std::size_t i = 0; i < revisions.size(); ++i) REQUIRE(revisions[i] == static_cast<Revision>(i + 1));
    MESSAGE(conflicts.load(), " conflicts");
}

TEST_CASE_TEMPLATE("subscribers see a write before its writer is answered", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    std::atomic<Revision> seen = 0;
    auto subscription =
        store->watch("/", 0, [&](const std::vector<Event>& events) { seen = events.back().entry.modified; }).value();
    for (int i = 0; i < 50; ++i) {
        const Revision written = store->create("/" + std::to_string(i), "x").value();
        CHECK(seen.load() >= written);
    }
}

}  // namespace armillary::store::contract
