#include "engine/resources/flow_control.h"

#include <array>
#include <span>
#include <string>

namespace armillary::resources::flowcontrol {
namespace {

using flowcontrolv1::FlowSchema;
using flowcontrolv1::PriorityLevelConfiguration;

constexpr std::string_view kApiVersion = "flowcontrol.apiserver.k8s.io/v1";

struct Level {
    std::string_view name;
    std::int32_t shares, lendablePercent;
    std::int32_t queues, handSize, queueLength;  ///< 0: requests are rejected at once
};
constexpr std::array<Level, 7> kLimited = {{{"catch-all", 5, 0, 0, 0, 0},
                                            {"system", 30, 33, 64, 6, 50},
                                            {"node-high", 40, 25, 64, 6, 50},
                                            {"leader-election", 10, 0, 16, 4, 50},
                                            {"workload-high", 40, 50, 128, 6, 50},
                                            {"workload-low", 100, 90, 128, 6, 50},
                                            {"global-default", 20, 50, 128, 6, 50}}};

/// Lists are comma-separated; "core" stands for the core group.
struct ResourceRule {
    std::string_view verbs, groups, resources;
    bool clusterScope;
};
struct PathRule {
    std::string_view verbs, paths;
};
constexpr std::array<ResourceRule, 1> kAllResources = {{{"*", "*", "*", true}}};
constexpr std::array<PathRule, 1> kAllPaths = {{{"*", "*"}}};
constexpr std::array<PathRule, 1> kProbePaths = {{{"get", "/healthz,/readyz,/livez"}}};
constexpr std::array<ResourceRule, 1> kLeases = {{{"get,create,update", "coordination.k8s.io", "leases", false}}};
constexpr std::array<ResourceRule, 1> kEndpoints = {{{"get,create,update", "core", "endpoints", false}}};
constexpr std::array<ResourceRule, 2> kNodeHealth = {
    {{"*", "core", "nodes,nodes/status", true}, {"*", "coordination.k8s.io", "leases", false}}};

/// Subjects are written as in the bootstrap policy: "user:NAME", "group:NAME" or "account:NAMESPACE/NAME", with '|'.
struct Schema {
    std::string_view name, level;
    std::int32_t precedence;
    std::string_view distinguisher;
    std::string_view subjects;
    std::span<const ResourceRule> resources;
    std::span<const PathRule> paths;
};
constexpr std::string_view kEverybody = "group:system:unauthenticated|group:system:authenticated";
constexpr std::string_view kByUser = flowcontrolv1::kFlowDistinguisherMethodByUserType;
constexpr std::string_view kByNamespace = flowcontrolv1::kFlowDistinguisherMethodByNamespaceType;
constexpr std::array<Schema, 13> kSchemas = {{
    {"exempt", "exempt", 1, "", "group:system:masters", kAllResources, kAllPaths},
    {"catch-all", "catch-all", 10000, kByUser, kEverybody, kAllResources, kAllPaths},
    {"system-nodes", "system", 500, kByUser, "group:system:nodes", kAllResources, kAllPaths},
    {"system-node-high", "node-high", 400, kByUser, "group:system:nodes", kNodeHealth, {}},
    {"probes", "exempt", 2, "", kEverybody, {}, kProbePaths},
    {"system-leader-election",
     "leader-election",
     100,
     kByUser,
     "user:system:kube-controller-manager|user:system:kube-scheduler|account:kube-system/*",
     kLeases,
     {}},
    {"endpoint-controller",
     "workload-high",
     150,
     kByUser,
     "user:system:kube-controller-manager|account:kube-system/endpoint-controller|"
     "account:kube-system/endpointslicemirroring-controller",
     kEndpoints,
     {}},
    {"workload-leader-election", "leader-election", 200, kByUser, "account:kube-system/*", kLeases, {}},
    {"kube-controller-manager", "workload-high", 800, kByNamespace, "user:system:kube-controller-manager",
     kAllResources, kAllPaths},
    {"kube-scheduler", "workload-high", 800, kByNamespace, "user:system:kube-scheduler", kAllResources, kAllPaths},
    {"kube-system-service-accounts", "workload-high", 900, kByNamespace, "account:kube-system/*", kAllResources,
     kAllPaths},
    {"service-accounts", "workload-low", 9000, kByUser, "group:system:serviceaccounts", kAllResources, kAllPaths},
    {"global-default", "global-default", 9900, kByUser, kEverybody, kAllResources, kAllPaths},
}};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == text.npos) break;
        text.remove_prefix(at + 1);
    }
    return parts;
}

template <class T>
T named(std::string_view kind, std::string_view name) {
    T object;
    object.apiVersion = kApiVersion;
    object.kind = kind;
    object.metadata.name = name;
    object.metadata.annotations.emplace(std::string(flowcontrolv1::kAutoUpdateAnnotationKey), "true");
    return object;
}

PriorityLevelConfiguration exemptLevel() {
    auto object = named<PriorityLevelConfiguration>("PriorityLevelConfiguration",
                                                    flowcontrolv1::kPriorityLevelConfigurationNameExempt);
    object.spec.type = flowcontrolv1::kPriorityLevelEnablementExempt;
    auto& exempt = object.spec.exempt.ensure();
    exempt.nominalConcurrencyShares = 0;
    exempt.lendablePercent = 0;
    return object;
}

PriorityLevelConfiguration limitedLevel(const Level& row) {
    auto object = named<PriorityLevelConfiguration>("PriorityLevelConfiguration", row.name);
    object.spec.type = flowcontrolv1::kPriorityLevelEnablementLimited;
    auto& limited = object.spec.limited.ensure();
    limited.nominalConcurrencyShares = row.shares;
    limited.lendablePercent = row.lendablePercent;
    limited.limitResponse.type = flowcontrolv1::kLimitResponseTypeReject;
    if (row.queues == 0) return object;
    limited.limitResponse.type = flowcontrolv1::kLimitResponseTypeQueue;
    auto& queuing = limited.limitResponse.queuing.ensure();
    queuing.queues = row.queues;
    queuing.handSize = row.handSize;
    queuing.queueLengthLimit = row.queueLength;
    return object;
}

flowcontrolv1::Subject subjectOf(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view kind = text.substr(0, colon), name = text.substr(colon + 1);
    flowcontrolv1::Subject subject;
    if (kind == "user") {
        subject.kind = flowcontrolv1::kSubjectKindUser;
        subject.user.ensure().name = name;
    } else if (kind == "group") {
        subject.kind = flowcontrolv1::kSubjectKindGroup;
        subject.group.ensure().name = name;
    } else {
        const std::size_t slash = name.find('/');
        subject.kind = flowcontrolv1::kSubjectKindServiceAccount;
        subject.serviceAccount.ensure().namespace_ = name.substr(0, slash);
        subject.serviceAccount->name = name.substr(slash + 1);
    }
    return subject;
}

FlowSchema schemaOf(const Schema& row) {
    auto object = named<FlowSchema>("FlowSchema", row.name);
    object.spec.priorityLevelConfiguration.name = row.level;
    object.spec.matchingPrecedence = row.precedence;
    if (!row.distinguisher.empty()) object.spec.distinguisherMethod.ensure().type = row.distinguisher;
    auto& rules = object.spec.rules.emplace_back();
    for (const std::string& subject : split(row.subjects, '|')) rules.subjects.push_back(subjectOf(subject));
    for (const ResourceRule& from : row.resources) {
        auto& rule = rules.resourceRules.emplace_back();
        rule.verbs = split(from.verbs, ',');
        rule.apiGroups = split(from.groups == "core" ? std::string_view() : from.groups, ',');
        if (rule.apiGroups.empty()) rule.apiGroups.emplace_back();
        rule.resources = split(from.resources, ',');
        rule.clusterScope = from.clusterScope;
        rule.namespaces = {"*"};
    }
    for (const PathRule& from : row.paths) {
        auto& rule = rules.nonResourceRules.emplace_back();
        rule.verbs = split(from.verbs, ',');
        rule.nonResourceURLs = split(from.paths, ',');
    }
    return object;
}

}  // namespace

bool isMandatory(std::string_view name) {
    return name == flowcontrolv1::kFlowSchemaNameExempt || name == flowcontrolv1::kFlowSchemaNameCatchAll;
}

const std::vector<PriorityLevelConfiguration>& defaultPriorityLevels() {
    static const std::vector<PriorityLevelConfiguration> levels = [] {
        std::vector<PriorityLevelConfiguration> made = {exemptLevel()};
        for (const Level& row : kLimited) made.push_back(limitedLevel(row));
        return made;
    }();
    return levels;
}

const std::vector<FlowSchema>& defaultFlowSchemas() {
    static const std::vector<FlowSchema> schemas = [] {
        std::vector<FlowSchema> made;
        for (const Schema& row : kSchemas) made.push_back(schemaOf(row));
        return made;
    }();
    return schemas;
}

}  // namespace armillary::resources::flowcontrol
