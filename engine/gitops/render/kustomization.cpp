#include <format>
#include <set>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

/// As kustomize looks for them.
constexpr std::string_view kNames[] = {"kustomization.yaml", "kustomization.yml", "Kustomization"};

/// What the word says, not whether it is there: "github.com/org/repo//base?ref=v1" reads as a path.
bool looksRemote(std::string_view reference) {
    return reference.contains("://") || reference.contains("?ref=") || reference.contains("//") ||
           reference.starts_with("git@") || reference.starts_with("git::") || reference.starts_with("github.com/");
}

/// Fields whose items are files or folders; where the item has line breaks it is the content itself.
constexpr std::string_view kReferences[] = {"resources",    "bases",          "components",
                                            "crds",         "configurations", "generators",
                                            "transformers", "validators",     "patchesStrategicMerge"};
/// Fields whose items have a file in `path`.
constexpr std::string_view kPaths[] = {"patches", "patchesJson6902", "replacements"};

class Closing {
public:
    explicit Closing(const Tree& tree) : m_tree(tree) {}

    Expected<void> visit(std::string_view folder) {
        const auto leads = m_tree.resolved(folder);
        if (!leads) return std::unexpected(leads.error());
        if (!m_roots.insert(std::string(folder)).second) return {};
        if (m_roots.size() > kMostRoots) return problem(std::format("it stands on more than {} folders", kMostRoots));
        const auto file = kustomizationIn(m_tree, *leads);
        if (!file) return each(*leads);
        const auto kustomization = readObject(m_tree, *file);
        if (!kustomization) return std::unexpected(kustomization.error());
        return references(*kustomization, std::string(*leads), *file);
    }
    std::vector<std::string> take() const {
        std::vector<std::string> all(m_roots.begin(), m_roots.end());
        all.insert(all.end(), m_files.begin(), m_files.end());
        return all;
    }

private:
    /// Of a folder without a kustomization: those in it. Where there is none, kustomize itself says what is missing.
    Expected<void> each(const std::string& folder) {
        for (const std::string& resource : resourcesIn(m_tree, folder))
            if (const auto path = joined(folder, resource); path && m_tree.find(*path) == nullptr)
                if (auto done = visit(*path); !done) return done;
        return {};
    }
    Expected<void> references(const json::object& kustomization, const std::string& folder, const std::string& file) {
        for (const char* field : {"helmCharts", "helmChartInflationGenerator"})
            if (kustomization.contains(field))
                return problem(std::format("{} renders Helm charts ({}), which is not supported", file, field),
                               "Commit what the chart renders to, or deploy it as an application of its own.");
        for (const std::string_view field : kReferences)
            for (const std::string& each : textsAt(kustomization, field))
                if (!each.contains('\n'))
                    if (auto done = refer(each, folder, file); !done) return done;
        for (const std::string_view field : kPaths)
            if (const auto* const items = arrayAt(kustomization, field))
                for (const json::value& item : *items)
                    if (const auto* const patch = item.if_object())
                        if (auto done = refer(textAt(*patch, "path"), folder, file); !done) return done;
        if (const auto* const openapi = objectAt(kustomization, "openapi"))
            if (auto done = refer(textAt(*openapi, "path"), folder, file); !done) return done;
        for (const char* field : {"configMapGenerator", "secretGenerator"})
            if (const auto* const items = arrayAt(kustomization, field))
                for (const json::value& item : *items)
                    if (const auto* const generator = item.if_object())
                        if (auto done = sources(*generator, folder, file); !done) return done;
        return {};
    }
    Expected<void> sources(const json::object& generator, const std::string& folder, const std::string& file) {
        std::vector<std::string> named = textsAt(generator, "envs");
        named.push_back(textAt(generator, "env"));
        for (const std::string& each : textsAt(generator, "files")) named.push_back(each.substr(each.find('=') + 1));
        for (const std::string& each : named)
            if (auto done = refer(each, folder, file); !done) return done;
        return {};
    }
    Expected<void> refer(const std::string& reference, const std::string& folder, const std::string& file) {
        if (reference.empty()) return {};
        const auto path = joined(folder, reference);
        if (path && !looksRemote(reference)) {
            auto leads = m_tree.resolved(*path);
            if (!leads) return std::unexpected(std::move(leads.error()));
            if (m_tree.find(*leads) != nullptr) {
                m_files.insert(*path);
                return {};
            }
            if (m_tree.hasFolder(*leads)) return visit(*path);
        }
        if (looksRemote(reference))
            return problem(std::format("{} takes {} from elsewhere, and nothing is fetched while rendering", file,
                                       withoutSecrets(reference)),
                           "Copy it into the repository.");
        return problem(std::format("{} names {}, which is not in the repository", file, reference));
    }

    const Tree& m_tree;
    std::set<std::string> m_roots, m_files;
};

}  // namespace

std::optional<std::string> kustomizationIn(const Tree& tree, std::string_view folder) {
    for (const std::string_view name : kNames) {
        std::string path = std::string(folder) + (folder.empty() ? "" : "/") + std::string(name);
        if (tree.find(path) != nullptr) return path;
    }
    return std::nullopt;
}

std::vector<std::string> resourcesIn(const Tree& tree, std::string_view folder) {
    std::vector<std::string> resources;
    std::string within;  // a kustomization that was taken: what is in it is its own matter
    for (const TreeEntry& entry : tree.under(folder)) {
        if (!within.empty() && isWithin(entry.path, within)) continue;
        const auto relative = [&](std::string_view path) {
            return std::string(path.substr(folder.empty() ? 0 : folder.size() + 1));
        };
        std::string root;
        for (std::string_view parent = folderOf(entry.path); parent.size() > folder.size(); parent = folderOf(parent))
            if (kustomizationIn(tree, parent)) root = parent;
        if (!root.empty()) {
            within = root;
            if (resources.empty() || resources.back() != relative(root)) resources.push_back(relative(root));
            continue;
        }
        const std::string_view path = entry.path;
        if (entry.kind == TreeEntry::Kind::File &&
            (path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json")))
            resources.push_back(relative(path));
    }
    return resources;
}

Expected<std::vector<std::string>> kustomizationClosure(const Tree& tree, std::string_view folder) {
    Closing closing(tree);
    if (auto done = closing.visit(folder); !done) return std::unexpected(std::move(done.error()));
    return withLinks(tree, closing.take());
}

}  // namespace armillary::gitops
