#include "engine/client/events.h"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include "engine/client/event_correlator.h"
#include "engine/client/event_lanes.h"
#include "tests/unit/client/fake_client.h"

using namespace armillary;
using namespace std::chrono_literals;

namespace {

ObjectRef web() {
    return Object::
        parse(R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"5"}})")
            .value();
}

}  // namespace

TEST_CASE("an event names its object, its source and its time") {
    test::FakeClient fake;
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeEventRecorder(fake, clock, identifiers, "scheduler", "node-1");
    recorder->record(*web(), "Normal", "Scheduled", "Successfully assigned");
    recorder->flush();
    REQUIRE(fake.created.size() == 1);
    const auto event = schema::fromJson<corev1::Event>(fake.created[0]).value();
    CHECK(event.metadata.namespace_ == "shop");
    CHECK(event.metadata.name.starts_with("web."));
    CHECK(event.metadata.name.find_first_not_of("0123456789abcdef", 4) == std::string::npos);
    CHECK(event.involvedObject.uid == "u1");
    CHECK(event.involvedObject.resourceVersion == "5");
    CHECK(event.source.component == "scheduler");
    CHECK(event.source.host == "node-1");
    CHECK(event.reportingComponent == "scheduler");
    CHECK(event.count == 1);
    CHECK(event.firstTimestamp == schema::Time(clock.now()));
}

TEST_CASE("an event whose sending breaks costs no other; a recorder that waits to try again is idle until then") {
    struct Breaking final : test::FakeClient {
        Result<ObjectRef> create(const client::Target& target, std::string json) override {
            if (json.contains("Break")) throw std::runtime_error("broken");
            return FakeClient::create(target, std::move(json));
        }
    } fake;
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeEventRecorder(fake, clock, identifiers, "scheduler");
    recorder->record(*web(), "Normal", "Break", "b");
    recorder->record(*web(), "Normal", "Scheduled", "s");
    recorder->flush();
    CHECK(fake.created.size() == 1);
    CHECK(recorder->activity().idle);
    CHECK_FALSE(recorder->activity().due);
    CHECK(recorder->activity().taken == 2);

    fake.refuseCreate = status::serviceUnavailable("down");
    recorder->record(*web(), "Normal", "Pulled", "p");
    while (!recorder->activity().idle) std::this_thread::yield();
    CHECK(recorder->activity().due > clock.steady());
    CHECK(recorder->activity().due <= clock.steady() + 10s);
}

TEST_CASE("a repeated event counts up in one object; events of cluster-scoped objects live in default") {
    test::FakeClient fake;
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeEventRecorder(fake, clock, identifiers, "scheduler");
    recorder->record(*web(), "Warning", "Failed", "no");
    recorder->record(*web(), "Warning", "Failed", "no");
    recorder->record(*web(), "Warning", "Failed", "still no");
    const auto node = Object::parse(R"({"kind":"Node","apiVersion":"v1","metadata":{"name":"n1","uid":"u2"}})").value();
    recorder->withComponent("other")->record(*node, "Normal", "Ready", "yes");
    recorder->flush();
    REQUIRE(fake.created.size() == 3);
    REQUIRE(fake.patched.size() == 1);
    CHECK(fake.patched[0].contains(R"("count":2)"));
    CHECK(schema::fromJson<corev1::Event>(fake.created[2])->metadata.namespace_ == "default");
}

TEST_CASE("recorders of several clients share a queue, and each writes as its own") {
    test::FakeClient mine, yours;
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeEventRecorder(mine, clock, identifiers, "manager");
    const auto other = recorder->withClient(yours)->withComponent("job-controller");
    recorder->record(*web(), "Normal", "Mine", "1");
    other->record(*web(), "Normal", "Yours", "2");
    recorder->flush();
    REQUIRE(mine.created.size() == 1);
    REQUIRE(yours.created.size() == 1);
    CHECK(schema::fromJson<corev1::Event>(mine.created[0])->reason == "Mine");
    CHECK(schema::fromJson<corev1::Event>(yours.created[0])->reason == "Yours");
    CHECK(schema::fromJson<corev1::Event>(yours.created[0])->source.component == "job-controller");
}

TEST_CASE("an event that is refused for good is dropped, and the recorder goes on") {
    test::FakeClient fake;
    fake.refuseCreate = status::forbidden("events", "web", "no");
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeEventRecorder(fake, clock, identifiers, "scheduler");
    recorder->record(*web(), "Normal", "A", "a");
    recorder->flush();
    fake.refuseCreate = {};
    recorder->record(*web(), "Normal", "B", "b");
    recorder->flush();
    CHECK(fake.created.size() == 1);
}

TEST_CASE("different messages of one reason are combined after ten, and one object falls silent after 25") {
    client::EventCorrelator correlator;
    async::ManualClock clock;
    int passed = 0, updates = 0;
    std::string last;
    for (int i = 0; i < 40; ++i) {
        corev1::Event event;
        event.involvedObject.name = "web";
        event.metadata.name = "web." + std::to_string(i);
        event.reason = "Failed";
        event.message = "attempt " + std::to_string(i);
        event.count = 1;
        const auto decision = correlator.correlate(event, clock.steady());
        if (!decision) continue;
        ++passed;
        updates += decision->update;
        last = decision->event.message;
        correlator.remember(decision->event);
    }
    CHECK(passed == 25);
    CHECK(updates == 15);
    CHECK(last == "(combined from similar events): attempt 24");
    clock.advance(5min);
    CHECK(correlator.correlate({}, clock.steady()));
}

TEST_CASE("several lanes lose nothing, and what is about one object stays in order") {
    test::FakeClient fake;
    async::ManualClock clock;
    async::Identifiers identifiers(1);
    const auto recorder = client::makeParallelEventRecorder(fake, clock, identifiers, "scheduler", {}, 4);
    for (const char* message : {"first", "second", "third"})
        for (int i = 0; i < 50; ++i) {
            corev1::ObjectReference about;
            about.kind = "Pod";
            about.namespace_ = "shop";
            about.name = "pod-" + std::to_string(i);
            recorder->record(about, "Normal", message, message);
        }
    recorder->flush();
    REQUIRE(fake.created.size() == 150);
    std::map<std::string, std::string> said;
    std::set<std::string> names;
    for (const std::string& json : fake.created) {
        const auto event = schema::fromJson<corev1::Event>(json).value();
        said[event.involvedObject.name] += event.message + " ";
        names.insert(event.metadata.name);
    }
    CHECK(names.size() == 150);
    for (const auto& [name, messages] : said) CHECK(messages == "first second third ");
}
