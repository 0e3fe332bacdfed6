#include <algorithm>
#include <boost/json.hpp>

#include "engine/schema/json_codec.h"
#include "nodes/agent/image/puller.h"

namespace armillary::agent {

namespace {

/// The part of a docker configuration's key, or of an image's name, that names host and path.
std::string trimmed(std::string text) {
    for (std::string_view scheme : {"https://", "http://"})
        if (text.starts_with(scheme)) text.erase(0, scheme.size());
    for (std::string_view suffix : {"/v1/", "/v2/", "/v1", "/v2", "/"})
        if (text.ends_with(suffix)) text.erase(text.size() - suffix.size());
    return text;
}

std::string decodeBase64(std::string_view text) {
    auto bytes =
        schema::fromJson<corev1::Secret>("{\"data\":{\"v\":" + boost::json::serialize(boost::json::value(text)) + "}}");
    if (!bytes) return {};
    auto it = bytes->data.find("v");
    return it == bytes->data.end() ? std::string() : it->second.data;
}

std::string member(const boost::json::object& object, std::string_view name) {
    auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::vector<cri::RegistryAuth> matchingCredentials(const std::vector<corev1::Secret>& secrets,
                                                   const std::string& image) {
    std::vector<std::pair<std::string, cri::RegistryAuth>> found;
    for (const auto& secret : secrets) {
        bool modern = secret.type == corev1::kSecretTypeDockerConfigJson;
        auto it = secret.data.find(modern ? ".dockerconfigjson" : ".dockercfg");
        if (it == secret.data.end()) continue;
        boost::system::error_code error;
        auto document = boost::json::parse(it->second.data, error);
        if (error || !document.is_object()) continue;
        const boost::json::value* auths = modern ? document.get_object().if_contains("auths") : &document;
        if (!auths || !auths->is_object()) continue;
        for (const auto& [key, value] : auths->get_object()) {
            auto place = trimmed(std::string(key));
            bool fits = image == place || image.starts_with(place + "/") || image.starts_with(place + ":");
            if (place.empty() || !fits || !value.is_object()) continue;
            cri::RegistryAuth auth;
            const auto& in = value.get_object();
            auth.username = member(in, "username");
            auth.password = member(in, "password");
            auth.identityToken = member(in, "identitytoken");
            auth.registryToken = member(in, "registrytoken");
            auth.serverAddress = key;
            auto pair = decodeBase64(member(in, "auth"));
            if (auto colon = pair.find(':'); auth.username.empty() && colon != std::string::npos) {
                auth.username = pair.substr(0, colon);
                auth.password = pair.substr(colon + 1);
            }
            found.emplace_back(place, std::move(auth));
        }
    }
    std::ranges::stable_sort(
        found, [](const auto& left, const auto& right) { return left.first.size() > right.first.size(); });
    std::vector<cri::RegistryAuth> out;
    for (auto& [place, auth] : found) out.push_back(std::move(auth));
    return out;
}

}  // namespace armillary::agent
