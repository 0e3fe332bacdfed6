#include <cstdio>

#include "engine/async/clock.h"
#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/pki/ca.h"
#include "engine/runtime/join_token.h"
#include "programs/armillaryctl/commands.h"

namespace armillary::ctl {

int createToken(const DataDir& dir, std::chrono::seconds lifetime) {
    auto client = adminClient(dir);
    if (!client) return fail(client.error());
    const auto token = runtime::createBootstrapToken(**client, async::realClock(), lifetime);
    if (!token) return fail(token.error().message);
    const auto config = client::loadKubeconfig(dir.kubeconfig().string(), "");
    if (!config) return fail(config.error());
    const auto pin = pki::pinOf(config->caPem);
    if (!pin) return fail(pin.error());
    std::printf("armillary-node join --server %s --token %s --ca-hash %s\n", config->url.c_str(), token->c_str(),
                pin->c_str());
    return 0;
}

}  // namespace armillary::ctl
