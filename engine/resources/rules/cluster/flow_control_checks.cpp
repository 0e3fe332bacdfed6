#include "engine/resources/rules/cluster/flow_control_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

namespace armillary::resources::rules {

namespace {

using namespace flowcontrolv1;

constexpr std::int32_t kMaxPrecedence = 10000;
constexpr std::int32_t kMaxQueues = 10'000'000;
/// Shuffle sharding deals a hand from one hash of this many bits.
constexpr int kMaxHashBits = 60;
constexpr std::array<std::string_view, 9> kVerbs = {"create", "delete", "deletecollection", "get",  "list",
                                                    "patch",  "proxy",  "update",           "watch"};

/// A list that holds "*" holds nothing else. `what` names its members: "other verbs".
bool checkWildcard(const std::vector<std::string>& list, const Path& path, std::string_view what, FieldErrors& errors) {
    if (std::ranges::find(list, "*") == list.end()) return false;
    if (list.size() > 1)
        errors.push_back(
            field::invalidRaw(path, goList(list), std::format("if '*' is present, must not specify other {}", what)));
    return true;
}

void checkVerbs(const std::vector<std::string>& verbs, const Path& path, FieldErrors& errors) {
    if (verbs.empty()) {
        errors.push_back(field::required(path, "verbs must contain at least one value"));
        return;
    }
    if (checkWildcard(verbs, path, "verbs", errors)) return;
    const auto known = [](const std::string& verb) { return std::ranges::find(kVerbs, verb) != kVerbs.end(); };
    if (std::ranges::all_of(verbs, known)) return;
    auto error = field::notSupported(path, "", {kVerbs.begin(), kVerbs.end()});
    error.value = goList(verbs);
    errors.push_back(std::move(error));
}

void checkAccount(const ServiceAccountSubject& account, const Path& path, FieldErrors& errors) {
    if (account.name.empty())
        errors.push_back(field::required(path.child("name"), ""));
    else if (account.name != kNameAll)
        addInvalid(errors, path.child("name"), account.name, checkSubdomain(account.name));
    if (account.namespace_.empty())
        errors.push_back(field::required(path.child("namespace"), "must specify namespace for service account"));
    else
        addInvalid(errors, path.child("namespace"), account.namespace_, checkLabel(account.namespace_));
}

void checkSubject(const Subject& subject, const Path& path, FieldErrors& errors) {
    struct Member {
        std::string_view kind, name;
        bool present;
    };
    const std::array<Member, 3> members = {
        {{kSubjectKindServiceAccount, "serviceAccount", bool(subject.serviceAccount)},
         {kSubjectKindUser, "user", bool(subject.user)},
         {kSubjectKindGroup, "group", bool(subject.group)}}};
    if (std::ranges::none_of(members, [&](const Member& member) { return member.kind == subject.kind; })) {
        errors.push_back(field::notSupported(path.child("kind"), subject.kind,
                                             {kSubjectKindGroup, kSubjectKindServiceAccount, kSubjectKindUser}));
        return;
    }
    for (const Member& member : members) {
        const Path place = path.child(member.name);
        if (member.kind != subject.kind && member.present)
            errors.push_back(field::forbidden(
                place, std::format("{} is forbidden when subject kind is not '{}'", member.name, member.kind)));
        if (member.kind == subject.kind && !member.present)
            errors.push_back(field::required(
                place, std::format("{} is required when subject kind is '{}'", member.name, member.kind)));
    }
    if (subject.kind == kSubjectKindServiceAccount && subject.serviceAccount)
        checkAccount(*subject.serviceAccount, path.child("serviceAccount"), errors);
    if (subject.kind == kSubjectKindUser && subject.user && subject.user->name.empty())
        errors.push_back(field::required(path.child("user").child("name"), ""));
    if (subject.kind == kSubjectKindGroup && subject.group && subject.group->name.empty())
        errors.push_back(field::required(path.child("group").child("name"), ""));
}

void checkResourceRule(const ResourcePolicyRule& rule, const Path& path, FieldErrors& errors) {
    checkVerbs(rule.verbs, path.child("verbs"), errors);
    const Path groups = path.child("apiGroups"), resources = path.child("resources"),
               namespaces = path.child("namespaces");
    if (rule.apiGroups.empty())
        errors.push_back(field::required(groups, "resource rules must supply at least one api group"));
    checkWildcard(rule.apiGroups, groups, "api groups", errors);
    if (rule.resources.empty())
        errors.push_back(field::required(resources, "resource rules must supply at least one resource"));
    checkWildcard(rule.resources, resources, "resources", errors);
    if (rule.namespaces.empty() && !rule.clusterScope)
        errors.push_back(field::required(
            namespaces, "resource rules that are not cluster scoped must supply at least one namespace"));
    if (checkWildcard(rule.namespaces, namespaces, "namespaces", errors)) return;
    for (std::size_t i = 0; i < rule.namespaces.size(); ++i)
        for (const std::string& message : checkLabel(rule.namespaces[i]))
            errors.push_back(field::invalid(namespaces.index(i), rule.namespaces[i],
                                            "each member of this list must be '*' or a DNS-1123 label; " + message));
}

void checkUrl(const std::string& url, const Path& path, FieldErrors& errors) {
    const auto refuse = [&](std::string why) { errors.push_back(field::invalid(path, url, std::move(why))); };
    if (url.empty()) return refuse("must not be empty");
    if (url == "/") return;
    if (!url.starts_with('/')) return refuse("must start with slash");
    if (url.contains(' ')) return refuse("must not contain white-space");
    if (url.contains("//")) return refuse("must not contain double slash");
    const auto wildcards = std::ranges::count(url, '*');
    if (wildcards > 1 || (wildcards == 1 && !url.ends_with("/*"))) refuse("wildcard can only do suffix matching");
}

void checkNonResourceRule(const NonResourcePolicyRule& rule, const Path& path, FieldErrors& errors) {
    checkVerbs(rule.verbs, path.child("verbs"), errors);
    const Path urls = path.child("nonResourceURLs");
    if (rule.nonResourceURLs.empty())
        errors.push_back(field::required(urls, "nonResourceURLs must contain at least one value"));
    if (checkWildcard(rule.nonResourceURLs, urls, "non-resource URLs", errors)) return;
    for (std::size_t i = 0; i < rule.nonResourceURLs.size(); ++i)
        checkUrl(rule.nonResourceURLs[i], urls.index(i), errors);
}

void checkRules(const PolicyRulesWithSubjects& rules, const Path& path, FieldErrors& errors) {
    const Path subjects = path.child("subjects");
    if (rules.subjects.empty()) errors.push_back(field::required(subjects, "subjects must contain at least one value"));
    for (std::size_t i = 0; i < rules.subjects.size(); ++i) checkSubject(rules.subjects[i], subjects.index(i), errors);
    if (rules.resourceRules.empty() && rules.nonResourceRules.empty())
        errors.push_back(
            field::required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"));
    for (std::size_t i = 0; i < rules.resourceRules.size(); ++i)
        checkResourceRule(rules.resourceRules[i], path.child("resourceRules").index(i), errors);
    for (std::size_t i = 0; i < rules.nonResourceRules.size(); ++i)
        checkNonResourceRule(rules.nonResourceRules[i], path.child("nonResourceRules").index(i), errors);
}

void checkQueuing(const QueuingConfiguration& queuing, const Path& path, FieldErrors& errors) {
    const auto refuse = [&](std::string_view member, std::int32_t value, std::string why) {
        errors.push_back(field::invalidRaw(path.child(member), std::to_string(value), std::move(why)));
    };
    if (queuing.queueLengthLimit <= 0) refuse("queueLengthLimit", queuing.queueLengthLimit, "must be positive");
    if (queuing.queues <= 0)
        refuse("queues", queuing.queues, "must be positive");
    else if (queuing.queues > kMaxQueues)
        refuse("queues", queuing.queues, std::format("must not be greater than {}", kMaxQueues));
    if (queuing.handSize <= 0) return refuse("handSize", queuing.handSize, "must be positive");
    if (queuing.handSize > queuing.queues)
        return refuse("handSize", queuing.handSize,
                      std::format("should not be greater than queues ({})", queuing.queues));
    const int bits = static_cast<int>(std::ceil(std::log2(queuing.queues) * queuing.handSize));
    if (bits > kMaxHashBits)
        refuse("handSize", queuing.handSize,
               std::format("required entropy bits of deckSize {} and handSize {} should not be greater than {}",
                           queuing.queues, queuing.handSize, kMaxHashBits));
}

void checkResponse(const LimitResponse& response, const Path& path, FieldErrors& errors) {
    const Path queuing = path.child("queuing");
    if (response.type == kLimitResponseTypeReject) {
        if (response.queuing)
            errors.push_back(field::forbidden(queuing, "must be nil if limited.limitResponse.type is not Limited"));
    } else if (response.type == kLimitResponseTypeQueue) {
        if (response.queuing)
            checkQueuing(*response.queuing, queuing, errors);
        else
            errors.push_back(field::required(queuing, "must not be empty if limited.limitResponse.type is Limited"));
    } else {
        errors.push_back(field::notSupported(path.child("type"), response.type,
                                             {kLimitResponseTypeQueue, kLimitResponseTypeReject}));
    }
}

void checkShares(const std::optional<std::int32_t>& shares, const std::optional<std::int32_t>& lendable,
                 const Path& path, FieldErrors& errors) {
    if (shares.value_or(0) < 0)
        errors.push_back(field::invalidRaw(path.child("nominalConcurrencyShares"), std::to_string(*shares),
                                           "must be a non-negative integer"));
    if (const std::int32_t percent = lendable.value_or(0); percent < 0 || percent > 100)
        errors.push_back(field::invalidRaw(path.child("lendablePercent"), std::to_string(percent),
                                           "must be between 0 and 100, inclusive"));
}

void checkLimited(const LimitedPriorityLevelConfiguration& limited, const Path& path, FieldErrors& errors) {
    checkShares(limited.nominalConcurrencyShares, limited.lendablePercent, path, errors);
    if (limited.borrowingLimitPercent.value_or(0) < 0)
        errors.push_back(field::invalidRaw(path.child("borrowingLimitPercent"),
                                           std::to_string(*limited.borrowingLimitPercent),
                                           "if specified, must be a non-negative integer"));
    checkResponse(limited.limitResponse, path.child("limitResponse"), errors);
}

}  // namespace

void checkFlowSchemaSpec(const FlowSchema& object, FieldErrors& errors) {
    const Path path("spec"), precedence = path.child("matchingPrecedence");
    const auto& spec = object.spec;
    const auto refuse = [&](std::string why) {
        errors.push_back(field::invalidRaw(precedence, std::to_string(spec.matchingPrecedence), std::move(why)));
    };
    if (spec.matchingPrecedence <= 0) refuse("must be a positive value");
    if (spec.matchingPrecedence > kMaxPrecedence) refuse(std::format("must not be greater than {}", kMaxPrecedence));
    if (spec.matchingPrecedence == 1 && object.metadata.name != kFlowSchemaNameExempt)
        refuse("only the schema named 'exempt' may have matchingPrecedence 1");
    if (spec.distinguisherMethod && spec.distinguisherMethod->type != kFlowDistinguisherMethodByUserType &&
        spec.distinguisherMethod->type != kFlowDistinguisherMethodByNamespaceType)
        errors.push_back(
            field::notSupported(path.child("distinguisherMethod").child("type"), spec.distinguisherMethod->type,
                                {kFlowDistinguisherMethodByNamespaceType, kFlowDistinguisherMethodByUserType}));
    const Path level = path.child("priorityLevelConfiguration").child("name");
    if (spec.priorityLevelConfiguration.name.empty())
        errors.push_back(field::required(level, "must reference a priority level"));
    else
        addInvalid(errors, level, spec.priorityLevelConfiguration.name,
                   checkSubdomain(spec.priorityLevelConfiguration.name));
    for (std::size_t i = 0; i < spec.rules.size(); ++i) checkRules(spec.rules[i], path.child("rules").index(i), errors);
}

void checkPriorityLevelSpec(const PriorityLevelConfiguration& object, FieldErrors& errors) {
    const Path path("spec"), limited = path.child("limited"), exempt = path.child("exempt");
    const auto& spec = object.spec;
    const bool isExempt = spec.type == kPriorityLevelEnablementExempt;
    if ((object.metadata.name == kPriorityLevelConfigurationNameExempt) != isExempt)
        errors.push_back(
            field::invalid(path.child("type"), spec.type, "type must be 'Exempt' if and only if name is 'exempt'"));
    if (isExempt) {
        if (spec.limited) errors.push_back(field::forbidden(limited, "must be nil if the type is not Limited"));
        if (spec.exempt)
            checkShares(spec.exempt->nominalConcurrencyShares, spec.exempt->lendablePercent, exempt, errors);
    } else if (spec.type == kPriorityLevelEnablementLimited) {
        if (spec.exempt) errors.push_back(field::forbidden(exempt, "must be nil if the type is Limited"));
        if (spec.limited)
            checkLimited(*spec.limited, limited, errors);
        else
            errors.push_back(field::required(limited, "must not be empty when type is Limited"));
    } else {
        errors.push_back(field::notSupported(path.child("type"), spec.type,
                                             {kPriorityLevelEnablementExempt, kPriorityLevelEnablementLimited}));
    }
}

}  // namespace armillary::resources::rules
