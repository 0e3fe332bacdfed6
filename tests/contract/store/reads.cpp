#include <atomic>
#include <thread>

#include "engine/store/hub.h"
#include "tests/contract/store/fixture.h"

namespace armillary::store::contract {

namespace {

/// /a/1=x@1 /a/2=x@2 /b/1=x@3, then /a/1=y@4, /a/2 deleted @5, /a/3=x@6, /a/2=z@7.
void fill(Store& store) {
    REQUIRE(store.create("/a/1", "x"));
    REQUIRE(store.create("/a/2", "x"));
    REQUIRE(store.create("/b/1", "x"));
    REQUIRE(store.update("/a/1", "y", 1));
    REQUIRE(store.remove("/a/2", 2));
    REQUIRE(store.create("/a/3", "x"));
    REQUIRE(store.create("/a/2", "z"));
}

}  // namespace

TEST_CASE_TEMPLATE("range: now and at every revision of the past", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    CHECK(store->range("/")->entries.empty());
    fill(*store);
    make.reopen(store);
    CHECK(text(*store->range("/")) == "/a/1=y /a/2=z /a/3=x /b/1=x");
    CHECK(text(*store->range("/a/")) == "/a/1=y /a/2=z /a/3=x");
    CHECK(text(*store->range("/c")).empty());
    CHECK(store->range("/")->revision == 7);
    const char* past[] = {"/a/1=x", "/a/1=x /a/2=x", "/a/1=x /a/2=x",       "/a/1=y /a/2=x",
                          "/a/1=y", "/a/1=y /a/3=x", "/a/1=y /a/2=z /a/3=x"};
    for (Revision at = 1; at <= 7; ++at) {
        const Range range = store->range("/a/", {.at = at}).value();
        CHECK(range.revision == at);
        CHECK(text(range) == past[at - 1]);
    }
    CHECK(codeOf(store->range("/", {.at = 8})) == ErrorCode::FutureRevision);
}

TEST_CASE_TEMPLATE("range: pages that continue at one revision", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    for (int i = 10; i < 35; ++i) REQUIRE(store->create("/k/" + std::to_string(i), std::to_string(i)));
    REQUIRE(store->create("/l/1", "x"));
    const Revision at = store->current();
    std::string last;
    std::vector<std::string> seen;
    std::size_t pages = 0;
    while (true) {
        const Range page = store->range("/k/", {.at = at, .startAfter = last, .limit = 7}).value();
        CHECK(page.remaining == 25 - seen.size() - page.entries.size());
        for (const Entry& entry : page.entries) seen.push_back(*entry.value);
        ++pages;
        // Writes between the pages do not show.
        REQUIRE(store->create("/k/9" + std::to_string(pages), "new"));
        REQUIRE(store->remove("/k/" + std::to_string(30 + pages), 21 + static_cast<Revision>(pages)));
        if (!page.more) break;
        last = page.entries.back().key;
    }
    CHECK(pages == 4);
    REQUIRE(seen.size() == 25);
    for (int i = 0; i < 25; ++i) CHECK(seen[static_cast<std::size_t>(i)] == std::to_string(10 + i));
    CHECK(store->range("/k/", {.startAfter = "/k/99"})->entries.empty());
    CHECK(text(*store->range("/l/", {.startAfter = "/a"})) == "/l/1=x");
}

TEST_CASE_TEMPLATE("range: keys come in the order of their bytes", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    for (const char* key : {"/n/a/z", "/n/a-b/a", "/n/a.b/a", "/n/\xc3\xa9", "/n/B", "/n/a"}) {
        REQUIRE(store->create(key, ""));
    }
    CHECK(text(*store->range("/n/")) == "/n/B= /n/a= /n/a-b/a= /n/a.b/a= /n/a/z= /n/\xc3\xa9=");
}

TEST_CASE_TEMPLATE("watch: the past, then live, without gap", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    fill(*store);
    make.reopen(store);
    Recorder all, some;
    auto first = store->watch("/", 0, all.callback()).value();
    auto second = store->watch("/a/", 4, some.callback()).value();
    CHECK(some.lines() == std::vector<std::string>{"D /a/2=x@5", "C /a/3=x@6", "C /a/2=z@7"});
    REQUIRE(store->update("/a/2", "w", 7));
    REQUIRE(store->remove("/b/1", 3));
    CHECK(all.lines() == std::vector<std::string>{"C /a/1=x@1", "C /a/2=x@2", "C /b/1=x@3", "U /a/1=y@4", "D /a/2=x@5",
                                                  "C /a/3=x@6", "C /a/2=z@7", "U /a/2=w@8", "D /b/1=x@9"});
    CHECK(all.previous() == std::vector<std::string>{"-", "-", "-", "x", "x", "-", "-", "z", "x"});
    CHECK(some.lines().back() == "U /a/2=w@8");
    second.reset();
    REQUIRE(store->create("/a/9", "x"));
    CHECK(some.lines().size() == 4);
    CHECK(all.lines().size() == 10);
    CHECK(codeOf(store->watch("/", 99, all.callback())) == ErrorCode::FutureRevision);
}

TEST_CASE_TEMPLATE("watch: joins under load without gap or repetition", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    std::vector<std::unique_ptr<Recorder>> recorders;
    std::vector<std::unique_ptr<Subscription>> subscriptions;
    {
        std::jthread writer([&] {
            for (int i = 0; i < 400; ++i) REQUIRE(store->create("/" + std::to_string(i), "x"));
        });
        for (int i = 0; i < 20; ++i) {
            recorders.push_back(std::make_unique<Recorder>());
            const Revision after = i % 2 == 0 ? 0 : store->current();
            subscriptions.push_back(store->watch("/", after, recorders.back()->callback()).value());
        }
    }
    for (const auto& recorder : recorders) {
        const std::vector<Revision> revisions = recorder->revisions();
        if (revisions.empty()) continue;
        CHECK(revisions.back() == 400);
        for (std::size_t i = 1; i < revisions.size(); ++i) REQUIRE(revisions[i] == revisions[i - 1] + 1);
    }
    CHECK(recorders.front()->revisions().size() == 400);
}

TEST_CASE_TEMPLATE("watch: what is opened in the midst of a write gets it once", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    std::atomic<bool> done = false;
    std::atomic<int> joined = 0;
    std::vector<std::jthread> watchers;
    for (int thread = 0; thread < 3; ++thread) {
        watchers.emplace_back([&] {
            while (!done) {
                // From what is current, and from a little before: both may be ahead of what has been published.
                const Revision after = std::max<Revision>(0, store->current() - joined % 3);
                Revision last = after;
                std::string wrong;
                const auto check = [&](const std::vector<Event>& events) {
                    for (const Event& event : events) {
                        if (event.entry.modified != last + 1)
                            wrong += " " + std::to_string(event.entry.modified) + " after " + std::to_string(last);
                        last = event.entry.modified;
                    }
                };
                auto subscription = store->watch("/", after, check).value();
                subscription.reset();
                REQUIRE_MESSAGE(wrong.empty(), "delivered", wrong);
                ++joined;
            }
        });
    }
    for (int i = 0; i < 5000 && (i < 300 || joined < 2000); ++i) REQUIRE(store->create("/" + std::to_string(i), "x"));
    done = true;
}

TEST_CASE("hub: a subscriber who has been served further than what is published gets nothing twice") {
    const auto hub = std::make_shared<Hub>(4);
    const auto event = [](Revision revision) {
        return Event{EventType::Created, {"/a", std::make_shared<std::string>("x"), revision, revision}, nullptr};
    };
    Recorder ahead, level;
    const auto served = [](Revision upTo) { return [upTo](Revision) -> Result<Revision> { return upTo; }; };
    const auto first = hub->join("/", ahead.callback(), served(6)).value();
    const auto second = hub->join("/", level.callback(), served(4)).value();
    hub->publish({event(5)});
    hub->publish({event(6), event(7)});
    CHECK(ahead.revisions() == std::vector<Revision>{7});
    CHECK(level.revisions() == std::vector<Revision>{5, 6, 7});
}

TEST_CASE_TEMPLATE("compaction: the present stays, the past answers Compacted", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    fill(*store);
    CHECK(store->compacted() == 0);
    CHECK(codeOf(store->compact(8)) == ErrorCode::FutureRevision);
    REQUIRE(store->compact(5));
    CHECK(store->compacted() == 5);
    make.reopen(store);
    CHECK(store->compacted() == 5);
    CHECK(store->current() == 7);

    CHECK(text(*store->range("/a/")) == "/a/1=y /a/2=z /a/3=x");
    CHECK(text(*store->range("/", {.at = 5})) == "/a/1=y /b/1=x");
    CHECK(text(*store->range("/", {.at = 6})) == "/a/1=y /a/3=x /b/1=x");
    const auto tooOld = store->range("/", {.at = 4});
    CHECK(codeOf(tooOld) == ErrorCode::Compacted);
    CHECK(tooOld.error().current == 5);

    Recorder recorder;
    CHECK(codeOf(store->watch("/", 4, recorder.callback())) == ErrorCode::Compacted);
    auto subscription = store->watch("/", 5, recorder.callback()).value();
    CHECK(recorder.lines() == std::vector<std::string>{"C /a/3=x@6", "C /a/2=z@7"});

    // Again, older and all of it.
    CHECK(store->compact(3));
    CHECK(store->compacted() == 5);
    REQUIRE(store->update("/a/1", "w", 4));
    REQUIRE(store->compact(7));
    Recorder later;
    auto another = store->watch("/", 7, later.callback()).value();
    CHECK(later.lines() == std::vector<std::string>{"U /a/1=w@8"});
    CHECK(later.previous() == std::vector<std::string>{"y"});
    CHECK(text(*store->range("/", {.at = 7})) == "/a/1=y /a/2=z /a/3=x /b/1=x");
}

TEST_CASE_TEMPLATE("compaction never gives a revision out twice", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    REQUIRE(store->create("/a", "x"));
    REQUIRE(store->remove("/a", 1));
    REQUIRE(store->compact(2));
    make.reopen(store);
    CHECK(store->current() == 2);
    CHECK(store->range("/")->entries.empty());
    CHECK(store->create("/a", "y").value() == 3);
    CHECK(store->get("/a")->created == 3);
}

TEST_CASE_TEMPLATE("compaction in many slices, beside readers and writers", Make, Memory, Sqlite) {
    Make make;
    auto store = make.open();
    Revision at[10];
    for (int key = 0; key < 10; ++key) at[key] = store->create("/" + std::to_string(key), "0").value();
    const auto touch = [&](int i) {
        at[i % 10] = store->update("/" + std::to_string(i % 10), std::to_string(i), at[i % 10]).value();
    };
    for (int i = 0; i < 400; ++i) touch(i);
    {
        std::jthread compactor([&] {
            for (Revision to = 20; to < 400; to += 20) REQUIRE(store->compact(to));
        });
        for (int i = 0; i < 200; ++i) {
            touch(i);
            REQUIRE(store->range("/")->entries.size() == 10);
            REQUIRE(store->get("/" + std::to_string(i % 10)));
        }
    }
    CHECK(store->compacted() == 380);
    for (int key = 0; key < 10; ++key) CHECK(store->get("/" + std::to_string(key))->modified == at[key]);
}

}  // namespace armillary::store::contract
