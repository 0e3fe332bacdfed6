#include <fnmatch.h>

#include <algorithm>
#include <boost/json.hpp>

#include "engine/schema/json_codec.h"
#include "nodes/agent/image/puller.h"

namespace armillary::agent {

namespace {

/// Where credentials are for: "*.registry.example:5000" and "/team".
struct Place {
    std::string host, port, path;
};

Place placeOf(const std::string& text) {
    Place out;
    const auto slash = text.find('/');
    out.host = text.substr(0, slash);
    if (slash != std::string::npos) out.path = text.substr(slash);
    if (auto colon = out.host.find(':'); colon != std::string::npos) {
        out.port = out.host.substr(colon + 1);
        out.host.resize(colon);
    }
    return out;
}

/// A docker configuration's key without its scheme and the registry's API version.
std::string withoutScheme(std::string key) {
    for (std::string_view scheme : {"https://", "http://"})
        if (key.starts_with(scheme)) key.erase(0, scheme.size());
    auto slash = key.find('/');
    for (std::string_view version : {"/v1/", "/v2/"})
        if (slash != std::string::npos && key.compare(slash, version.size(), version) == 0)
            key.erase(slash, version.size() - 1);
    if (slash != std::string::npos && key.size() == slash + 1) key.resize(slash);
    return key;
}

/// An image's name with its host in front, without tag and digest: "web:1" is "docker.io/library/web".
std::string repositoryOf(const std::string& image) {
    auto name = image.substr(0, image.find('@'));
    if (auto colon = name.rfind(':'); colon != std::string::npos && name.find('/', colon) == std::string::npos)
        name.resize(colon);
    const auto slash = name.find('/');
    const auto host = name.substr(0, slash);
    if (slash == std::string::npos) return "docker.io/library/" + name;
    if (host == "index.docker.io") return "docker.io" + name.substr(slash);
    return host.find_first_of(".:") != std::string::npos || host == "localhost" ? name : "docker.io/" + name;
}

std::vector<std::string> labelsOf(const std::string& host) {
    std::vector<std::string> out(1);
    for (char byte : host) byte == '.' ? void(out.emplace_back()) : out.back().push_back(byte);
    return out;
}

/// Every label of the host may be a pattern; ports are the same or both absent; the path is a beginning.
bool fits(const Place& place, const Place& repository) {
    if (place.port != repository.port || !repository.path.starts_with(place.path)) return false;
    return std::ranges::equal(labelsOf(place.host), labelsOf(repository.host), [](const auto& glob, const auto& label) {
        return ::fnmatch(glob.c_str(), label.c_str(), FNM_PATHNAME) == 0;
    });
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
    std::vector<std::pair<std::string, cri::RegistryAuth>> found, ofDefault;
    const auto repository = repositoryOf(image);
    const auto target = placeOf(repository);
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
            auto place = withoutScheme(std::string(key));
            if (place.empty() || !value.is_object()) continue;
            bool ofImage = fits(placeOf(place), target);
            if (!ofImage && !(place == "index.docker.io" && target.host == "docker.io")) continue;
            cri::RegistryAuth auth;
            const auto& in = value.get_object();
            auth.username = member(in, "username");
            auth.password = member(in, "password");
            auth.identityToken = member(in, "identitytoken");
            auth.registryToken = member(in, "registrytoken");
            auto pair = decodeBase64(member(in, "auth"));
            if (auto colon = pair.find(':'); colon != std::string::npos) {
                auth.username = pair.substr(0, colon);
                auth.password = pair.substr(colon + 1);
            }
            (ofImage ? found : ofDefault).emplace_back(place, std::move(auth));
        }
    }
    if (found.empty()) found = std::move(ofDefault);
    // The longer of two beginnings comes after the shorter in the alphabet.
    std::ranges::stable_sort(found, [](const auto& left, const auto& right) { return left.first > right.first; });
    std::vector<cri::RegistryAuth> out;
    for (auto& [place, auth] : found) out.push_back(std::move(auth));
    return out;
}

}  // namespace armillary::agent
