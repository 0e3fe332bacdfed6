#include "engine/gitops/sync/spec.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/gitops/application/readers.h"
#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/sync/names.h"

namespace armillary::gitops {

namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLongest = std::chrono::hours(24);

Consent consentOf(std::string_view word) {
    return word == "false" ? Consent::No : word == "confirm" ? Consent::Confirm : Consent::Yes;
}

std::map<std::string, std::string> mapAt(const json::object& object, std::string_view key) {
    std::map<std::string, std::string> texts;
    if (const json::object* const found = objectAt(object, key))
        for (const auto& [name, value] : *found)
            if (value.is_string()) texts[name] = value.get_string();
    return texts;
}

void readPolicy(const json::object& policy, SyncSpec& spec) {
    nameOthers(policy, "spec.syncPolicy", {"automated", "managedNamespaceMetadata", "retry", "syncOptions"},
               spec.unsupported);
    if (const json::object* const automated = objectAt(policy, "automated")) {
        const json::value* const enabled = automated->if_contains("enabled");
        spec.automated = enabled == nullptr || !enabled->is_bool() || enabled->get_bool();
        spec.prune = isTrueAt(*automated, "prune");
        spec.selfHeal = isTrueAt(*automated, "selfHeal");
        spec.allowEmpty = isTrueAt(*automated, "allowEmpty");
    }
    if (const json::object* const retry = objectAt(policy, "retry")) spec.retry = readRetry(*retry);
    spec.optionWords = textsAt(policy, "syncOptions");
    std::vector<std::string> unknown;
    readOptions(spec.optionWords, spec.options, unknown);
    for (const std::string& word : unknown)
        spec.unsupported.push_back(std::format("spec.syncPolicy.syncOptions: {} is not supported.", word));
    if (const json::object* const metadata = objectAt(policy, "managedNamespaceMetadata")) {
        spec.keepsNamespace = true;
        spec.namespaceLabels = mapAt(*metadata, "labels");
        spec.namespaceAnnotations = mapAt(*metadata, "annotations");
    }
}

void readIgnored(const json::object& given, SyncSpec& spec) {
    if (!textsAt(given, "jqPathExpressions").empty())
        spec.unsupported.emplace_back("spec.ignoreDifferences: jqPathExpressions are not supported.");
    spec.ignored.push_back({textAt(given, "group"), textAt(given, "kind"), textAt(given, "namespace"),
                            textAt(given, "name"), textsAt(given, "jsonPointers"),
                            textsAt(given, "managedFieldsManagers")});
}

}  // namespace

void readOptions(const std::vector<std::string>& words, SyncOptions& options, std::vector<std::string>& unsupported) {
    for (const std::string& word : words) {
        const auto equals = std::min(word.find('='), word.size());
        const std::string_view name = std::string_view(word).substr(0, equals);
        const std::string_view value = std::string_view(word).substr(std::min(equals + 1, word.size()));
        const bool yes = value == "true";
        if (name == "Prune") {
            options.prune = consentOf(value);
        } else if (name == "Delete") {
            options.remove = consentOf(value);
        } else if (name == "PruneLast") {
            options.pruneLast = yes;
        } else if (name == "CreateNamespace") {
            options.createNamespace = yes;
        } else if (name == "ApplyOutOfSyncOnly") {
            options.outOfSyncOnly = yes;
        } else if (name == "SkipDryRunOnMissingResource") {
            options.skipMissingKinds = yes;
        } else if (name == "FailOnSharedResource") {
            options.failOnShared = yes;
        } else if (name == "RespectIgnoreDifferences") {
            options.respectIgnored = yes;
        } else if (name == "Replace") {
            options.replace = yes;
        } else if (name == "Force") {
            options.force = yes;
        } else if (name == "PrunePropagationPolicy" &&
                   (value == "foreground" || value == "background" || value == "orphan")) {
            options.propagation = value;
        } else if (name != "ServerSideApply" && name != "ClientSideApplyMigration" && word != "Validate=true") {
            // Everything is applied on the server's side, which also takes over what was not.
            unsupported.push_back(word);
        }
    }
}

SyncOptions optionsOf(const json::object& object, SyncOptions options) {
    std::vector<std::string> unknown;
    readOptions(wordsOf(annotationOf(object, annotation::kOptions)), options, unknown);
    return options;
}

milliseconds Retry::pauseAfter(std::int64_t tries) const {
    milliseconds pause = duration;
    for (std::int64_t at = 0; at < tries && pause < longest; ++at) pause *= std::clamp<std::int64_t>(factor, 1, 1000);
    return std::min(pause, longest);
}

Retry readRetry(const json::object& given) {
    Retry retry;
    retry.limit = numberAt(given, "limit").value_or(retry.limit);
    const json::object* const backoff = objectAt(given, "backoff");
    if (backoff == nullptr) return retry;
    if (const auto duration = readDuration(textAt(*backoff, "duration"))) retry.duration = *duration;
    if (const auto longest = readDuration(textAt(*backoff, "maxDuration"))) retry.longest = *longest;
    retry.factor = numberAt(*backoff, "factor").value_or(retry.factor);
    return retry;
}

std::optional<milliseconds> readDuration(std::string_view text) {
    if (text.empty()) return std::nullopt;
    double total = 0;
    while (!text.empty()) {
        // Numbers have other spellings ("inf", "-1") that durations have not.
        if (text.front() < '0' || text.front() > '9') return std::nullopt;
        double count = 0;
        const auto [end, failed] =
            std::from_chars(text.data(), text.data() + text.size(), count, std::chars_format::fixed);
        if (failed != std::errc()) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto unit = text.substr(0, text.find_first_of("0123456789."));
        const double factor = unit == "ms"  ? 1
                              : unit == "s" ? 1000
                              : unit == "m" ? 60'000
                              : unit == "h" ? 3'600'000
                                            : 0;
        if (factor == 0) return std::nullopt;
        total += count * factor;
        text.remove_prefix(unit.size());
    }
    return milliseconds(static_cast<std::int64_t>(std::min<double>(total, static_cast<double>(kLongest.count()))));
}

SyncSpec readSyncSpec(const json::object& application) {
    SyncSpec spec;
    const json::object* const given = objectAt(application, "spec");
    if (given == nullptr) return spec;
    spec.project = textAt(*given, "project");
    if (const json::object* const destination = objectAt(*given, "destination")) {
        spec.server = textAt(*destination, "server");
        spec.cluster = textAt(*destination, "name");
        spec.namespace_ = textAt(*destination, "namespace");
    }
    if (const json::object* const policy = objectAt(*given, "syncPolicy")) readPolicy(*policy, spec);
    if (const json::array* const ignored = arrayAt(*given, "ignoreDifferences"))
        for (const json::value& each : *ignored)
            if (each.is_object()) readIgnored(each.get_object(), spec);
    spec.historyLimit = std::clamp<std::int64_t>(numberAt(*given, "revisionHistoryLimit").value_or(10), 0, 100);
    const json::array* const several = arrayAt(*given, "sources");
    if (several != nullptr && !several->empty()) {
        spec.sources["sources"] = *several;
    } else if (const json::object* const source = objectAt(*given, "source")) {
        spec.sources["source"] = *source;
    }
    return spec;
}

Operation readOperation(const json::object& given) {
    Operation operation;
    if (const json::object* const by = objectAt(given, "initiatedBy")) {
        operation.automated = isTrueAt(*by, "automated");
        operation.user = textAt(*by, "username");
    }
    if (const json::object* const retry = objectAt(given, "retry"))
        if (!retry->empty()) operation.retry = readRetry(*retry);
    const json::object* const sync = objectAt(given, "sync");
    if (sync == nullptr) return operation;
    nameOthers(*sync, "operation.sync",
               {"autoHealAttemptsCount", "dryRun", "prune", "resources", "revision", "revisions", "source", "sources",
                "syncOptions", "syncStrategy"},
               operation.unsupported);
    operation.revision = textAt(*sync, "revision");
    operation.prune = isTrueAt(*sync, "prune");
    operation.dryRun = isTrueAt(*sync, "dryRun");
    operation.optionWords = textsAt(*sync, "syncOptions");
    operation.healAttempts = numberAt(*sync, "autoHealAttemptsCount").value_or(0);
    if (const json::array* const resources = arrayAt(*sync, "resources"))
        for (const json::value& each : *resources)
            if (const json::object* const one = each.if_object())
                operation.selected.push_back(
                    {textAt(*one, "group"), textAt(*one, "kind"), textAt(*one, "namespace"), textAt(*one, "name")});
    return operation;
}

}  // namespace armillary::gitops
