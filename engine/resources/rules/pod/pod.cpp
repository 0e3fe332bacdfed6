#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/columns.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

/// Merges matchLabelKeys and mismatchLabelKeys into the term's selector, once, from the labels that the pod has now.
void mergeLabelKeys(corev1::PodAffinityTerm& term, const schema::StringMap<std::string>& labels) {
    const auto merge = [&](const std::vector<std::string>& keys, std::string_view operator_) {
        for (const auto& key : keys) {
            const auto label = labels.find(key);
            if (label == labels.end() || !term.labelSelector) continue;
            metav1::LabelSelectorRequirement requirement;
            requirement.key = key;
            requirement.operator_ = operator_;
            requirement.values = {label->second};
            term.labelSelector->matchExpressions.push_back(std::move(requirement));
        }
    };
    merge(term.matchLabelKeys, "In");
    merge(term.mismatchLabelKeys, "NotIn");
}

template <class Affinity>
void mergeLabelKeys(Affinity* affinity, const schema::StringMap<std::string>& labels) {
    if (!affinity) return;
    for (auto& term : affinity->requiredDuringSchedulingIgnoredDuringExecution) mergeLabelKeys(term, labels);
    for (auto& term : affinity->preferredDuringSchedulingIgnoredDuringExecution)
        mergeLabelKeys(term.podAffinityTerm, labels);
}

bool hasEnded(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

/// A token is a service account's.
void checkNoTokens(const corev1::PodSpec& spec, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < spec.volumes.size(); ++i) {
        if (!spec.volumes[i].projected) continue;
        const auto& sources = spec.volumes[i].projected->sources;
        for (std::size_t k = 0; k < sources.size(); ++k)
            if (sources[k].serviceAccountToken)
                errors.push_back(field::forbidden(
                    path.index(i).child("projected").child("sources").index(k).child("serviceAccountToken"),
                    "must not be specified when serviceAccountName is not set"));
    }
}

void warnOfHostname(const std::string& name, Warnings& warnings) {
    std::string messages;
    for (const auto& message : checkLabel(name)) messages += (messages.empty() ? "" : " ") + message;
    if (!messages.empty())
        warnings.push_back(
            "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label "
            "is recommended: [" +
            messages + "]");
}

class PodRules final : public RulesFor<corev1::Pod> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
            "status.phase",  "status.podIP",       "status.podIPs",      "status.nominatedNodeName"};
        return kFields;
    }
    std::span<const Column> columns() const override { return podtable::columns(); }

protected:
    void defaults(corev1::Pod& pod) const override {
        podspec::setDefaults(pod.spec);
        podspec::setPodDefaults(pod.spec);
    }

    void beforeCreate(corev1::Pod& pod) const override {
        // Admission adds volumes and containers, and names the account, after the defaults have been set.
        defaults(pod);
        pod.status = {};
        pod.status.phase = corev1::kPodPending;
        pod.status.qosClass = podspec::qosClass(pod.spec);
        if (pod.spec.affinity) {
            mergeLabelKeys(pod.spec.affinity->podAffinity.get(), pod.metadata.labels);
            mergeLabelKeys(pod.spec.affinity->podAntiAffinity.get(), pod.metadata.labels);
        }
        if (pod.spec.schedulingGates.empty()) return;
        auto& condition = pod.status.conditions.emplace_back();
        condition.type = corev1::kPodScheduled;
        condition.status = corev1::kConditionFalse;
        condition.reason = corev1::kPodReasonSchedulingGated;
        condition.message = "Scheduling is blocked due to non-empty scheduling gates";
    }

    void beforeStatusUpdate(corev1::Pod& pod, const corev1::Pod& old) const override {
        pod.spec = old.spec;
        pod.metadata.deletionTimestamp = old.metadata.deletionTimestamp;
        pod.metadata.ownerReferences = old.metadata.ownerReferences;
        if (pod.status.qosClass.empty()) pod.status.qosClass = old.status.qosClass;
    }

    void check(const corev1::Pod& pod, FieldErrors& errors) const override {
        podspec::check(pod.spec, podspec::Of::Pod, Path("spec"), errors);
        if (pod.spec.serviceAccountName.empty()) checkNoTokens(pod.spec, Path("spec").child("volumes"), errors);
    }

    void checkUpdate(const corev1::Pod& pod, const corev1::Pod& old, FieldErrors& errors) const override {
        check(pod, errors);
        podspec::checkUpdate(pod.spec, old.spec, Path("spec"), errors);
    }

    void checkStatusUpdate(const corev1::Pod& pod, const corev1::Pod& old, FieldErrors& errors) const override {
        const Path path("status");
        if (!pod.status.nominatedNodeName.empty())
            addInvalid(errors, path.child("nominatedNodeName"), pod.status.nominatedNodeName,
                       checkSubdomain(pod.status.nominatedNodeName));
        if (pod.status.qosClass != old.status.qosClass && !old.status.qosClass.empty())
            errors.push_back(field::invalid(path.child("qosClass"), pod.status.qosClass, std::string(kImmutable)));
        for (std::size_t i = 0; i < pod.status.podIPs.size(); ++i)
            if (addressFamily(pod.status.podIPs[i].ip) == 0)
                errors.push_back(field::invalid(path.child("podIPs").index(i), pod.status.podIPs[i].ip,
                                                "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        checkNoResurrection(pod, old, path, errors);
    }

    void warn(const corev1::Pod& pod, const corev1::Pod* old, Warnings& warnings) const override {
        // Pods are changed by programs, often, which read no advice.
        if (old) return;
        warnOfHostname(pod.metadata.name, warnings);
        podspec::warn(pod, warnings);
    }

    std::string selectable(const corev1::Pod& pod, std::string_view path) const override {
        if (path == "spec.nodeName") return pod.spec.nodeName;
        if (path == "spec.restartPolicy") return pod.spec.restartPolicy;
        if (path == "spec.schedulerName") return pod.spec.schedulerName;
        if (path == "spec.serviceAccountName") return pod.spec.serviceAccountName;
        if (path == "spec.hostNetwork") return pod.spec.hostNetwork ? "true" : "false";
        if (path == "status.phase") return pod.status.phase;
        if (path == "status.podIP" || path == "status.podIPs")
            return pod.status.podIPs.empty() ? pod.status.podIP : pod.status.podIPs.front().ip;
        if (path == "status.nominatedNodeName") return pod.status.nominatedNodeName;
        return {};
    }

    Cells row(const corev1::Pod& pod, const Context& context) const override { return podtable::cells(pod, context); }

    std::int64_t graceSeconds(const corev1::Pod& pod) const override {
        if (!graceful(pod)) return 0;
        const std::int64_t seconds = pod.spec.terminationGracePeriodSeconds.value_or(0);
        return seconds < 0 ? 1 : seconds;
    }

    /// A node has to stop the containers of a pod that it was given and that has not ended.
    bool graceful(const corev1::Pod& pod) const override { return !pod.spec.nodeName.empty() && !hasEnded(pod); }

private:
    /// A container that has ended for good does not run again.
    static void checkNoResurrection(const corev1::Pod& pod, const corev1::Pod& old, const Path& path,
                                    FieldErrors& errors) {
        if (old.spec.restartPolicy == corev1::kRestartPolicyAlways) return;
        for (const auto& before : old.status.containerStatuses) {
            const auto& ended = before.state.terminated;
            if (!ended || (ended->exitCode != 0 && old.spec.restartPolicy == corev1::kRestartPolicyOnFailure)) continue;
            const auto now =
                std::ranges::find(pod.status.containerStatuses, before.name, &corev1::ContainerStatus::name);
            if (now != pod.status.containerStatuses.end() && !now->state.terminated) {
                const auto index = static_cast<std::size_t>(now - pod.status.containerStatuses.begin());
                errors.push_back(field::forbidden(path.child("containerStatuses").index(index).child("state"),
                                                  "may not be transitioned to non-terminated state"));
            }
        }
    }
};

class PodTemplateRules final : public RulesFor<corev1::PodTemplate> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Containers", "string", "", "Names of each container in the template.", 0},
            {"Images", "string", "", "Images referenced by each container in the template.", 0},
            {"Pod Labels", "string", "", "The labels for the pod template.", 0},
        };
        return kColumns;
    }

protected:
    void defaults(corev1::PodTemplate& object) const override { podspec::setDefaults(object.template_.spec); }
    void check(const corev1::PodTemplate& object, FieldErrors& errors) const override {
        podspec::checkTemplate(object.template_, Path("template"), errors);
    }
    void warn(const corev1::PodTemplate& object, const corev1::PodTemplate* old, Warnings& warnings) const override {
        podspec::warnOfTemplate(object, old, object.template_, Path("template"), warnings);
    }
    Cells row(const corev1::PodTemplate& object, const Context&) const override {
        const auto& containers = object.template_.spec.containers;
        return {cells::text(object.metadata.name), cells::text(cells::containerNames(containers)),
                cells::text(cells::containerImages(containers)),
                cells::text(cells::labels(object.template_.metadata.labels))};
    }
};

class BindingRules final : public RulesFor<corev1::Binding> {
protected:
    void check(const corev1::Binding& binding, FieldErrors& errors) const override {
        const Path target("target");
        if (!binding.target.kind.empty() && binding.target.kind != "Node")
            errors.push_back(field::notSupported(target.child("kind"), binding.target.kind, {"Node", "<empty>"}));
        if (binding.target.name.empty()) errors.push_back(field::required(target.child("name"), ""));
    }
};

}  // namespace

const Rules& pod() {
    static const PodRules rules;
    return rules;
}

const Rules& podTemplate() {
    static const PodTemplateRules rules;
    return rules;
}

const Rules& binding() {
    static const BindingRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
