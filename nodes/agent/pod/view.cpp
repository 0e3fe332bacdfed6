#include "nodes/agent/pod/view.h"

#include <algorithm>

namespace armillary::agent {

const cri::ContainerStatus* PodView::newest(std::string_view name) const {
    auto it = std::ranges::find(containers, name, &cri::ContainerStatus::name);
    return it == containers.end() ? nullptr : &*it;
}

const cri::ContainerStatus* PodView::previous(std::string_view name) const {
    auto it = std::ranges::find(containers, name, &cri::ContainerStatus::name);
    if (it == containers.end()) return nullptr;
    it = std::find_if(it + 1, containers.end(), [&](const auto& container) { return container.name == name; });
    return it == containers.end() ? nullptr : &*it;
}

const cri::ContainerStatus* PodView::active(std::string_view name) const {
    if (sandboxes.empty()) return nullptr;
    auto it = std::ranges::find_if(containers, [&](const auto& container) {
        return container.name == name && container.sandboxId == sandboxes.front().id;
    });
    return it == containers.end() ? nullptr : &*it;
}

const cri::ContainerStatus* PodView::byId(std::string_view id) const {
    auto it = std::ranges::find(containers, id, &cri::ContainerStatus::id);
    return it == containers.end() ? nullptr : &*it;
}

bool PodView::anyRunning() const {
    return std::ranges::any_of(containers, [](const auto& container) {
        return container.state == cri::ContainerState::Running || container.state == cri::ContainerState::Unknown;
    });
}

cri::Outcome<PodView> observePod(cri::Runtime& runtime, const std::string& uid) {
    PodView view;
    cri::Filter filter{{{keys::kPodUid, uid}}, {}};
    auto sandboxes = runtime.listSandboxes(filter);
    if (!sandboxes) return std::unexpected(sandboxes.error());
    for (const auto& sandbox : *sandboxes) {
        auto status = runtime.sandboxStatus(sandbox.id);
        if (!status && status.error().code == cri::Error::Code::NotFound) continue;
        if (!status) return std::unexpected(status.error());
        view.sandboxes.push_back(std::move(*status));
    }
    auto containers = runtime.listContainers(filter);
    if (!containers) return std::unexpected(containers.error());
    for (const auto& container : *containers) {
        auto status = runtime.containerStatus(container.id);
        if (!status && status.error().code == cri::Error::Code::NotFound) continue;
        if (!status) return std::unexpected(status.error());
        // The status message of the protocol does not say whose sandbox it is.
        status->sandboxId = container.sandboxId;
        view.containers.push_back(std::move(*status));
    }
    auto newer = [](const auto& left, const auto& right) {
        return left.createdAt != right.createdAt ? left.createdAt > right.createdAt : left.attempt > right.attempt;
    };
    std::ranges::stable_sort(view.sandboxes, newer);
    std::ranges::stable_sort(view.containers, newer);
    return view;
}

}  // namespace armillary::agent
