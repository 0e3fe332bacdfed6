#include <cstdio>
#include <format>

#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/explain/client_evidence.h"
#include "engine/explain/explain.h"
#include "programs/armillaryctl/commands.h"

namespace armillary::ctl {

namespace {

/// No single answer is worth a longer wait to somebody who watches.
constexpr std::chrono::seconds kPatience{15};

std::expected<std::unique_ptr<client::Client>, std::string> clientOf(const WhyOptions& options) {
    if (options.kubeconfig.empty()) return adminClient(options.dir);
    auto config = client::loadKubeconfig(options.kubeconfig, options.context);
    if (!config) return std::unexpected(config.error());
    config->requestTimeout = kPatience;
    auto made = client::makeHttpClient(std::move(*config));
    if (!made) return std::unexpected(made.error().message);
    return std::move(*made);
}

}  // namespace

int why(const WhyOptions& options) {
    const auto slash = options.object.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == options.object.size() ||
        options.object.find('/', slash + 1) != std::string::npos)
        return fail(std::format("\"{}\" is no object: say KIND/NAME, such as pod/web", options.object));
    const std::string word = options.object.substr(0, slash), name = options.object.substr(slash + 1);
    auto client = clientOf(options);
    if (!client) return fail(client.error());

    explain::ClientEvidence evidence(**client);
    const auto* resource = evidence.kinds().named(word);
    if (!resource)
        return fail(std::format("the server has no kind \"{}\"; kubectl api-resources lists those that it has", word));
    const auto object = (*client)->get({resource, resource->namespaced ? options.namespace_ : std::string(), name, {}});
    if (!object) {
        const std::string where = resource->namespaced ? " in namespace " + options.namespace_ : std::string();
        return fail(std::format("{}/{}{}: {}", word, name, where, object.error().message));
    }
    const auto explanation = explain::explain(*object, evidence);
    const std::string text = options.json ? explain::toJson(explanation) + "\n" : explain::toText(explanation);
    return std::fputs(text.c_str(), stdout) < 0 ? 1 : 0;
}

}  // namespace armillary::ctl
