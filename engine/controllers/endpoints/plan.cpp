#include "engine/controllers/endpoints/plan.h"

#include <algorithm>
#include <map>

#include "engine/controllers/endpointslice/endpoints_of.h"
#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::endpoints {

using namespace endpointslice;

namespace {

constexpr std::size_t kMaxAddresses = 1000;

corev1::EndpointAddress addressOf(const corev1::Service& service, const corev1::Pod& pod, const std::string& ip) {
    corev1::EndpointAddress address;
    address.ip = ip;
    address.hostname = hostnameOf(service, pod).value_or("");
    if (!pod.spec.nodeName.empty()) address.nodeName = pod.spec.nodeName;
    address.targetRef = podReference(pod);
    return address;
}

corev1::EndpointPort portOf(const Port& port) {
    corev1::EndpointPort out;
    out.name = port.name;
    out.port = port.port;
    out.protocol = port.protocol;
    out.appProtocol = port.appProtocol;
    return out;
}

using Addresses = std::vector<corev1::EndpointAddress> corev1::EndpointSubset::*;

std::size_t count(const std::vector<corev1::EndpointSubset>& subsets, Addresses kind) {
    std::size_t sum = 0;
    for (const auto& subset : subsets) sum += (subset.*kind).size();
    return sum;
}

/// Leaves `limit` addresses of a kind, each subset its share of them, rounded up.
void cut(std::vector<corev1::EndpointSubset>& subsets, Addresses kind, std::size_t limit) {
    const std::size_t all = count(subsets, kind);
    if (all <= limit) return;
    std::size_t left = limit;
    for (auto& subset : subsets) {
        auto& addresses = subset.*kind;
        const std::size_t share = std::min(left, (addresses.size() * limit + all - 1) / all);
        addresses.resize(share);
        left -= share;
    }
}

/// Keeps within the limit, ready addresses before the others; true when something had to go.
bool truncate(std::vector<corev1::EndpointSubset>& subsets) {
    const std::size_t ready = count(subsets, &corev1::EndpointSubset::addresses);
    if (ready + count(subsets, &corev1::EndpointSubset::notReadyAddresses) <= kMaxAddresses) return false;
    cut(subsets, &corev1::EndpointSubset::addresses, kMaxAddresses);
    cut(subsets, &corev1::EndpointSubset::notReadyAddresses, kMaxAddresses - std::min(ready, kMaxAddresses));
    std::erase_if(subsets,
                  [](const auto& subset) { return subset.addresses.empty() && subset.notReadyAddresses.empty(); });
    return true;
}

}  // namespace

std::vector<corev1::EndpointSubset> subsetsOf(const corev1::Service& service, const std::vector<ObjectRef>& pods,
                                              bool& truncated) {
    const std::string family = service.spec.ipFamilies.empty() ? "IPv4" : service.spec.ipFamilies.front();
    std::map<std::vector<Port>, corev1::EndpointSubset> subsets;
    for (const ObjectRef& object : pods) {
        const auto& pod = object->as<corev1::Pod>();
        const bool tolerant = service.spec.publishNotReadyAddresses;
        if (!canServe(pod) || (pod.metadata.deletionTimestamp && !tolerant)) continue;
        const auto addresses = addressesOf(pod, family);
        auto ports = portsFor(service, pod);
        // Without ports only a headless service has endpoints: names need addresses alone.
        if (addresses.empty() || (ports.empty() && !(isHeadless(service) && service.spec.ports.empty()))) continue;
        std::ranges::sort(ports);
        auto& subset = subsets[std::move(ports)];
        (tolerant || isReady(pod) ? subset.addresses : subset.notReadyAddresses)
            .push_back(addressOf(service, pod, addresses.front()));
    }
    std::vector<corev1::EndpointSubset> result;
    for (auto& [ports, subset] : subsets) {
        for (const Port& port : ports) subset.ports.push_back(portOf(port));
        std::ranges::sort(subset.addresses, {}, &corev1::EndpointAddress::ip);
        std::ranges::sort(subset.notReadyAddresses, {}, &corev1::EndpointAddress::ip);
        result.push_back(std::move(subset));
    }
    truncated = truncate(result);
    return result;
}

}  // namespace armillary::controllers::endpoints
