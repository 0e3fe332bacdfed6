#include <algorithm>
#include <cctype>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/storagev1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::size_t kMaxParameters = 512, kMaxParameterBytes = 256u << 10;
constexpr std::size_t kMaxDriverName = 63, kMaxNodeId = 192;

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

void checkDriverName(const std::string& name, const Path& path, FieldErrors& errors) {
    if (name.empty()) errors.push_back(field::required(path, ""));
    if (name.size() > kMaxDriverName) errors.push_back(field::tooLong(path, name, kMaxDriverName));
    if (!name.empty()) addInvalid(errors, path, name, checkSubdomain(lowered(name)));
}

void checkParameters(const schema::StringMap<std::string>& parameters, FieldErrors& errors) {
    if (parameters.size() > kMaxParameters) {
        errors.push_back(field::tooLong("parameters", "Provisioner Parameters exceeded max allowed", kMaxParameters));
        return;
    }
    std::size_t bytes = 0;
    for (const auto& [key, value] : parameters) {
        if (key.empty()) errors.push_back(field::invalid("parameters", key, "field can not be empty."));
        bytes += key.size() + value.size();
    }
    if (bytes > kMaxParameterBytes) errors.push_back(field::tooLong("parameters", "", kMaxParameterBytes));
}

void checkTopologies(const std::vector<corev1::TopologySelectorTerm>& terms, FieldErrors& errors) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const Path path = Path("allowedTopologies").index(i);
        for (std::size_t j = 0; j < i; ++j)
            if (terms[i] == terms[j]) errors.push_back(field::duplicate(path.child("matchLabelExpressions"), ""));
        const auto& expressions = terms[i].matchLabelExpressions;
        for (std::size_t k = 0; k < expressions.size(); ++k) {
            const Path at = path.child("matchLabelExpressions").index(k);
            addInvalid(errors, at.child("key"), expressions[k].key, checkQualifiedName(expressions[k].key));
            if (expressions[k].values.empty()) errors.push_back(field::required(at.child("values"), ""));
            std::set<std::string> seen;
            for (const std::string& value : expressions[k].values)
                if (!seen.insert(value).second) errors.push_back(field::duplicate(at.child("values"), value));
        }
    }
}

class StorageClassRules final : public RulesFor<storagev1::StorageClass> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Provisioner", "string", "", "provisioner indicates the type of the provisioner.", 0},
            {"ReclaimPolicy", "string", "", "What happens to a volume of this class when it is released.", 0},
            {"VolumeBindingMode", "string", "", "When a claim of this class is bound.", 0},
            {"AllowVolumeExpansion", "string", "", "Whether a volume of this class may grow.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(storagev1::StorageClass& object) const override {
        if (!object.reclaimPolicy) object.reclaimPolicy = corev1::kPersistentVolumeReclaimDelete;
        if (!object.volumeBindingMode) object.volumeBindingMode = storagev1::kVolumeBindingImmediate;
    }
    void check(const storagev1::StorageClass& object, FieldErrors& errors) const override {
        if (object.provisioner.empty())
            errors.push_back(field::required("provisioner", ""));
        else
            addInvalid(errors, Path("provisioner"), object.provisioner,
                       checkQualifiedName(lowered(object.provisioner)));
        checkParameters(object.parameters, errors);
        checkTopologies(object.allowedTopologies, errors);
        if (object.reclaimPolicy && *object.reclaimPolicy != "Delete" && *object.reclaimPolicy != "Retain")
            errors.push_back(field::notSupported("reclaimPolicy", *object.reclaimPolicy, {"Delete", "Retain"}));
        if (!object.volumeBindingMode)
            errors.push_back(field::required("volumeBindingMode", ""));
        else if (*object.volumeBindingMode != "Immediate" && *object.volumeBindingMode != "WaitForFirstConsumer")
            errors.push_back(field::notSupported("volumeBindingMode", *object.volumeBindingMode,
                                                 {"Immediate", "WaitForFirstConsumer"}));
    }
    void checkUpdate(const storagev1::StorageClass& object, const storagev1::StorageClass& old,
                     FieldErrors& errors) const override {
        check(object, errors);
        if (object.parameters != old.parameters)
            errors.push_back(field::forbidden("parameters", "updates to parameters are forbidden."));
        if (object.provisioner != old.provisioner)
            errors.push_back(field::forbidden("provisioner", "updates to provisioner are forbidden."));
        if (object.reclaimPolicy != old.reclaimPolicy)
            errors.push_back(field::forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden."));
        if (object.volumeBindingMode != old.volumeBindingMode)
            errors.push_back(
                field::invalid("volumeBindingMode", object.volumeBindingMode.value_or(""), std::string(kImmutable)));
    }
    Cells row(const storagev1::StorageClass& object, const Context& context) const override {
        std::string name = object.metadata.name;
        for (std::string_view key :
             {"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"}) {
            const auto found = object.metadata.annotations.find(key);
            if (found == object.metadata.annotations.end() || found->second != "true") continue;
            name += " (default)";
            break;
        }
        return {cells::text(name),
                cells::text(object.provisioner),
                cells::text(object.reclaimPolicy.value_or("Delete")),
                cells::text(object.volumeBindingMode.value_or("<unset>")),
                cells::boolean(object.allowVolumeExpansion.value_or(false)),
                cells::age(object.metadata, context)};
    }
};

class VolumeAttachmentRules final : public RulesFor<storagev1::VolumeAttachment> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Attacher", "string", "name", "The driver that handles the request.", 0},
            {"PV", "string", "", "The persistent volume to attach.", 0},
            {"Node", "string", "", "The node that the volume is to be attached to.", 0},
            {"Attached", "boolean", "", "Whether the volume is attached.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void check(const storagev1::VolumeAttachment& object, FieldErrors& errors) const override {
        const Path path("spec");
        checkDriverName(object.spec.attacher, path.child("attacher"), errors);
        const auto& source = object.spec.source;
        constexpr std::string_view kOne = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (!source.persistentVolumeName && !source.inlineVolumeSpec)
            errors.push_back(field::required(path.child("source"), std::string(kOne)));
        else if (source.persistentVolumeName && source.inlineVolumeSpec)
            errors.push_back(field::forbidden(path.child("source"), std::string(kOne)));
        else if (source.persistentVolumeName && source.persistentVolumeName->empty())
            errors.push_back(field::required(path.child("source").child("persistentVolumeName"),
                                             "must specify non empty persistentVolumeName"));
        addInvalid(errors, path.child("nodeName"), object.spec.nodeName, checkSubdomain(object.spec.nodeName));
    }
    void checkUpdate(const storagev1::VolumeAttachment& object, const storagev1::VolumeAttachment& old,
                     FieldErrors& errors) const override {
        check(object, errors);
        if (!(object.spec == old.spec))
            errors.push_back(field::invalid("spec", object.spec.attacher, std::string(kImmutable)));
    }
    Cells row(const storagev1::VolumeAttachment& object, const Context& context) const override {
        return {cells::text(object.metadata.name),
                cells::text(object.spec.attacher),
                cells::text(object.spec.source.persistentVolumeName.value_or("")),
                cells::text(object.spec.nodeName),
                cells::boolean(object.status.attached),
                cells::age(object.metadata, context)};
    }
};

class CsiDriverRules final : public RulesFor<storagev1::CSIDriver> {
    static constexpr std::int64_t kShortestToken = 600, kLongestToken = 1ll << 32;
    static inline const std::vector<std::string_view> kGroupPolicies{"File", "None", "ReadWriteOnceWithFSType"};
    static inline const std::vector<std::string_view> kLifecycleModes{"Ephemeral", "Persistent"};

public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"AttachRequired", "boolean", "", "Whether volumes of the driver are attached to nodes.", 0},
            {"PodInfoOnMount", "boolean", "", "Whether the driver is told of the pod when it mounts.", 0},
            {"StorageCapacity", "boolean", "", "Whether the scheduler considers the driver's free capacity.", 0},
            {"TokenRequests", "string", "", "Tokens of the pod's account that the driver is given.", 0},
            {"RequiresRepublish", "boolean", "",
             "Whether the driver is called again and again while a volume is mounted.", 0},
            {"Modes", "string", "", "What kinds of volumes the driver supports.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(storagev1::CSIDriver& driver) const override {
        auto& spec = driver.spec;
        if (!spec.attachRequired) spec.attachRequired = true;
        if (!spec.podInfoOnMount) spec.podInfoOnMount = false;
        if (!spec.storageCapacity) spec.storageCapacity = false;
        if (!spec.fsGroupPolicy) spec.fsGroupPolicy = storagev1::kReadWriteOnceWithFSTypeFSGroupPolicy;
        if (spec.volumeLifecycleModes.empty())
            spec.volumeLifecycleModes.emplace_back(storagev1::kVolumeLifecyclePersistent);
        if (!spec.requiresRepublish) spec.requiresRepublish = false;
        if (!spec.seLinuxMount) spec.seLinuxMount = false;
    }
    void check(const storagev1::CSIDriver& driver, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = driver.spec;
        checkDriverName(driver.metadata.name, Path("metadata").child("name"), errors);
        if (spec.fsGroupPolicy && !std::ranges::contains(kGroupPolicies, *spec.fsGroupPolicy))
            errors.push_back(field::notSupported(path.child("fsGroupPolicy"), *spec.fsGroupPolicy, kGroupPolicies));
        for (std::size_t i = 0; i < spec.volumeLifecycleModes.size(); ++i)
            if (!std::ranges::contains(kLifecycleModes, spec.volumeLifecycleModes[i]))
                errors.push_back(field::notSupported(path.child("volumeLifecycleModes").index(i),
                                                     spec.volumeLifecycleModes[i], kLifecycleModes));
        std::set<std::string> audiences;
        for (std::size_t i = 0; i < spec.tokenRequests.size(); ++i) {
            const auto& request = spec.tokenRequests[i];
            const Path at = path.child("tokenRequests").index(i);
            if (!audiences.insert(request.audience).second)
                errors.push_back(field::duplicate(at.child("audience"), request.audience));
            if (request.expirationSeconds && *request.expirationSeconds < kShortestToken)
                errors.push_back(field::invalidRaw(at.child("expirationSeconds"),
                                                   std::to_string(*request.expirationSeconds),
                                                   "may not specify a duration less than 10 minutes"));
            if (request.expirationSeconds && *request.expirationSeconds > kLongestToken)
                errors.push_back(field::invalidRaw(at.child("expirationSeconds"),
                                                   std::to_string(*request.expirationSeconds),
                                                   "may not specify a duration larger than 2^32 seconds"));
        }
    }
    void checkUpdate(const storagev1::CSIDriver& driver, const storagev1::CSIDriver& old,
                     FieldErrors& errors) const override {
        check(driver, errors);
        const Path path("spec");
        if (driver.spec.attachRequired != old.spec.attachRequired)
            errors.push_back(field::invalidRaw(path.child("attachedRequired"),
                                               driver.spec.attachRequired.value_or(true) ? "true" : "false",
                                               std::string(kImmutable)));
        checkImmutable(driver.spec.volumeLifecycleModes, old.spec.volumeLifecycleModes,
                       goList(driver.spec.volumeLifecycleModes), path.child("volumeLifecycleModes"), errors);
    }
    Cells row(const storagev1::CSIDriver& driver, const Context& context) const override {
        const auto& spec = driver.spec;
        std::string tokens;
        for (const auto& request : spec.tokenRequests) tokens += (tokens.empty() ? "" : ",") + request.audience;
        return {cells::text(driver.metadata.name),
                cells::boolean(spec.attachRequired.value_or(true)),
                cells::boolean(spec.podInfoOnMount.value_or(false)),
                cells::boolean(spec.storageCapacity.value_or(false)),
                cells::text(tokens.empty() ? "<unset>" : tokens),
                cells::boolean(spec.requiresRepublish.value_or(false)),
                cells::text(spec.volumeLifecycleModes.empty() ? "<none>" : cells::joined(spec.volumeLifecycleModes)),
                cells::age(driver.metadata, context)};
    }
};

class CsiNodeRules final : public RulesFor<storagev1::CSINode> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Drivers", "integer", "", "Drivers indicates the number of CSI drivers registered on the node", 0},
            cells::kAge};
        return kColumns;
    }

protected:
    void check(const storagev1::CSINode& node, FieldErrors& errors) const override {
        std::set<std::string> names;
        for (std::size_t i = 0; i < node.spec.drivers.size(); ++i) {
            const auto& driver = node.spec.drivers[i];
            const Path at = Path("spec").child("drivers").index(i);
            checkDriverName(driver.name, at.child("name"), errors);
            if (!names.insert(driver.name).second) errors.push_back(field::duplicate(at.child("name"), driver.name));
            if (driver.nodeID.empty()) errors.push_back(field::required(at.child("nodeID"), driver.nodeID));
            if (driver.nodeID.size() > kMaxNodeId)
                errors.push_back(field::invalid(at.child("nodeID"), driver.nodeID, "must be 192 characters or less"));
            if (driver.allocatable && driver.allocatable->count)
                checkNotNegative(*driver.allocatable->count, at.child("allocatable").child("count"), errors);
            std::set<std::string> keys;
            for (const std::string& key : driver.topologyKeys) {
                if (!keys.insert(key).second) errors.push_back(field::duplicate(at.child("topologyKeys"), key));
                addInvalid(errors, at.child("topologyKeys"), key, checkQualifiedName(key));
            }
        }
    }
    void checkUpdate(const storagev1::CSINode& node, const storagev1::CSINode& old,
                     FieldErrors& errors) const override {
        check(node, errors);
        // Drivers come and go; one that stays is what it was.
        for (const auto& driver : node.spec.drivers) {
            const auto before = std::ranges::find(old.spec.drivers, driver.name, &storagev1::CSINodeDriver::name);
            if (before != old.spec.drivers.end() && !(*before == driver))
                errors.push_back(field::invalid("spec.drivers", driver.name, std::string(kImmutable)));
        }
    }
    Cells row(const storagev1::CSINode& node, const Context& context) const override {
        return {cells::text(node.metadata.name), cells::number(static_cast<std::int64_t>(node.spec.drivers.size())),
                cells::age(node.metadata, context)};
    }
};

class CsiStorageCapacityRules final : public RulesFor<storagev1::CSIStorageCapacity> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"StorageClassName", "string", "", "The storage class that the capacity is of.", 0},
            {"Capacity", "string", "", "How much is free.", 0},
        };
        return kColumns;
    }

protected:
    void check(const storagev1::CSIStorageCapacity& object, FieldErrors& errors) const override {
        addInvalid(errors, Path("storageClassName"), object.storageClassName, checkSubdomain(object.storageClassName));
        if (object.capacity && object.capacity->sign() < 0)
            errors.push_back(field::invalid("capacity", object.capacity->text(), std::string(kNotNegative)));
        if (object.maximumVolumeSize && object.maximumVolumeSize->sign() < 0)
            errors.push_back(
                field::invalid("maximumVolumeSize", object.maximumVolumeSize->text(), std::string(kNotNegative)));
        if (object.nodeTopology) checkSelector(*object.nodeTopology, Path("nodeTopology"), errors);
    }
    void checkUpdate(const storagev1::CSIStorageCapacity& object, const storagev1::CSIStorageCapacity& old,
                     FieldErrors& errors) const override {
        check(object, errors);
        const bool sameTopology = object.nodeTopology.has_value() == old.nodeTopology.has_value() &&
                                  (!object.nodeTopology || *object.nodeTopology == *old.nodeTopology);
        if (!sameTopology) errors.push_back(field::invalid("nodeTopology", "", std::string(kImmutable)));
        checkImmutable(object.storageClassName, old.storageClassName, goQuoted(object.storageClassName),
                       Path("storageClassName"), errors);
    }
    Cells row(const storagev1::CSIStorageCapacity& object, const Context&) const override {
        return {cells::text(object.metadata.name), cells::text(object.storageClassName),
                cells::text(object.capacity ? object.capacity->text() : "<unset>")};
    }
};

}  // namespace

const Rules& storageClass() {
    static const StorageClassRules rules;
    return rules;
}

const Rules& volumeAttachment() {
    static const VolumeAttachmentRules rules;
    return rules;
}

const Rules& csiDriver() {
    static const CsiDriverRules rules;
    return rules;
}

const Rules& csiNode() {
    static const CsiNodeRules rules;
    return rules;
}

const Rules& csiStorageCapacity() {
    static const CsiStorageCapacityRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
