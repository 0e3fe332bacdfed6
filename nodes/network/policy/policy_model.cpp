#include "nodes/network/policy/policy_model.h"

#include <algorithm>
#include <set>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/selector.h"
#include "nodes/network/names.h"

namespace armillary::network {
namespace {

using networkingv1::NetworkPolicyPeer;
using networkingv1::NetworkPolicyPort;

struct PodFact {
    const corev1::Pod* pod = nullptr;
    std::string address;
};

std::optional<PodFact> factOf(const ObjectRef& object) {
    const auto& pod = object->as<corev1::Pod>();
    if (pod.spec.hostNetwork || pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed)
        return std::nullopt;
    const auto address = parseAddress(pod.status.podIP);
    if (!address) return std::nullopt;
    return PodFact{&pod, formatAddress(*address)};
}

std::string protocolOf(const NetworkPolicyPort& port) {
    const std::string protocol = port.protocol.value_or("TCP");
    return protocol == corev1::kProtocolUDP ? "udp" : protocol == corev1::kProtocolSCTP ? "sctp" : "tcp";
}

/// The number behind a port's name in a pod, 0 when it has none of that name and protocol.
std::uint16_t namedPort(const corev1::Pod& pod, const std::string& name, const std::string& protocol) {
    for (const auto& container : pod.spec.containers) {
        for (const auto& port : container.ports) {
            NetworkPolicyPort same;
            same.protocol = port.protocol.empty() ? "TCP" : port.protocol;
            if (port.name == name && protocolOf(same) == protocol && port.containerPort > 0 &&
                port.containerPort < 65536)
                return static_cast<std::uint16_t>(port.containerPort);
        }
    }
    return 0;
}

void normalize(std::vector<std::string>& addresses) {
    std::ranges::sort(addresses);
    addresses.erase(std::ranges::unique(addresses).begin(), addresses.end());
}

bool matches(const metav1::LabelSelector& selector, const schema::StringMap<std::string>& labels) {
    const auto parsed = LabelSelector::from(selector);
    return parsed && parsed->matches(labels);
}

class Reader {
public:
    explicit Reader(const PolicyInput& input) : m_in(input) {
        for (const ObjectRef& object : input.pods)
            if (auto fact = factOf(object)) m_pods.push_back(std::move(*fact));
        for (const ObjectRef& object : input.namespaces) m_namespaces[object->name()] = &object->meta().labels;
    }

    std::vector<PodPolicy> run() {
        std::vector<PodPolicy> out;
        for (const PodFact& pod : m_pods) {
            if (pod.pod->spec.nodeName != m_in.nodeName) continue;
            PodPolicy made{.address = pod.address, .ingress = {}, .egress = {}};
            for (const ObjectRef& object : m_in.policies) add(object->as<networkingv1::NetworkPolicy>(), pod, made);
            if (made.ingress || made.egress) out.push_back(std::move(made));
        }
        std::ranges::sort(out, {}, &PodPolicy::address);
        return out;
    }

private:
    void add(const networkingv1::NetworkPolicy& policy, const PodFact& pod, PodPolicy& made) {
        if (policy.metadata.namespace_ != pod.pod->metadata.namespace_ ||
            !matches(policy.spec.podSelector, pod.pod->metadata.labels))
            return;
        const auto& types = policy.spec.policyTypes;
        const bool ingress = types.empty() || std::ranges::contains(types, networkingv1::kPolicyTypeIngress);
        const bool egress =
            types.empty() ? !policy.spec.egress.empty() : std::ranges::contains(types, networkingv1::kPolicyTypeEgress);
        if (ingress) {
            if (!made.ingress) made.ingress.emplace();
            for (const auto& rule : policy.spec.ingress) addRule(policy, rule.from, rule.ports, &pod, *made.ingress);
        }
        if (egress) {
            if (!made.egress) made.egress.emplace();
            for (const auto& rule : policy.spec.egress) addRule(policy, rule.to, rule.ports, nullptr, *made.egress);
        }
    }

    /// `target` is whose ports names are of; null: each peer's own.
    void addRule(const networkingv1::NetworkPolicy& policy, const std::vector<NetworkPolicyPeer>& peers,
                 const std::vector<NetworkPolicyPort>& ports, const PodFact* target, std::vector<Allowance>& out) {
        std::vector<PeerSet> sets;
        if (peers.empty()) sets.push_back({.addresses = {}, .block = {}, .except = {}, .everybody = true});
        std::vector<const PodFact*> selected;
        for (const NetworkPolicyPeer& peer : peers) {
            if (peer.ipBlock) {
                if (auto block = blockOf(*peer.ipBlock)) sets.push_back(std::move(*block));
            } else {
                select(policy.metadata.namespace_, peer, selected);
            }
        }
        if (!selected.empty()) {
            PeerSet set;
            for (const PodFact* pod : selected) set.addresses.push_back(pod->address);
            normalize(set.addresses);
            sets.push_back(std::move(set));
        }
        if (ports.empty()) {
            for (PeerSet& set : sets) out.push_back({.peers = std::move(set), .protocol = {}});
            return;
        }
        for (const NetworkPolicyPort& port : ports)
            addPort(port, sets, peers.empty() ? nullptr : &selected, target, out);
    }

    /// A name means something in pods alone: `selected` are the peers that are pods, null for every pod.
    void addPort(const NetworkPolicyPort& port, const std::vector<PeerSet>& sets,
                 const std::vector<const PodFact*>* selected, const PodFact* target, std::vector<Allowance>& out) {
        Allowance made{.peers = {}, .protocol = protocolOf(port)};
        if (port.port && port.port->isString() && !target) {
            std::map<std::uint16_t, std::vector<std::string>> byNumber;
            const auto note = [&](const PodFact& pod) {
                if (const auto number = namedPort(*pod.pod, port.port->text, made.protocol); number != 0)
                    byNumber[number].push_back(pod.address);
            };
            if (selected != nullptr)
                for (const PodFact* pod : *selected) note(*pod);
            else
                for (const PodFact& pod : m_pods) note(pod);
            for (auto& [number, addresses] : byNumber) {
                normalize(addresses);
                made.peers = {.addresses = std::move(addresses), .block = {}, .except = {}};
                made.from = made.to = number;
                out.push_back(made);
            }
            return;
        }
        if (port.port) {
            const std::int32_t number =
                port.port->isString() ? namedPort(*target->pod, port.port->text, made.protocol) : *port.port->number;
            if (number < 1 || number > 65535) return;
            made.from = static_cast<std::uint16_t>(number);
            made.to = static_cast<std::uint16_t>(std::clamp(port.endPort.value_or(number), number, 65535));
        }
        for (const PeerSet& set : sets) {
            made.peers = set;
            out.push_back(made);
        }
    }

    void select(const std::string& ownNamespace, const NetworkPolicyPeer& peer, std::vector<const PodFact*>& out) {
        for (const PodFact& pod : m_pods) {
            const auto& meta = pod.pod->metadata;
            if (peer.namespaceSelector) {
                const auto found = m_namespaces.find(meta.namespace_);
                if (found == m_namespaces.end() || !matches(*peer.namespaceSelector, *found->second)) continue;
            } else if (meta.namespace_ != ownNamespace) {
                continue;
            }
            if (peer.podSelector && !matches(*peer.podSelector, meta.labels)) continue;
            out.push_back(&pod);
        }
    }

    static std::optional<PeerSet> blockOf(const networkingv1::IPBlock& block) {
        const auto write = [](const std::string& text) -> std::string {
            const auto cidr = Cidr::parse(text);
            return cidr ? formatAddress(cidr->base) + "/" + std::to_string(cidr->prefix) : std::string();
        };
        PeerSet out;
        out.block = write(block.cidr);
        if (out.block.empty()) return std::nullopt;  // IPv6: no pod of this node has such an address
        for (const std::string& part : block.except)
            if (auto text = write(part); !text.empty()) out.except.push_back(std::move(text));
        normalize(out.except);
        return out;
    }

    const PolicyInput& m_in;
    std::vector<PodFact> m_pods;
    std::map<std::string, const schema::StringMap<std::string>*> m_namespaces;
};

}  // namespace

std::vector<PodPolicy> policiesOf(const PolicyInput& input) {
    return Reader(input).run();
}

}  // namespace armillary::network
