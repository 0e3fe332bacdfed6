#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::rules {

namespace {

constexpr std::string_view kClassAnnotation = "kubernetes.io/ingress.class";

std::string hosts(const networkingv1::Ingress& ingress) {
    constexpr std::size_t kShown = 3;
    std::vector<std::string> list;
    for (const auto& rule : ingress.spec.rules)
        if (!rule.host.empty()) list.push_back(rule.host);
    if (list.empty()) return "*";
    const std::size_t shown = std::min(list.size(), kShown);
    std::string out = cells::joined({list.begin(), list.begin() + static_cast<std::ptrdiff_t>(shown)});
    if (list.size() > shown) out += " + " + std::to_string(list.size() - shown) + " more...";
    return out;
}

std::string addresses(const networkingv1::Ingress& ingress) {
    std::set<std::string> found;
    for (const auto& entry : ingress.status.loadBalancer.ingress) {
        if (!entry.ip.empty())
            found.insert(entry.ip);
        else if (!entry.hostname.empty())
            found.insert(entry.hostname);
    }
    return cells::joined({found.begin(), found.end()});
}

void checkBackend(const networkingv1::IngressBackend& backend, const Path& path, FieldErrors& errors) {
    if (backend.service && backend.resource)
        return errors.push_back(field::invalid(path, "", "cannot set both resource and service backends"));
    if (backend.resource) return;
    const Path service = path.child("service");
    if (!backend.service || backend.service->name.empty())
        return errors.push_back(field::required(service.child("name"), ""));
    addInvalid(errors, service.child("name"), backend.service->name, checkLabel1035(backend.service->name));
    const auto& port = backend.service->port;
    if (!port.name.empty() && port.number != 0)
        errors.push_back(field::invalid(path, "", "cannot set both port name & port number"));
    else if (!port.name.empty())
        addInvalid(errors, service.child("port").child("name"), port.name, checkPortName(port.name));
    else if (port.number != 0)
        addInvalidNumber(errors, service.child("port").child("number"), port.number, checkPortNumber(port.number));
    else
        errors.push_back(field::required(path, "port name or number is required"));
}

void checkHttpPath(const networkingv1::HTTPIngressPath& http, const Path& path, FieldErrors& errors) {
    if (!http.pathType)
        errors.push_back(field::required(path.child("pathType"), "pathType must be specified"));
    else if (*http.pathType == networkingv1::kPathTypeExact || *http.pathType == networkingv1::kPathTypePrefix) {
        if (!http.path.starts_with('/'))
            errors.push_back(field::invalid(path.child("path"), http.path, "must be an absolute path"));
        for (std::string_view bad : {"//", "/./", "/../", "%2f", "%2F"})
            if (http.path.contains(bad))
                errors.push_back(
                    field::invalid(path.child("path"), http.path, "must not contain '" + std::string(bad) + "'"));
        for (std::string_view bad : {"/..", "/."})
            if (http.path.ends_with(bad))
                errors.push_back(
                    field::invalid(path.child("path"), http.path, "cannot end with '" + std::string(bad) + "'"));
    } else if (*http.pathType == networkingv1::kPathTypeImplementationSpecific) {
        if (!http.path.empty() && !http.path.starts_with('/'))
            errors.push_back(field::invalid(path.child("path"), http.path, "must be an absolute path"));
    } else {
        errors.push_back(
            field::notSupported(path.child("pathType"), *http.pathType, {"Exact", "ImplementationSpecific", "Prefix"}));
    }
    checkBackend(http.backend, path.child("backend"), errors);
}

void checkHost(const std::string& host, const Path& path, FieldErrors& errors) {
    if (addressFamily(host) != 0) errors.push_back(field::invalid(path, host, "must be a DNS name, not an IP address"));
    addInvalid(errors, path, host, host.contains('*') ? checkWildcardSubdomain(host) : checkSubdomain(host));
}

class IngressRules final : public RulesFor<networkingv1::Ingress> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Class", "string", "",
             "The name of the IngressClass resource that should be used for additional configuration", 0},
            {"Hosts", "string", "", "Hosts that incoming requests are matched against before the ingress rule", 0},
            {"Address", "string", "", "Address is a list containing ingress points for the load-balancer", 0},
            {"Ports", "string", "", "Ports of TLS configurations that open", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void check(const networkingv1::Ingress& ingress, FieldErrors& errors) const override {
        const auto annotation = ingress.metadata.annotations.find(kClassAnnotation);
        if (annotation != ingress.metadata.annotations.end() && ingress.spec.ingressClassName &&
            annotation->second != *ingress.spec.ingressClassName)
            errors.push_back(field::invalid(Path("annotations").child(kClassAnnotation), annotation->second,
                                            "must match `ingressClassName` when both are specified"));
        checkSpec(ingress, errors);
    }
    void checkUpdate(const networkingv1::Ingress& ingress, const networkingv1::Ingress&,
                     FieldErrors& errors) const override {
        checkSpec(ingress, errors);
    }
    static void checkSpec(const networkingv1::Ingress& ingress, FieldErrors& errors) {
        const Path path("spec");
        const auto& spec = ingress.spec;
        if (spec.rules.empty() && !spec.defaultBackend)
            errors.push_back(
                field::invalidRaw(path, schema::toJson(spec), "either `defaultBackend` or `rules` must be specified"));
        if (spec.defaultBackend) checkBackend(*spec.defaultBackend, path.child("defaultBackend"), errors);
        for (std::size_t i = 0; i < spec.rules.size(); ++i) {
            const auto& rule = spec.rules[i];
            const Path at = path.child("rules").index(i);
            if (!rule.host.empty()) checkHost(rule.host, at.child("host"), errors);
            if (!rule.http) continue;
            const Path paths = at.child("http").child("paths");
            if (rule.http->paths.empty()) errors.push_back(field::required(paths, ""));
            for (std::size_t k = 0; k < rule.http->paths.size(); ++k)
                checkHttpPath(rule.http->paths[k], paths.index(k), errors);
        }
        for (std::size_t i = 0; i < spec.tls.size(); ++i)
            for (std::size_t k = 0; k < spec.tls[i].hosts.size(); ++k) {
                const std::string& host = spec.tls[i].hosts[k];
                addInvalid(errors, path.child("tls").index(i).child("hosts").index(k), host,
                           host.contains('*') ? checkWildcardSubdomain(host) : checkSubdomain(host));
            }
        if (spec.ingressClassName)
            addInvalid(errors, path.child("ingressClassName"), *spec.ingressClassName,
                       checkSubdomain(*spec.ingressClassName));
    }

    void warn(const networkingv1::Ingress& ingress, const networkingv1::Ingress*, Warnings& warnings) const override {
        if (ingress.metadata.annotations.contains(kClassAnnotation))
            warnings.push_back("annotation " + goQuoted(kClassAnnotation) +
                               " is deprecated, please use 'spec.ingressClassName' instead");
    }

    Cells row(const networkingv1::Ingress& ingress, const Context& context) const override {
        const auto annotation = ingress.metadata.annotations.find(kClassAnnotation);
        std::string name = "<none>";
        if (ingress.spec.ingressClassName)
            name = *ingress.spec.ingressClassName;
        else if (annotation != ingress.metadata.annotations.end())
            name = annotation->second;
        return {cells::text(ingress.metadata.name),
                cells::text(name),
                cells::text(hosts(ingress)),
                cells::text(addresses(ingress)),
                cells::text(ingress.spec.tls.empty() ? "80" : "80, 443"),
                cells::age(ingress.metadata, context)};
    }
};

void checkParameters(const networkingv1::IngressClassParametersReference& reference, const Path& path,
                     FieldErrors& errors) {
    if (reference.apiGroup)
        addInvalid(errors, path.child("apiGroup"), *reference.apiGroup, checkSubdomain(*reference.apiGroup));
    const auto segment = [&](const std::string& value, std::string_view name) {
        if (value.empty())
            errors.push_back(field::required(path.child(name), ""));
        else
            addInvalid(errors, path.child(name), value, checkPathSegment(value));
    };
    segment(reference.kind, "kind");
    segment(reference.name, "name");
    const std::string scope = reference.scope.value_or("");
    if (scope != "Cluster" && scope != "Namespace")
        return errors.push_back(field::notSupported(path.child("scope"), scope, {"Cluster", "Namespace"}));
    const Path place = path.child("namespace");
    if (scope == "Cluster" && reference.namespace_)
        errors.push_back(field::forbidden(place, "`parameters.scope` is set to 'Cluster'"));
    if (scope == "Namespace" && !reference.namespace_)
        errors.push_back(field::required(place, "`parameters.scope` is set to 'Namespace'"));
    if (scope == "Namespace" && reference.namespace_)
        addInvalid(errors, place, *reference.namespace_, checkLabel(*reference.namespace_));
}

class IngressClassRules final : public RulesFor<networkingv1::IngressClass> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Controller", "string", "", "Controller that is responsible for handling this class", 0},
            {"Parameters", "string", "", "A reference to a resource with additional parameters", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(networkingv1::IngressClass& object) const override {
        if (object.spec.parameters && !object.spec.parameters->scope)
            object.spec.parameters->scope = networkingv1::kIngressClassParametersReferenceScopeCluster;
    }
    void check(const networkingv1::IngressClass& object, FieldErrors& errors) const override {
        const Path controller("spec.controller");
        const std::string& name = object.spec.controller;
        const auto slash = name.find('/');
        if (name.size() > 250) errors.push_back(field::tooLong(controller, "", 250));
        if (name.empty())
            errors.push_back(field::required(controller, ""));
        else if (slash == std::string::npos || slash == 0 || slash + 1 == name.size())
            errors.push_back(
                field::invalid(controller, name, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
        else
            addInvalid(errors, controller, name.substr(0, slash), checkSubdomain(name.substr(0, slash)));
        if (object.spec.parameters) checkParameters(*object.spec.parameters, Path("spec.parameters"), errors);
    }
    void checkUpdate(const networkingv1::IngressClass& object, const networkingv1::IngressClass& old,
                     FieldErrors& errors) const override {
        check(object, errors);
        checkImmutable(object.spec.controller, old.spec.controller, goQuoted(object.spec.controller),
                       Path("spec.controller"), errors);
    }
    Cells row(const networkingv1::IngressClass& object, const Context& context) const override {
        std::string parameters = "<none>";
        if (const auto& reference = object.spec.parameters) {
            parameters = reference->kind;
            if (reference->apiGroup) parameters += "." + *reference->apiGroup;
            parameters += "/" + reference->name;
        }
        return {cells::text(object.metadata.name), cells::text(object.spec.controller), cells::text(parameters),
                cells::age(object.metadata, context)};
    }
};

}  // namespace

const Rules& ingress() {
    static const IngressRules rules;
    return rules;
}

const Rules& ingressClass() {
    static const IngressClassRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
