#include "engine/client/kubeconfig.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <ranges>

#include "engine/client/kubeconfig_documents.h"
#include "engine/client/kubeconfig_user.h"
#include "engine/schema/text.h"
#include "engine/transport/proxy.h"

namespace armillary::client {

namespace {

namespace fs = std::filesystem;
using Documents = std::vector<KubeconfigDocument>;

void readCluster(const Fields& cluster, const fs::path& folder, HttpConfig& config) {
    config.url = cluster.text("server");
    if (config.url.empty()) return cluster.wrong("server", "must be set");
    if (const auto url = transport::parseUrl(config.url); !url) cluster.wrong("server", url.error());
    config.serverName = cluster.text("tls-server-name");
    config.proxyUrl = cluster.text("proxy-url");
    if (!config.proxyUrl.empty())
        if (const auto proxy = transport::parseProxy(config.proxyUrl); !proxy)
            cluster.wrong("proxy-url", proxy.error());
    config.insecureSkipTlsVerify = cluster.flag("insecure-skip-tls-verify");
    config.caPem = dataOrFile(cluster, "certificate-authority", folder);
    if (config.caPem.empty()) return;
    if (config.insecureSkipTlsVerify)
        return cluster.wrong("insecure-skip-tls-verify",
                             "specifying a root certificates file with the insecure flag is not allowed");
    HttpConfig alone;
    alone.caPem = config.caPem;
    if (const auto context = transport::tlsContext(alone); !context)
        cluster.wrong(
            cluster.has("certificate-authority-data") ? "certificate-authority-data" : "certificate-authority",
            context.error());
}

std::expected<HttpConfig, std::string> configOf(const Documents& documents, const std::string& context) {
    std::string problem;
    const std::string chosen = context.empty() ? currentContext(documents, problem) : context;
    if (!problem.empty()) return std::unexpected(problem);
    const KubeconfigDocument* blamed = nullptr;
    // Whose file it is in, when there are several, and whose context.
    const auto failed = [&](const std::string& why) {
        const std::string file = blamed && !blamed->file.empty() ? blamed->file + ": " : std::string();
        return std::unexpected(std::format("{}context \"{}\": {}", file, chosen, why));
    };
    if (chosen.empty()) return std::unexpected("it has no current context; name one with --context");
    const Entry place = findEntry(documents, "context", chosen, problem);
    if (!place.document && problem.empty()) return std::unexpected(std::format("it has no context \"{}\"", chosen));
    blamed = place.document;
    const std::string clusterName = place.fields.text("cluster"), userName = place.fields.text("user");
    if (!problem.empty()) return failed(problem);

    HttpConfig config;
    const Entry cluster = findEntry(documents, "cluster", clusterName, problem);
    if (!cluster.document && problem.empty()) return failed(std::format("cluster \"{}\" was not found", clusterName));
    if (cluster.document) blamed = cluster.document;
    if (problem.empty()) readCluster(cluster.fields, cluster.document->folder, config);
    if (!problem.empty()) return failed(problem);
    if (userName.empty()) return config;

    const Entry user = findEntry(documents, "user", userName, problem);
    if (!user.document && problem.empty()) return failed(std::format("user \"{}\" was not found", userName));
    if (user.document) blamed = user.document;
    if (problem.empty()) readUser(user.fields, user.document->folder, cluster.fields, config);
    if (!problem.empty()) return failed(problem);
    return config;
}

std::string base64(std::string_view bytes) {
    std::string text;
    schema::appendBase64(text, bytes);
    return text;
}

/// Those that can be read; what is wrong with the others is added to `problems`.
Documents readAll(const std::vector<std::string>& files, std::vector<std::string>& problems) {
    Documents documents;
    for (const std::string& file : files) {
        std::error_code none;
        if (fs::status(file, none).type() == fs::file_type::not_found) continue;
        auto document = readDocument(file);
        if (document)
            documents.push_back(std::move(*document));
        else
            problems.push_back(std::format("{}: {}", file, document.error()));
    }
    return documents;
}

/// Once, however many contexts meet it.
void addProblem(std::vector<std::string>& problems, const std::string& file, const std::string& problem) {
    if (problem.empty()) return;
    auto sentence = std::format("{}: {}", file, problem);
    if (!std::ranges::contains(problems, sentence)) problems.push_back(std::move(sentence));
}

Context contextOf(const Fields& entry, const Documents& documents, const KubeconfigDocument& document,
                  std::vector<std::string>& problems) {
    const Fields inner = entry.child("context");
    Context made;
    made.file = document.file;
    made.name = entry.text("name");
    made.cluster = inner.text("cluster");
    made.user = inner.text("user");
    made.namespace_ = inner.text("namespace");
    std::string problem;
    const Entry cluster = findEntry(documents, "cluster", made.cluster, problem);
    made.server = cluster.fields.text("server");
    made.insecure = cluster.fields.flag("insecure-skip-tls-verify");
    addProblem(problems, cluster.document ? cluster.document->file : document.file, problem);
    return made;
}

}  // namespace

std::expected<HttpConfig, std::string> loadKubeconfig(const std::string& file, const std::string& context) {
    auto document = readDocument(file);
    if (!document) return std::unexpected(std::format("{}: {}", file, document.error()));
    Documents documents;
    documents.push_back(std::move(*document));
    auto config = configOf(documents, context);
    if (!config && !config.error().starts_with(file)) return std::unexpected(file + ": " + config.error());
    return config;
}

std::expected<HttpConfig, std::string> loadContext(const std::vector<std::string>& files, const std::string& context) {
    std::vector<std::string> problems;
    auto config = configOf(readAll(files, problems), context);
    // What is missing may stand in a file that cannot be read.
    if (!config)
        for (const std::string& problem : problems) config.error() += "; " + problem;
    return config;
}

std::expected<HttpConfig, std::string> parseKubeconfig(const std::string& text, const std::string& context,
                                                       const std::string& folder) {
    auto document = parseDocument(text, folder);
    if (!document) return std::unexpected(document.error());
    Documents documents;
    documents.push_back(std::move(*document));
    return configOf(documents, context);
}

std::vector<std::string> kubeconfigFiles(const std::string& variable, const std::string& home) {
    std::vector<std::string> files;
    for (const auto part : std::views::split(std::string_view(variable), ':')) {
        const std::string file(std::string_view{part});
        if (!file.empty() && !std::ranges::contains(files, file)) files.push_back(file);
    }
    if (files.empty()) files.push_back((fs::path(home) / ".kube" / "config").string());
    return files;
}

Contexts readContexts(const std::vector<std::string>& files) {
    Contexts made;
    const Documents documents = readAll(files, made.problems);
    std::string ignored;
    const std::string current = currentContext(documents, ignored);
    for (const KubeconfigDocument& document : documents) {
        std::string problem;
        const Fields root(&document.root.get_object(), {}, problem);
        (void)root.text("current-context");
        for (const Fields& entry : root.list("contexts")) {
            Context context = contextOf(entry, documents, document, made.problems);
            if (context.name.empty()) entry.wrong("name", "must be set");
            context.current = !context.name.empty() && context.name == current;
            if (!context.name.empty() && !std::ranges::contains(made.contexts, context.name, &Context::name))
                made.contexts.push_back(std::move(context));
        }
        addProblem(made.problems, document.file, problem);
    }
    return made;
}

std::string adminKubeconfig(const KubeconfigContent& content) {
    return std::format(
        "apiVersion: v1\n"
        "kind: Config\n"
        "current-context: {0}\n"
        "clusters:\n"
        "- name: {0}\n"
        "  cluster:\n"
        "    server: {1}\n"
        "    certificate-authority-data: {2}\n"
        "users:\n"
        "- name: {0}\n"
        "  user:\n"
        "    client-certificate-data: {3}\n"
        "    client-key-data: {4}\n"
        "contexts:\n"
        "- name: {0}\n"
        "  context:\n"
        "    cluster: {0}\n"
        "    user: {0}\n",
        content.name, content.url, base64(content.caPem), base64(content.credential.certificatePem),
        base64(content.credential.keyPem));
}

}  // namespace armillary::client
