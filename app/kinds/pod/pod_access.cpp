#include "pod_access.h"

#include <algorithm>
#include <array>

#include "engine/schema/api/corev1.h"

namespace armillary::app::kinds {

namespace {

/// Those whose pods go on running, and answer.
bool hasPorts(const Subject& subject) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds{{{"", "Pod"},
                                                                                          {"", "Service"},
                                                                                          {"apps", "Deployment"},
                                                                                          {"apps", "StatefulSet"},
                                                                                          {"apps", "DaemonSet"},
                                                                                          {"apps", "ReplicaSet"}}};
    return std::ranges::any_of(kKinds, [&](const auto& kind) {
        return kind.first == subject.resource.group && kind.second == subject.resource.kind;
    });
}

}  // namespace

std::vector<Action> accessActions(const Subject& subject) {
    std::vector<Action> actions;
    const std::string_view kind = subject.object->kind();
    if (kind == "Pod" && subject.resource.group.empty() && subject.resource.has("exec")) {
        const auto& phase = subject.object->as<corev1::Pod>().status.phase;
        if (phase != corev1::kPodSucceeded && phase != corev1::kPodFailed) {
            actions.push_back({.id = "shell",
                               .title = QObject::tr("Shell"),
                               .icon = "terminal",
                               .shortcut = "S",
                               .view = "terminal",
                               .changes = true});
            actions.push_back({.id = "files",
                               .title = QObject::tr("Files"),
                               .icon = "folder",
                               .shortcut = "T",
                               .view = "files",
                               .changes = true});
        }
    }
    if (hasPorts(subject))
        actions.push_back({.id = "forward",
                           .title = QObject::tr("Forward a port…"),
                           .icon = "plug",
                           .shortcut = "Shift+F",
                           .view = "forward",
                           .changes = true});
    return actions;
}

}  // namespace armillary::app::kinds
