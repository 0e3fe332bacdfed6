#include "engine/gitops/origin/choices.h"

#include <algorithm>
#include <set>

#include "engine/gitops/origin/source_files.h"
#include "engine/gitops/render/closure.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

bool isYaml(std::string_view name) {
    return name.ends_with(".yaml") || name.ends_with(".yml");
}

/// values-prod.yaml, prod.values.yaml, values/prod.yaml.
bool isValues(std::string_view path) {
    const std::string_view name = nameOf(path);
    if (!isYaml(name) || name == "values.yaml") return false;
    return folderOf(path) == "values" ||
           (folderOf(path).empty() &&
            (name.starts_with("values") || name.contains(".values.") || name.contains("-values.")));
}

void addCharts(const Tree& tree, const std::set<std::string>& folders, std::vector<ViewChoice>& into) {
    for (const std::string& folder : folders) {
        into.push_back({ViewChoice::Kind::Chart, folder, {}});
        const std::size_t from = folder.empty() ? 0 : folder.size() + 1;
        for (const TreeEntry& entry : tree.under(folder))
            if (std::string path = entry.path.substr(from); isValues(path))
                into.push_back({ViewChoice::Kind::Chart, folder, {std::move(path)}});
    }
}

}  // namespace

std::vector<ViewChoice> viewsIn(const Tree& tree, std::string_view folder) {
    std::set<std::string> kustomizations, charts;
    for (const TreeEntry& entry : tree.under(folder))
        if (nameOf(entry.path) == "Chart.yaml") charts.emplace(folderOf(entry.path));
    const auto isInChart = [&](std::string_view path) {
        for (std::string_view above = path; !above.empty();)
            if (above = folderOf(above); charts.contains(std::string(above))) return true;
        return false;
    };
    std::erase_if(charts, [&, all = charts](const std::string& each) {
        for (std::string_view above = each; !above.empty();)
            if (above = folderOf(above); all.contains(std::string(above))) return true;
        return false;
    });
    SourceFiles files(std::make_shared<Tree>(tree));
    for (const TreeEntry& entry : tree.under(folder)) {
        const std::string in(folderOf(entry.path));
        if (kustomizations.size() >= kMostChoices || kustomizations.contains(in) || isInChart(entry.path)) continue;
        const auto name = nameOf(entry.path);
        if (name != "kustomization.yaml" && name != "kustomization.yml" && name != "Kustomization") continue;
        if (textAt(rootOf(files.find(entry.path)), "kind") != "Component") kustomizations.insert(in);
    }
    std::vector<ViewChoice> choices;
    for (const std::string& each : kustomizations) choices.push_back({ViewChoice::Kind::Kustomization, each, {}});
    addCharts(tree, charts, choices);
    if (choices.size() > kMostChoices) choices.resize(kMostChoices);
    return choices;
}

}  // namespace armillary::gitops
