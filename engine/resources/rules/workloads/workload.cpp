#include "engine/resources/rules/workloads/workload.h"

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/schema/selector.h"

namespace armillary::resources::workload {

std::string goValue(const schema::StringMap<std::string>& labels) {
    if (labels.empty()) return "map[string]string(nil)";
    std::string out;
    for (const auto& [key, value] : labels) out += (out.empty() ? "" : ", ") + goQuoted(key) + ":" + goQuoted(value);
    return "map[string]string{" + out + "}";
}

std::string goValue(const metav1::LabelSelector& selector) {
    std::string expressions;
    for (const auto& requirement : selector.matchExpressions) {
        std::string values;
        for (const auto& value : requirement.values) values += (values.empty() ? "" : ", ") + goQuoted(value);
        values = requirement.values.empty() ? "[]string(nil)" : "[]string{" + values + "}";
        expressions += (expressions.empty() ? "" : ", ") + std::string("v1.LabelSelectorRequirement{Key:") +
                       goQuoted(requirement.key) + ", Operator:" + goQuoted(requirement.operator_) +
                       ", Values:" + values + "}";
    }
    const std::string list = expressions.empty() ? "(nil)" : "{" + expressions + "}";
    return "v1.LabelSelector{MatchLabels:" + goValue(selector.matchLabels) +
           ", MatchExpressions:[]v1.LabelSelectorRequirement" + list + "}";
}

void checkSelector(const schema::Ptr<metav1::LabelSelector>& selector, std::string_view kind, const Path& path,
                   FieldErrors& errors) {
    if (!selector) return errors.push_back(field::required(path, ""));
    resources::checkSelector(*selector, path, errors);
    if (selector->matchLabels.empty() && selector->matchExpressions.empty())
        errors.push_back(
            field::invalidRaw(path, goValue(*selector), "empty selector is invalid for " + std::string(kind)));
}

void checkSelectorUnchanged(const schema::Ptr<metav1::LabelSelector>& selector,
                            const schema::Ptr<metav1::LabelSelector>& old, FieldErrors& errors) {
    const bool same = selector.has_value() == old.has_value() && (!selector || *selector == *old);
    if (!same)
        errors.push_back(
            field::invalidRaw("spec.selector", selector ? goValue(*selector) : "null", std::string(kImmutable)));
}

void checkTemplate(const corev1::PodTemplateSpec& pod, const schema::Ptr<metav1::LabelSelector>& selector,
                   std::string_view kind, const Path& path, FieldErrors& errors) {
    if (selector) {
        const auto compiled = LabelSelector::from(*selector);
        const bool empty = selector->matchLabels.empty() && selector->matchExpressions.empty();
        if (compiled && !empty && !compiled->matches(pod.metadata.labels))
            errors.push_back(field::invalidRaw(path.child("metadata").child("labels"), goValue(pod.metadata.labels),
                                               "`selector` does not match template `labels`"));
    }
    podspec::checkTemplate(pod, path, errors);
    if (pod.spec.restartPolicy != corev1::kRestartPolicyAlways && !pod.spec.restartPolicy.empty())
        errors.push_back(field::notSupported(path.child("spec").child("restartPolicy"), pod.spec.restartPolicy,
                                             {corev1::kRestartPolicyAlways}));
    if (pod.spec.activeDeadlineSeconds)
        errors.push_back(field::forbidden(path.child("spec").child("activeDeadlineSeconds"),
                                          "activeDeadlineSeconds in " + std::string(kind) + " is not Supported"));
}

schema::Ptr<metav1::LabelSelector> selectorOf(const schema::StringMap<std::string>& labels) {
    metav1::LabelSelector selector;
    selector.matchLabels = labels;
    return selector;
}

}  // namespace armillary::resources::workload
