#include "engine/client/kubeconfig_user.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <format>

#include "engine/async/file.h"
#include "engine/client/exec_plugin.h"
#include "engine/schema/percent.h"
#include "engine/schema/text.h"
#include "engine/transport/endpoint.h"

namespace armillary::client {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kExecApi = "client.authentication.k8s.io/";

bool fitsHeader(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

/// What goes into a header, and cannot become a second one.
std::string headerText(const Fields& in, std::string_view key) {
    std::string text = in.text(key);
    if (fitsHeader(text)) return text;
    in.wrong(key, "holds control characters");
    return {};
}

std::string base64(std::string_view bytes) {
    std::string text;
    schema::appendBase64(text, bytes);
    return text;
}

void readCertificate(const Fields& user, const fs::path& folder, HttpConfig& config) {
    const pki::Credential credential{dataOrFile(user, "client-certificate", folder),
                                     dataOrFile(user, "client-key", folder)};
    if (credential.certificatePem.empty() && credential.keyPem.empty()) return;
    if (credential.keyPem.empty()) return user.wrong("client-key-data", "is missing beside the client certificate");
    if (credential.certificatePem.empty())
        return user.wrong("client-certificate-data", "is missing beside the client key");
    config.credential = [credential] { return credential; };
    HttpConfig alone;
    alone.credential = config.credential;
    if (const auto context = transport::tlsContext(alone); !context)
        user.wrong("client-certificate-data", context.error());
}

/// The file's token as long as that can be read, else the one that stands beside it: as client-go has it.
void readToken(const Fields& user, const fs::path& folder, HttpConfig& config) {
    const std::string token = headerText(user, "token"), file = user.text("tokenFile");
    if (!token.empty()) config.token = [token] { return token; };
    if (file.empty()) return;
    config.token = [token, path = folder / file]() -> std::expected<std::string, std::string> {
        auto text = async::readFile(path);
        while (text && (text->ends_with('\n') || text->ends_with('\r'))) text->pop_back();
        if (text && !text->empty()) return std::move(*text);
        if (!token.empty()) return token;
        return std::unexpected(std::format("the token file {} cannot be read or is empty", path.string()));
    };
}

void readPassword(const Fields& user, HttpConfig& config) {
    const std::string name = user.text("username"), password = user.text("password");
    if (name.empty() && password.empty()) return;
    if (config.token)
        return user.wrong("username",
                          "more than one authentication method found; found [token basicAuth], only one is allowed");
    config.headers.emplace_back("Authorization", "Basic " + base64(name + ":" + password));
}

void readImpersonation(const Fields& user, HttpConfig& config) {
    const std::string as = headerText(user, "as"), uid = headerText(user, "as-uid");
    const auto groups = user.texts("as-groups");
    const Fields extra = user.child("as-user-extra");
    if (as.empty()) {
        if (!uid.empty() || !groups.empty() || (extra && !extra.object()->empty()))
            user.wrong("as", "requesting uid, groups or user-extra without impersonating a user");
        return;
    }
    config.headers.emplace_back("Impersonate-User", as);
    if (!uid.empty()) config.headers.emplace_back("Impersonate-Uid", uid);
    for (const std::string& group : groups) {
        if (!fitsHeader(group)) return user.wrong("as-groups", "holds control characters");
        config.headers.emplace_back("Impersonate-Group", group);
    }
    if (!extra) return;
    for (const auto& [key, values] : *extra.object()) {
        const std::string header = "Impersonate-Extra-" + schema::percentEncoded(key);
        for (const std::string& value : extra.texts(key)) {
            if (!fitsHeader(value)) return extra.wrong(key, "holds control characters");
            config.headers.emplace_back(header, value);
        }
    }
}

/// ExecCredentialSpec's "cluster".
std::string clusterJson(const Fields& cluster, const HttpConfig& config) {
    json::object made{{"server", config.url}};
    if (!config.serverName.empty()) made["tls-server-name"] = config.serverName;
    if (config.insecureSkipTlsVerify) made["insecure-skip-tls-verify"] = true;
    if (!config.caPem.empty()) made["certificate-authority-data"] = base64(config.caPem);
    if (!config.proxyUrl.empty()) made["proxy-url"] = config.proxyUrl;
    for (const Fields& extension : cluster.list("extensions"))
        if (extension.text("name") == "client.authentication.k8s.io/exec")
            if (const auto* value = extension.object()->if_contains("extension")) made["config"] = *value;
    return json::serialize(made);
}

void readPlugin(const Fields& exec, const fs::path& folder, const Fields& cluster, HttpConfig& config) {
    ExecPlugin plugin;
    plugin.apiVersion = exec.text("apiVersion");
    const bool isV1 = plugin.apiVersion == std::string(kExecApi) + "v1";
    if (!isV1 && plugin.apiVersion != std::string(kExecApi) + "v1beta1")
        return exec.wrong("apiVersion", std::format("must be {0}v1 or {0}v1beta1", kExecApi));
    plugin.command = exec.text("command");
    if (plugin.command.empty()) return exec.wrong("command", "must be specified to use an exec plugin");
    if (plugin.command.contains('/')) plugin.command = (folder / plugin.command).string();
    plugin.arguments = exec.texts("args");
    for (const Fields& variable : exec.list("env")) {
        if (variable.text("name").empty()) return variable.wrong("name", "must be specified");
        plugin.environment.emplace_back(variable.text("name"), variable.text("value"));
    }
    plugin.installHint = exec.text("installHint");
    const std::string mode = exec.text("interactiveMode");
    if (mode.empty() && isV1) return exec.wrong("interactiveMode", "must be specified to use an exec plugin");
    if (!mode.empty() && mode != "Never" && mode != "IfAvailable" && mode != "Always")
        return exec.wrong("interactiveMode", "must be Never, IfAvailable or Always");
    plugin.needsTerminal = mode == "Always";
    if (exec.flag("provideClusterInfo")) plugin.clusterJson = clusterJson(cluster, config);

    const auto source = std::make_shared<ExecCredentials>(std::move(plugin), async::realClock(), processEnvironment());
    // What the file says itself comes first.
    const bool provesItself = config.token || std::ranges::contains(config.headers, "Authorization",
                                                                    [](const auto& header) { return header.first; });
    if (!config.credential)
        config.credential = [source] {
            return source->get().transform([](const ExecCredential& held) { return held.certificate; });
        };
    if (provesItself) return;
    config.token = [source] { return source->get().transform([](const ExecCredential& held) { return held.token; }); };
    config.refused = [source](const std::string& token) {
        source->refused(token);
        return true;
    };
}

}  // namespace

std::string dataOrFile(const Fields& in, const std::string& key, const fs::path& folder) {
    if (const std::string data = in.text(key + "-data"); !data.empty()) {
        auto decoded = schema::decodeBase64(data);
        if (decoded.wrongAt) in.wrong(key + "-data", "is not base64");
        return std::move(decoded.bytes);
    }
    const std::string name = in.text(key);
    if (name.empty()) return {};
    auto text = async::readFile(folder / name);
    if (!text) in.wrong(key, "cannot read " + (folder / name).string());
    return std::move(text).value_or(std::string());
}

void readUser(const Fields& user, const fs::path& folder, const Fields& cluster, HttpConfig& config) {
    if (user.has("auth-provider"))
        return user.wrong("auth-provider", "is no longer supported; use the exec plugin of your provider");
    readCertificate(user, folder, config);
    readToken(user, folder, config);
    readPassword(user, config);
    readImpersonation(user, config);
    if (const Fields exec = user.child("exec")) readPlugin(exec, folder, cluster, config);
}

}  // namespace armillary::client
