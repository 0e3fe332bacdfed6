#include <format>

#include "engine/gitops/render/renderer.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

constexpr std::string_view kSkip = "# +argocd:skip-file-rendering";

bool isManifest(std::string_view path) {
    return path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json");
}

Expected<void> add(Rendered& rendered, std::string_view path, std::string_view content) {
    auto items = plan::readItems(content);
    if (!items) {
        const auto& fault = items.error();
        const std::string place = fault.line > 0     ? std::format(":{}", fault.line)
                                  : fault.object > 0 ? std::format(", object {}", fault.object)
                                                     : std::string();
        return problem(std::format("{}{}: {}", path, place, fault.text));
    }
    for (plan::Item& item : *items) {
        if (rendered.objects.size() == plan::kMostItems)
            return problem(std::format("there are more than {} objects", plan::kMostItems));
        rendered.objects.push_back({std::move(item), std::string(path)});
    }
    return {};
}

}  // namespace

Expected<Rendered> renderDirectory(const Tree& tree, std::string_view path, const DirectorySettings& settings) {
    Rendered rendered;
    const auto leads = tree.resolved(path);
    if (!leads) return std::unexpected(leads.error());
    const auto take = [&](const std::string& file) -> Expected<void> {
        const auto content = tree.read(file);
        if (!content) return std::unexpected(content.error());
        return content->starts_with(kSkip) ? Expected<void>() : add(rendered, file, *content);
    };
    if (tree.find(*leads) != nullptr) {
        if (auto done = take(*leads); !done) return std::unexpected(std::move(done.error()));
        return rendered;
    }
    if (!tree.hasFolder(*leads)) return problem(std::format("{} is not in the repository", path));
    for (const TreeEntry& entry : tree.under(*leads)) {
        const std::string_view relative = std::string_view(entry.path).substr(leads->empty() ? 0 : leads->size() + 1);
        if (relative.contains('/') && !settings.recurse) continue;
        if (!settings.include.empty() && !matchesPattern(settings.include, relative)) continue;
        if (!settings.exclude.empty() && matchesPattern(settings.exclude, relative)) continue;
        if (relative.ends_with(".jsonnet"))
            rendered.notes.push_back(std::format("{} is left out: Jsonnet is not supported.", entry.path));
        if (entry.kind == TreeEntry::Kind::Submodule || !isManifest(relative)) continue;
        if (auto done = take(entry.path); !done) return std::unexpected(std::move(done.error()));
    }
    return rendered;
}

Expected<std::vector<RenderedObject>> readHelmOutput(std::string_view output) {
    // Each document begins with its template's name, at the beginning of a line, where no value of it can stand.
    constexpr std::string_view kMark = "---\n# Source: ";
    Rendered rendered;
    std::string origin;
    while (!output.empty()) {
        if (output.starts_with(kMark)) {
            const auto end = std::min(output.find('\n', kMark.size()), output.size());
            origin = output.substr(kMark.size(), end - kMark.size());
            output.remove_prefix(end);
        }
        const auto next = output.find(std::string("\n") + std::string(kMark));
        const auto end = next == std::string_view::npos ? output.size() : next + 1;
        if (auto done = add(rendered, origin, output.substr(0, end)); !done)
            return std::unexpected(std::move(done.error()));
        output.remove_prefix(end);
    }
    return std::move(rendered.objects);
}

}  // namespace armillary::gitops
