#include <format>
#include <set>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

std::string below(std::string_view folder, std::string_view path) {
    return std::string(folder) + (folder.empty() ? "" : "/") + std::string(path);
}

/// The chart holds it in charts/, unpacked or as an archive.
bool isVendored(const Tree& tree, std::string_view chart, const std::string& name) {
    const std::string charts = below(chart, "charts");
    if (tree.hasFolder(charts + "/" + name)) return true;
    for (const TreeEntry& entry : tree.under(charts)) {
        const std::string_view file = nameOf(entry.path);
        if (folderOf(entry.path) == charts && file.starts_with(name + "-") && file.ends_with(".tgz")) return true;
    }
    return false;
}

class ChartClosing {
public:
    explicit ChartClosing(const Tree& tree) : m_tree(tree) {}

    Expected<void> visit(const std::string& folder) {
        if (!m_folders.insert(folder).second) return {};
        if (m_folders.size() > kMostRoots) return problem(std::format("it stands on more than {} charts", kMostRoots));
        const auto chart = readObject(m_tree, below(folder, "Chart.yaml"));
        if (!chart) return std::unexpected(chart.error());
        const auto* const dependencies = arrayAt(*chart, "dependencies");
        if (dependencies == nullptr) return {};
        for (const json::value& each : *dependencies)
            if (const auto* const dependency = each.if_object())
                if (auto done = depend(folder, *dependency); !done) return done;
        return {};
    }
    const std::set<std::string>& folders() const { return m_folders; }
    bool needsBuild() const { return m_needsBuild; }

private:
    Expected<void> depend(const std::string& folder, const json::object& dependency) {
        const std::string name = textAt(dependency, "name"), from = textAt(dependency, "repository");
        if (isVendored(m_tree, folder, name)) return {};
        constexpr std::string_view kFile = "file://";
        if (!from.starts_with(kFile))
            return problem(
                std::format("{} needs the chart {} of {}, which is not in its folder charts",
                            below(folder, "Chart.yaml"), name, from.empty() ? "nowhere" : withoutSecrets(from)),
                std::format("Run helm dependency update {}, and commit what it puts into charts.",
                            folder.empty() ? "." : folder));
        const auto beside = joined(folder, from.substr(kFile.size()));
        if (!beside || !m_tree.hasFolder(*beside))
            return problem(std::format("{} needs the chart {} at {}, which is not in the repository",
                                       below(folder, "Chart.yaml"), name, from));
        m_needsBuild = true;
        return visit(*beside);
    }

    const Tree& m_tree;
    std::set<std::string> m_folders;
    bool m_needsBuild = false;
};

}  // namespace

bool isChart(const Tree& tree, std::string_view folder) {
    return tree.find(below(folder, "Chart.yaml")) != nullptr;
}

Expected<std::vector<std::string>> valueFilesOf(const Tree& tree, std::string_view folder,
                                                const HelmSettings& settings) {
    std::vector<std::string> files;
    for (const std::string& each : settings.valueFiles) {
        if (each.contains("://"))
            return problem(std::format("the values {} would have to be fetched", withoutSecrets(each)),
                           "Copy them into the repository.");
        const auto path = each.starts_with('/') ? normalized(std::string_view(each).substr(1)) : joined(folder, each);
        if (!path) return problem(std::format("the values {} are outside of the repository", each));
        const auto leads = tree.resolved(*path);
        if (!leads) return std::unexpected(leads.error());
        if (tree.find(*leads) != nullptr) {
            files.push_back(*path);
        } else if (!settings.ignoreMissingValueFiles) {
            return problem(std::format("the values {} are not in the repository", *path));
        }
    }
    return files;
}

Expected<ChartClosure> chartClosure(const Tree& tree, std::string_view folder, const HelmSettings& settings) {
    const auto leads = tree.resolved(folder);
    if (!leads) return std::unexpected(leads.error());
    ChartClosing closing(tree);
    if (auto done = closing.visit(*leads); !done) return std::unexpected(std::move(done.error()));
    std::vector<std::string> paths(closing.folders().begin(), closing.folders().end());
    paths.emplace_back(folder);
    const auto values = valueFilesOf(tree, folder, settings);
    if (!values) return std::unexpected(values.error());
    paths.insert(paths.end(), values->begin(), values->end());
    for (const auto& parameter : settings.fileParameters) {
        const auto path = joined(folder, parameter.value);
        if (!path || tree.find(*path) == nullptr)
            return problem(std::format("the parameter {} is read from {}, which is not in the repository",
                                       parameter.name, parameter.value));
        paths.push_back(*path);
    }
    auto all = withLinks(tree, std::move(paths));
    if (!all) return std::unexpected(std::move(all.error()));
    return ChartClosure{std::move(*all), closing.needsBuild()};
}

}  // namespace armillary::gitops
