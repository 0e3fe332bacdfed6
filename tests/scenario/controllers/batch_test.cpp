#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/batchv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using batchv1::Job;
using corev1::Pod;

namespace {

Job job(const std::string& image, std::int32_t completions, std::int32_t parallelism) {
    Job made;
    made.metadata.name = "work";
    made.metadata.namespace_ = "default";
    made.spec.completions = completions;
    made.spec.parallelism = parallelism;
    made.spec.template_.spec.restartPolicy = "Never";
    auto& container = made.spec.template_.spec.containers.emplace_back();
    container.name = "c";
    container.image = image;
    return made;
}

/// The reason of a condition that is True; "" without.
std::string reason(Cluster& cluster, std::string_view type) {
    const auto found = cluster.find<Job>("default", "work");
    if (!found) return {};
    for (const auto& condition : found->status.conditions)
        if (condition.type == type && condition.status == "True") return condition.reason;
    return {};
}

corev1::Node node(const std::string& name, const std::string& role) {
    corev1::Node made;
    made.metadata.name = name;
    made.metadata.labels["role"] = role;
    return made;
}

}  // namespace

TEST_CASE("a job runs to its completions, counts every pod once, and goes after its time") {
    Cluster cluster;
    auto work = job("example.test/succeeds:1", 5, 2);
    work.spec.ttlSecondsAfterFinished = 30;
    REQUIRE(client::create(*cluster.client, work));
    REQUIRE(cluster.eventually([&] { return reason(cluster, "Complete") == "CompletionsReached"; }));
    const auto done = *cluster.find<Job>("default", "work");
    CHECK(done.status.succeeded == 5);
    CHECK(done.status.failed == 0);
    CHECK(done.status.active == 0);
    CHECK(done.status.completionTime);
    CHECK(cluster.all<Pod>("default").size() == 5);
    REQUIRE(cluster.eventually(
        [&] { return !cluster.find<Job>("default", "work") && cluster.all<Pod>("default").empty(); }));
}

TEST_CASE("a job that keeps failing backs off and gives up at its limit") {
    Cluster cluster;
    auto work = job("example.test/fails:1", 1, 1);
    work.spec.backoffLimit = 2;
    REQUIRE(client::create(*cluster.client, work));
    const auto start = cluster.harness.clock().now();
    REQUIRE(cluster.eventually([&] { return reason(cluster, "Failed") == "BackoffLimitExceeded"; }));
    CHECK(cluster.find<Job>("default", "work")->status.failed == 3);
    // Ten seconds after the first failure, twenty after the second.
    CHECK(cluster.harness.clock().now() - start >= std::chrono::seconds(28));
}

TEST_CASE("an indexed job works on each index once; a deadline ends what hangs") {
    Cluster cluster;
    SUBCASE("indexes") {
        auto work = job("example.test/succeeds:1", 4, 3);
        work.spec.completionMode = "Indexed";
        REQUIRE(client::create(*cluster.client, work));
        REQUIRE(cluster.eventually([&] { return !reason(cluster, "Complete").empty(); }));
        CHECK(cluster.find<Job>("default", "work")->status.completedIndexes == "0-3");
        CHECK(cluster.all<Pod>("default").size() == 4);
    }
    SUBCASE("deadline") {
        auto work = job("example.test/web:1", 1, 1);
        work.spec.activeDeadlineSeconds = 15;
        REQUIRE(client::create(*cluster.client, work));
        REQUIRE(cluster.eventually([&] { return reason(cluster, "Failed") == "DeadlineExceeded"; }));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").empty(); }));
        std::vector<std::string> told;
        REQUIRE(cluster.eventually([&] {
            told.clear();
            for (const auto& event : cluster.all<corev1::Event>("default"))
                if (event.reason == "SuccessfulDelete") told.push_back(std::format("{} times", event.count));
            return !told.empty();
        }));
        CHECK(told == std::vector<std::string>{"1 times"});
    }
    SUBCASE("deletion frees the pods that were being counted") {
        REQUIRE(client::create(*cluster.client, job("example.test/web:1", 3, 3)));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").size() == 3; }));
        client::DeleteOptions options;
        options.propagationPolicy = "Background";
        REQUIRE(client::remove<Job>(*cluster.client, "default", "work", options));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").empty(); }));
    }
    SUBCASE("deletion in the foreground waits for the pods and frees them") {
        REQUIRE(client::create(*cluster.client, job("example.test/web:1", 3, 3)));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").size() == 3; }));
        client::DeleteOptions options;
        options.propagationPolicy = "Foreground";
        REQUIRE(client::remove<Job>(*cluster.client, "default", "work", options));
        REQUIRE(cluster.eventually(
            [&] { return !cluster.find<Job>("default", "work") && cluster.all<Pod>("default").empty(); }));
    }
    SUBCASE("a pod that nobody has is adopted, one that no longer matches is let go") {
        REQUIRE(client::create(*cluster.client, job("example.test/web:1", 2, 2)));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").size() == 2; }));
        const auto where = client::target<Pod>("default", cluster.all<Pod>("default")[0].metadata.name);
        const auto now = [&] { return *cluster.find<Pod>("default", where.name); };
        REQUIRE(cluster.client->patch(where, client::PatchType::Merge, R"({"metadata":{"ownerReferences":null}})"));
        REQUIRE(cluster.eventually(
            [&] { return now().metadata.ownerReferences.size() == 1 && now().metadata.finalizers.size() == 1; }));
        REQUIRE(cluster.client->patch(where, client::PatchType::Merge, R"({"metadata":{"labels":null}})"));
        REQUIRE(cluster.eventually([&] {
            return now().metadata.ownerReferences.empty() && now().metadata.finalizers.empty() &&
                   cluster.all<Pod>("default").size() == 3;
        }));
    }
    SUBCASE("suspension takes the pods away without counting them") {
        REQUIRE(client::create(*cluster.client, job("example.test/web:1", 2, 2)));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").size() == 2; }));
        REQUIRE(cluster.patch(client::target<Job>("default", "work"), R"({"spec":{"suspend":true}})"));
        REQUIRE(cluster.eventually(
            [&] { return cluster.all<Pod>("default").empty() && reason(cluster, "Suspended") == "JobSuspended"; }));
        CHECK(cluster.find<Job>("default", "work")->status.failed == 0);
        REQUIRE(cluster.patch(client::target<Job>("default", "work"), R"({"spec":{"suspend":false}})"));
        REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("default").size() == 2; }));
    }
}

TEST_CASE("an indexed job gives up index by index, or is content with some") {
    Cluster cluster;
    SUBCASE("a limit for each index") {
        auto work = job("example.test/fails:1", 2, 2);
        work.spec.completionMode = "Indexed";
        work.spec.backoffLimitPerIndex = 1;
        REQUIRE(client::create(*cluster.client, work));
        REQUIRE(cluster.eventually([&] { return reason(cluster, "Failed") == "FailedIndexes"; }));
        const auto done = cluster.find<Job>("default", "work")->status;
        CHECK(done.failedIndexes == "0,1");
        CHECK(done.failed == 4);
        for (const auto& pod : cluster.all<Pod>("default")) CHECK(pod.metadata.finalizers.empty());
    }
    SUBCASE("a success policy") {
        auto work = job("example.test/succeeds:1", 4, 1);
        work.spec.completionMode = "Indexed";
        work.spec.successPolicy.ensure().rules.emplace_back().succeededCount = 2;
        REQUIRE(client::create(*cluster.client, work));
        REQUIRE(cluster.eventually([&] { return reason(cluster, "Complete") == "SuccessPolicy"; }));
        CHECK(cluster.find<Job>("default", "work")->status.succeeded >= 2);
    }
}

TEST_CASE("a cron job starts jobs on time and keeps as many as it is told to") {
    Cluster cluster;
    batchv1::CronJob tick;
    tick.metadata.name = "tick";
    tick.metadata.namespace_ = "default";
    tick.spec.schedule = "* * * * *";
    tick.spec.successfulJobsHistoryLimit = 1;
    tick.spec.jobTemplate.metadata.labels["app"] = "tick";
    tick.spec.jobTemplate.spec = job("example.test/succeeds:1", 1, 1).spec;
    REQUIRE(client::create(*cluster.client, tick));
    const auto now = [&] { return cluster.find<batchv1::CronJob>("default", "tick")->status; };
    REQUIRE(cluster.eventually([&] { return now().lastSuccessfulTime.has_value(); }));
    const auto first = *now().lastScheduleTime;
    CHECK(first.seconds % 60 == 0);
    REQUIRE(cluster.eventually([&] { return now().lastScheduleTime >= schema::Time(first.seconds + 60); }));
    REQUIRE(cluster.eventually(
        [&] { return now().active.empty() && cluster.all<Job>("default", "app=tick").size() == 1; }));
    const std::string name = cluster.all<Job>("default", "app=tick").front().metadata.name;
    CHECK(name.starts_with("tick-"));
    REQUIRE(cluster.patch(client::target<batchv1::CronJob>("default", "tick"), R"({"spec":{"suspend":true}})"));
    client::DeleteOptions options;
    options.propagationPolicy = "Background";
    REQUIRE(client::remove<batchv1::CronJob>(*cluster.client, "default", "tick", options));
    REQUIRE(
        cluster.eventually([&] { return cluster.all<Job>("default").empty() && cluster.all<Pod>("default").empty(); }));
}

TEST_CASE("a daemon set runs where it belongs, follows nodes, and rolls out") {
    Cluster cluster;
    REQUIRE(cluster.patch(client::target<corev1::Node>({}, "n1"), R"({"metadata":{"labels":{"role":"a"}}})"));
    cluster.kubelet.add(node("n2", "a"));
    cluster.kubelet.add(node("n3", "b"));
    appsv1::DaemonSet daemon;
    daemon.metadata.name = "agent";
    daemon.metadata.namespace_ = "default";
    daemon.spec.selector.ensure().matchLabels["app"] = "agent";
    daemon.spec.template_.metadata.labels["app"] = "agent";
    daemon.spec.template_.spec.nodeSelector["role"] = "a";
    auto& container = daemon.spec.template_.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/agent:1";
    REQUIRE(client::create(*cluster.client, daemon));
    const auto status = [&] { return cluster.find<appsv1::DaemonSet>("default", "agent")->status; };
    const auto settled = [&](std::int32_t count) {
        const auto now = status();
        return now.desiredNumberScheduled == count && now.updatedNumberScheduled == count &&
               now.currentNumberScheduled == count &&
               now.observedGeneration == cluster.find<appsv1::DaemonSet>("default", "agent")->metadata.generation;
    };
    const auto nodes = [&] {
        std::set<std::string> all;
        for (const auto& pod : cluster.all<Pod>("default")) all.insert(pod.spec.nodeName);
        return all;
    };
    REQUIRE(cluster.eventually([&] { return settled(2) && status().numberReady == 2; }));
    CHECK(nodes() == std::set<std::string>{"n1", "n2"});
    REQUIRE(cluster.patch(client::target<corev1::Node>({}, "n3"), R"({"metadata":{"labels":{"role":"a"}}})"));
    REQUIRE(cluster.eventually([&] { return settled(3); }));
    REQUIRE(cluster.patch(
        client::target<appsv1::DaemonSet>("default", "agent"),
        R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"example.test/agent:2"}]}}}})"));
    REQUIRE(cluster.eventually([&] {
        const auto pods = cluster.all<Pod>("default");
        return settled(3) && std::ranges::all_of(pods, [](const auto& pod) {
                   return pod.spec.containers[0].image == "example.test/agent:2";
               });
    }));
    const auto revisions = cluster.all<appsv1::ControllerRevision>("default");
    REQUIRE(revisions.size() == 2);
    // The present template's revision comes back when somebody deletes it, and no pod is touched.
    const auto& latest = revisions[revisions[1].revision > revisions[0].revision];
    REQUIRE(client::remove<appsv1::ControllerRevision>(*cluster.client, "default", latest.metadata.name));
    REQUIRE(cluster.eventually([&] {
        const auto found = cluster.find<appsv1::ControllerRevision>("default", latest.metadata.name);
        return settled(3) && found && found->metadata.uid != latest.metadata.uid;
    }));
}
