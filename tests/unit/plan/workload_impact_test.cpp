#include "engine/plan/expected.h"
#include "engine/plan/planned.h"
#include "subjects.h"

using namespace armillary;
using namespace armillary::plan;
using namespace armillary::plan::test;

namespace {

const std::string kDeployment = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  strategy: {type: RollingUpdate}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1"}]}
)";
const std::string kSet = R"(
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 3
  serviceName: db
  updateStrategy: {type: RollingUpdate}
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "db:1"}]}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
)";
const std::string kDaemon = R"(
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec:
  updateStrategy: {type: RollingUpdate}
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: "agent:1"}]}
status: {desiredNumberScheduled: 10}
)";
const std::string kAutoscaler = R"(
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {minReplicas: 2, maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
)";

}  // namespace

TEST_CASE("a deployment's template rolls its pods as its strategy says") {
    const std::string other = replaced(kDeployment, "web:1", "web:2");
    const std::string image = "image: Container web runs web:2 instead of web:1.";
    const std::string why = ", because spec.template.spec.containers[name=web].image changes.";
    CHECK(said(kDeployment, other) ==
          Lines{"rollout: Rolls 3 of 3 pods, each new one before an old one goes, at most 1 more at a time" + why,
                image});
    const std::string strategy = "{type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 50%}}";
    CHECK(said(kDeployment, replaced(other, "{type: RollingUpdate}", strategy)) ==
          Lines{"rollout: Rolls 3 of 3 pods, at most 1 at a time" + why, image});
    CHECK(said(kDeployment, replaced(other, "{type: RollingUpdate}", "{type: Recreate}")) ==
          Lines{"recreate: Ends all 3 pods before the first new one starts (strategy Recreate)" + why, image});
    CHECK(said(kDeployment, replaced(other, "replicas: 3", "replicas: 3\n  paused: true")) == Lines{image});
    // As many as the cluster has, not as many as the file says.
    CHECK(said(kDeployment, other, Sample(replaced(kDeployment, "replicas: 3", "replicas: 5")))
              .front()
              .starts_with("rollout: Rolls 5 of 5 pods"));
    const auto impacts = impactOf(object(kDeployment), object(other), Sample());
    CHECK(impacts.front().pods == 3);
    const std::string none = replaced(kDeployment, "replicas: 3", "replicas: 0");
    CHECK(said(none, replaced(none, "web:1", "web:2")) == Lines{image});
}

TEST_CASE("what is not of the template rolls nothing") {
    CHECK(said(kDeployment, kDeployment) == Lines{"none: Nothing that runs notices."});
    CHECK(said(kDeployment, replaced(kDeployment, "namespace: shop", "namespace: shop, labels: {a: b}")) ==
          Lines{"none: Nothing that runs notices."});
    CHECK(said(kDeployment, replaced(kDeployment, "{type: RollingUpdate}", "{type: Recreate}")) ==
          Lines{"none: Nothing that runs notices."});
    const std::string paused = replaced(kDeployment, "replicas: 3", "replicas: 3\n  paused: true");
    CHECK(said(paused, kDeployment) == Lines{"rollout: Its roll-out goes on: what has been held back is rolled now."});
}

TEST_CASE("a stateful set goes from the last to the first, down to its partition") {
    const std::string other = replaced(kSet, "db:1", "db:2");
    const std::string why = ", because spec.template.spec.containers[name=db].image changes.";
    const auto rolling = [&](const std::string& strategy) {
        return said(kSet, replaced(other, "{type: RollingUpdate}", strategy)).front();
    };
    CHECK(said(kSet, other).front() == "rollout: Rolls 3 of 3 pods, at most 1 at a time, the last first" + why);
    CHECK(rolling("{type: RollingUpdate, rollingUpdate: {partition: 1}}") ==
          "rollout: Rolls 2 of 3 pods, at most 1 at a time, the last first (its partition keeps back those below "
          "1)" +
              why);
    CHECK(
        said(kSet, replaced(other, "{type: RollingUpdate}", "{type: RollingUpdate, rollingUpdate: {partition: 7}}")) ==
        Lines{"image: Container db runs db:2 instead of db:1."});
    CHECK(rolling("{type: OnDelete}") ==
          "restart: Its 3 pods stay as they are until each is deleted by hand (updateStrategy OnDelete): "
          "spec.template.spec.containers[name=db].image changes.");
}

TEST_CASE("a daemon set rolls on as many nodes as its status counts") {
    const std::string other = replaced(kDaemon, "agent:1", "agent:2");
    const std::string why = ", because spec.template.spec.containers[name=agent].image changes.";
    CHECK(said(kDaemon, other).front() == "rollout: Rolls 10 of 10 pods, at most 1 at a time" + why);
    CHECK(said(kDaemon,
               replaced(other, "{type: RollingUpdate}", "{type: RollingUpdate, rollingUpdate: {maxUnavailable: 25%}}"))
              .front() == "rollout: Rolls 10 of 10 pods, at most 3 at a time" + why);
    CHECK(said(replaced(kDaemon, "10}", "0}"), other).front() ==
          "rollout: Rolls its pod on every node, at most 1 at a time" + why);
    CHECK(said(kDaemon, replaced(other, "{type: RollingUpdate}", "{type: OnDelete}"))
              .front()
              .starts_with("restart: Its 10 pods stay"));
}

TEST_CASE("who makes pods and replaces none leaves those that run") {
    const std::string set = replaced(replaced(kDeployment, "kind: Deployment", "kind: ReplicaSet"),
                                     "  strategy: {type: RollingUpdate}\n", "");
    CHECK(said(set, replaced(set, "web:1", "web:2")) == Lines{"image: Container web runs web:2 instead of web:1."});
    CHECK(said(set, replaced(set, "image: \"web:1\"", "image: \"web:1\", env: [{name: A, value: b}]")) ==
          Lines{"none: Pods that run stay as they are; those made from now on have the new template."});
    const std::string pod =
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: \"a:1\"}]}}";
    CHECK(said(pod, replaced(pod, "a:1", "a:2")) ==
          Lines{"restart: Restarts container c in the pod that runs.", "image: Container c runs a:2 instead of a:1."});
}

TEST_CASE("numbers of pods") {
    CHECK(said(kDeployment, replaced(kDeployment, "replicas: 3", "replicas: 5")) ==
          Lines{"scale: Goes from 3 pods to 5."});
    CHECK(said("", kDeployment) == Lines{"scale: Starts 3 pods."});
    CHECK(
        said(kDeployment, replaced(kDeployment, "replicas: 3", "replicas: 5"), Sample(kAutoscaler)) ==
        Lines{
            "scale: Goes from 3 pods to 5. HorizontalPodAutoscaler web keeps it between 2 and 10, and sets it again."});
    CHECK(said(kSet, replaced(kSet, "replicas: 3", "replicas: 1")) ==
          Lines{"scale: Goes from 3 pods to 1. The claims of the pods that go are kept."});
    CHECK(said(kSet, replaced(kSet, "replicas: 3",
                              "replicas: 1\n  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}")) ==
          Lines{"scale: Goes from 3 pods to 1. The claims of the pods that go are deleted, with their data."});
    CHECK(said("", kDaemon) == Lines{"scale: Starts a pod on every node that fits."});
}

TEST_CASE("autoscalers and budgets") {
    CHECK(said("", kAutoscaler) == Lines{"scale: Deployment web has between 2 and 10 pods from now on."});
    CHECK(
        said(kAutoscaler, replaced(kAutoscaler, "minReplicas: 2", "minReplicas: 4"), Sample(kDeployment)) ==
        Lines{"scale: Deployment web has between 4 and 10 pods instead of 2 to 10. It goes from 3 pods to 4 at once."});
    CHECK(said(kAutoscaler, "") ==
          Lines{"prune: It goes.", "scale: Deployment web keeps the number of pods that it has now."});
    const std::string budget =
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: shop}, spec: {minAvailable: "
        "2, "
        "selector: {matchLabels: {app: web}}}}";
    CHECK(said("", budget, Sample(kDeployment)) ==
          Lines{"none: Drains evict pods of Deployment web only while 2 stay."});
    CHECK(said("", replaced(budget, "minAvailable: 2", "maxUnavailable: 0")) ==
          Lines{"none: Drains evict pods of no pod that is there only while no more than 0 are away. No drain of their "
                "nodes ends."});
}

TEST_CASE("jobs and cron jobs") {
    const std::string job = R"(
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "a:1"}]}}}
)";
    CHECK(said("", job) == Lines{"scale: Starts 2 pods."});
    CHECK(said(job, replaced(job, "parallelism: 2", "parallelism: 4")) ==
          Lines{"scale: Runs 4 pods at a time instead of 2."});
    CHECK(said(job, replaced(job, "parallelism: 2", "parallelism: 2, suspend: true")) ==
          Lines{"scale: Ends its pods: the job is suspended."});
    CHECK(said(job, replaced(job, "a:1", "a:2")).front() ==
          "immutable: The server refuses to change spec.template of a Job that is there: it must be deleted and made "
          "again.");
    // What the server has added to one that runs is no change.
    const std::string live =
        replaced(replaced(job, "{name: j}", "{name: j, labels: {batch.kubernetes.io/job-name: j}}"), "template: {",
                 "selector: {matchLabels: {batch.kubernetes.io/controller-uid: u}}, template: {metadata: "
                 "{labels: {batch.kubernetes.io/controller-uid: u, batch.kubernetes.io/job-name: j}}, ");
    CHECK(said(live, job) == Lines{"none: Nothing that runs notices."});
    const std::string cron = R"(
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "a:1"}]}}}}}
)";
    CHECK(said(cron, replaced(cron, "0 1", "0 2")) ==
          Lines{R"(none: Starts its jobs at "0 2 * * *" instead of "0 1 * * *".)"});
    CHECK(said(cron, replaced(cron, "schedule", "suspend: true, schedule")) ==
          Lines{"scale: Starts no more jobs; those that run go on."});
}

TEST_CASE("what the server will not change is foreseen by its own rules") {
    const auto refused = [](const std::string& before, const std::string& after) {
        return said(before, after).front();
    };
    const std::string end = " that is there: it must be deleted and made again.";
    CHECK(refused(kDeployment, replaced(kDeployment, "matchLabels: {app: web}", "matchLabels: {app: other}")) ==
          "immutable: The server refuses to change spec.selector of a Deployment" + end);
    CHECK(refused(kSet, replaced(kSet, "serviceName: db", "serviceName: other")) ==
          "immutable: The server refuses to change spec.serviceName of a StatefulSet" + end);
    CHECK(refused(kSet, replaced(kSet, "storage: 1Gi", "storage: 2Gi"))
              .starts_with("immutable: The server refuses to change "
                           "spec.volumeClaimTemplates[0].spec.resources.requests.storage of a"));
    const std::string service =
        "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {clusterIP: 10.0.0.1, clusterIPs: "
        "[10.0.0.1], ports: [{port: 80}]}}";
    CHECK(refused(service, replaced(replaced(service, "10.0.0.1", "10.0.0.2"), "[10.0.0.1]", "[10.0.0.2]"))
              .starts_with("immutable: The server refuses to change spec.clusterIP"));
    const std::string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, immutable: true, data: {a: \"1\"}}";
    CHECK(refused(map, replaced(map, "\"1\"", "\"2\"")) ==
          "immutable: The server refuses to change data.a of a ConfigMap" + end);
    const std::string binding = R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
)";
    CHECK(refused(binding, replaced(binding, "name: reader", "name: writer")) ==
          "immutable: The server refuses to change roleRef.name of a RoleBinding" + end);
    const std::string claim =
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {accessModes: "
        "[ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}}";
    CHECK(refused(claim, replaced(claim, "fast", "slow")).starts_with("immutable: The server refuses to change spec"));
    // Bound meanwhile, which the file does not say.
    CHECK(said(replaced(claim, "fast", "fast, volumeName: v"), claim) == Lines{"none: Nothing that runs notices."});
}

TEST_CASE("what applying comes to is told without a server, too") {
    const auto item = readItems(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: "
        "{containers: [{name: web, image: \"web:2\"}]}}}}");
    REQUIRE(item);
    const ObjectRef live = object(kDeployment);
    CHECK(said(live, expectedOf(live, item->front(), "shop")).front().starts_with("rollout: Rolls 3 of 3 pods"));
    const ObjectRef made = expectedOf(nullptr, item->front(), "shop");
    REQUIRE(made);
    CHECK(made->namespace_() == "shop");
}

TEST_CASE("a world with what a plan brings") {
    const Sample base(kDeployment);
    const Planned planned(base, {object(replaced(kDeployment, "replicas: 3", "replicas: 4")), object(kSet)});
    CHECK(planned.list({"apps", "Deployment"}, "shop").size() == 1);
    CHECK(planned.find({"apps", "Deployment"}, "shop", "web")->json().contains("\"replicas\":4"));
    CHECK(planned.list({"apps", "StatefulSet"}, "").size() == 1);
    CHECK(planned.list({"apps", "StatefulSet"}, "other").empty());
}
