#include "engine/resources/checks/meta.h"

#include <algorithm>
#include <set>

#include "engine/schema/json_codec.h"

namespace armillary::resources {

namespace {

constexpr std::size_t kMaxAnnotationBytes = 256 * 1024;
constexpr std::size_t kMaxConditionReason = 1024, kMaxConditionMessage = 32 * 1024;
constexpr std::size_t kMaxFieldManager = 128, kMaxSubresource = 256;

void checkOwner(const metav1::OwnerReference& owner, const Path& path, FieldErrors& errors) {
    const auto slash = owner.apiVersion.rfind('/');
    const std::string_view version =
        std::string_view(owner.apiVersion).substr(slash == std::string::npos ? 0 : slash + 1);
    if (version.empty())
        errors.push_back(field::invalid(path.child("apiVersion"), owner.apiVersion, "version must not be empty"));
    if (owner.kind.empty()) errors.push_back(field::invalid(path.child("kind"), owner.kind, "kind must not be empty"));
    if (owner.name.empty()) errors.push_back(field::invalid(path.child("name"), owner.name, "name must not be empty"));
    if (owner.uid.empty()) errors.push_back(field::invalid(path.child("uid"), owner.uid, "uid must not be empty"));
    if (owner.apiVersion == "v1" && owner.kind == "Event")
        errors.push_back(
            field::invalidRaw(path, schema::toJson(owner), "/v1, Kind=Event is disallowed from being an owner"));
}

void checkOwners(const std::vector<metav1::OwnerReference>& owners, const Path& path, FieldErrors& errors) {
    std::string controller;
    for (const auto& owner : owners) {
        checkOwner(owner, path, errors);
        if (!owner.controller.value_or(false)) continue;
        const std::string name = owner.kind + "/" + owner.name;
        if (!controller.empty())
            errors.push_back(field::invalidRaw(
                path, schema::toJson(owner),
                "Only one reference can have Controller set to true. Found \"true\" in references for " + controller +
                    " and " + name));
        else
            controller = name;
    }
}

void checkFinalizers(const std::vector<std::string>& finalizers, const Path& path, FieldErrors& errors) {
    for (const auto& finalizer : finalizers) addInvalid(errors, path, finalizer, checkQualifiedName(finalizer));
    if (std::ranges::contains(finalizers, metav1::kFinalizerOrphanDependents) &&
        std::ranges::contains(finalizers, metav1::kFinalizerDeleteDependents))
        errors.push_back(field::invalidRaw(path, "[orphan foregroundDeletion]",
                                           "finalizer orphan and foregroundDeletion cannot be both set"));
}

void checkManagedFields(const std::vector<metav1::ManagedFieldsEntry>& entries, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        const Path at = path.index(i);
        if (entry.operation != "Apply" && entry.operation != "Update")
            errors.push_back(field::invalid(at.child("operation"), entry.operation, "must be `Apply` or `Update`"));
        if (!entry.fieldsType.empty() && entry.fieldsType != "FieldsV1")
            errors.push_back(field::invalid(at.child("fieldsType"), entry.fieldsType, "must be `FieldsV1`"));
        if (entry.manager.size() > kMaxFieldManager)
            errors.push_back(field::tooLong(at.child("manager"), "", kMaxFieldManager));
        if (entry.subresource.size() > kMaxSubresource)
            errors.push_back(field::tooLong(at.child("subresource"), "", kMaxSubresource));
    }
}

bool isConditionReason(std::string_view text) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto isWord = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && isLetter(text.front()) && isWord(text.back()) &&
           std::ranges::all_of(text, [&](char c) { return isWord(c) || c == ',' || c == ':'; });
}

void checkCondition(const metav1::Condition& condition, const Path& path, FieldErrors& errors) {
    addInvalid(errors, path.child("type"), condition.type, checkQualifiedName(condition.type));
    if (condition.status != "True" && condition.status != "False" && condition.status != "Unknown")
        errors.push_back(field::notSupported(path.child("status"), condition.status, {"False", "True", "Unknown"}));
    if (condition.observedGeneration < 0)
        errors.push_back(field::invalidRaw(path.child("observedGeneration"),
                                           std::to_string(condition.observedGeneration),
                                           "must be greater than or equal to zero"));
    if (!condition.lastTransitionTime.isSet())
        errors.push_back(field::required(path.child("lastTransitionTime"), "must be set"));
    if (condition.reason.empty())
        errors.push_back(field::required(path.child("reason"), "must be set"));
    else if (!isConditionReason(condition.reason))
        errors.push_back(field::invalid(path.child("reason"), condition.reason,
                                        "a condition reason must start with alphabetic character, optionally followed "
                                        "by a string of alphanumeric characters or "
                                        "'_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  "
                                        "or 'MY_NAME',  or 'MyName',  or "
                                        "'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is "
                                        "'[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')"));
    if (condition.reason.size() > kMaxConditionReason)
        errors.push_back(field::tooLong(path.child("reason"), "", kMaxConditionReason));
    if (condition.message.size() > kMaxConditionMessage)
        errors.push_back(field::tooLong(path.child("message"), "", kMaxConditionMessage));
}

void checkSharedMeta(const metav1::ObjectMeta& meta, const Path& path, FieldErrors& errors) {
    checkLabels(meta.labels, path.child("labels"), errors);
    checkAnnotations(meta.annotations, path.child("annotations"), errors);
    checkOwners(meta.ownerReferences, path.child("ownerReferences"), errors);
}

std::string shown(const std::optional<schema::Time>& time) {
    return time ? goQuoted(time->text()) : "null";
}

void checkNoNewFinalizers(const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old, const Path& path,
                          FieldErrors& errors) {
    std::set<std::string> extra(meta.finalizers.begin(), meta.finalizers.end());
    for (const auto& finalizer : old.finalizers) extra.erase(finalizer);
    if (extra.empty()) return;
    std::string list;
    for (const auto& finalizer : extra) list += (list.empty() ? "" : ", ") + goQuoted(finalizer);
    errors.push_back(field::forbidden(
        path,
        "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + list + "}"));
}

}  // namespace

std::string goQuoted(std::string_view text) {
    std::string out;
    schema::appendJsonString(out, text);
    return out;
}

std::string goList(const std::vector<std::string>& items) {
    if (items.empty()) return "[]string(nil)";
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + goQuoted(item);
    return "[]string{" + out + "}";
}

void addInvalid(FieldErrors& errors, const Path& path, std::string_view value, const Messages& messages) {
    for (const auto& message : messages) errors.push_back(field::invalid(path, value, message));
}

void addInvalidNumber(FieldErrors& errors, const Path& path, std::int64_t value, const Messages& messages) {
    for (const auto& message : messages) errors.push_back(field::invalidRaw(path, std::to_string(value), message));
}

void checkNotNegative(std::int64_t value, const Path& path, FieldErrors& errors) {
    if (value < 0) errors.push_back(field::invalidRaw(path, std::to_string(value), std::string(kNotNegative)));
}

void checkLabels(const schema::StringMap<std::string>& labels, const Path& path, FieldErrors& errors) {
    for (const auto& [key, value] : labels) {
        addInvalid(errors, path, key, checkQualifiedName(key));
        addInvalid(errors, path, value, checkLabelValue(value));
    }
}

void checkAnnotations(const schema::StringMap<std::string>& annotations, const Path& path, FieldErrors& errors) {
    std::size_t bytes = 0;
    for (const auto& [key, value] : annotations) {
        std::string lower = key;
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
        addInvalid(errors, path, key, checkQualifiedName(lower));
        bytes += key.size() + value.size();
    }
    if (bytes > kMaxAnnotationBytes) errors.push_back(field::tooLong(path, "", kMaxAnnotationBytes));
}

void checkSelector(const metav1::LabelSelector& selector, const Path& path, FieldErrors& errors) {
    checkLabels(selector.matchLabels, path.child("matchLabels"), errors);
    for (std::size_t i = 0; i < selector.matchExpressions.size(); ++i) {
        const auto& requirement = selector.matchExpressions[i];
        const Path at = path.child("matchExpressions").index(i);
        if (requirement.operator_ == "In" || requirement.operator_ == "NotIn") {
            if (requirement.values.empty())
                errors.push_back(
                    field::required(at.child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
        } else if (requirement.operator_ == "Exists" || requirement.operator_ == "DoesNotExist") {
            if (!requirement.values.empty())
                errors.push_back(field::forbidden(
                    at.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        } else {
            errors.push_back(
                field::invalid(at.child("operator"), requirement.operator_, "not a valid selector operator"));
        }
        addInvalid(errors, at.child("key"), requirement.key, checkQualifiedName(requirement.key));
        for (std::size_t k = 0; k < requirement.values.size(); ++k)
            addInvalid(errors, at.child("values").index(k), requirement.values[k],
                       checkLabelValue(requirement.values[k]));
    }
}

void checkConditions(const std::vector<metav1::Condition>& conditions, const Path& path, FieldErrors& errors) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (!seen.insert(conditions[i].type).second)
            errors.push_back(field::duplicate(path.index(i).child("type"), conditions[i].type));
        checkCondition(conditions[i], path.index(i), errors);
    }
}

void checkOneOf(std::string_view value, const std::vector<std::string_view>& allowed, const Path& path,
                FieldErrors& errors) {
    if (value.empty())
        errors.push_back(field::required(path, ""));
    else if (!std::ranges::contains(allowed, value))
        errors.push_back(field::notSupported(path, value, allowed));
}

Messages checkName(NameRule rule, std::string_view name, bool isPrefix) {
    std::string text(name);
    // A generateName may end in a dash: what follows it makes it whole.
    if (isPrefix && rule != NameRule::PathSegment && text.size() > 1 && text.back() == '-') {
        text.pop_back();
        text.back() = 'a';
    }
    switch (rule) {
        case NameRule::Label:
            return checkLabel(text);
        case NameRule::Label1035:
            return checkLabel1035(text);
        case NameRule::PathSegment:
            return checkPathSegment(text);
        case NameRule::Subdomain:
            break;
    }
    return checkSubdomain(text);
}

FieldErrors validateMeta(const Resource& resource, const metav1::ObjectMeta& meta) {
    FieldErrors errors;
    const Path path("metadata");
    if (!meta.generateName.empty())
        addInvalid(errors, path.child("generateName"), meta.generateName,
                   checkName(resource.nameRule, meta.generateName, true));
    if (meta.name.empty())
        errors.push_back(field::required(path.child("name"), "name or generateName is required"));
    else
        addInvalid(errors, path.child("name"), meta.name, checkName(resource.nameRule, meta.name, false));
    if (resource.namespaced) {
        if (meta.namespace_.empty())
            errors.push_back(field::required(path.child("namespace"), ""));
        else
            addInvalid(errors, path.child("namespace"), meta.namespace_, checkLabel(meta.namespace_));
    } else if (!meta.namespace_.empty()) {
        errors.push_back(field::forbidden(path.child("namespace"), "not allowed on this type"));
    }
    checkNotNegative(meta.generation, path.child("generation"), errors);
    checkSharedMeta(meta, path, errors);
    checkFinalizers(meta.finalizers, path.child("finalizers"), errors);
    checkManagedFields(meta.managedFields, path.child("managedFields"), errors);
    return errors;
}

FieldErrors validateMetaUpdate(const Resource&, const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old) {
    FieldErrors errors;
    const Path path("metadata");
    if (old.deletionTimestamp) checkNoNewFinalizers(meta, old, path.child("finalizers"), errors);
    if (meta.resourceVersion.empty())
        errors.push_back(field::invalid(path.child("resourceVersion"), "", "must be specified for an update"));
    if (meta.generation < old.generation)
        errors.push_back(
            field::invalidRaw(path.child("generation"), std::to_string(meta.generation), "must not be decremented"));
    checkImmutable(meta.name, old.name, goQuoted(meta.name), path.child("name"), errors);
    checkImmutable(meta.namespace_, old.namespace_, goQuoted(meta.namespace_), path.child("namespace"), errors);
    checkImmutable(meta.uid, old.uid, goQuoted(meta.uid), path.child("uid"), errors);
    checkImmutable(meta.creationTimestamp, old.creationTimestamp, goQuoted(meta.creationTimestamp.text()),
                   path.child("creationTimestamp"), errors);
    checkImmutable(meta.deletionTimestamp, old.deletionTimestamp, shown(meta.deletionTimestamp),
                   path.child("deletionTimestamp"), errors);
    checkImmutable(meta.deletionGracePeriodSeconds, old.deletionGracePeriodSeconds,
                   meta.deletionGracePeriodSeconds ? std::to_string(*meta.deletionGracePeriodSeconds) : "null",
                   path.child("deletionGracePeriodSeconds"), errors);
    checkSharedMeta(meta, path, errors);
    checkManagedFields(meta.managedFields, path.child("managedFields"), errors);
    return errors;
}

}  // namespace armillary::resources
