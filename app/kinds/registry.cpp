#include "registry.h"

#include <algorithm>
#include <array>

#include "configmap/configmap.h"
#include "cronjob/cronjob.h"
#include "daemonset/daemonset.h"
#include "deployment/deployment.h"
#include "generic/generic.h"
#include "horizontalpodautoscaler/horizontalpodautoscaler.h"
#include "job/job.h"
#include "node/node.h"
#include "persistentvolumeclaim/persistentvolumeclaim.h"
#include "pod/pod.h"
#include "pod/pod_access.h"
#include "replicaset/replicaset.h"
#include "secret/secret.h"
#include "service/service.h"
#include "statefulset/statefulset.h"

namespace armillary::app::kinds {

namespace {

const std::array kKinds = {kPod,
                           kDeployment,
                           kStatefulSet,
                           kDaemonSet,
                           kReplicaSet,
                           kJob,
                           kCronJob,
                           kNode,
                           kService,
                           kConfigMap,
                           kSecret,
                           kPersistentVolumeClaim,
                           kHorizontalPodAutoscaler};

}  // namespace

std::span<const Kind> all() {
    return kKinds;
}

const Kind& of(std::string_view apiVersion, std::string_view kind) {
    const auto slash = apiVersion.find('/');
    const std::string_view group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    const auto found = std::ranges::find_if(
        kKinds, [&](const Kind& candidate) { return candidate.name == kind && candidate.group == group; });
    return found == kKinds.end() ? kGeneric : *found;
}

Row rowOf(const Object& object) {
    const Kind& kind = of(object.apiVersion(), object.kind());
    return kind.row ? kind.row(object) : kGeneric.row(object);
}

QVariantList summaryOf(const Object& object) {
    Summary summary;
    const Kind& kind = of(object.apiVersion(), object.kind());
    if (kind.summarise) kind.summarise(object, summary);
    kGeneric.summarise(object, summary);
    return summary.take();
}

std::vector<Action> actionsOf(const Subject& subject) {
    std::vector<Action> actions;
    const Kind& kind = of(subject.object->apiVersion(), subject.object->kind());
    if (kind.actions && subject.resource.can("patch")) actions = kind.actions(subject);
    if (!subject.resource.has("scale"))
        std::erase_if(actions, [](const Action& action) { return action.id == u"scale"; });
    if (kind.logs)
        actions.insert(actions.begin(),
                       {{.id = "logs", .title = QObject::tr("Logs"), .icon = "logs", .shortcut = "L", .view = "logs"},
                        {.id = "previous-logs",
                         .title = QObject::tr("Logs of the previous run"),
                         .icon = "history",
                         .shortcut = "P",
                         .view = "previous"}});
    // Beside the logs: both are about what runs, and change no object.
    std::vector<Action> access = accessActions(subject);
    actions.insert(actions.begin() + (kind.logs ? 2 : 0), std::move_iterator(access.begin()),
                   std::move_iterator(access.end()));
    std::ranges::move(kGeneric.actions(subject), std::back_inserter(actions));
    return actions;
}

}  // namespace armillary::app::kinds
