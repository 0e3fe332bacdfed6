#include "nodes/network/service_model.h"

namespace armillary::network {

std::vector<Backend> usable(const std::vector<Backend>& backends, bool localOnly) {
    std::vector<Backend> ready, serving;
    for (const Backend& backend : backends) {
        if (localOnly && !backend.local) continue;
        if (backend.ready && (localOnly || backend.near)) ready.push_back(backend);
        if (backend.serving) serving.push_back(backend);
    }
    return ready.empty() ? serving : ready;
}

}  // namespace armillary::network
