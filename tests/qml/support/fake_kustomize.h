#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <string>

#include "rendered_view.h"

namespace armillary::app {

/// Plays kustomize's part for one overlay: prod, with an image's tag, above a base with one deployment.
class FakeKustomize final : public gitops::Runner {
public:
    static std::shared_ptr<const ViewWorkshop> workshop() {
        auto runner = std::make_unique<FakeKustomize>();
        gitops::Renderer renderer({.kustomize = "/usr/bin/kustomize"}, *runner, {});
        return std::make_shared<const ViewWorkshop>(std::move(runner), std::move(renderer));
    }
    gitops::Expected<gitops::Outcome> run(const gitops::Command& command, const std::stop_token&) override {
        std::ifstream in(command.folder / "source/prod/kustomization.yaml");
        const std::string overlay{std::istreambuf_iterator<char>(in), {}};
        if (overlay.contains("broken"))
            return gitops::Outcome{.exitCode = 1,
                                   .errors = "Error: prod/kustomization.yaml: unknown field \"broken\"\n"};
        std::smatch tag;
        std::regex_search(overlay, tag, std::regex("newTag: \"?([^\"\\s]*)"));
        return gitops::Outcome{.output = std::string(kBegin) + (tag.empty() ? "1.25" : tag[1].str()) + "\n"};
    }

    static constexpr const char* kBase =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: "
        "web}\n"
        "  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n"
        "          image: nginx:1.25\n";
    static constexpr const char* kOverlay =
        "# Production.\nresources:\n- ../base\nimages:\n- name: nginx\n  newTag: \"1.27\"  # pinned\n";

private:
    static constexpr const char* kBegin =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n"
        "    alpha.config.kubernetes.io/transformations: |\n"
        "      - configuredIn: ../source/prod/kustomization.yaml\n"
        "        configuredBy: {apiVersion: builtin, kind: ImageTagTransformer}\n"
        "    config.kubernetes.io/origin: |\n      path: ../source/base/web.yaml\n"
        "  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: "
        "web}\n"
        "    spec:\n      containers:\n      - name: web\n        image: nginx:";
};

}  // namespace armillary::app
