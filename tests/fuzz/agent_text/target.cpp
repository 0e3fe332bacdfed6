#include <cstddef>
#include <cstdint>
#include <string>

#include "nodes/agent/container/expand.h"
#include "nodes/agent/image/puller.h"
#include "nodes/agent/join/join.h"
#include "nodes/agent/pod/status_manager.h"

/// Texts that come from pods, secrets and servers that are not yet trusted: image names, references, docker
/// configurations, cluster information, JSON to compare.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary;
    std::string text(reinterpret_cast<const char*>(data), size);
    auto image = agent::normalizeImage(text);
    if (image && agent::normalizeImage(*image) != image) __builtin_trap();
    (void)agent::expand(text, {{"A", "$(A)"}, {"B", text}});
    corev1::Secret secret;
    secret.type = "kubernetes.io/dockerconfigjson";
    secret.data[".dockerconfigjson"].data = text;
    (void)agent::matchingCredentials({secret}, "r.example/a:1");
    (void)agent::caOfClusterInfo(text);
    (void)agent::mergePatchOf(text, R"({"a":{"b":1}})");
    (void)agent::nodeNameOf(text);
    return 0;
}
