#include "engine/runtime/argo_definitions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>
#include <ranges>
#include <stdexcept>
#include <string_view>

#include "engine/pki/secrets.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/json_document.h"

namespace armillary::runtime {

namespace json = boost::json;

namespace {

constexpr std::string_view kGroup = "argoproj.io", kVersion = "v1alpha1", kManager = "armillary",
                           kMark = "armillary.dev/definition";
using Members = std::initializer_list<std::pair<std::string_view, json::object>>;

json::object arrayOf(json::object items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

json::object mapOf(json::object values) {
    return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

json::object anything() {
    return {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}};
}

/// "s" a string, "i" an integer, "b" a bool, "t" a time, "[s]" a list of strings, "{s}" a map to strings.
json::object typeOf(std::string_view letter) {
    if (letter == "s") return {{"type", "string"}};
    if (letter == "i") return {{"type", "integer"}, {"format", "int64"}};
    if (letter == "b") return {{"type", "boolean"}};
    if (letter == "t") return {{"type", "string"}, {"format", "date-time"}};
    if (letter.starts_with('[')) return arrayOf(typeOf(letter.substr(1, letter.size() - 2)));
    if (letter.starts_with('{')) return mapOf(typeOf(letter.substr(1, letter.size() - 2)));
    throw std::logic_error("no such type");
}

/// An object with the fields that `words` names ("name:s count:i") and `members`; those in `required` must be there.
json::object object(std::string_view words, Members members = {}, std::string_view required = {}) {
    json::object properties;
    for (const auto word : words | std::views::split(' ')) {
        const std::string_view text(word.begin(), word.end());
        if (text.empty()) continue;
        const auto colon = text.find(':');
        properties[text.substr(0, colon)] = typeOf(text.substr(colon + 1));
    }
    for (const auto& [name, schema] : members) properties[name] = schema;
    json::object made{{"type", "object"}, {"properties", std::move(properties)}};
    json::array needed;
    for (const auto word : required | std::views::split(' ')) {
        const std::string_view text(word.begin(), word.end());
        if (!text.empty()) needed.emplace_back(text);
    }
    if (!needed.empty()) made["required"] = std::move(needed);
    return made;
}

json::object nameAndValue() {
    return object("name:s value:s", {}, "name value");
}

json::object directory() {
    const json::object variable = object("code:b name:s value:s", {}, "name value");
    return object("disableExtensionFilter:b exclude:s include:s recurse:b",
                  {{"jsonnet", object("libs:[s]", {{"extVars", arrayOf(variable)}, {"tlas", arrayOf(variable)}})}});
}

json::object helm() {
    return object(
        "apiVersions:[s] ignoreMissingValueFiles:b kubeVersion:s namespace:s passCredentials:b releaseName:s "
        "skipCrds:b skipSchemaValidation:b skipTests:b valueFiles:[s] values:s version:s",
        {{"fileParameters", arrayOf(object("name:s path:s"))},
         {"parameters", arrayOf(object("forceString:b name:s value:s"))},
         {"valuesObject", anything()}});
}

json::object kustomize() {
    const json::object target =
        object("annotationSelector:s group:s kind:s labelSelector:s name:s namespace:s version:s");
    return object(
        "apiVersions:[s] commonAnnotations:{s} commonAnnotationsEnvsubst:b commonLabels:{s} components:[s] "
        "forceCommonAnnotations:b forceCommonLabels:b ignoreMissingComponents:b images:[s] kubeVersion:s "
        "labelIncludeTemplates:b labelWithoutSelector:b namePrefix:s nameSuffix:s namespace:s version:s",
        {{"patches", arrayOf(object("options:{b} patch:s path:s", {{"target", target}}))},
         {"replicas", arrayOf(object("name:s", {{"count", {{"x-kubernetes-int-or-string", true}}}}, "count name"))}});
}

json::object plugin() {
    return object("name:s", {{"env", arrayOf(nameAndValue())},
                             {"parameters", arrayOf(object("array:[s] map:{s} name:s string:s"))}});
}

json::object source() {
    return object("chart:s name:s path:s ref:s repoURL:s tagPrefix:s targetRevision:s",
                  {{"directory", directory()}, {"helm", helm()}, {"kustomize", kustomize()}, {"plugin", plugin()}},
                  "repoURL");
}

json::object destination() {
    return object("name:s namespace:s server:s");
}

json::object initiatedBy() {
    return object("automated:b username:s");
}

json::object namespaceMetadata() {
    return object("annotations:{s} labels:{s}");
}

json::object ignoreDifferences() {
    return arrayOf(
        object("group:s jqPathExpressions:[s] jsonPointers:[s] kind:s managedFieldsManagers:[s] name:s "
               "namespace:s",
               {}, "kind"));
}

json::object retry() {
    return object("limit:i refresh:b", {{"backoff", object("duration:s factor:i maxDuration:s")}});
}

json::object operation() {
    const json::object sync =
        object("autoHealAttemptsCount:i dryRun:b manifests:[s] prune:b revision:s revisions:[s] syncOptions:[s]",
               {{"resources", arrayOf(object("group:s kind:s name:s namespace:s", {}, "kind name"))},
                {"source", anything()},
                {"sources", arrayOf(anything())},
                {"syncStrategy", object("", {{"apply", object("force:b")}, {"hook", object("force:b")}})}});
    return object(
        "", {{"info", arrayOf(nameAndValue())}, {"initiatedBy", initiatedBy()}, {"retry", retry()}, {"sync", sync}});
}

json::object applicationSpec() {
    return object(
        "project:s revisionHistoryLimit:i",
        {{"destination", destination()},
         {"ignoreDifferences", ignoreDifferences()},
         {"info", arrayOf(nameAndValue())},
         {"source", source()},
         {"sourceHydrator", anything()},
         {"sources", arrayOf(source())},
         {"syncPolicy", object("syncOptions:[s]", {{"automated", object("allowEmpty:b enabled:b prune:b selfHeal:b")},
                                                   {"managedNamespaceMetadata", namespaceMetadata()},
                                                   {"retry", retry()}})}},
        "destination project");
}

json::object operationState() {
    const json::object result = object(
        "revision:s revisions:[s]",
        {{"managedNamespaceMetadata", namespaceMetadata()},
         {"resources", arrayOf(object("group:s hookPhase:s hookType:s images:[s] kind:s message:s name:s namespace:s "
                                      "status:s syncPhase:s version:s",
                                      {}, "group kind name namespace version"))},
         {"source", anything()},
         {"sources", arrayOf(anything())}},
        "revision");
    return object("finishedAt:t message:s phase:s retryCount:i startedAt:t",
                  {{"operation", anything()}, {"syncResult", result}}, "operation phase startedAt");
}

json::object applicationStatus() {
    const json::object health = object("lastTransitionTime:t message:s status:s");
    return object(
        "controllerNamespace:s observedAt:t reconciledAt:t resourceHealthSource:s sourceType:s sourceTypes:[s]",
        {{"conditions", arrayOf(object("lastTransitionTime:t message:s type:s", {}, "message type"))},
         {"health", health},
         {"history",
          arrayOf(object("deployStartedAt:t deployedAt:t id:i revision:s revisions:[s]",
                         {{"initiatedBy", initiatedBy()}, {"source", anything()}, {"sources", arrayOf(anything())}},
                         "deployedAt id"))},
         {"operationState", operationState()},
         {"resources", arrayOf(object("group:s hook:b kind:s name:s namespace:s requiresDeletionConfirmation:b "
                                      "requiresPruning:b status:s syncWave:i version:s",
                                      {{"health", health}}))},
         {"sourceHydrator", anything()},
         {"summary", object("externalURLs:[s] images:[s] isAppOfApps:b")},
         {"sync", object("revision:s revisions:[s] status:s",
                         {{"comparedTo", object("",
                                                {{"destination", destination()},
                                                 {"ignoreDifferences", arrayOf(anything())},
                                                 {"source", anything()},
                                                 {"sources", arrayOf(anything())}},
                                                "destination")}},
                         "status")}});
}

json::object whole(json::object spec, json::object status, Members more = {}) {
    json::object made =
        object("apiVersion:s kind:s",
               {{"metadata", {{"type", "object"}}}, {"spec", std::move(spec)}, {"status", std::move(status)}},
               "metadata spec");
    for (const auto& [name, schema] : more) made["properties"].as_object()[name] = schema;
    return made;
}

json::object applicationSet() {
    const json::object metadata = object("annotations:{s} finalizers:[s] labels:{s} name:s namespace:s");
    json::object spec =
        object("applyNestedSelectors:b goTemplate:b goTemplateOptions:[s] templatePatch:s",
               {{"generators", arrayOf(anything())},
                {"ignoreApplicationDifferences", arrayOf(object("jqPathExpressions:[s] jsonPointers:[s] name:s"))},
                {"preservedFields", object("annotations:[s] labels:[s]")},
                {"strategy", anything()},
                {"syncPolicy", object("applicationsSync:s preserveResourcesOnDeletion:b")},
                {"template", object("", {{"metadata", metadata}, {"spec", anything()}}, "metadata spec")}},
               "generators template");
    json::object status = object(
        "resourcesCount:i",
        {{"applicationStatus", arrayOf(object("application:s lastTransitionTime:t message:s status:s step:s "
                                              "targetRevisions:[s]",
                                              {}, "application message status step"))},
         {"conditions",
          arrayOf(object("lastTransitionTime:t message:s reason:s status:s type:s", {}, "message reason status type"))},
         {"resources", arrayOf(anything())}});
    return whole(std::move(spec), std::move(status));
}

json::object project() {
    const json::object kind = object("group:s kind:s", {}, "group kind"),
                       named = object("group:s kind:s name:s", {}, "group kind");
    const json::object role = object("description:s groups:[s] name:s policies:[s]",
                                     {{"jwtTokens", arrayOf(object("exp:i iat:i id:s", {}, "iat"))}}, "name");
    const json::object window = object(
        "andOperator:b applications:[s] clusters:[s] description:s duration:s kind:s "
        "manualSync:b namespaces:[s] schedule:s syncOverrun:b timeZone:s");
    json::object spec =
        object("description:s permitOnlyProjectScopedClusters:b sourceNamespaces:[s] sourceRepos:[s]",
               {{"clusterResourceBlacklist", arrayOf(named)},
                {"clusterResourceWhitelist", arrayOf(named)},
                {"destinationServiceAccounts",
                 arrayOf(object("defaultServiceAccount:s namespace:s server:s", {}, "defaultServiceAccount server"))},
                {"destinations", arrayOf(destination())},
                {"namespaceResourceBlacklist", arrayOf(kind)},
                {"namespaceResourceWhitelist", arrayOf(kind)},
                {"orphanedResources", object("warn:b", {{"ignore", arrayOf(object("group:s kind:s name:s"))}})},
                {"roles", arrayOf(role)},
                {"signatureKeys", arrayOf(object("keyID:s", {}, "keyID"))},
                {"sourceIntegrity", anything()},
                {"syncWindows", arrayOf(window)}});
    return whole(std::move(spec), object("", {{"jwtTokensByRole", mapOf(anything())}}));
}

struct Names {
    std::string_view kind, plural, singular;
    std::initializer_list<std::string_view> shortNames;
};

Definition definition(const Names& names, json::object schema, json::object more) {
    json::array shortNames;
    for (const std::string_view name : names.shortNames) shortNames.emplace_back(name);
    json::object version{{"name", kVersion}, {"served", true}, {"storage", true}};
    version["schema"] = json::object{{"openAPIV3Schema", std::move(schema)}};
    for (auto& [name, value] : more) version[name] = std::move(value);
    const std::string name = std::string(names.plural) + "." + std::string(kGroup);
    const json::object document{
        {"apiVersion", "apiextensions.k8s.io/v1"},
        {"kind", "CustomResourceDefinition"},
        {"metadata", {{"name", name}, {"labels", {{"app.kubernetes.io/managed-by", kManager}}}}},
        {"spec",
         {{"group", kGroup},
          {"scope", "Namespaced"},
          {"names",
           {{"kind", names.kind},
            {"listKind", std::string(names.kind) + "List"},
            {"plural", names.plural},
            {"singular", names.singular},
            {"shortNames", std::move(shortNames)}}},
          {"versions", json::array{std::move(version)}}}}};
    Definition made{name, {}};
    schema::writeDocument(made.json, document);
    // By which it is known again without reading all of it.
    json::object marked = document;
    marked["metadata"].as_object()["annotations"] = json::object{{kMark, pki::encodeBase64Url(pki::sha256(made.json))}};
    made.mark = marked["metadata"].as_object()["annotations"].as_object()[kMark].as_string();
    made.json.clear();
    schema::writeDocument(made.json, marked);
    return made;
}

json::object column(std::string_view name, std::string_view path, int priority) {
    json::object made{{"name", name}, {"jsonPath", path}, {"type", "string"}};
    if (priority != 0) made["priority"] = priority;
    return made;
}

}  // namespace

std::vector<Definition> argoDefinitions() {
    const json::array columns{column("Sync Status", ".status.sync.status", 0),
                              column("Health Status", ".status.health.status", 0),
                              column("Revision", ".status.sync.revision", 10), column("Project", ".spec.project", 10)};
    return {definition({"Application", "applications", "application", {"app", "apps"}},
                       whole(applicationSpec(), applicationStatus(), {{"operation", operation()}}),
                       {{"additionalPrinterColumns", columns}}),
            definition({"ApplicationSet", "applicationsets", "applicationset", {"appset", "appsets"}}, applicationSet(),
                       {{"subresources", {{"status", json::object()}}}}),
            definition({"AppProject", "appprojects", "appproject", {"appproj", "appprojs"}}, project(), {})};
}

Result<void> serveArgoDefinitions(client::Client& client) {
    for (Definition& each : argoDefinitions()) {
        const auto known = client::get<apiextensionsv1::CustomResourceDefinition>(client, {}, each.name);
        if (known)
            if (const auto mark = (*known)->meta().annotations.find(std::string(kMark));
                mark != (*known)->meta().annotations.end() && mark->second == each.mark)
                continue;
        const auto applied = client.apply(client::target<apiextensionsv1::CustomResourceDefinition>({}, each.name),
                                          std::move(each.json), {.fieldManager = std::string(kManager)});
        // Somebody else's fields: then they are somebody else's definitions.
        if (!applied && !status::isConflict(applied.error())) return std::unexpected(applied.error());
    }
    return {};
}

}  // namespace armillary::runtime
