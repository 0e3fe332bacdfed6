#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/gitops/application/application.h"
#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/renderer.h"
#include "engine/gitops/source/location.h"

/// The first byte says what the rest is: an address, a repository's kustomization, chart, or application, or what helm
/// printed. Each is read or refused in words; no path of what it is read to be leaves the repository.
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
    switch (data[0] % 5) {
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
            const auto applications = readApplications(*Tree::ofFiles({{"a.yaml", text}}));
            if (!applications && applications.error().message.empty()) std::abort();
            break;
        }
        default:
            readHelmOutput(text);
    }
    return 0;
}
