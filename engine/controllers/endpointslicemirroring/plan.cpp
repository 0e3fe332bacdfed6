#include "engine/controllers/endpointslicemirroring/plan.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace armillary::controllers::endpointslicemirroring {

using discoveryv1::Endpoint;
using discoveryv1::EndpointSlice;

namespace {

constexpr std::string_view kLeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
constexpr std::string_view kNotMirrored[] = {"kubectl.kubernetes.io/last-applied-configuration",
                                             "endpoints.kubernetes.io/last-change-trigger-time"};

using PortKey = std::tuple<std::string, std::string, std::int32_t, std::string>;
/// Which endpoints stand together: those of one family with the same ports.
using GroupKey = std::pair<std::string, std::vector<PortKey>>;

GroupKey keyOf(const EndpointSlice& slice) {
    GroupKey key{slice.addressType, {}};
    for (const auto& port : slice.ports)
        key.second.emplace_back(port.name.value_or(""), port.protocol.value_or("TCP"), port.port.value_or(0),
                                port.appProtocol.value_or(""));
    std::ranges::sort(key.second);
    return key;
}

std::vector<discoveryv1::EndpointPort> portsOf(const corev1::EndpointSubset& subset) {
    std::vector<discoveryv1::EndpointPort> ports;
    for (const auto& port : subset.ports) {
        auto& out = ports.emplace_back();
        out.name = port.name;
        out.port = port.port;
        out.protocol = port.protocol.empty() ? "TCP" : port.protocol;
        out.appProtocol = port.appProtocol;
    }
    return ports;
}

Endpoint endpointOf(const corev1::EndpointAddress& address, bool ready) {
    Endpoint endpoint;
    endpoint.addresses = {address.ip};
    endpoint.conditions.ready = ready;
    endpoint.targetRef = address.targetRef;
    endpoint.nodeName = address.nodeName;
    if (!address.hostname.empty()) endpoint.hostname = address.hostname;
    return endpoint;
}

EndpointSlice emptySlice(const corev1::Endpoints& endpoints) {
    EndpointSlice slice;
    slice.metadata.generateName = endpoints.metadata.name + "-";
    slice.metadata.namespace_ = endpoints.metadata.namespace_;
    slice.metadata.labels = endpoints.metadata.labels;
    slice.metadata.labels[std::string(discoveryv1::kLabelServiceName)] = endpoints.metadata.name;
    slice.metadata.labels[std::string(discoveryv1::kLabelManagedBy)] = kManagedBy;
    slice.metadata.annotations = endpoints.metadata.annotations;
    for (const std::string_view key : kNotMirrored) slice.metadata.annotations.erase(std::string(key));
    auto& owner = slice.metadata.ownerReferences.emplace_back();
    owner.apiVersion = "v1";
    owner.kind = "Endpoints";
    owner.name = endpoints.metadata.name;
    owner.uid = endpoints.metadata.uid;
    owner.controller = true;
    owner.blockOwnerDeletion = true;
    return slice;
}

std::map<GroupKey, EndpointSlice> wantedSlices(const corev1::Endpoints& endpoints, std::size_t& skipped) {
    std::map<GroupKey, EndpointSlice> wanted;
    for (const auto& subset : endpoints.subsets) {
        std::size_t count = 0;
        const auto add = [&](const std::vector<corev1::EndpointAddress>& addresses, bool ready) {
            for (const auto& address : addresses) {
                if (count++ >= kMaxAddresses) {
                    ++skipped;
                    continue;
                }
                EndpointSlice slice = emptySlice(endpoints);
                slice.addressType = address.ip.contains(':') ? "IPv6" : "IPv4";
                slice.ports = portsOf(subset);
                auto& mirrored = wanted.try_emplace(keyOf(slice), slice).first->second;
                mirrored.endpoints.push_back(endpointOf(address, ready));
            }
        };
        add(subset.addresses, true);
        add(subset.notReadyAddresses, false);
    }
    return wanted;
}

bool sameContent(const EndpointSlice& left, const EndpointSlice& right) {
    const auto same = [](const auto& a, const auto& b) { return schema::operator==(a, b); };
    return left.metadata.labels == right.metadata.labels && left.metadata.annotations == right.metadata.annotations &&
           std::ranges::equal(left.endpoints, right.endpoints, same);
}

}  // namespace

bool shouldMirror(const corev1::Endpoints& endpoints) {
    const auto skip = endpoints.metadata.labels.find(discoveryv1::kLabelSkipMirror);
    if (skip != endpoints.metadata.labels.end() && skip->second == "true") return false;
    return !endpoints.metadata.annotations.contains(std::string(kLeaderAnnotation));
}

Plan planMirror(const corev1::Endpoints& endpoints, const std::vector<EndpointSlice>& existing) {
    Plan plan;
    auto wanted = wantedSlices(endpoints, plan.skipped);
    for (const EndpointSlice& slice : existing) {
        auto found = wanted.extract(keyOf(slice));
        if (!found) {
            plan.remove.push_back(slice.metadata.name);
        } else if (!sameContent(slice, found.mapped())) {
            auto& changed = plan.update.emplace_back(slice);
            changed.metadata.labels = std::move(found.mapped().metadata.labels);
            changed.metadata.annotations = std::move(found.mapped().metadata.annotations);
            changed.endpoints = std::move(found.mapped().endpoints);
        }
    }
    for (auto& [key, slice] : wanted) plan.create.push_back(std::move(slice));
    return plan;
}

}  // namespace armillary::controllers::endpointslicemirroring
