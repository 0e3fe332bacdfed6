#include "engine/gitops/render/renderer.h"

#include <sys/stat.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <format>
#include <system_error>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/snapshot.h"
#include "engine/gitops/source/fetch.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"
#include "engine/pki/secrets.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr std::size_t kLongestComplaint = 4096;
/// Another one when what is kept of a rendering has another form.
constexpr std::string_view kForm = "1";

constexpr std::string_view kNoKustomize = "kustomize is not installed, and there is a kustomization to render";
constexpr std::string_view kNoHelm = "helm is not installed, and there is a chart to render";

/// What a program is: another version of it may render otherwise.
std::string identityOf(const fs::path& program) {
    struct stat about{};
    if (stat(program.c_str(), &about) != 0) return program.string();
    return std::format("{} {} {}.{}", program.string(), about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
}

/// As --set takes it: a comma would begin another parameter.
std::string escaped(std::string_view value) {
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] == ',' && (at == 0 || value[at - 1] != '\\')) text += '\\';
        text += value[at];
    }
    return text;
}

/// What a program had against it: without the folders of this machine, and not endless.
std::string complaintOf(const Outcome& outcome, const fs::path& workshop) {
    std::string said = outcome.errors.empty() ? std::format("it ended with {}", outcome.exitCode) : outcome.errors;
    for (const std::string& folder : {(workshop / "source").string() + "/", workshop.string() + "/"})
        for (auto at = said.find(folder); at != std::string::npos; at = said.find(folder, at))
            said.erase(at, folder.size());
    while (said.ends_with('\n')) said.pop_back();
    if (said.size() > kLongestComplaint) said.resize(kLongestComplaint);
    return withoutSecrets(said);
}

std::string hex(std::string_view bytes) {
    std::string text;
    for (const unsigned char byte : bytes) text += std::format("{:02x}", byte);
    return text;
}

}  // namespace

/// How a request is rendered.
struct Renderer::Job {
    Settings::Kind kind = Settings::Kind::Directory;
    fs::path program;
    std::vector<std::string> arguments;                      ///< in the workshop: source/ has the repository's files
    std::string folder;                                      ///< where it runs, below the workshop
    std::vector<std::string> paths;                          ///< of the tree: what goes into source/
    std::vector<std::pair<std::string, std::string>> files;  ///< what else goes into the workshop, and its content
    bool buildsDependencies = false;
};

Tools Tools::find() {
    return {findProgram("kustomize"), findProgram("kubectl"), findProgram("helm")};
}

Renderer::Renderer(Tools tools, Runner& runner, fs::path cache)
    : m_tools(std::move(tools)), m_runner(runner), m_cache(std::move(cache)) {}

namespace {

/// The folder of the repository as it lies in the workshop.
std::string inSource(std::string_view path) {
    return std::string("source") + (path.empty() ? "" : "/") + std::string(path);
}

/// A kustomization above the path's own, in no folder of the user's.
std::string overlayOf(const RenderRequest& request) {
    const KustomizeSettings& settings = request.settings.kustomize;
    const auto given = schema::parseDocument(settings.overlay.empty() ? "{}" : settings.overlay);
    json::object overlay = given && given->is_object() ? given->get_object() : json::object();
    overlay["apiVersion"] = "kustomize.config.k8s.io/v1beta1";
    overlay["kind"] = "Kustomization";
    overlay["resources"] = json::array{"../" + inSource(request.path)};
    json::array components;
    for (const std::string& each : settings.components) components.emplace_back("../" + inSource(each));
    if (!components.empty()) overlay["components"] = std::move(components);
    std::string text;
    schema::writeDocument(text, overlay);
    return text;
}

std::vector<std::string> helmArguments(const RenderRequest& request, const std::vector<std::string>& valueFiles) {
    const HelmSettings& settings = request.settings.helm;
    const std::string up = "../";
    std::vector<std::string> words = {
        "template",        ".",
        "--name-template", settings.releaseName.empty() ? request.name : settings.releaseName,
        "--namespace",     settings.namespace_.empty() ? request.namespace_ : settings.namespace_,
        "--kube-version",  settings.kubeVersion.empty() ? request.kubeVersion : settings.kubeVersion};
    const auto add = [&](const char* option, std::string value) {
        words.emplace_back(option);
        words.push_back(std::move(value));
    };
    for (const auto& parameter : settings.parameters)
        add(parameter.forceString ? "--set-string" : "--set", parameter.name + "=" + escaped(parameter.value));
    for (const auto& parameter : settings.fileParameters)
        add("--set-file", parameter.name + "=" + escaped(parameter.value));
    std::string root = up;
    for (std::size_t part = partsOf(request.path).size(); part > 0; --part) root += up;
    for (const std::string& file : valueFiles) add("--values", root + inSource(file));
    for (std::size_t at = 0; at < settings.values.size(); ++at)
        add("--values", root + std::format("values-{}.yaml", at));
    for (const auto& versions : {request.apiVersions, settings.apiVersions})
        for (const std::string& version : versions) add("--api-versions", version);
    if (!settings.skipCrds) words.emplace_back("--include-crds");
    if (settings.skipTests) words.emplace_back("--skip-tests");
    return words;
}

}  // namespace

namespace {

/// A folder of manifests that kustomize has to read all the same: something goes above it, or kustomizations are in it.
bool isGiven(const RenderRequest& request, const std::string& folder) {
    const Settings& settings = request.settings;
    if (settings.kind != Settings::Kind::Any || request.tree->find(folder) != nullptr) return false;
    if (!settings.kustomize.overlay.empty() || !settings.kustomize.components.empty()) return true;
    return settings.directory.recurse && std::ranges::any_of(request.tree->under(folder), [&](const TreeEntry& entry) {
               return kustomizationIn(*request.tree, folderOf(entry.path)).has_value();
           });
}

}  // namespace

Expected<Renderer::Job> Renderer::jobOf(const RenderRequest& request) const {
    const Tree& tree = *request.tree;
    const auto leads = tree.resolved(request.path);
    if (!leads) return std::unexpected(leads.error());
    if (tree.find(*leads) == nullptr && !tree.hasFolder(*leads))
        return problem(std::format("{} is not in the repository", request.path));
    Settings::Kind kind = request.settings.kind;
    if (kind == Settings::Kind::Any)
        kind = kustomizationIn(tree, *leads) ? Settings::Kind::Kustomize
               : isChart(tree, *leads)       ? Settings::Kind::Helm
                                             : Settings::Kind::Directory;
    Job job{.kind = kind};
    if (kind == Settings::Kind::Directory && isGiven(request, *leads)) {
        job.kind = kind = Settings::Kind::Kustomize;
        json::array resources;
        for (const std::string& each : resourcesIn(tree, *leads)) resources.emplace_back(each);
        std::string text;
        schema::writeDocument(text, json::object{{"resources", std::move(resources)}});
        // Into the copy, not into the repository.
        job.files.emplace_back(inSource(*leads) + "/kustomization.yaml", std::move(text));
    }
    if (kind == Settings::Kind::Directory) {
        auto paths = withLinks(tree, {request.path});
        if (!paths) return std::unexpected(std::move(paths.error()));
        job.paths = std::move(*paths);
        return job;
    }
    if (kind == Settings::Kind::Kustomize) {
        if (m_tools.kustomize.empty() && m_tools.kubectl.empty())
            return problem(std::string(kNoKustomize), "Install it: apt install kustomize");
        job.program = m_tools.kustomize.empty() ? m_tools.kubectl : m_tools.kustomize;
        auto paths = kustomizationClosure(tree, request.path);
        if (!paths) return std::unexpected(std::move(paths.error()));
        job.paths = std::move(*paths);
        for (const std::string& component : request.settings.kustomize.components) {
            const auto more = kustomizationClosure(tree, component);
            if (!more) return std::unexpected(more.error());
            job.paths.insert(job.paths.end(), more->begin(), more->end());
        }
        const bool above =
            !request.settings.kustomize.overlay.empty() || !request.settings.kustomize.components.empty();
        if (above) job.files.emplace_back("overlay/kustomization.yaml", overlayOf(request));
        // Said although it is the default: what leaves the root, fetches, or runs a program is refused.
        job.arguments = {m_tools.kustomize.empty() ? "kustomize" : "build", above ? "overlay" : inSource(request.path),
                         "--load-restrictor", "LoadRestrictionsRootOnly"};
        return job;
    }
    if (m_tools.helm.empty())
        return problem(std::string(kNoHelm), "Install it: it is one file, and goes into a folder of your PATH.");
    auto closure = chartClosure(tree, request.path, request.settings.helm);
    if (!closure) return std::unexpected(std::move(closure.error()));
    const auto values = valueFilesOf(tree, request.path, request.settings.helm);
    if (!values) return std::unexpected(values.error());
    job.program = m_tools.helm;
    job.paths = std::move(closure->paths);
    job.buildsDependencies = closure->needsBuild;
    job.folder = inSource(request.path);
    job.arguments = helmArguments(request, *values);
    for (std::size_t at = 0; at < request.settings.helm.values.size(); ++at)
        job.files.emplace_back(std::format("values-{}.yaml", at), request.settings.helm.values[at]);
    return job;
}

Expected<std::string> Renderer::key(const RenderRequest& request) const {
    const auto job = jobOf(request);
    if (!job) return std::unexpected(job.error());
    // Lengths before texts, so that no two lists read alike.
    std::string all = std::format("{} {}", kForm, static_cast<int>(job->kind));
    const auto add = [&](std::string_view text) { all += std::format("\n{} {}", text.size(), text); };
    add(job->program.empty() ? "" : identityOf(job->program));
    for (const std::string& word : job->arguments) add(word);
    for (const auto& [name, content] : job->files) {
        add(name);
        add(content);
    }
    add(request.path);
    if (job->kind == Settings::Kind::Directory) {
        add(request.settings.directory.include);
        add(request.settings.directory.exclude);
        add(request.settings.directory.recurse ? "recurse" : "");
    }
    add(request.tree->key(job->paths));
    return hex(pki::sha256(all));
}

Expected<Rendered> Renderer::render(const RenderRequest& request, const std::stop_token& stop) const {
    const auto job = jobOf(request);
    if (!job) return std::unexpected(job.error());
    if (job->kind == Settings::Kind::Directory)
        return renderDirectory(*request.tree, request.path, request.settings.directory);
    const auto key = this->key(request);
    if (!key) return std::unexpected(key.error());
    if (auto kept = m_cache.find(*key)) return std::move(*kept);
    auto rendered = runJob(request, *job, stop);
    if (rendered) m_cache.keep(*key, *rendered);
    return rendered;
}

Expected<Rendered> Renderer::runJob(const RenderRequest& request, const Job& job, const std::stop_token& stop) const {
    const auto workshop = PrivateFolder::make();
    if (!workshop) return std::unexpected(workshop.error());
    const fs::path source = workshop->path() / "source", home = workshop->path() / "home";
    if (auto written = writeSnapshot(*request.tree, job.paths, source); !written)
        return std::unexpected(std::move(written.error()));
    std::error_code failed;
    fs::create_directories(home, failed);
    for (const auto& [name, content] : job.files) {
        fs::create_directories((workshop->path() / name).parent_path(), failed);
        if (auto written = writeNewFile(workshop->path() / name, content); !written)
            return std::unexpected(std::move(written.error()));
    }
    Command command{.program = job.program,
                    .folder = job.folder.empty() ? workshop->path() : workshop->path() / job.folder,
                    .cage = Cage{}};
    command.cage->readable = {workshop->path()};
    command.cage->writable = {home};
    for (const char* variable : {"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        command.environment.push_back(std::format("{}={}", variable, home.string()));
    for (const char* variable : {"PATH=/nonexistent", "LC_ALL=C.UTF-8", "KUBECONFIG=/dev/null", "GOMAXPROCS=2"})
        command.environment.emplace_back(variable);
    const auto run = [&](std::vector<std::string> arguments) -> Expected<std::string> {
        command.arguments = std::move(arguments);
        auto outcome = m_runner.run(command, stop);
        if (!outcome) return std::unexpected(std::move(outcome.error()));
        if (outcome->exitCode == 0) return std::move(outcome->output);
        return problem(std::format("{} cannot be rendered: {}", request.path.empty() ? "." : request.path,
                                   complaintOf(*outcome, workshop->path())));
    };
    if (job.buildsDependencies) {
        // It packs the local charts into the copy's own folder, and fetches nothing.
        command.cage->writable.push_back(source);
        if (auto built = run({"dependency", "build", "--skip-refresh", "."}); !built)
            return std::unexpected(std::move(built.error()));
        command.cage->writable.pop_back();
    }
    const auto output = run(job.arguments);
    if (!output) return std::unexpected(output.error());
    Rendered rendered;
    if (job.kind == Settings::Kind::Helm) {
        auto objects = readHelmOutput(*output);
        if (!objects) return problem(std::format("{}: {}", request.path, objects.error().message));
        rendered.objects = std::move(*objects);
        return rendered;
    }
    auto items = plan::readItems(*output);
    if (!items) return problem(std::format("{} renders to what is no manifest: {}", request.path, items.error().text));
    for (plan::Item& item : *items) rendered.objects.push_back({std::move(item), {}});
    return rendered;
}

}  // namespace armillary::gitops
