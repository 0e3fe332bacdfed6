#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/client/exec_plugin.h"
#include "engine/client/kubeconfig.h"
#include "engine/transport/proxy.h"

/// A user's file, and what his plugin prints: a configuration, or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto config = client::parseKubeconfig(text, "", "/nonexistent");
    if (config ? config->url.empty() : config.error().empty()) std::abort();
    if (config)
        for (const auto& [name, value] : config->headers)
            if (value.contains('\n') || name.contains('\n')) std::abort();
    const auto printed = client::readExecCredential(text, "client.authentication.k8s.io/v1");
    if (printed ? printed->token.empty() && printed->certificate.keyPem.empty() : printed.error().empty()) std::abort();
    if (const auto proxy = transport::parseProxy(text.substr(0, 200)); proxy && proxy->at.host.empty()) std::abort();
    return 0;
}
