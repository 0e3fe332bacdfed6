#include "engine/server/health.h"

#include <doctest/doctest.h>

#include "engine/server/target.h"
#include "engine/store/memory/memory_store.h"

using namespace armillary;
using server::Health;

namespace {

/// A store whose ailments are given.
class AilingStore final : public store::Store {
public:
    using Value = store::Result<store::Revision>;
    Value create(std::string key, std::string value) override { return m_sound->create(key, value); }
    Value update(std::string key, std::string value, store::Revision expected) override {
        return m_sound->update(key, value, expected);
    }
    Value remove(std::string key, store::Revision expected) override { return m_sound->remove(key, expected); }
    store::Result<store::Entry> get(std::string_view key) override {
        if (unreadable) return std::unexpected(*unreadable);
        return m_sound->get(key);
    }
    store::Result<store::Range> range(std::string_view prefix, const store::RangeOptions& options) override {
        return m_sound->range(prefix, options);
    }
    store::Result<std::unique_ptr<store::Subscription>> watch(std::string prefix, store::Revision after,
                                                              store::EventCallback callback) override {
        return m_sound->watch(std::move(prefix), after, std::move(callback));
    }
    store::Result<void> compact(store::Revision revision) override { return m_sound->compact(revision); }
    std::optional<store::Error> writeProblem() const override { return unwritable; }
    store::Revision current() const override { return m_sound->current(); }
    store::Revision compacted() const override { return m_sound->compacted(); }

    std::optional<store::Error> unreadable, unwritable;

private:
    std::unique_ptr<store::Store> m_sound = store::makeMemoryStore();
};

struct Answer {
    int code = 0;
    std::string text;
    bool operator==(const Answer&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Answer& answer) {
    return out << answer.code << " " << answer.text;
}

Answer ask(const Health& health, std::string_view what) {
    auto target = server::parseTarget(what).value();
    const auto response =
        health.answer({.method = "GET", .path = std::move(target.path), .query = std::move(target.query)});
    if (!response) return {response.error().code, response.error().message};
    CHECK(response->contentType == "text/plain; charset=utf-8");
    return {response->code, response->body};
}

/// A check that fails when told to.
Health::Check failing(const bool& fails) {
    return [&fails]() -> std::optional<std::string> {
        if (fails) return "it is out of order";
        return std::nullopt;
    };
}

}  // namespace

TEST_CASE("a server is healthy when all checks hold; only who asks hears which there are") {
    Health health;
    const bool fails = false;
    health.add("etcd", Health::For::LifeAndReadiness, failing(fails));
    health.add("informer-sync", Health::For::Readiness, failing(fails));
    for (const std::string_view endpoint : {"/healthz", "/livez", "/readyz"})
        CHECK(ask(health, endpoint) == Answer{200, "ok"});
    CHECK(ask(health, "/livez?verbose") == Answer{200, "[+]ping ok\n[+]log ok\n[+]etcd ok\nlivez check passed\n"});
    CHECK(ask(health, "/healthz?verbose=") == Answer{200, "[+]ping ok\n[+]log ok\n[+]etcd ok\nhealthz check passed\n"});
    CHECK(ask(health, "/readyz?verbose") ==
          Answer{200, "[+]ping ok\n[+]log ok\n[+]etcd ok\n[+]informer-sync ok\n[+]shutdown ok\nreadyz check passed\n"});
    CHECK(ask(health, "/readyz/informer-sync") == Answer{200, "ok"});
}

TEST_CASE("one check that fails is told by name, and why by itself alone") {
    Health health;
    bool life = false, readiness = false;
    health.add("etcd", Health::For::LifeAndReadiness, failing(life));
    health.add("informer-sync", Health::For::Readiness, failing(readiness));
    readiness = true;
    CHECK(ask(health, "/livez") == Answer{200, "ok"});
    CHECK(ask(health, "/healthz") == Answer{200, "ok"});
    CHECK(ask(health, "/readyz") == Answer{500,
                                           "[+]ping ok\n[+]log ok\n[+]etcd ok\n[-]informer-sync failed: reason "
                                           "withheld\n[+]shutdown ok\nreadyz check failed\n"});
    CHECK(ask(health, "/readyz/informer-sync") == Answer{500, "internal server error: it is out of order\n"});
    CHECK(ask(health, "/readyz/etcd") == Answer{200, "ok"});
    life = true;
    const Answer dead{500, "[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\nlivez check failed\n"};
    CHECK(ask(health, "/livez") == dead);
    CHECK(ask(health, "/livez?verbose") == dead);
    CHECK(ask(health, "/healthz").code == 500);
}

TEST_CASE("checks can be passed over, but for those that there are not") {
    Health health;
    const bool fails = true;
    health.add("etcd", Health::For::LifeAndReadiness, failing(fails));
    health.add("informer-sync", Health::For::Readiness, failing(fails));
    CHECK(ask(health, "/readyz?exclude=etcd&exclude=informer-sync") == Answer{200, "ok"});
    CHECK(ask(health, "/readyz?exclude=etcd").code == 500);
    CHECK(ask(health, "/livez?verbose&exclude=etcd&exclude=y&exclude=informer-sync&exclude=y") ==
          Answer{200,
                 "[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\nwarn: some health checks cannot be excluded: no matches "
                 "for \"informer-sync\",\"y\"\nlivez check passed\n"});
    // Who names one check wants that one.
    CHECK(ask(health, "/livez/etcd?exclude=etcd").code == 500);
}

TEST_CASE("there is nothing under other names, or under readiness' own at the other endpoints") {
    Health health;
    const bool fails = false;
    health.add("informer-sync", Health::For::Readiness, failing(fails));
    for (const std::string_view path : {"/readyz/none", "/readyz/", "/readyz/ping/", "/livez/informer-sync",
                                        "/healthz/shutdown", "/readyz/poststarthook"})
        CHECK_MESSAGE((ask(health, path) == Answer{404, status::unknownPath().message}), path);
}

TEST_CASE("a server is neither live nor ready before its hooks have run, and not ready once it ends") {
    Health health;
    health.expect("rbac/bootstrap-roles");
    health.expect("bootstrap-controller");
    CHECK(ask(health, "/livez").code == 500);
    CHECK(ask(health, "/readyz/poststarthook/rbac/bootstrap-roles") ==
          Answer{500, "internal server error: not finished\n"});
    health.hasDone("rbac/bootstrap-roles");
    CHECK(ask(health, "/readyz") == Answer{500,
                                           "[+]ping ok\n[+]log ok\n[+]poststarthook/rbac/bootstrap-roles ok\n"
                                           "[-]poststarthook/bootstrap-controller failed: reason withheld\n"
                                           "[+]shutdown ok\nreadyz check failed\n"});
    health.hasDone("bootstrap-controller");
    CHECK(ask(health, "/readyz") == Answer{200, "ok"});
    health.shutDown();
    CHECK(ask(health, "/readyz").text.ends_with("[-]shutdown failed: reason withheld\nreadyz check failed\n"));
    CHECK(ask(health, "/readyz/shutdown") == Answer{500, "internal server error: process is shutting down\n"});
    CHECK(ask(health, "/livez") == Answer{200, "ok"});
}

TEST_CASE("a store without room makes a server unready; one that cannot be used, dead") {
    AilingStore store;
    const auto cache = watch::Cache::create(store).value();
    Health health;
    addStorageChecks(health, store, *cache);
    CHECK(ask(health, "/readyz?verbose").text.contains("[+]etcd ok\n[+]etcd-readiness ok\n[+]informer-sync ok\n"));

    store.unwritable = store::Error{store::ErrorCode::Full, "there is no room left"};
    CHECK(ask(health, "/readyz").text.contains("[+]etcd ok\n[-]etcd-readiness failed: reason withheld\n"));
    CHECK(ask(health, "/readyz/etcd-readiness") == Answer{500, "internal server error: there is no room left\n"});
    CHECK(ask(health, "/livez").code == 200);

    store.unwritable = store::Error{store::ErrorCode::Broken, "the disk has failed"};
    CHECK(ask(health, "/livez/etcd") == Answer{500, "internal server error: the disk has failed\n"});
    store.unwritable.reset();
    CHECK(ask(health, "/readyz").code == 200);

    store.unreadable = store::Error{store::ErrorCode::Corrupt, "it is damaged"};
    CHECK(ask(health, "/readyz").text.contains("[-]etcd failed: reason withheld\n[-]etcd-readiness failed"));
    CHECK(ask(health, "/livez/etcd") ==
          Answer{500, "internal server error: error getting data from etcd: it is damaged\n"});
}
