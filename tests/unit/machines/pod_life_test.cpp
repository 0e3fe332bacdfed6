#include <doctest/doctest.h>

#include <algorithm>

#include "nodes/machines/simulated/pod_life.h"

using namespace armillary;
using namespace armillary::machines;
using namespace std::chrono_literals;

namespace {

/// A pod on its machine, whose status is kept as the API would keep it.
struct Patient {
    corev1::Pod pod;
    Pace pace{.start = 2s, .run = 20s, .crash = 5s, .stop = 3s};
    async::SystemTime now{std::chrono::seconds(1'767'225'600)};
    std::vector<std::string> said;  ///< "Reason: message"
    int addresses = 0;
    bool over = false;
    std::optional<async::SystemTime> due;

    explicit Patient(const std::string& fault = "", const std::string& restartPolicy = "Always") {
        pod.metadata.namespace_ = "default";
        pod.metadata.name = "web";
        pod.metadata.uid = "u1";
        if (!fault.empty()) pod.metadata.annotations[std::string(kFault)] = fault;
        pod.spec.restartPolicy = restartPolicy;
        pod.status.phase = "Pending";
        add(pod.spec.containers, "main");
    }
    static corev1::Container& add(std::vector<corev1::Container>& list, const std::string& name) {
        auto& container = list.emplace_back();
        container.name = name;
        container.image = "example.test/" + name + ":1";
        return container;
    }

    void look() {
        const Outlook next = outlookOf(pod, {.pace = pace,
                                             .hostIp = "198.18.50.10",
                                             .address = [&] { return "10.244.0." + std::to_string(++addresses + 1); },
                                             .now = now});
        for (const PodEvent& event : eventsOf(pod, next.status))
            said.push_back(std::string(event.reason) + ": " + event.message);
        pod.status = next.status;
        due = next.due;
        over = next.isOver;
    }
    /// Lets time pass, and looks whenever it is due.
    void pass(std::chrono::seconds time) {
        const auto end = now + time;
        look();
        for (int rounds = 0; due && *due <= end && rounds < 1000; ++rounds) {
            now = *due;
            look();
        }
        now = end;
        look();
    }
    const corev1::ContainerStatus& main() const { return pod.status.containerStatuses.at(0); }
    std::string condition(std::string_view type) const {
        const auto found = std::ranges::find(pod.status.conditions, type, &corev1::PodCondition::type);
        if (found == pod.status.conditions.end()) return "none";
        return found->status + (found->reason.empty() ? "" : "/" + found->reason);
    }
    std::string waiting() const { return main().state.waiting ? main().state.waiting->reason : ""; }
    bool hasSaid(const std::string& what) const { return std::ranges::contains(said, what); }
    void remove(std::int64_t grace) {
        pod.metadata.deletionGracePeriodSeconds = grace;
        pod.metadata.deletionTimestamp = schema::Time(now + std::chrono::seconds(grace));
    }
};

}  // namespace

TEST_CASE("a pod waits for its containers, then runs and is ready") {
    Patient patient;
    patient.look();
    CHECK(patient.pod.status.phase == "Pending");
    CHECK(patient.waiting() == "ContainerCreating");
    CHECK(patient.condition("PodScheduled") == "True");
    CHECK(patient.condition("Initialized") == "True");
    CHECK(patient.condition("PodReadyToStartContainers") == "False");
    CHECK(patient.condition("ContainersReady") == "False/ContainersNotReady");
    CHECK(patient.condition("Ready") == "False/ContainersNotReady");
    CHECK(patient.pod.status.podIP.empty());
    CHECK(patient.pod.status.startTime == schema::Time(patient.now));
    REQUIRE(patient.due == patient.now + 2s);

    patient.now += 2s;
    patient.look();
    CHECK(patient.pod.status.phase == "Running");
    CHECK(patient.main().ready);
    CHECK(patient.main().started == true);
    CHECK(patient.main().state.running->startedAt == schema::Time(patient.now));
    for (const char* type : {"PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready"})
        CHECK(patient.condition(type) == "True");
    CHECK(patient.pod.status.podIP == "10.244.0.2");
    CHECK(patient.pod.status.podIPs.at(0).ip == "10.244.0.2");
    CHECK(patient.pod.status.hostIP == "198.18.50.10");
    CHECK(!patient.due);
    CHECK(patient.said ==
          std::vector<std::string>{"Pulled: Container image \"example.test/main:1\" already present on machine",
                                   "Created: Created container: main", "Started: Started container main"});

    // It is at rest.
    const corev1::PodStatus before = patient.pod.status;
    patient.pass(3600s);
    CHECK((patient.pod.status == before));
    CHECK(patient.addresses == 1);
}

TEST_CASE("init containers run one after the other, and a sidecar stays") {
    Patient patient;
    Patient::add(patient.pod.spec.initContainers, "first");
    Patient::add(patient.pod.spec.initContainers, "beside").restartPolicy = "Always";
    Patient::add(patient.pod.spec.initContainers, "last");
    patient.pass(2s);
    const auto init = [&](std::size_t i) -> const corev1::ContainerStatus& {
        return patient.pod.status.initContainerStatuses.at(i);
    };
    CHECK(init(0).state.running.has_value());
    CHECK(init(2).state.waiting.has_value());
    CHECK(patient.waiting() == "PodInitializing");
    CHECK(patient.condition("Initialized") == "False/ContainersNotInitialized");
    CHECK(patient.pod.status.phase == "Pending");
    patient.pass(2s);
    CHECK(init(0).state.terminated->reason == "Completed");
    CHECK(init(1).ready);
    CHECK(init(2).state.running.has_value());
    patient.pass(2s);
    CHECK(init(1).state.running.has_value());
    CHECK(init(2).ready);
    CHECK(patient.condition("Initialized") == "True");
    CHECK(patient.pod.status.phase == "Running");
    CHECK(patient.condition("Ready") == "True");
}

TEST_CASE("what crashes is restarted at once, and then after growing pauses") {
    Patient patient("crash");
    patient.pass(2s + 5s);
    CHECK(patient.main().restartCount == 1);
    CHECK(patient.main().state.running.has_value());
    CHECK(patient.main().lastState.terminated->exitCode == 1);
    CHECK(patient.main().lastState.terminated->reason == "Error");
    patient.pass(5s);
    CHECK(patient.waiting() == "CrashLoopBackOff");
    CHECK(patient.main().state.waiting->message == "back-off 10s restarting failed container=main pod=web_default(u1)");
    CHECK(patient.pod.status.phase == "Running");
    CHECK(patient.condition("Ready") == "False/ContainersNotReady");
    CHECK(patient.hasSaid("BackOff: Back-off restarting failed container main in pod web_default(u1)"));
    // Each pause begins when a run of five seconds ends.
    for (const int pause : {10, 20, 40, 80, 160, 300, 300}) {
        const int restarts = patient.main().restartCount;
        patient.pass(std::chrono::seconds(pause) - 1s);
        CHECK(patient.main().restartCount == restarts);
        patient.pass(1s);
        CHECK(patient.main().restartCount == restarts + 1);
        CHECK(patient.main().state.running.has_value());
        patient.pass(5s);
        CHECK(patient.waiting() == "CrashLoopBackOff");
    }
    CHECK(patient.main().state.waiting->message.starts_with("back-off 5m0s restarting"));

    // Without the fault it recovers at the next restart, and stays.
    patient.pod.metadata.annotations.clear();
    patient.pass(300s);
    CHECK(patient.main().ready);
    CHECK(patient.condition("Ready") == "True");
    CHECK(!patient.due);
}

TEST_CASE("a pod that runs can be made to fail") {
    Patient patient;
    patient.pass(60s);
    REQUIRE(patient.main().ready);
    patient.pod.metadata.annotations[std::string(kFault)] = "oom";
    patient.look();
    CHECK(patient.main().restartCount == 1);
    CHECK(patient.main().lastState.terminated->reason == "OOMKilled");
    CHECK(patient.main().lastState.terminated->exitCode == 137);
    patient.pod.metadata.annotations[std::string(kFault)] = "not-ready";
    patient.pass(60s);
    CHECK(patient.main().state.running.has_value());
    CHECK(patient.condition("Ready") == "False/ContainersNotReady");
}

TEST_CASE("an image that cannot be pulled is tried again after growing pauses") {
    Patient patient("image-pull");
    patient.pass(2s);
    CHECK(patient.waiting() == "ErrImagePull");
    CHECK(patient.pod.status.phase == "Pending");
    CHECK(patient.hasSaid("Failed: Error: ErrImagePull"));
    patient.pass(2s);
    CHECK(patient.waiting() == "ImagePullBackOff");
    CHECK(patient.main().state.waiting->message.starts_with(
        "Back-off pulling image \"example.test/main:1\": ErrImagePull: rpc error: code = NotFound"));
    CHECK(patient.hasSaid("BackOff: Back-off pulling image \"example.test/main:1\""));
    patient.pass(8s);
    CHECK(patient.waiting() == "ErrImagePull");
    patient.pass(2s);
    CHECK(patient.waiting() == "ImagePullBackOff");
    patient.pass(17s);
    CHECK(patient.waiting() == "ImagePullBackOff");
    patient.pass(1s);
    CHECK(patient.waiting() == "ErrImagePull");
    CHECK(std::ranges::count(patient.said, "Failed: Error: ErrImagePull") == 3);
    patient.pod.metadata.annotations.clear();
    patient.look();
    CHECK(patient.main().ready);
}

TEST_CASE("a slow pod starts half a minute later") {
    Patient patient("slow");
    patient.pass(31s);
    CHECK(patient.waiting() == "ContainerCreating");
    patient.pass(1s);
    CHECK(patient.main().ready);
}

TEST_CASE("what is to end ends well, or fails by its policy") {
    Patient job("", "Never");
    job.pass(2s + 19s);
    CHECK(job.pod.status.phase == "Running");
    job.pass(1s);
    CHECK(job.pod.status.phase == "Succeeded");
    CHECK(job.main().state.terminated->reason == "Completed");
    CHECK(job.condition("Ready") == "False/PodCompleted");
    CHECK(job.condition("Initialized") == "True/PodCompleted");
    CHECK(!job.due);

    Patient failing("crash", "Never");
    failing.pass(2s + 5s);
    CHECK(failing.pod.status.phase == "Failed");
    CHECK(failing.main().restartCount == 0);
    CHECK(failing.main().state.terminated->exitCode == 1);
    CHECK(failing.condition("Ready") == "False/PodFailed");

    Patient stubborn("crash", "OnFailure");
    stubborn.pass(2s + 5s + 5s);
    CHECK(stubborn.waiting() == "CrashLoopBackOff");
    stubborn.pod.metadata.annotations.clear();
    stubborn.pass(10s + 20s);
    CHECK(stubborn.pod.status.phase == "Succeeded");
    CHECK(stubborn.main().restartCount == 2);
}

TEST_CASE("a deleted pod's containers end before it does, within its grace") {
    Patient patient;
    patient.pass(2s);
    patient.remove(30);
    patient.look();
    CHECK(!patient.over);
    CHECK(patient.main().state.running.has_value());
    CHECK(killingsOf(patient.pod).at(0).message == "Stopping container main");
    CHECK(killingsOf(patient.pod).at(0).fieldPath == "spec.containers{main}");
    REQUIRE(patient.due == patient.now + 3s);
    patient.pass(3s);
    CHECK(patient.over);
    CHECK(patient.main().state.terminated->exitCode == 0);
    CHECK(patient.pod.status.phase == "Succeeded");

    Patient hasty;
    hasty.pass(2s);
    hasty.remove(1);
    hasty.pass(1s);
    CHECK(hasty.over);

    Patient unborn;
    unborn.remove(0);
    unborn.look();
    CHECK(unborn.over);
    CHECK(!unborn.pod.status.startTime);
}

TEST_CASE("at once means in one step, and ends nowhere else") {
    Patient patient("crash");
    patient.pace = {};
    patient.look();
    CHECK(patient.waiting() == "CrashLoopBackOff");
    CHECK(patient.main().restartCount == 1);
    Patient job("", "OnFailure");
    job.pace = {};
    job.look();
    CHECK(job.pod.status.phase == "Succeeded");
}
