#include <algorithm>

#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

const std::vector<std::string_view> kAccessModes{"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"};
const std::vector<std::string_view> kVolumeModes{"Block", "Filesystem"};

std::string accessModes(const std::vector<std::string>& modes) {
    constexpr std::pair<std::string_view, std::string_view> kShort[] = {
        {"ReadWriteOnce", "RWO"}, {"ReadOnlyMany", "ROX"}, {"ReadWriteMany", "RWX"}, {"ReadWriteOncePod", "RWOP"}};
    std::string out;
    for (const auto& [name, letters] : kShort)
        if (std::ranges::contains(modes, name)) out.append(out.empty() ? "" : ",").append(letters);
    return out;
}

std::string storage(const schema::StringMap<schema::Quantity>& capacity) {
    const auto found = capacity.find(corev1::kResourceStorage);
    return found == capacity.end() ? "" : std::string(found->second.text());
}

void checkAccessModes(const std::vector<std::string>& modes, const Path& path, FieldErrors& errors) {
    if (modes.empty()) errors.push_back(field::required(path, "at least 1 access mode is required"));
    for (const auto& mode : modes)
        if (!std::ranges::contains(kAccessModes, mode)) errors.push_back(field::notSupported(path, mode, kAccessModes));
    if (modes.size() > 1 && std::ranges::contains(modes, corev1::kReadWriteOncePod))
        errors.push_back(field::forbidden(path, "may not use ReadWriteOncePod with other access modes"));
}

void checkVolumeMode(const std::optional<std::string>& mode, const Path& path, FieldErrors& errors) {
    if (mode && !std::ranges::contains(kVolumeModes, *mode))
        errors.push_back(field::notSupported(path, *mode, kVolumeModes));
}

void warnOfClass(const metav1::ObjectMeta& meta, Warnings& warnings) {
    constexpr std::string_view kClass = "volume.beta.kubernetes.io/storage-class";
    if (meta.annotations.contains(kClass))
        warnings.push_back(Path("metadata.annotations").key(kClass).text() +
                           ": deprecated since v1.8; use \"storageClassName\" attribute instead");
}

class PersistentVolumeRules final : public RulesFor<corev1::PersistentVolume> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Capacity", "string", "", "The volume's resources and capacity.", 0},
            {"Access Modes", "string", "", "All ways the volume can be mounted.", 0},
            {"Reclaim Policy", "string", "", "What happens to the volume when it is released from its claim.", 0},
            {"Status", "string", "", "Whether the volume is available, bound to a claim, or released by a claim.", 0},
            {"Claim", "string", "", "The claim that the volume is bound to.", 0},
            {"StorageClass", "string", "", "StorageClass of the pv", 0},
            {"VolumeAttributesClass", "string", "", "VolumeAttributesClass of the pv", 0},
            {"Reason", "string", "", "Why the volume has failed, in one word.", 0},
            cells::kAge,
            {"VolumeMode", "string", "", "Whether the volume is a file system or a raw block device.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(corev1::PersistentVolume& volume) const override {
        auto& spec = volume.spec;
        spec.volumeAttributesClassName.reset();  // a feature that is off in v1.32
        if (volume.status.phase.empty()) volume.status.phase = corev1::kVolumePending;
        if (spec.persistentVolumeReclaimPolicy.empty())
            spec.persistentVolumeReclaimPolicy = corev1::kPersistentVolumeReclaimRetain;
        if (!spec.volumeMode) spec.volumeMode = corev1::kPersistentVolumeFilesystem;
        if (spec.hostPath && !spec.hostPath->type) spec.hostPath->type = "";
        if (spec.claimRef && spec.claimRef->kind.empty()) spec.claimRef->kind = "PersistentVolumeClaim";
        if (spec.claimRef && spec.claimRef->apiVersion.empty()) spec.claimRef->apiVersion = "v1";
    }
    void beforeCreate(corev1::PersistentVolume& volume) const override {
        volume.status = {};
        volume.status.phase = corev1::kVolumePending;
        if (volume.metadata.creationTimestamp.isSet())
            volume.status.lastPhaseTransitionTime = volume.metadata.creationTimestamp;
    }
    void check(const corev1::PersistentVolume& volume, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = volume.spec;
        checkAccessModes(spec.accessModes, path.child("accessModes"), errors);
        if (spec.capacity.empty())
            errors.push_back(field::required(path.child("capacity"), ""));
        else if (!spec.capacity.contains(corev1::kResourceStorage) || spec.capacity.size() > 1)
            errors.push_back(field::notSupported(path.child("capacity"), spec.capacity.begin()->first, {"storage"}));
        for (const auto& [name, amount] : spec.capacity)
            if (amount.sign() <= 0)
                errors.push_back(
                    field::invalid(path.child("capacity").key(name), amount.text(), "must be greater than zero"));
        checkOneOf(spec.persistentVolumeReclaimPolicy, {"Delete", "Recycle", "Retain"},
                   path.child("persistentVolumeReclaimPolicy"), errors);
        checkVolumeMode(spec.volumeMode, path.child("volumeMode"), errors);
        if (!spec.storageClassName.empty())
            addInvalid(errors, path.child("storageClassName"), spec.storageClassName,
                       checkSubdomain(spec.storageClassName));
        if (spec.nodeAffinity) {
            if (!spec.nodeAffinity->required)
                errors.push_back(field::required(path.child("nodeAffinity").child("required"),
                                                 "must specify required node constraints"));
            else
                podspec::checkNodeSelector(*spec.nodeAffinity->required, path.child("nodeAffinity").child("required"),
                                           errors);
        }
        checkSource(spec, path, errors);
    }
    void checkUpdate(const corev1::PersistentVolume& volume, const corev1::PersistentVolume& old,
                     FieldErrors& errors) const override {
        check(volume, errors);
        const corev1::PersistentVolumeSource &now = volume.spec, &before = old.spec;
        if (!(now == before))
            errors.push_back(field::forbidden("spec.persistentvolumesource",
                                              "spec.persistentvolumesource is immutable after creation"));
        if (volume.spec.volumeMode != old.spec.volumeMode)
            errors.push_back(
                field::invalid("volumeMode", volume.spec.volumeMode.value_or(""), std::string(kImmutable)));
        if (old.spec.nodeAffinity && !(volume.spec.nodeAffinity && *volume.spec.nodeAffinity == *old.spec.nodeAffinity))
            errors.push_back(field::invalid("spec.nodeAffinity", "", std::string(kImmutable)));
    }
    void warn(const corev1::PersistentVolume& volume, const corev1::PersistentVolume*,
              Warnings& warnings) const override {
        warnOfClass(volume.metadata, warnings);
        constexpr std::string_view kOptions = "volume.beta.kubernetes.io/mount-options";
        if (volume.metadata.annotations.contains(kOptions))
            warnings.push_back(Path("metadata.annotations").key(kOptions).text() +
                               ": deprecated since v1.31; use \"mountOptions\" attribute instead");
        if (volume.spec.persistentVolumeReclaimPolicy == corev1::kPersistentVolumeReclaimRecycle)
            warnings.emplace_back(
                "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the "
                "recommended approach is to use dynamic provisioning.");
    }
    Cells row(const corev1::PersistentVolume& volume, const Context& context) const override {
        const auto& spec = volume.spec;
        const std::string claim = spec.claimRef ? spec.claimRef->namespace_ + "/" + spec.claimRef->name : "";
        return {cells::text(volume.metadata.name),
                cells::text(storage(spec.capacity)),
                cells::text(accessModes(spec.accessModes)),
                cells::text(spec.persistentVolumeReclaimPolicy),
                cells::text(volume.metadata.deletionTimestamp ? "Terminating" : volume.status.phase),
                cells::text(claim),
                cells::text(spec.storageClassName),
                cells::text(spec.volumeAttributesClassName.value_or("<unset>")),
                cells::text(volume.status.reason),
                cells::age(volume.metadata, context),
                cells::text(spec.volumeMode.value_or("<unset>"))};
    }

private:
    static void checkSource(const corev1::PersistentVolumeSpec& spec, const Path& path, FieldErrors& errors) {
        const char* source = reinterpret_cast<const char*>(static_cast<const corev1::PersistentVolumeSource*>(&spec));
        int count = 0;
        for (const auto& field : schema::typeInfo<corev1::PersistentVolumeSource>().fields)
            if (field.ops && field.ops->size(source + field.offset) != 0 && ++count > 1)
                errors.push_back(
                    field::forbidden(path.child(field.jsonName), "may not specify more than 1 volume type"));
        if (count == 0) errors.push_back(field::required(path, "must specify a volume type"));
        if (spec.hostPath && spec.hostPath->path.empty())
            errors.push_back(field::required(path.child("hostPath").child("path"), ""));
        if (spec.csi && spec.csi->driver.empty())
            errors.push_back(field::required(path.child("csi").child("driver"), ""));
        if (spec.csi && spec.csi->volumeHandle.empty())
            errors.push_back(field::required(path.child("csi").child("volumeHandle"), ""));
        if (spec.local && spec.local->path.empty())
            errors.push_back(field::required(path.child("local").child("path"), ""));
        if (spec.local && !spec.nodeAffinity)
            errors.push_back(field::required(path.child("nodeAffinity"), "Local volume requires node affinity"));
    }
};

/// Takes out what belongs to features that are off in v1.32: classes of attributes, sources in other namespaces.
void dropDisabled(corev1::PersistentVolumeClaimSpec& claim) {
    claim.volumeAttributesClassName.reset();
    if (claim.dataSourceRef && claim.dataSourceRef->namespace_) claim.dataSourceRef.reset();
}

class PersistentVolumeClaimRules final : public RulesFor<corev1::PersistentVolumeClaim> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Status", "string", "", "The current phase of the claim.", 0},
            {"Volume", "string", "", "The volume that backs this claim.", 0},
            {"Capacity", "string", "", "The actual resources of the underlying volume.", 0},
            {"Access Modes", "string", "", "The actual access modes of the volume that backs the claim.", 0},
            {"StorageClass", "string", "", "StorageClass of the pvc", 0},
            {"VolumeAttributesClass", "string", "", "VolumeAttributesClass of the pvc", 0},
            cells::kAge,
            {"VolumeMode", "string", "", "Whether the claim needs a file system or a raw block device.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(corev1::PersistentVolumeClaim& claim) const override {
        dropDisabled(claim.spec);
        if (claim.status.phase.empty()) claim.status.phase = corev1::kClaimPending;
        if (!claim.spec.volumeMode) claim.spec.volumeMode = corev1::kPersistentVolumeFilesystem;
    }
    void beforeCreate(corev1::PersistentVolumeClaim& claim) const override {
        claim.status = {};
        claim.status.phase = corev1::kClaimPending;
        // The two names of a claim's source say the same, as far as the older one can.
        auto& source = claim.spec.dataSource;
        auto& reference = claim.spec.dataSourceRef;
        if (source && !reference) {
            auto& made = reference.emplace();
            made.apiGroup = source->apiGroup;
            made.kind = source->kind;
            made.name = source->name;
        } else if (reference && !source) {
            auto& made = source.emplace();
            made.apiGroup = reference->apiGroup;
            made.kind = reference->kind;
            made.name = reference->name;
        }
    }
    void check(const corev1::PersistentVolumeClaim& claim, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = claim.spec;
        checkAccessModes(spec.accessModes, path.child("accessModes"), errors);
        if (spec.selector) checkSelector(*spec.selector, path.child("selector"), errors);
        const Path requests = path.child("resources").child("requests");
        const auto wanted = spec.resources.requests.find(corev1::kResourceStorage);
        if (wanted == spec.resources.requests.end())
            errors.push_back(field::required(path.child("resources").key("storage"), ""));
        else if (wanted->second.sign() <= 0)
            errors.push_back(field::invalid(path.child("resources").key("storage"), wanted->second.text(),
                                            "must be greater than zero"));
        if (spec.storageClassName && !spec.storageClassName->empty())
            addInvalid(errors, path.child("storageClassName"), *spec.storageClassName,
                       checkSubdomain(*spec.storageClassName));
        checkVolumeMode(spec.volumeMode, path.child("volumeMode"), errors);
    }
    void checkUpdate(const corev1::PersistentVolumeClaim& claim, const corev1::PersistentVolumeClaim& old,
                     FieldErrors& errors) const override {
        check(claim, errors);
        corev1::PersistentVolumeClaimSpec allowed = claim.spec;
        // Binding fills in the volume; a bound claim may ask for more; the class may come late, once.
        if (old.spec.volumeName.empty()) allowed.volumeName.clear();
        if (!old.spec.storageClassName) allowed.storageClassName.reset();
        const auto now = claim.spec.resources.requests.find(corev1::kResourceStorage);
        const auto before = old.spec.resources.requests.find(corev1::kResourceStorage);
        const bool sized = now != claim.spec.resources.requests.end() && before != old.spec.resources.requests.end();
        if (sized && old.status.phase == corev1::kClaimBound) {
            allowed.resources = old.spec.resources;
            const auto given = old.status.capacity.find(corev1::kResourceStorage);
            if (now->second < before->second && (given == old.status.capacity.end() || !(given->second < now->second)))
                errors.push_back(
                    field::forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
        }
        if (!(allowed == old.spec))
            errors.push_back(field::forbidden("spec",
                                              "spec is immutable after creation except resources.requests and "
                                              "volumeAttributesClassName for bound claims"));
    }
    void warn(const corev1::PersistentVolumeClaim& claim, const corev1::PersistentVolumeClaim*,
              Warnings& warnings) const override {
        warnOfClass(claim.metadata, warnings);
        podspec::warn(claim.spec, Path("spec"), warnings);
    }
    Cells row(const corev1::PersistentVolumeClaim& claim, const Context& context) const override {
        const bool bound = !claim.spec.volumeName.empty();
        return {cells::text(claim.metadata.name),
                cells::text(claim.metadata.deletionTimestamp ? "Terminating" : claim.status.phase),
                cells::text(claim.spec.volumeName),
                cells::text(bound ? storage(claim.status.capacity) : ""),
                cells::text(bound ? accessModes(claim.status.accessModes) : ""),
                cells::text(claim.spec.storageClassName.value_or("")),
                cells::text(claim.spec.volumeAttributesClassName.value_or("<unset>")),
                cells::age(claim.metadata, context),
                cells::text(claim.spec.volumeMode.value_or("<unset>"))};
    }
};

}  // namespace

const Rules& persistentVolume() {
    static const PersistentVolumeRules rules;
    return rules;
}

const Rules& persistentVolumeClaim() {
    static const PersistentVolumeClaimRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
