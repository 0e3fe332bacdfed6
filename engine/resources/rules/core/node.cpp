#include <algorithm>
#include <set>

#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::rules {

namespace {

std::string statusText(const corev1::Node& node) {
    std::string out = "Unknown";
    for (const auto& condition : node.status.conditions)
        if (condition.type == corev1::kNodeReady)
            out = condition.status == corev1::kConditionTrue ? "Ready" : "NotReady";
    return node.spec.unschedulable ? out + ",SchedulingDisabled" : out;
}

std::string roles(const corev1::Node& node) {
    constexpr std::string_view kPrefix = "node-role.kubernetes.io/";
    std::set<std::string> found;
    for (const auto& [key, value] : node.metadata.labels) {
        if (key.starts_with(kPrefix) && key.size() > kPrefix.size())
            found.insert(key.substr(kPrefix.size()));
        else if (key == "kubernetes.io/role" && !value.empty())
            found.insert(value);
    }
    return found.empty() ? "<none>" : cells::joined({found.begin(), found.end()});
}

std::string address(const corev1::Node& node, std::string_view type) {
    const auto found = std::ranges::find(node.status.addresses, type, &corev1::NodeAddress::type);
    return found == node.status.addresses.end() ? "<none>" : found->address;
}

std::string orUnknown(const std::string& text) {
    return text.empty() ? "<unknown>" : text;
}

void checkTaints(const std::vector<corev1::Taint>& taints, const Path& path, FieldErrors& errors) {
    static const std::vector<std::string_view> kEffects{"NoSchedule", "PreferNoSchedule", "NoExecute"};
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < taints.size(); ++i) {
        const auto& taint = taints[i];
        const Path at = path.index(i);
        addInvalid(errors, at.child("key"), taint.key, checkQualifiedName(taint.key));
        std::string wrong;
        for (const auto& message : checkLabelValue(taint.value)) wrong += (wrong.empty() ? "" : ";") + message;
        if (!wrong.empty()) errors.push_back(field::invalid(at.child("value"), taint.value, wrong));
        if (taint.effect.empty())
            errors.push_back(field::required(at.child("effect"), ""));
        else if (!std::ranges::contains(kEffects, taint.effect))
            errors.push_back(field::notSupported(at.child("effect"), taint.effect, kEffects));
        if (!seen.emplace(taint.key, taint.effect).second) {
            FieldError twice = field::duplicate(at, schema::toJson(taint));
            twice.detail = "taints must be unique by key and effect pair";
            errors.push_back(std::move(twice));
        }
    }
}

class NodeRules final : public RulesFor<corev1::Node> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"spec.unschedulable"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Status", "string", "", "The status of the node", 0},
            {"Roles", "string", "", "The roles of the node", 0},
            cells::kAge,
            {"Version", "string", "", "Kubelet Version reported by the node.", 0},
            {"Internal-IP", "string", "", "The address by which the cluster reaches the node.", 1},
            {"External-IP", "string", "", "The address by which others reach the node.", 1},
            {"OS-Image", "string", "",
             "OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).", 1},
            {"Kernel-Version", "string", "",
             "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).", 1},
            {"Container-Runtime", "string", "",
             "ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).", 1},
        };
        return kColumns;
    }

protected:
    void defaults(corev1::Node& node) const override {
        if (node.status.allocatable.empty()) node.status.allocatable = node.status.capacity;
        if (node.spec.podCIDRs.empty() && !node.spec.podCIDR.empty()) node.spec.podCIDRs = {node.spec.podCIDR};
        if (node.spec.podCIDR.empty() && !node.spec.podCIDRs.empty()) node.spec.podCIDR = node.spec.podCIDRs.front();
    }

    /// A node registers itself with its status.
    void beforeCreate(corev1::Node&) const override {}

    void beforeStatusUpdate(corev1::Node& node, const corev1::Node& old) const override { node.spec = old.spec; }

    void check(const corev1::Node& node, FieldErrors& errors) const override {
        const Path path("spec");
        // Upstream reports taints under metadata.
        checkTaints(node.spec.taints, Path("metadata.taints"), errors);
        const auto& ranges = node.spec.podCIDRs;
        for (std::size_t i = 0; i < ranges.size(); ++i)
            if (cidrFamily(ranges[i]) == 0)
                errors.push_back(field::invalid(path.child("podCIDRs").index(i), ranges[i],
                                                "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
        const bool dual = ranges.size() == 2 && cidrFamily(ranges[0]) != cidrFamily(ranges[1]);
        if (ranges.size() > 1 && !dual)
            errors.push_back(field::invalidRaw(path.child("podCIDRs"), "[" + cells::joined(ranges, " ") + "]",
                                               "may specify no more than one CIDR for each IP family"));
        for (const auto& [name, amount] : node.status.capacity)
            checkQuantity(name, amount, Path("status.capacity").child(name), errors);
        for (const auto& [name, amount] : node.status.allocatable)
            checkQuantity(name, amount, Path("status.allocatable").child(name), errors);
    }

    void checkUpdate(const corev1::Node& node, const corev1::Node& old, FieldErrors& errors) const override {
        check(node, errors);
        const Path path("spec");
        // An address range and a provider are given to a node once.
        if (!old.spec.podCIDRs.empty() && node.spec.podCIDRs != old.spec.podCIDRs)
            errors.push_back(field::forbidden(path.child("podCIDRs"),
                                              "node updates may not change podCIDR except from \"\" to valid"));
        if (!old.spec.providerID.empty() && node.spec.providerID != old.spec.providerID)
            errors.push_back(field::forbidden(path.child("providerID"),
                                              "node updates may not change providerID except from \"\" to valid"));
    }

    void checkStatusUpdate(const corev1::Node& node, const corev1::Node&, FieldErrors& errors) const override {
        std::set<std::pair<std::string_view, std::string_view>> seen;
        for (std::size_t i = 0; i < node.status.addresses.size(); ++i) {
            const auto& item = node.status.addresses[i];
            if (!seen.emplace(item.type, item.address).second)
                errors.push_back(field::duplicate(Path("status.addresses").index(i), item.type + "/" + item.address));
        }
    }

    std::string selectable(const corev1::Node& node, std::string_view) const override {
        return node.spec.unschedulable ? "true" : "false";
    }

    Cells row(const corev1::Node& node, const Context& context) const override {
        const auto& info = node.status.nodeInfo;
        return {cells::text(node.metadata.name),
                cells::text(statusText(node)),
                cells::text(roles(node)),
                cells::age(node.metadata, context),
                cells::text(info.kubeletVersion),
                cells::text(address(node, corev1::kNodeInternalIP)),
                cells::text(address(node, corev1::kNodeExternalIP)),
                cells::text(orUnknown(info.osImage)),
                cells::text(orUnknown(info.kernelVersion)),
                cells::text(orUnknown(info.containerRuntimeVersion))};
    }
};

}  // namespace

const Rules& node() {
    static const NodeRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
