#include <doctest/doctest.h>

#include <map>
#include <stdexcept>

#include "engine/async/clock.h"
#include "engine/scheduler/core.h"
#include "tests/unit/scheduler/cluster.h"

using namespace armillary;
using namespace armillary::scheduler;
using namespace std::chrono_literals;

namespace {

/// Writes down what the core asks for.
struct Notebook final : Effects {
    void bind(PodInfoRef pod, std::string node) override {
        if (breaks-- > 0) throw std::runtime_error("broken");
        lines.push_back("bind " + pod->key + " to " + node);
    }
    void prepareVolumes(PodInfoRef pod, std::string node, VolumePlan plan) override {
        lines.push_back("volumes of " + pod->key + " on " + node + ": " + std::to_string(plan.bind.size()) +
                        " bound, " + std::to_string(plan.provision.size()) + " made");
        last = std::move(pod);
    }
    void report(PodInfoRef pod, Report report) override {
        lines.push_back("report " + pod->key + ": " + report.message);
        if (report.nominated) lines.back() += " nominated=" + *report.nominated;
    }
    void clearNomination(PodInfoRef pod) override { lines.push_back("clear " + pod->key); }
    void evict(PodInfoRef victim, PodInfoRef preemptor, std::string node) override {
        lines.push_back("evict " + victim->key + " for " + preemptor->key + " from " + node);
    }
    std::vector<std::string> lines;
    int breaks = 0;   ///< so many bindings throw
    PodInfoRef last;  ///< whose volumes were asked for
};

struct Stage {
    async::ManualClock clock;
    async::Identifiers identifiers{3};
    Notebook notebook;
    std::map<std::string, ObjectRef> pods;
    Core core{{clock, identifiers, [] { return std::vector<ObjectRef>(); },
               [this](const std::string& key) { return pods.contains(key) ? pods[key] : nullptr; }},
              notebook};

    void node(const std::string& name, const std::string& labels = "{}", const std::string& spec = "{}") {
        core.nodeChanged(nullptr, PaperCluster::nodeObject(name, labels, spec));
    }
    void pod(const std::string& name, const std::string& more, const std::string& cpu = "1",
             const std::string& status = "{}") {
        const std::string spec =
            R"({"schedulerName":"default-scheduler","containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":")" +
            cpu + R"("}}}])" + more + "}";
        const ObjectRef object = PaperCluster::podObject(name, spec, "{}", status);
        const ObjectRef previous = std::exchange(pods[object->key()], object);
        core.podChanged(previous, object);
    }
    void gone(const std::string& name) {
        const ObjectRef previous = pods.at("default/" + name);
        pods.erase("default/" + name);
        core.podChanged(previous, nullptr);
    }
    /// Everything that was asked for since the last call.
    std::vector<std::string> happens() {
        while (core.scheduleNext()) {
        }
        return std::exchange(notebook.lines, {});
    }
    using Lines = std::vector<std::string>;
};

}  // namespace

TEST_CASE("pods of others, gated ones and bound ones are left alone") {
    Stage stage;
    stage.node("a");
    const ObjectRef other = PaperCluster::podObject("other", R"({"schedulerName":"mine","containers":[]})");
    stage.core.podChanged(nullptr, other);
    stage.pod("gated", R"(,"schedulingGates":[{"name":"x"}])");
    stage.pod("bound", R"(,"nodeName":"a")");
    CHECK(stage.happens().empty());
    stage.pod("gated", "");
    CHECK(stage.happens() == Stage::Lines{"bind default/gated to a"});
}

TEST_CASE("a waiting pod wakes when what it waits for changes, and for nothing else") {
    Stage stage;
    stage.node("a", "{}", R"({"taints":[{"key":"k","value":"v","effect":"NoSchedule"}]})");
    stage.pod("waits", "");
    CHECK(stage.happens().size() == 1);
    stage.clock.advance(20s);
    stage.pod("elsewhere", R"(,"nodeName":"a")");
    stage.gone("elsewhere");
    CHECK(stage.happens().empty());
    stage.core.nodeChanged(
        PaperCluster::nodeObject("a", "{}", R"({"taints":[{"key":"k","value":"v","effect":"NoSchedule"}]})"),
        PaperCluster::nodeObject("a"));
    CHECK(stage.happens() == Stage::Lines{"bind default/waits to a"});
}

TEST_CASE("a preemptor gets its place when the victim has gone, before others") {
    Stage stage;
    stage.node("a");
    stage.pod("low", R"(,"nodeName":"a","priority":0)", "4");
    stage.pod("high", R"(,"priority":10)", "4");
    CHECK(stage.happens() ==
          Stage::Lines{"evict default/low for default/high from a",
                       "report default/high: 0/1 nodes are available: 1 Insufficient cpu. nominated=a"});
    stage.clock.advance(5s);
    stage.gone("low");
    // The place is promised: somebody of less importance does not slip in.
    stage.pod("cuckoo", R"(,"priority":5)", "1");
    CHECK(stage.happens() ==
          Stage::Lines{"bind default/high to a",
                       "report default/cuckoo: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are "
                       "available: 1 No preemption victims found for incoming pod. nominated="});
}

TEST_CASE("a binding that failed is tried again, one whose pod has gone is not") {
    Stage stage;
    stage.node("a");
    stage.pod("one", "");
    CHECK(stage.happens() == Stage::Lines{"bind default/one to a"});
    const auto info = PodInfo::make(stage.pods["default/one"]);
    stage.core.bindFailed(info, status::serviceUnavailable("busy"));
    CHECK(stage.happens() ==
          Stage::Lines{"report default/one: binding rejected: running Bind plugin \"DefaultBinder\": busy"});
    stage.clock.advance(1s);
    CHECK(stage.happens() == Stage::Lines{"bind default/one to a"});
    stage.gone("one");
    stage.core.bindFailed(info, status::notFound("pods", "one"));
    stage.clock.advance(20s);
    CHECK(stage.happens().empty());
}

TEST_CASE("a failure of a former pod's binding leaves the pod of the same name alone") {
    Stage stage;
    stage.node("a");
    stage.pod("one", "");
    CHECK(stage.happens() == Stage::Lines{"bind default/one to a"});
    const auto former = PodInfo::make(stage.pods["default/one"]);
    stage.gone("one");
    const ObjectRef another = PaperCluster::object(
        R"({"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":"one","uid":"another"},)"
        R"("spec":{"schedulerName":"default-scheduler","containers":[]}})");
    stage.pods["default/one"] = another;
    stage.core.podChanged(nullptr, another);
    CHECK(stage.happens() == Stage::Lines{"bind default/one to a"});
    stage.core.bindFailed(former, status::conflict("pods", "one", "the UID in the precondition does not match"));
    CHECK(stage.happens().empty());
    // Its own failure is not taken for the former one's either.
    stage.core.bindFailed(PodInfo::make(another), status::serviceUnavailable("busy"));
    stage.clock.advance(1s);
    CHECK(stage.happens() ==
          Stage::Lines{"report default/one: binding rejected: running Bind plugin \"DefaultBinder\": busy",
                       "bind default/one to a"});
}

TEST_CASE("a pod about which deciding went wrong is tried again") {
    Stage stage;
    stage.node("a");
    stage.notebook.breaks = 1;
    stage.pod("one", "");
    CHECK(stage.happens() == Stage::Lines{"report default/one: an unexpected error, which has been logged"});
    stage.clock.advance(1s);
    CHECK(stage.happens() == Stage::Lines{"bind default/one to a"});
}

TEST_CASE("a pod waits for its volumes, at most ten minutes") {
    Stage stage;
    stage.node("a");
    const auto claim = [](const std::string& annotations, const std::string& volume) {
        return PaperCluster::object(
            R"({"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"data","namespace":"default","uid":"c1","annotations":)" +
            annotations + R"(},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"s","volumeName":")" +
            volume + R"(","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Pending"}})");
    };
    const ObjectRef fresh = claim("{}", "");
    stage.core.storageChanged(VolumeState::Kind::Claim, nullptr, fresh);
    stage.core.storageChanged(
        VolumeState::Kind::StorageClass, nullptr,
        PaperCluster::object(
            R"({"kind":"StorageClass","apiVersion":"storage.k8s.io/v1","metadata":{"name":"s"},"provisioner":"p","volumeBindingMode":"WaitForFirstConsumer"})"));
    const std::string volumes = R"(,"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}])";
    stage.pod("db", volumes);
    CHECK(stage.happens() == Stage::Lines{"volumes of default/db on a: 0 bound, 1 made"});
    const ObjectRef chosen = claim(R"({"volume.kubernetes.io/selected-node":"a"})", "");
    stage.core.storageChanged(VolumeState::Kind::Claim, fresh, chosen);
    CHECK(stage.happens().empty());
    stage.core.volumesWritten(stage.notebook.last);
    CHECK(stage.happens().empty());

    SUBCASE("they come") {
        const ObjectRef bound = claim(R"({"pv.kubernetes.io/bind-completed":"yes"})", "v");
        stage.core.storageChanged(
            VolumeState::Kind::Volume, nullptr,
            PaperCluster::object(
                R"({"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":"v"},"spec":{"capacity":{"storage":"1Gi"},"local":{"path":"/x"}}})"));
        stage.core.storageChanged(VolumeState::Kind::Claim, chosen, bound);
        CHECK(stage.happens() == Stage::Lines{"bind default/db to a"});
    }
    SUBCASE("they do not come") {
        stage.clock.advance(11min);
        CHECK(stage.happens() ==
              Stage::Lines{
                  "report default/db: running PreBind plugin \"VolumeBinding\": binding volumes: timed out waiting "
                  "for the condition"});
    }
    SUBCASE("the pod goes first") {
        stage.gone("db");
        stage.clock.advance(11min);
        CHECK(stage.happens().empty());
    }
}
