#include "engine/client/kubeconfig.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <format>
#include <optional>

#include "engine/async/file.h"
#include "engine/schema/text.h"
#include "engine/schema/yaml.h"

namespace armillary::client {

namespace {

namespace json = boost::json;
using Text = std::expected<std::string, std::string>;

constexpr std::size_t kLargestFile = 4u << 20;

const json::object* objectAt(const json::object& in, std::string_view key) {
    const auto* found = in.if_contains(key);
    return found ? found->if_object() : nullptr;
}

std::string stringAt(const json::object& in, std::string_view key) {
    const auto* found = in.if_contains(key);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

/// The entry of a list ("clusters") with this name; what it holds stands under `inner` ("cluster").
const json::object* named(const json::object& root, std::string_view list, const std::string& name,
                          std::string_view inner) {
    const auto* found = root.if_contains(list);
    const auto* entries = found ? found->if_array() : nullptr;
    if (!entries) return nullptr;
    for (const json::value& entry : *entries)
        if (const auto* object = entry.if_object(); object && stringAt(*object, "name") == name)
            return objectAt(*object, inner);
    return nullptr;
}

Text readFile(const std::filesystem::path& path) {
    auto text = async::readFile(path);
    if (!text) return std::unexpected("cannot read " + path.string());
    if (text->size() > kLargestFile) return std::unexpected(path.string() + " is larger than 4 MiB");
    return std::move(*text);
}

/// "KEY-data" (base64), or the file that "KEY" names; "" when neither is there.
Text dataOrFile(const json::object& in, const std::string& key, const std::filesystem::path& folder) {
    if (const std::string data = stringAt(in, key + "-data"); !data.empty()) {
        auto decoded = schema::decodeBase64(data);
        if (decoded.wrongAt) return std::unexpected(key + "-data is not base64");
        return std::move(decoded.bytes);
    }
    const std::string name = stringAt(in, key);
    return name.empty() ? Text(std::string()) : readFile(folder / name);
}

std::expected<void, std::string> readUser(const json::object& user, const std::filesystem::path& folder,
                                          HttpConfig& config) {
    if (user.contains("exec") || user.contains("auth-provider"))
        return std::unexpected(
            "this context's user gets its credentials from a plugin program, which is not supported; use one with a "
            "certificate or a token");
    auto certificate = dataOrFile(user, "client-certificate", folder), key = dataOrFile(user, "client-key", folder);
    if (!certificate) return std::unexpected(certificate.error());
    if (!key) return std::unexpected(key.error());
    if (!certificate->empty() && !key->empty())
        config.credential = [credential = pki::Credential{*certificate, *key}] { return credential; };
    if (const std::string file = stringAt(user, "tokenFile"); !file.empty())
        config.token = [path = folder / file] {
            std::string token = readFile(path).value_or("");
            while (token.ends_with('\n')) token.pop_back();
            return token;
        };
    if (const std::string token = stringAt(user, "token"); !token.empty()) config.token = [token] { return token; };
    return {};
}

std::string base64(std::string_view bytes) {
    std::string text;
    schema::appendBase64(text, bytes);
    return text;
}

}  // namespace

std::expected<HttpConfig, std::string> loadKubeconfig(const std::string& file, const std::string& context) {
    const auto text = readFile(file);
    if (!text) return std::unexpected(text.error());
    auto config = parseKubeconfig(*text, context, std::filesystem::path(file).parent_path().string());
    if (!config) return std::unexpected(file + ": " + config.error());
    return config;
}

std::expected<HttpConfig, std::string> parseKubeconfig(const std::string& text, const std::string& context,
                                                       const std::string& folder) {
    const auto asJson = schema::yamlToJson(text);
    if (!asJson) return std::unexpected(asJson.error().text());
    boost::system::error_code failed;
    const json::value document = json::parse(*asJson, failed);
    const auto* root = document.if_object();
    if (failed || !root) return std::unexpected("this is no kubeconfig");
    const std::string chosen = context.empty() ? stringAt(*root, "current-context") : context;
    const auto* place = named(*root, "contexts", chosen, "context");
    if (!place)
        return std::unexpected(chosen.empty() ? "it has no current context; name one with --context"
                                              : std::format("it has no context \"{}\"", chosen));
    const auto* cluster = named(*root, "clusters", stringAt(*place, "cluster"), "cluster");
    if (!cluster) return std::unexpected(std::format("context \"{}\" names a cluster that is not there", chosen));

    HttpConfig config;
    config.url = stringAt(*cluster, "server");
    config.serverName = stringAt(*cluster, "tls-server-name");
    auto authority = dataOrFile(*cluster, "certificate-authority", folder);
    if (!authority) return std::unexpected(authority.error());
    config.caPem = std::move(*authority);
    if (const auto* user = named(*root, "users", stringAt(*place, "user"), "user"))
        if (auto read = readUser(*user, folder, config); !read) return std::unexpected(read.error());
    return config;
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
