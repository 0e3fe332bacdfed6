#include "engine/gitops/health/health.h"

#include <format>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/health/kinds.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

constexpr std::string_view kIgnore = "argocd.argoproj.io/ignore-healthcheck";

/// kstatus: what most controllers say of their objects.
HealthState byConvention(const json::object& live) {
    const auto generation = numberAt(live, "metadata", "generation"),
               observed = numberAt(live, "status", "observedGeneration");
    if (generation && observed && *observed < *generation)
        return {Health::Progressing,
                std::format("Waiting for generation {} to be observed; the latest is {}", *generation, *observed)};
    if (const auto stalled = conditionOf(live, "Stalled"); stalled && stalled->isTrue())
        return {Health::Degraded, stalled->message};
    if (const auto reconciling = conditionOf(live, "Reconciling"); reconciling && reconciling->isTrue())
        return {Health::Progressing, reconciling->message};
    for (const char* type : {"Ready", "Available", "Established"})
        if (const auto condition = conditionOf(live, type))
            return {condition->isTrue() ? Health::Healthy : Health::Progressing, condition->message};
    return {};
}

}  // namespace

std::optional<Condition> conditionOf(const json::object& object, std::string_view type) {
    std::optional<Condition> found;
    eachObject(
        [&](const json::object& each) {
            if (!found && wordAt(each, "type") == type)
                found = Condition{std::string(type), wordAt(each, "status"), wordAt(each, "reason"),
                                  wordAt(each, "message")};
        },
        object, "status", "conditions");
    return found;
}

HealthState healthOf(const json::object& live) {
    if (!wordAt(live, "metadata", "deletionTimestamp").empty()) return {Health::Progressing, "Pending deletion"};
    const std::string apiVersion = wordAt(live, "apiVersion"), kind = wordAt(live, "kind");
    const auto slash = apiVersion.find('/');
    const std::string group = slash == std::string::npos ? "" : apiVersion.substr(0, slash);
    const health::Rule rule = health::ruleOf(group, kind);
    return rule != nullptr ? rule(live) : byConvention(live);
}

bool ignoresHealth(const json::object& live) {
    return wordAt(live, "metadata", "annotations", kIgnore) == "true";
}

std::string_view nameOf(Health health) {
    constexpr std::string_view kNames[] = {"Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"};
    return kNames[static_cast<std::size_t>(health)];
}

}  // namespace armillary::gitops
