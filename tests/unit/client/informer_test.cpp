#include "engine/client/informer.h"

#include <doctest/doctest.h>

#include <atomic>
#include <format>
#include <functional>
#include <stdexcept>
#include <thread>

#include "engine/schema/api/corev1.h"
#include "tests/unit/client/fake_client.h"

using namespace armillary;
using namespace std::chrono_literals;
using client::WatchEventType;

namespace {

ObjectRef pod(const std::string& name, int version, const std::string& node = {}, const std::string& uid = {}) {
    return Object::
        parse(std::format(
                  R"({{"kind":"Pod","apiVersion":"v1","metadata":{{"name":"{0}","namespace":"n","uid":"{3}","resourceVersion":"{1}"}},"spec":{{"nodeName":"{2}"}}}})",
                  name, version, node, uid.empty() ? "uid-" + name : uid))
            .value();
}

struct Fixture {
    test::FakeClient fake;
    async::ManualClock clock;
    std::unique_ptr<client::Informers> informers = client::Informers::create(fake, clock);
    client::Informer& pods = client::informer<corev1::Pod>(*informers);
    std::mutex mutex;
    std::vector<std::string> seen;

    Fixture() {
        pods.addIndex("node", [](const Object& object) { return std::vector{object.as<corev1::Pod>().spec.nodeName}; });
        pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            const std::lock_guard lock(mutex);
            seen.push_back((previous ? current ? "changed " : "gone " : "new ") +
                           (current ? current : previous)->name());
        });
    }
    ~Fixture() { informers->stop(); }
    std::vector<std::string> take() {
        const std::lock_guard lock(mutex);
        return std::exchange(seen, {});
    }
    /// Time passes until the reflector has opened its n-th watch.
    void passUntilWatch(std::size_t n) {
        std::jthread ticking([this](std::stop_token stop) {
            while (!stop.stop_requested()) {
                clock.advance(100ms);
                std::this_thread::yield();
            }
        });
        fake.awaitWatches(n);
    }
    void startWith(std::vector<ObjectRef> objects, std::string version) {
        fake.setList(client::Listed{std::move(objects), std::move(version), {}});
        informers->start();
        REQUIRE(informers->waitForSync(10s));
        fake.awaitWatches(1);
    }
    using Strings = std::vector<std::string>;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an informer lists, then follows the watch, and keeps its indexes") {
    startWith({pod("a", 1, "x"), pod("b", 2, "y")}, "7");
    CHECK(take() == Strings{"new a", "new b"});
    CHECK(fake.lastWatchedFrom() == "7");
    CHECK(pods.byIndex("node", "x").size() == 1);

    fake.say({WatchEventType::Modified, pod("a", 8, "y"), "8", {}});
    fake.say({WatchEventType::Added, pod("c", 9, "x"), "9", {}});
    fake.say({WatchEventType::Deleted, pod("b", 10, "y"), "10", {}});
    CHECK(take() == Strings{"changed a", "new c", "gone b"});
    CHECK(pods.byIndex("node", "y").size() == 1);
    CHECK(pods.list("n").size() == 2);
    CHECK(pods.list("other").empty());
    CHECK(pods.getByKey("n/a")->revision() == 8);
}

TEST_CASE_FIXTURE(Fixture, "a watch that ends is resumed where it stopped, without a list") {
    startWith({pod("a", 1)}, "7");
    fake.say({WatchEventType::Bookmark, nullptr, "20", {}});
    fake.say({WatchEventType::Closed, nullptr, {}, status::serviceUnavailable("gone away")});
    passUntilWatch(2);
    CHECK(fake.lastWatchedFrom() == "20");
    CHECK(fake.lists() == 1);
}

TEST_CASE_FIXTURE(Fixture, "after 410 it lists again and tells handlers only what differs") {
    startWith({pod("a", 1), pod("b", 2), pod("d", 3)}, "7");
    take();
    fake.setList(client::Listed{{pod("a", 1), pod("c", 30), pod("d", 31, {}, "another")}, "40", {}});
    fake.say({WatchEventType::Closed, nullptr, {}, status::expired("too old")});
    passUntilWatch(2);
    CHECK(take() == Strings{"new c", "gone d", "new d", "gone b"});
    CHECK(fake.lastWatchedFrom() == "40");
}

TEST_CASE_FIXTURE(Fixture, "a server that is down delays an informer but does not end it") {
    fake.setList(std::unexpected(status::serviceUnavailable("refused")));
    informers->start();
    fake.awaitLists(1);
    CHECK_FALSE(pods.synced());
    fake.setList(client::Listed{{pod("a", 1)}, "5", {}});
    passUntilWatch(1);
    CHECK(pods.synced());
    CHECK(take() == Strings{"new a"});
}

TEST_CASE_FIXTURE(Fixture, "a handler that breaks keeps a change from nobody else, and hears the next one") {
    int heard = 0;
    pods.addHandler([&](const ObjectRef&, const ObjectRef&) {
        ++heard;
        throw std::runtime_error("broken");
    });
    pods.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        const std::lock_guard lock(mutex);
        seen.push_back("and " + current->name());
    });
    startWith({pod("a", 1)}, "7");
    CHECK(take() == Strings{"new a", "and a"});
    CHECK(heard == 1);
}

namespace {

/// One kind's list hangs until it is let go.
struct HangingClient final : test::FakeClient {
    Result<client::Listed> list(const client::Target& target, const client::ListOptions& options) override {
        if (target.resource->plural == "secrets") {
            std::unique_lock lock(m_mutex);
            hangs = true;
            m_releasing.wait(lock, [&] { return m_released; });
        }
        return FakeClient::list(target, options);
    }
    void release() {
        const std::lock_guard lock(m_mutex);
        m_released = true;
        m_releasing.notify_all();
    }
    std::atomic<bool> hangs = false;

private:
    std::mutex m_mutex;
    std::condition_variable m_releasing;
    bool m_released = false;
};

bool waitsFor(const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (!done() && std::chrono::steady_clock::now() < limit) std::this_thread::sleep_for(1ms);
    return done();
}

}  // namespace

TEST_CASE("a list that hangs holds up its own kind alone, and nobody calls that idle") {
    HangingClient fake;
    async::ManualClock clock;
    const auto informers = client::Informers::create(fake, clock);
    client::Informer& secrets = client::informer<corev1::Secret>(*informers);
    client::Informer& pods = client::informer<corev1::Pod>(*informers);
    fake.setList(client::Listed{{}, "7", {}});
    informers->start();
    CHECK(waitsFor([&] { return fake.hangs && pods.synced(); }));
    CHECK_FALSE(secrets.synced());
    CHECK_FALSE(informers->activity().idle);
    fake.release();
    CHECK(waitsFor([&] { return secrets.synced() && informers->activity().idle; }));
    informers->stop();
}

TEST_CASE("a watch that finds its list forgotten already lists again at once") {
    struct Forgetful final : test::FakeClient {
        Result<std::unique_ptr<client::Watch>> watch(const client::Target& target, const client::WatchOptions& options,
                                                     client::WatchCallback callback) override {
            if (std::exchange(forgotten, false)) return std::unexpected(status::expired("too old resource version"));
            return FakeClient::watch(target, options, std::move(callback));
        }
        bool forgotten = true;
    } fake;
    async::ManualClock clock;
    const auto informers = client::Informers::create(fake, clock);
    client::informer<corev1::Pod>(*informers);
    fake.setList(client::Listed{{}, "7", {}});
    informers->start();
    // No time passes.
    CHECK(waitsFor([&] { return fake.lists() == 2 && informers->activity().idle && !informers->activity().due; }));
    informers->stop();
}
