#include "engine/manifest/checks/conversions.h"

#include <algorithm>
#include <array>
#include <format>

namespace armillary::manifest::checks {

namespace {

/// An empty selector found no pod, and finds all of the namespace's now.
void convertBudget(Converter& in) {
    const Node* selector = in.get("spec.selector");
    if (!selector || selector->form != Form::Mapping) return;
    const bool says = std::ranges::any_of(selector->entries, [](const Entry& entry) {
        return !resolved(*entry.value).entries.empty() || entry.isMerge();
    });
    if (!says) in.lacks("spec.selector has to say which pods: an empty one meant none, and means all there");
}

void convertSlice(Converter& in) {
    in.each("endpoints", [&](const std::string& endpoint) {
        const Node* topology = in.get(endpoint + ".topology");
        if (!topology) return;
        for (const Entry& entry : topology->entries) {
            const std::string& key = resolved(*entry.key).text;
            const bool isNode = key == "kubernetes.io/hostname";
            if (!isNode && key != "topology.kubernetes.io/zone")
                return in.lacks(std::format("{}.topology has {}, for which there is no field", endpoint, key));
            in.setDefault(endpoint + (isNode ? ".nodeName" : ".zone"), yamlOf(resolved(*entry.value).text));
        }
        in.edits().remove(endpoint + ".topology");
    });
}

void convertEvent(Converter& in) {
    for (const char* field : {"eventTime", "reportingController", "reportingInstance", "action", "reason", "type"})
        if (!in.has(field)) in.lacks(std::format("{} has to be said", field));
    in.removeIfThere("series.state");
}

void convertSigningRequest(Converter& in) {
    const auto signer = in.text("spec.signerName");
    if (signer.empty() || signer == "kubernetes.io/legacy-unknown") in.lacks("spec.signerName has to say who signs it");
    if (!in.has("spec.usages")) in.lacks("spec.usages has to say what the certificate is for");
}

void convertPriorityLevel(Converter& in) {
    if (in.has("spec.limited.assuredConcurrencyShares"))
        in.edits().rename("spec.limited.assuredConcurrencyShares", "nominalConcurrencyShares");
    // Nought meant the default there, and means nought here.
    for (const char* field : {"spec.limited.assuredConcurrencyShares", "spec.limited.nominalConcurrencyShares"})
        if (in.text(field) == "0") in.edits().set("spec.limited.nominalConcurrencyShares", "30");
}

void convertAccessReview(Converter& in) {
    if (in.has("spec.group")) in.edits().rename("spec.group", "groups");
}

/// A subject of v1alpha1 says its kind's version where it says the kind's group today, which follows from the kind.
void convertBinding(Converter& in) {
    in.each("subjects", [&](const std::string& subject) {
        if (in.text(subject + ".kind") == "User" && in.text(subject + ".name") == "*")
            return in.lacks(subject +
                            " means everybody, which has to be said as the groups system:authenticated and "
                            "system:unauthenticated");
        in.removeIfThere(subject + ".apiVersion");
    });
}

struct KindConversion {
    std::string_view apiVersions, kinds;  ///< what they begin with, and the kinds separated by '|'
    void (*convert)(Converter& converter);
};
constexpr KindConversion kConversions[] = {
    {"extensions/", "|Deployment|DaemonSet|ReplicaSet|", convertWorkload},
    {"apps/", "|Deployment|StatefulSet|DaemonSet|ReplicaSet|", convertWorkload},
    {"extensions/", "|Ingress|", convertIngress},
    {"networking.k8s.io/", "|Ingress|", convertIngress},
    {"apiextensions.k8s.io/", "|CustomResourceDefinition|", convertDefinition},
    {"autoscaling/v2beta1", "|HorizontalPodAutoscaler|", convertScaler},
    {"admissionregistration.k8s.io/", "|MutatingWebhookConfiguration|ValidatingWebhookConfiguration|", convertWebhooks},
    {"policy/", "|PodDisruptionBudget|", convertBudget},
    {"discovery.k8s.io/", "|EndpointSlice|", convertSlice},
    {"events.k8s.io/", "|Event|", convertEvent},
    {"certificates.k8s.io/", "|CertificateSigningRequest|", convertSigningRequest},
    {"flowcontrol.apiserver.k8s.io/", "|PriorityLevelConfiguration|", convertPriorityLevel},
    {"authorization.k8s.io/", "|SubjectAccessReview|LocalSubjectAccessReview|", convertAccessReview},
    {"rbac.authorization.k8s.io/v1alpha1", "|RoleBinding|ClusterRoleBinding|", convertBinding},
};

}  // namespace

void convert(Converter& converter) {
    const std::string kind = "|" + converter.kind() + "|";
    for (const KindConversion& each : kConversions)
        if (converter.apiVersion().starts_with(each.apiVersions) && each.kinds.contains(kind))
            return each.convert(converter);
}

namespace {

/// A part of a workload that is laid over another one: what it does not say is said there.
bool isPatch(const Converter& in) {
    bool hasImage = false;
    in.each("spec.template.spec.containers",
            [&](const std::string& container) { hasImage |= in.has(container + ".image"); });
    return !hasImage;
}

}  // namespace

/// A selector that was left out found the labels of the template.
void convertWorkload(Converter& in) {
    in.removeIfThere("spec.rollbackTo");
    in.removeIfThere("spec.templateGeneration");
    if (in.has("spec.selector") || isPatch(in)) return;
    const Node* labels = in.get("spec.template.metadata.labels");
    if (!labels || labels->form != Form::Mapping || labels->entries.empty())
        return in.lacks("spec.selector has to say which pods it is about, and the template's labels to fit it");
    in.edits().set("spec.selector.matchLabels", in.written("spec.template.metadata.labels"));
}

namespace {

/// {serviceName, servicePort} as service: {name, port: {number or name}}; a resource stays.
void convertBackend(Converter& in, const std::string& backend) {
    const std::string name = in.text(backend + ".serviceName"), port = in.text(backend + ".servicePort");
    if (name.empty() && port.empty()) return;
    if (name.empty()) return in.lacks(backend + ".serviceName has to be said");
    if (port.empty()) return in.lacks(backend + ".servicePort has to be said");
    const bool isNumber = port.find_first_not_of("0123456789") == std::string::npos;
    in.edits()
        .set(backend + ".serviceName", std::format("{{name: {}, port: {{{}: {}}}}}", yamlOf(name),
                                                   isNumber ? "number" : "name", isNumber ? port : yamlOf(port)))
        .rename(backend + ".serviceName", "service")
        .remove(backend + ".servicePort");
}

}  // namespace

void convertIngress(Converter& in) {
    in.each("spec.rules", [&](const std::string& rule) {
        in.each(rule + ".http.paths", [&](const std::string& path) {
            convertBackend(in, path + ".backend");
            in.setDefault(path + ".pathType", "ImplementationSpecific");
        });
    });
    if (!in.has("spec.backend")) return;
    convertBackend(in, "spec.backend");
    in.edits().rename("spec.backend", "defaultBackend");
}

namespace {

/// target: {type, averageUtilization, averageValue or value}, of the fields that said it.
void convertTarget(Converter& in, const std::string& metric, const std::string& into) {
    constexpr std::array<std::array<std::string_view, 3>, 4> kTargets = {{
        {"targetAverageUtilization", "Utilization", "averageUtilization"},
        {"targetAverageValue", "AverageValue", "averageValue"},
        {"averageValue", "AverageValue", "averageValue"},
        {"targetValue", "Value", "value"},
    }};
    bool said = false;
    for (const auto& [old, type, field] : kTargets) {
        const std::string path = std::format("{}.{}", metric, old);
        if (!in.has(path)) continue;
        if (!said) in.edits().set(into, std::format("{{type: {}, {}: {}}}", type, field, in.written(path)));
        said = true;
        in.edits().remove(path);
    }
    if (!said) in.lacks(metric + " has to say what is aimed at");
}

void convertMetric(Converter& in, const std::string& metric, const std::string& selector) {
    const std::string name = in.text(metric + ".metricName");
    if (name.empty()) return in.lacks(metric + ".metricName has to be said");
    in.edits().set(metric + ".metric.name", yamlOf(name)).remove(metric + ".metricName");
    in.move(metric + "." + selector, metric + ".metric.selector");
}

}  // namespace

/// Metrics of v2beta1 say name, selector and aim side by side; later ones in a metric and a target.
void convertScaler(Converter& in) {
    in.removeIfThere("status");
    in.each("spec.metrics", [&](const std::string& metric) {
        for (const char* kind : {"resource", "containerResource"})
            if (const auto path = metric + "." + kind; in.has(path)) convertTarget(in, path, path + ".target");
        if (const auto path = metric + ".pods"; in.has(path)) {
            convertMetric(in, path, "selector");
            convertTarget(in, path, path + ".target");
        }
        if (const auto path = metric + ".external"; in.has(path)) {
            convertMetric(in, path, "metricSelector");
            convertTarget(in, path, path + ".target");
        }
        if (const auto path = metric + ".object"; in.has(path)) {
            convertMetric(in, path, "selector");
            if (in.has(path + ".target")) in.edits().rename(path + ".target", "describedObject");
            convertTarget(in, path, path + ".target");
        }
    });
}

/// Defaults that are others now are written out: a webhook that fails would keep a cluster from working.
void convertWebhooks(Converter& in) {
    in.each("webhooks", [&](const std::string& webhook) {
        const std::string effects = in.text(webhook + ".sideEffects");
        if (effects != "None" && effects != "NoneOnDryRun")
            in.lacks(webhook + ".sideEffects has to be None or NoneOnDryRun");
        in.setDefault(webhook + ".admissionReviewVersions", "[v1beta1]");
        in.setDefault(webhook + ".failurePolicy", "Ignore");
        in.setDefault(webhook + ".matchPolicy", "Exact");
        in.setDefault(webhook + ".timeoutSeconds", "30");
    });
}

}  // namespace armillary::manifest::checks
