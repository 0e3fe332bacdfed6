#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <format>
#include <fstream>

#include "engine/client/kubeconfig.h"

using namespace armillary;
using Strings = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

struct Folder {
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "armillary-kubeconfig-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { fs::remove_all(path); }
    std::string add(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
        return (path / name).string();
    }
    fs::path path;
};

std::string document(const std::string& cluster, const std::string& user) {
    return std::format(
        "current-context: c\ncontexts: [{{name: c, context: {{cluster: k, user: u}}}}]\n"
        "clusters: [{{name: k, cluster: {{{}}}}}]\nusers: [{{name: u, user: {{{}}}}}]\n",
        cluster, user);
}
const std::string kServer = "server: 'https://h'";

std::expected<client::HttpConfig, std::string> read(const std::string& cluster, const std::string& user,
                                                    const std::string& folder = "/nowhere") {
    return client::parseKubeconfig(document(cluster, user), "", folder);
}

}  // namespace

TEST_CASE("what a cluster and a user say arrives in the configuration") {
    const auto config =
        read("server: 'http://h:8080/p', tls-server-name: n, proxy-url: 'socks5://p', insecure-skip-tls-verify: true",
             "username: me, password: topsecret, as: jane, as-uid: '7', as-groups: [a, b], as-user-extra: {some/key: "
             "[x, y]}");
    REQUIRE_MESSAGE(config, config.error());
    CHECK(config->url == "http://h:8080/p");
    CHECK(config->serverName == "n");
    CHECK(config->proxyUrl == "socks5://p");
    CHECK(config->insecureSkipTlsVerify);
    CHECK(config->headers ==
          std::vector<std::pair<std::string, std::string>>{{"Authorization", "Basic bWU6dG9wc2VjcmV0"},
                                                           {"Impersonate-User", "jane"},
                                                           {"Impersonate-Uid", "7"},
                                                           {"Impersonate-Group", "a"},
                                                           {"Impersonate-Group", "b"},
                                                           {"Impersonate-Extra-some%2Fkey", "x"},
                                                           {"Impersonate-Extra-some%2Fkey", "y"}});
    CHECK(read(kServer, "token: t")->token() == "t");
}

TEST_CASE("a token's file is read again for every request, and comes before a token") {
    const Folder folder;
    const auto config = read(kServer, "token: fixed, tokenFile: t", folder.path.string());
    REQUIRE(config);
    CHECK(config->token() == "fixed");
    folder.add("t", "first\n");
    CHECK(config->token() == "first");
    folder.add("t", "second\n");
    CHECK(config->token() == "second");
    const auto alone = read(kServer, "tokenFile: missing", folder.path.string());
    CHECK(alone->token().error().contains("missing cannot be read"));
}

TEST_CASE("what is wrong is named by context and field, and nothing secret is repeated") {
    const struct {
        const char *cluster, *user, *problem;
    } kCases[] = {
        {"{}", "", "clusters[0].cluster.server: must be set"},
        {"server: 7", "", "clusters[0].cluster.server: must be a string"},
        {"server: 'ftp://h'", "", "clusters[0].cluster.server: \"ftp://h\" is not an http or https URL"},
        {"server: 'https://me:topsecret@h'", "", "clusters[0].cluster.server: a URL with a user in it"},
        {"server: 'https://h', insecure-skip-tls-verify: 'yes'", "",
         "clusters[0].cluster.insecure-skip-tls-verify: must be true or false"},
        {"server: 'https://h', proxy-url: 'ftp://me:topsecret@p'", "", "clusters[0].cluster.proxy-url: a proxy's URL"},
        {"server: 'https://h', certificate-authority-data: '*'", "",
         "clusters[0].cluster.certificate-authority-data: is not base64"},
        {"server: 'https://h', certificate-authority-data: dG9wc2VjcmV0", "",
         "clusters[0].cluster.certificate-authority-data: the certificate authority cannot be read"},
        {"server: 'https://h', certificate-authority: ca.pem", "",
         "clusters[0].cluster.certificate-authority: cannot read /nowhere/ca.pem"},
        {"server: 'https://h'", "token: [topsecret]", "users[0].user.token: must be a string"},
        {"server: 'https://h'", "token: \"topsecret\\nx\"", "users[0].user.token: holds control characters"},
        {"server: 'https://h'", "tokenFile: {}", "users[0].user.tokenFile: must be a string"},
        {"server: 'https://h'", "token: topsecret, username: me", "users[0].user.username: more than one"},
        {"server: 'https://h'", "client-certificate-data: dG9wc2VjcmV0", "users[0].user.client-key-data: is missing"},
        {"server: 'https://h'", "client-key-data: dG9wc2VjcmV0", "users[0].user.client-certificate-data: is missing"},
        {"server: 'https://h'", "client-key-data: dG9wc2VjcmV0, client-certificate-data: dG9wc2VjcmV0",
         "users[0].user.client-certificate-data: the client certificate cannot be used"},
        {"server: 'https://h'", "client-key: k.pem", "users[0].user.client-key: cannot read /nowhere/k.pem"},
        {"server: 'https://h'", "as-groups: [a]", "users[0].user.as: requesting uid, groups or user-extra without"},
        {"server: 'https://h'", "as: a, as-groups: [1]", "users[0].user.as-groups[0]: must be a string"},
        {"server: 'https://h'", "as: a, as-user-extra: {k: v}", "users[0].user.as-user-extra.k: must be a list"},
        {"server: 'https://h'", "auth-provider: {name: gcp}", "users[0].user.auth-provider: is no longer supported"},
        {"server: 'https://h'", "exec: x", "users[0].user.exec: must be a mapping"},
        {"server: 'https://h'", "exec: {command: p}", "users[0].user.exec.apiVersion: must be client.authentication"},
        {"server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1}",
         "users[0].user.exec.command: must be specified"},
        {"server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1, command: p}",
         "users[0].user.exec.interactiveMode: must be specified"},
        {"server: 'https://h'",
         "exec: {apiVersion: client.authentication.k8s.io/v1, command: p, interactiveMode: Maybe}",
         "users[0].user.exec.interactiveMode: must be Never, IfAvailable or Always"},
        {"server: 'https://h'",
         "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: p, env: [{value: topsecret}]}",
         "users[0].user.exec.env[0].name: must be specified"},
        {"server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: p, args: topsecret}",
         "users[0].user.exec.args: must be a list"},
    };
    for (const auto& [cluster, user, problem] : kCases) {
        const auto config = read(cluster == std::string("{}") ? "" : cluster, user);
        REQUIRE_FALSE(config);
        CHECK(config.error().starts_with(std::format("context \"c\": {}", problem)));
        CHECK_FALSE(config.error().contains("topsecret"));
    }
    CHECK(client::parseKubeconfig("current-context: c\ncontexts: [{name: c, context: {cluster: k}}]", "", "").error() ==
          "context \"c\": cluster \"k\" was not found");
    CHECK(client::parseKubeconfig("contexts: {}", "c", "").error().contains("contexts: must be a list"));
    const Folder folder;
    const auto file = folder.add("config", document("server: 7", ""));
    CHECK(client::loadKubeconfig(file, "").error() ==
          file + ": context \"c\": clusters[0].cluster.server: must be a string");
    CHECK(client::loadKubeconfig(folder.path / "none", "").error().contains("none: cannot be read"));
}

TEST_CASE("KUBECONFIG's files, or the one of the home folder") {
    CHECK(client::kubeconfigFiles("", "/home/me") == Strings{"/home/me/.kube/config"});
    CHECK(client::kubeconfigFiles(":a::b:a", "/home/me") == Strings{"a", "b"});
    CHECK(client::kubeconfigFiles("::", "/home/me") == Strings{"/home/me/.kube/config"});
}

TEST_CASE("of several files the first counts, what is missing is passed over, and what is broken named") {
    const Folder folder;
    fs::create_directory(folder.path / "sub");
    const auto first = folder.add("first",
                                  "contexts:\n- {name: shared, context: {cluster: here, user: u, namespace: n}}\n"
                                  "- {name: across, context: {cluster: there}}\n");
    const auto second = folder.add(
        "sub/second",
        "current-context: across\nclusters:\n"
        "- {name: here, cluster: {server: 'https://here'}}\n"
        "- {name: there, cluster: {server: 'https://there', insecure-skip-tls-verify: true}}\n"
        "users: [{name: u, user: {tokenFile: t}}]\ncontexts:\n- {name: shared, context: {cluster: there}}\n");
    folder.add("sub/t", "token");
    const auto broken = folder.add("broken", "contexts:\n- name: x\n  context: [\n");
    const auto odd = folder.add("odd", "contexts:\n- {name: odd, context: {cluster: 7}}\n- {name: fine}\n");
    const Strings files{(folder.path / "missing").string(), first, broken, odd, second};

    const auto all = client::readContexts(files);
    REQUIRE(all.contexts.size() == 4);
    const auto& shared = all.contexts[0];
    CHECK(shared.name == "shared");
    CHECK(shared.file == first);
    CHECK(shared.cluster == "here");
    CHECK(shared.server == "https://here");
    CHECK(shared.user == "u");
    CHECK(shared.namespace_ == "n");
    CHECK_FALSE(shared.current);
    CHECK(all.contexts[1].name == "across");
    CHECK(all.contexts[1].insecure);
    CHECK(all.contexts[1].current);
    CHECK(all.contexts[2].name == "odd");
    CHECK(all.contexts[3].name == "fine");
    REQUIRE(all.problems.size() == 2);
    CHECK(all.problems[0].starts_with(broken + ": error converting YAML to JSON: yaml: line 4"));
    CHECK(all.problems[1] == odd + ": contexts[0].context.cluster: must be a string");

    const auto config = client::loadContext(files, "shared");
    REQUIRE_MESSAGE(config, config.error());
    CHECK(config->url == "https://here");
    CHECK(config->token() == "token");
    CHECK(client::loadContext(files, "")->url == "https://there");
    CHECK(client::loadContext(files, "none").error().contains(broken));
}
