#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/gitops/application/application.h"
#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/renderer.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/trial/stage.h"

namespace {

/// What is made of objects for a trial stays in its namespaces.
void tryStage(const std::string& text) {
    using namespace armillary::gitops;
    const auto items = armillary::plan::readItems(text);
    if (!items) return;
    Rendered rendered;
    for (const auto& item : *items) rendered.objects.push_back({item, {}});
    auto objects = placed(rendered, "shop");
    if (!objects) return;
    const std::vector<RenderedApplication> applications = {{.name = "a", .was = {}, .becomes = std::move(*objects)}};
    for (const bool substitutes : {false, true})
        for (const auto& application :
             stage(applications, {}, {.id = "x", .substituteImages = substitutes}).applications)
            for (const auto& step : application.steps)
                for (const auto& each : step.objects)
                    if (!each.object->namespace_().starts_with("preview-x-")) std::abort();
}

}  // namespace

/// The first byte says what the rest is: an address, a repository's kustomization, chart, application or set of these,
/// what helm printed, or objects that are to run. Each is read or refused in words; no path of what it is read to be
/// leaves the repository.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary::gitops;
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto stays = [](const auto& paths) {
        if (!paths && paths.error().message.empty()) std::abort();
        if (!paths) return;
        for (const std::string& path : *paths)
            if (path.starts_with('/') || path == ".." || path.starts_with("../") || path.contains("/../")) std::abort();
    };
    switch (data[0] % 6) {
        case 0: {
            const auto location = parseLocation(text);
            if (location && location->url.starts_with('-')) std::abort();
            withoutSecrets(text);
            break;
        }
        case 1:
            stays(kustomizationClosure(
                *Tree::ofFiles({{"a/kustomization.yaml", text}, {"b/kustomization.yaml", text}, {"a/x.yaml", ""}}),
                "a"));
            break;
        case 2: {
            const auto closure = chartClosure(*Tree::ofFiles({{"c/Chart.yaml", text}, {"d/Chart.yaml", text}}), "c",
                                              {.valueFiles = {text}, .ignoreMissingValueFiles = true});
            stays(closure ? Expected<std::vector<std::string>>(closure->paths) : std::unexpected(closure.error()));
            break;
        }
        case 3: {
            const auto applications =
                readApplications(*Tree::ofFiles({{"a.yaml", text}, {"x/y/config.json", R"({"a": {"b": [1]}})"}}));
            if (!applications && applications.error().message.empty()) std::abort();
            break;
        }
        case 4:
            readHelmOutput(text);
            break;
        default:
            tryStage(text);
    }
    return 0;
}
