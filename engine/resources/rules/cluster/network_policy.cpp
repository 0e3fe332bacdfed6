#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/networkingv1.h"

namespace armillary::resources::rules {

namespace {

void checkPort(const networkingv1::NetworkPolicyPort& port, const Path& path, FieldErrors& errors) {
    if (port.protocol && *port.protocol != "TCP" && *port.protocol != "UDP" && *port.protocol != "SCTP")
        errors.push_back(field::notSupported(path.child("protocol"), *port.protocol, {"SCTP", "TCP", "UDP"}));
    if (port.port) podspec::checkPortOrName(*port.port, path.child("port"), errors);
    if (!port.endPort) return;
    if (!port.port)
        return errors.push_back(field::required(path.child("port"), "must be specified if `endPort` is specified"));
    if (port.port->isString())
        return errors.push_back(field::invalidRaw(path.child("endPort"), std::to_string(*port.endPort),
                                                  "may not be specified when `port` is non-numeric"));
    if (*port.endPort < *port.port->number)
        errors.push_back(field::invalidRaw(path.child("endPort"), std::to_string(*port.endPort),
                                           "must be greater than or equal to `port`"));
    addInvalidNumber(errors, path.child("endPort"), *port.endPort, checkPortNumber(*port.endPort));
}

void checkPeer(const networkingv1::NetworkPolicyPeer& peer, const Path& path, FieldErrors& errors) {
    if (peer.podSelector) checkSelector(*peer.podSelector, path.child("podSelector"), errors);
    if (peer.namespaceSelector) checkSelector(*peer.namespaceSelector, path.child("namespaceSelector"), errors);
    if (!peer.podSelector && !peer.namespaceSelector && !peer.ipBlock)
        errors.push_back(field::required(path, "must specify a peer"));
    if (!peer.ipBlock) return;
    if (peer.podSelector || peer.namespaceSelector)
        errors.push_back(field::forbidden(path, "may not specify both ipBlock and another peer"));
    const Path block = path.child("ipBlock");
    if (peer.ipBlock->cidr.empty())
        errors.push_back(field::required(block.child("cidr"), ""));
    else if (cidrFamily(peer.ipBlock->cidr) == 0)
        errors.push_back(field::invalid(block.child("cidr"), peer.ipBlock->cidr,
                                        "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    for (std::size_t i = 0; i < peer.ipBlock->except.size(); ++i)
        if (cidrFamily(peer.ipBlock->except[i]) == 0)
            errors.push_back(field::invalid(block.child("except").index(i), peer.ipBlock->except[i],
                                            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
        else if (cidrFamily(peer.ipBlock->cidr) != 0 && !isStrictlyWithin(peer.ipBlock->except[i], peer.ipBlock->cidr))
            errors.push_back(field::invalid(block.child("except").index(i), peer.ipBlock->except[i],
                                            "must be a strict subset of `cidr`"));
}

class NetworkPolicyRules final : public RulesFor<networkingv1::NetworkPolicy> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Pod-Selector", "string", "", "Which pods the policy is for: their labels match this.", 0},
            cells::kAge};
        return kColumns;
    }

protected:
    void defaults(networkingv1::NetworkPolicy& policy) const override {
        auto& spec = policy.spec;
        const auto fill = [](auto& rules) {
            for (auto& rule : rules)
                for (auto& port : rule.ports)
                    if (!port.protocol) port.protocol = "TCP";
        };
        fill(spec.ingress);
        fill(spec.egress);
        if (!spec.policyTypes.empty()) return;
        spec.policyTypes.emplace_back(networkingv1::kPolicyTypeIngress);
        if (!spec.egress.empty()) spec.policyTypes.emplace_back(networkingv1::kPolicyTypeEgress);
    }

    void check(const networkingv1::NetworkPolicy& policy, FieldErrors& errors) const override {
        const Path path("spec");
        checkSelector(policy.spec.podSelector, path.child("podSelector"), errors);
        for (std::size_t i = 0; i < policy.spec.ingress.size(); ++i)
            checkRule(policy.spec.ingress[i].ports, policy.spec.ingress[i].from, "from", path.child("ingress").index(i),
                      errors);
        for (std::size_t i = 0; i < policy.spec.egress.size(); ++i)
            checkRule(policy.spec.egress[i].ports, policy.spec.egress[i].to, "to", path.child("egress").index(i),
                      errors);
        if (policy.spec.policyTypes.size() > 2)
            errors.push_back(field::invalidRaw(path.child("policyTypes"),
                                               "[" + cells::joined(policy.spec.policyTypes, " ") + "]",
                                               "may not specify more than two policyTypes"));
        for (std::size_t i = 0; i < policy.spec.policyTypes.size(); ++i) {
            const std::string& type = policy.spec.policyTypes[i];
            if (type != "Ingress" && type != "Egress")
                errors.push_back(field::notSupported(path.child("policyTypes").index(i), type, {"Egress", "Ingress"}));
        }
    }

    Cells row(const networkingv1::NetworkPolicy& policy, const Context& context) const override {
        return {cells::text(policy.metadata.name), cells::text(cells::selector(policy.spec.podSelector)),
                cells::age(policy.metadata, context)};
    }

private:
    static void checkRule(const std::vector<networkingv1::NetworkPolicyPort>& ports,
                          const std::vector<networkingv1::NetworkPolicyPeer>& peers, std::string_view direction,
                          const Path& path, FieldErrors& errors) {
        for (std::size_t i = 0; i < ports.size(); ++i) checkPort(ports[i], path.child("ports").index(i), errors);
        for (std::size_t i = 0; i < peers.size(); ++i) checkPeer(peers[i], path.child(direction).index(i), errors);
    }
};

}  // namespace

const Rules& networkPolicy() {
    static const NetworkPolicyRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
